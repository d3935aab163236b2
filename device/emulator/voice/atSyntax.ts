/* @pure */
/** Command lines of ITU-T V.250 §5.3, as the emulated modem reads them: `ATE0V1+VRA=70;+VRN=10`. */

export type AtOperation = "run" | "set" | "read" | "test";

export interface AtWord {
  /** `E`, `&F`, `#CLS`, `+VLS`, `-SCID`, `S7`, `D`: upper case, without its number. */
  readonly name: string;
  readonly operation: AtOperation;
  /** Of a basic command the digits after it (`0` for none), of an extended one what stands after `=`. */
  readonly value: string;
}

const BASIC = /^([&%\\*]?[A-Z])(\d*)/i;
const S_PARAMETER = /^S(\d+)(?:=(\d*)|(\?))?/i;
const EXTENDED = /^([+#\-!][A-Z0-9]+)/i;

/** Splits what stands between `AT` and CR. `undefined`: not to be read, the modem says ERROR. */
export function readCommandLine(body: string): AtWord[] | undefined {
  const words: AtWord[] = [];
  let rest = body.trim();
  while (rest !== "") {
    const read = readDial(rest) ?? readExtended(rest) ?? readSParameter(rest) ?? readBasic(rest);
    if (!read) return undefined;
    words.push(read.word);
    // A semicolon ends an extended command; some hosts put it between basic ones too.
    rest = rest.slice(read.length).replace(/^[;\s]+/, "");
  }
  return words;
}

interface Read {
  readonly word: AtWord;
  readonly length: number;
}

/** `D` takes the rest of the line as the number. */
function readDial(rest: string): Read | undefined {
  if (!/^D/i.test(rest)) return undefined;
  return { word: { name: "D", operation: "set", value: rest.slice(1) }, length: rest.length };
}

function readExtended(rest: string): Read | undefined {
  const name = EXTENDED.exec(rest)?.[1];
  if (!name) return undefined;
  const after = rest.slice(name.length);
  const end = endOfExtended(after);
  const tail = after.slice(0, end);
  const word = { name: name.toUpperCase(), ...operationOf(tail) };
  return { word, length: name.length + end };
}

/** The next `;` that is not inside quotes. */
function endOfExtended(text: string): number {
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === ";" && !quoted) return at;
  }
  return text.length;
}

function operationOf(tail: string): { operation: AtOperation; value: string } {
  const text = tail.trim();
  if (text === "") return { operation: "run", value: "" };
  if (text === "?") return { operation: "read", value: "" };
  if (text === "=?") return { operation: "test", value: "" };
  if (text.startsWith("=")) return { operation: "set", value: text.slice(1).trim() };
  return { operation: "run", value: text };
}

function readSParameter(rest: string): Read | undefined {
  const match = S_PARAMETER.exec(rest);
  if (!match) return undefined;
  const operation = match[3] ? "read" : match[2] === undefined ? "run" : "set";
  return { word: { name: `S${Number(match[1])}`, operation, value: match[2] ?? "" }, length: match[0].length };
}

function readBasic(rest: string): Read | undefined {
  const match = BASIC.exec(rest);
  if (!match?.[1]) return undefined;
  const word: AtWord = { name: match[1].toUpperCase(), operation: "run", value: match[2] || "0" };
  return { word, length: match[0].length };
}
