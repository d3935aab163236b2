/** One thing that the doctor has looked at. */
export interface Finding {
  /** `note`: worth knowing, nothing to do. */
  readonly verdict: "good" | "note" | "bad";
  readonly text: string;
  readonly cure?: string;
}

export const good = (text: string): Finding => ({ verdict: "good", text });
export const note = (text: string): Finding => ({ verdict: "note", text });
export const bad = (text: string, cure?: string): Finding =>
  cure === undefined ? { verdict: "bad", text } : { verdict: "bad", text, cure };

const MARKS: Readonly<Record<Finding["verdict"], string>> = { good: "ok  ", note: "·   ", bad: "NOT " };

export function findingsInWords(findings: readonly Finding[]): string {
  const lines = findings.map(({ verdict, text, cure }) => {
    const what = cure === undefined ? text : `${text}.\n     What to do: ${cure}`;
    return `${MARKS[verdict]} ${what}\n`;
  });
  const wrong = findings.filter(({ verdict }) => verdict === "bad").length;
  const sum = wrong === 0 ? "Nothing is wrong." : `${wrong} ${wrong === 1 ? "thing is" : "things are"} wrong.`;
  return `${lines.join("")}${sum}\n`;
}
