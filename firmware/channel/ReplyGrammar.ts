/** What a doctor wrote back. `code` is upper case. */
export type Reply =
  /** Without a code it means something only to who has exactly one open alert. */
  | { readonly kind: "take" | "pass" | "close" | "who"; readonly code?: string }
  | { readonly kind: "help" }
  /** The words that a carrier reads as "never again" (CTIA): a fault, never an instruction. */
  | { readonly kind: "stop" }
  /** A code with words that we do not know: not taken, for it may say "cannot". */
  | { readonly kind: "unclear"; readonly code?: string };

// Codes have 4 or 5 of these characters, at least one a digit and one a letter; one of 5 begins and ends with a digit.
// So no code is a verb, and `7q4ka` is the code 7Q4K with the verb a.
const CODE = "(?:[2-9][2-9A-HJ-NP-Z]{3}[2-9]|[2-9A-HJ-NP-Z]{4})";
const isCode = (text: string): boolean => new RegExp(`^${CODE}$`).test(text) && /\d/.test(text) && /[A-Z]/.test(text);

type Verb = "take" | "pass" | "close" | "who";

/** GoAlert's forms and ours. Only whole words: what is not in here is not guessed. */
const VERBS: readonly (readonly [RegExp, Verb])[] = [
  [/^(?:A|ACK[A-Z]*|OK|OKAY|YES|Y|TAKE|TAKEN|TAKING|MINE|GOTIT)$/, "take"],
  [/^(?:E|ESC|ESCALATE|PASS|NEXT|NO|N)$/, "pass"],
  [/^(?:C|CLOSED?|DONE|D|FINISHED)$/, "close"],
  [/^(?:(?:WHO|STATUS)?\?+|WHO|STATUS)$/, "who"],
];
const STOP = /^(?:STOP|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|ABMELDEN|BAJA|ARRET)$/;
const HELP = /^(?:HELP|INFO|H|HOW|AYUDA)$/;

/** Beyond one concatenated message; a reply of ours has a dozen characters. */
const LONGEST_READ = 480;

/**
 * Reads a reply: any case, with or without blanks, quotes and a full stop; never throws, for any text. Where letters
 * run together and two readings are possible, the one whose code `isKnown` counts.
 */
export function readReply(text: string, isKnown: (code: string) => boolean = () => false): Reply {
  const words = wordsOf(text);
  const whole = words.join("");
  if (STOP.test(whole)) return { kind: "stop" };
  if (HELP.test(whole)) return { kind: "help" };
  const alone = verbOf(whole);
  if (alone !== undefined) return { kind: alone };
  const readings = readingsOf(words, whole);
  const reading = readings.find(({ code }) => isKnown(code)) ?? readings[0];
  if (reading !== undefined) return { kind: reading.verb, code: reading.code };
  const mentioned = words.find(isCode);
  return mentioned === undefined ? { kind: "unclear" } : { kind: "unclear", code: mentioned };
}

function wordsOf(text: string): readonly string[] {
  const plain = text
    .slice(0, LONGEST_READ)
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^A-Z0-9?]+/g, " ")
    .trim();
  return plain === "" ? [] : plain.replace(/\?+/g, " ? ").trim().split(/\s+/);
}

const verbOf = (word: string): Verb | undefined => VERBS.find(([pattern]) => pattern.test(word))?.[1];

interface Reading {
  readonly code: string;
  readonly verb: Verb;
}

/** First as the blanks divide it, then as it may be divided when they are ignored (`7 q4k pass`, `7q4kpass`, `ack7q4k`). */
function readingsOf(words: readonly string[], whole: string): readonly Reading[] {
  const readings: Reading[] = [];
  const add = (code: string, rest: string): void => {
    const verb = rest === "" ? "take" : verbOf(rest);
    if (isCode(code) && verb !== undefined) readings.push({ code, verb });
  };
  const [first = "", ...others] = words;
  add(first, others.join(""));
  add(words.at(-1) ?? "", words.slice(0, -1).join(""));
  for (const length of [4, 5]) {
    add(whole.slice(0, length), whole.slice(length));
    if (whole.length > length) add(whole.slice(-length), whole.slice(0, -length));
  }
  return readings;
}
