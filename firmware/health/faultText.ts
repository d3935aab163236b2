import { ONE_SEGMENT, oneSegment, plainText } from "../channel/shortMessageText.ts";
import { FAULTS, type FaultDeclaration } from "./faults.ts";

/** One thing that an SMS says of a fault. */
export interface FaultNews {
  readonly kind: "there" | "over" | "flapping";
  readonly code: string;
  readonly where: string;
}

/**
 * `Rosewood FirstRing: The telephone modem is not there (101 front). Calls on this line are not answered. Check …`: one
 * GSM-7 segment, whatever is to be said. What a person must do comes where there is room; the number always, so that
 * whoever is called can look it up.
 */
export function faultText(shortName: string, news: readonly FaultNews[]): string {
  const head = `${shortName} FirstRing:`;
  const only = news.length === 1 ? news[0] : undefined;
  return only === undefined
    ? oneSegment(several(head, news))
    : oneSegment(asFits(`${head} ${sentence(only)}`, more(only)));
}

/** As many as have room with their sentences, the others by number. */
function several(head: string, news: readonly FaultNews[]): string {
  for (let said = news.length; said > 0; said -= 1) {
    const others = news
      .slice(said)
      .map(({ kind, code, where }) => `${named(code, where)}${kind === "over" ? " over" : ""}`);
    const also = others.length === 0 ? [] : [`Also ${others.join(", ")}.`];
    const text = [head, ...news.slice(0, said).map((one) => capital(sentence(one))), ...also].join(" ");
    if (plainText(text).length <= ONE_SEGMENT) return text;
  }
  return `${head} ${byNumber(news)}`;
}

/** What is there comes first: where the text is cut off, what is over can best be done without. */
function byNumber(news: readonly FaultNews[]): string {
  const list = (those: readonly FaultNews[]): string => those.map(({ code, where }) => named(code, where)).join(", ");
  const there = news.filter(({ kind }) => kind !== "over");
  const over = news.filter(({ kind }) => kind === "over");
  const parts = [
    ...(there.length === 0 ? [] : [`${there.length} ${there.length === 1 ? "fault" : "faults"}: ${list(there)}`]),
    ...(over.length === 0 ? [] : [`${over.length} over: ${list(over)}`]),
  ];
  return parts.join(". ");
}

/** Whole sentences only: half a cure misleads. */
function asFits(text: string, sentences: readonly string[]): string {
  let fits = text;
  for (const next of sentences) {
    if (plainText(`${fits} ${next}`).length > ONE_SEGMENT) break;
    fits = `${fits} ${next}`;
  }
  return fits;
}

function sentence({ kind, code, where }: FaultNews): string {
  const { title, over } = declared(code);
  const number = `(${named(code, where)})`;
  switch (kind) {
    case "there":
      return `${title} ${number}.`;
    case "over":
      return `${over} ${number}.`;
    case "flapping":
      return `${title} ${number}; this keeps coming and going.`;
  }
}

function more({ kind, code }: FaultNews): readonly string[] {
  const { means, cure } = declared(code);
  switch (kind) {
    case "there":
      return [means, cure];
    case "over":
      return [];
    case "flapping":
      return ["You are not told each time.", cure];
  }
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `101 front`. A place is a line's id, a person's id or a reply code: nothing of a patient. */
const named = (code: string, where: string): string => {
  const { number } = declared(code);
  return where === "" ? String(number) : `${number} ${where.slice(0, 20)}`;
};

function declared(code: string): Pick<FaultDeclaration, "number" | "title" | "means" | "cure" | "over"> {
  return FAULTS.get(code) ?? { number: 0, title: code, means: "", cure: "", over: `${code} is over` };
}
