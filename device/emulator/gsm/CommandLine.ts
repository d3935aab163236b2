/* @pure */

/** One command of a line: `AT+CMEE=1;+CREG=2` has two, `ATE0V1` too. */
export interface ParsedCommand {
  /** Upper case, with its sign: `+CMGS`, `^CVOICE`, `E`, `&F`, `S0`, `D`. */
  readonly name: string;
  readonly form: "run" | "read" | "test" | "set";
  /** What stood behind `=`, or the digits behind a basic command; as typed. */
  readonly value: string;
}

const EXTENDED = /^([+^$*#%][A-Z0-9_]+)/i;
const S_REGISTER = /^(S\d+)(?:=(\d*)|(\?))/i;
const BASIC = /^(&?[A-Z])(\d*)/i;

/** Position of the first `;` outside quotes, or the end. */
function endOfCommand(text: string): number {
  let quoted = false;
  for (let i = 0; i < text.length; i += 1) {
    if (text[i] === '"') quoted = !quoted;
    if (text[i] === ";" && !quoted) return i;
  }
  return text.length;
}

function extended(name: string, tail: string): ParsedCommand {
  const upper = name.toUpperCase();
  if (tail === "?") return { name: upper, form: "read", value: "" };
  if (tail === "=?") return { name: upper, form: "test", value: "" };
  if (tail.startsWith("=")) return { name: upper, form: "set", value: tail.slice(1) };
  return { name: upper, form: "run", value: tail };
}

/** The first command of `text` and how many characters it took; undefined if that is no command. */
function takeOne(text: string): { command: ParsedCommand; length: number } | undefined {
  const sign = EXTENDED.exec(text);
  if (sign) {
    const end = endOfCommand(text);
    return { command: extended(sign[1]!, text.slice(sign[1]!.length, end)), length: end };
  }
  // V.250 §6.3.1: dialling takes the rest of the line, its closing `;` (a voice call) included.
  if (/^D/i.test(text)) return { command: { name: "D", form: "run", value: text.slice(1) }, length: text.length };
  const register = S_REGISTER.exec(text);
  if (register) {
    const form = register[3] ? "read" : "set";
    return {
      command: { name: register[1]!.toUpperCase(), form, value: register[2] ?? "" },
      length: register[0].length,
    };
  }
  const basic = BASIC.exec(text);
  if (!basic) return undefined;
  return { command: { name: basic[1]!.toUpperCase(), form: "run", value: basic[2]! }, length: basic[0].length };
}

/**
 * The commands of a line (V.250 §5.2), without its CR. Undefined: no `AT` in it, so a modem says nothing. Something
 * that is no command at all becomes one with an empty name, which every modem refuses.
 */
export function parseCommandLine(line: string): readonly ParsedCommand[] | undefined {
  const start = line.search(/AT/i);
  if (start < 0) return undefined;
  const commands: ParsedCommand[] = [];
  let rest = line.slice(start + 2);
  while (rest.length > 0) {
    if (/^[; ]/.test(rest)) {
      rest = rest.slice(1);
      continue;
    }
    const one = takeOne(rest);
    if (!one) return [...commands, { name: "", form: "run", value: rest }];
    commands.push(one.command);
    rest = rest.slice(one.length);
  }
  return commands;
}

/** `"SM","ME",3` → SM, ME, 3: split at commas outside quotes, quotes taken off. */
export function splitArguments(value: string): string[] {
  const found = value.match(/("[^"]*"?|[^,"]+)+|(?<=,|^)(?=,|$)/g) ?? [];
  return found.map((argument) => argument.trim().replace(/^"|"$/g, ""));
}
