// Numbers as people write them, and as networks and callers have told them.

/** National, local and international writing of one number end alike; a local number of North America has seven. */
const TAIL_DIGITS = 7;

/** What all ways of writing one number have in common; undefined: it is too short to tell anybody apart. */
export const numberTail = (number: string | undefined): string | undefined => {
  const digits = (number ?? "").replace(/\D/g, "");
  return digits.length < TAIL_DIGITS ? undefined : digits.slice(-TAIL_DIGITS);
};

/**
 * Whether two ways of writing are of one number: one ends with the other, without what stands for "abroad" or "another town"
 * in front (00, 0: ITU-T E.123 §2).
 */
export const endsAlike = (a: string, b: string): boolean => {
  const [one, other] = [a, b].map((number) => number.replace(/\D/g, "").replace(/^0+/, "")) as [string, string];
  return one.length > 0 && other.length > 0 && (one.endsWith(other) || other.endsWith(one));
};

/** What somebody types to find a message. */
export interface SearchWords {
  /** At least three digits, and nothing but digits and the signs that people put between them. */
  readonly digits?: string;
  /** Longer than what a network may have told of it, so it is compared from the end. */
  readonly isWhole: boolean;
  /** As typed, in small letters: a part of a name, or the beginning of a reference. */
  readonly text: string;
}

const LEAST_DIGITS = 3;

export const searchWords = (typed: string): SearchWords | undefined => {
  const text = typed.trim().replace(/\s+/g, " ").toLocaleLowerCase("en");
  if (text === "") return undefined;
  const digits = text.replace(/\D/g, "");
  const isNumber = /^[+\d\s().\-/x]*$/.test(text) && digits.length >= LEAST_DIGITS;
  return { text, isWhole: isNumber && digits.length > TAIL_DIGITS + 1, ...(isNumber ? { digits } : {}) };
};
