/* @pure */
import { isGsm7, septetsOf } from "./gsm7.ts";

/** Characters that Unicode does not take apart by itself (its NFKD form), and what a reader takes for the same. */
const PLAIN: ReadonlyMap<string, string> = new Map([
  ...[..."‘’‚‛′‹›`´ʹʻʼ"].map((char) => [char, "'"] as const),
  ...[..."“”„‟″«»"].map((char) => [char, '"'] as const),
  ...[..."‐‑‒–—―−⁃"].map((char) => [char, "-"] as const),
  ...[..."•·‣∙"].map((char) => [char, "*"] as const),
  ["\t", " "],
  ["\u2028", "\n"],
  ["\u2029", "\n"],
  ["\u0085", "\n"],
  ["⁄", "/"],
  ["×", "x"],
  ["÷", "/"],
  ["©", "(c)"],
  ["®", "(r)"],
  ["ı", "i"],
  ["ł", "l"],
  ["Ł", "L"],
  ["đ", "d"],
  ["Đ", "D"],
  ["ð", "d"],
  ["Ð", "D"],
  ["ħ", "h"],
  ["Ħ", "H"],
  ["þ", "th"],
  ["Þ", "Th"],
  ["œ", "oe"],
  ["Œ", "OE"],
  ["ŋ", "ng"],
  ["Ŋ", "Ng"],
  ["ẞ", "ß"],
]);

const COMBINING_MARK = /^\p{Mn}$/u;

function plainOne(char: string): string {
  const direct = PLAIN.get(char);
  if (direct !== undefined) return direct;
  const parts = [...char.normalize("NFKD")].filter((part, i) => i === 0 || !COMBINING_MARK.test(part));
  const plain = parts.map((part) => PLAIN.get(part) ?? part).join("");
  return plain !== "" && isGsm7(plain) ? plain : char;
}

/**
 * Replaces typographic quotes, dashes, spaces and accents that GSM-7 lacks by plain ones, so that a page stays one
 * segment of 160 characters. A character with no plain form stays as it is (the message is then sent as UCS-2):
 * nothing is ever left out.
 */
export function toPlainGsm7(text: string): string {
  return [...text.normalize("NFC")].map((char) => (septetsOf(char) ? char : plainOne(char))).join("");
}
