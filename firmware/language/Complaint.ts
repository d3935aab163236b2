import { oneOf } from "./oneOf.ts";

/** What is wrong, and what would be right. */
export interface WrongAndRight {
  readonly what: string;
  readonly instead: string;
}

/** What a check says of a value, in every language of the pages; where it stands is found out by whoever knows the file. */
export interface Complaint extends WrongAndRight {
  /** Names the sentence, whatever stands in it; for programs. */
  readonly code: string;
  readonly es: WrongAndRight;
  /** What it is about must not be shown (a password in plain text). */
  readonly confidential?: boolean;
}

type Pair = readonly [what: string, instead: string];
export interface Both {
  readonly en: Pair;
  readonly es: Pair;
  readonly confidential?: true;
}
type Entry = Both | ((...values: never[]) => Both);
type Says<All> = {
  readonly [Code in keyof All]: All[Code] extends (...values: infer Values) => Both
    ? (...values: Values) => Complaint
    : () => Complaint;
};

/**
 * Sentences by their code, each beside its translation: one that is missing does not pass the type check.
 *
 *     const say = complaintsOf({ empty: { en: ["is empty", "write a name"], es: ["está vacío", "escriba un nombre"] } });
 *     say.empty()
 */
export function complaintsOf<const All extends Readonly<Record<string, Entry>>>(all: All): Says<All> {
  const made = Object.entries<Entry>(all).map(([code, entry]) => [
    code,
    (...values: never[]): Complaint => {
      const { en, es, ...more } = typeof entry === "function" ? entry(...values) : entry;
      return { code, what: en[0], instead: en[1], es: { what: es[0], instead: es[1] }, ...more };
    },
  ]);
  return Object.fromEntries(made) as Says<All>;
}

/** `phone: …`: what it is about stands before it. */
export const named = (complaint: Complaint, name: string, inSpanish = name): Complaint => ({
  ...complaint,
  what: `${name}: ${complaint.what}`,
  es: { ...complaint.es, what: `${inSpanish}: ${complaint.es.what}` },
});

/** The same mistake with another cure. */
export const curedAs = (complaint: Complaint, { es, instead }: Complaint): Complaint => ({
  ...complaint,
  instead,
  es: { what: complaint.es.what, instead: es.instead },
});

/** The nearest known word, or else all of them. */
export const meantOr = (
  meant: string | undefined,
  known: readonly string[],
): { readonly en: string; readonly es: string } =>
  meant === undefined
    ? { en: `known are ${oneOf(known)}`, es: `se conocen ${oneOf(known, "o")}` }
    : { en: `did you mean ${meant}?`, es: `¿quiso decir ${meant}?` };
