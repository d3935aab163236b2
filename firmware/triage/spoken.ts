import type { Wording } from "./PromptCatalogue.ts";
import { timeClipIds } from "./spokenTime.ts";

/** Reply codes use no 0, 1, I and O, so that nobody mistakes one for another when it is typed back. */
const CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ";

const upTo = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Every clip that numbers, dates and codes are composed of. */
export const spokenClipIds: readonly string[] = [
  ...upTo(0, 9).map((n) => `digit-${n}`),
  ...[...CODE_LETTERS].map((letter) => letterClip(letter)),
  ...upTo(1, 31).map((n) => `day-${n}`),
  ...upTo(1, 12).map((n) => `month-${n}`),
  "century-1900",
  "century-19",
  "century-20",
  ...upTo(1, 9).map((n) => `oh-${n}`),
  ...upTo(1, 99).map((n) => `number-${n}`),
  ...timeClipIds,
];

export function letterClip(letter: string): string {
  return `letter-${letter.toLowerCase()}`;
}

export const digitClips = (digits: string): readonly string[] =>
  [...digits].filter((c) => c >= "0" && c <= "9").map((c) => `digit-${c}`);

/**
 * A telephone number digit by digit, in the groups in which people say one: 312 · 555 · 0142. Characters that are not
 * digits are left out.
 */
export function spokenDigits(number: string): readonly string[] {
  const digits = number.replace(/[^0-9]/g, "");
  return groupsOf(digits.length).flatMap(([from, to], index) => [
    ...(index === 0 ? [] : ["pause"]),
    ...digitClips(digits.slice(from, to)),
  ]);
}

/** Threes from the front, and a four at the end rather than a lonely digit; 11 digits have their 1 alone (North America). */
function groupsOf(length: number): readonly (readonly [number, number])[] {
  const sizes = length === 11 ? [1, 3, 3, 4] : threes(length);
  let at = 0;
  return sizes.map((size) => {
    at += size;
    return [at - size, at] as const;
  });
}

function threes(length: number): readonly number[] {
  if (length <= 4) return [length];
  return [3, ...threes(length - 3)];
}

/** A date `YYYY-MM-DD`, 1900 … 2099, in the order of the language. */
export function spokenDate(date: string, language: string): readonly string[] {
  const [year, month, day] = date.split("-").map(Number) as [number, number, number];
  const dayAndMonth = language === "en" ? [`month-${month}`, `day-${day}`] : [`day-${day}`, `month-${month}`];
  return [...dayAndMonth, ...spokenYear(year)];
}

function spokenYear(year: number): readonly string[] {
  const rest = year % 100;
  if (year >= 2000) return rest === 0 ? ["century-20"] : ["century-20", `number-${rest}`];
  if (rest === 0) return ["century-1900"];
  return ["century-19", rest < 10 ? `oh-${rest}` : `number-${rest}`];
}

/** A reply code such as `7Q4K`, character by character. */
export function spokenCode(code: string): readonly string[] {
  return [...code.toUpperCase()].flatMap((c, index) => [
    ...(index === 0 ? [] : ["pause"]),
    c >= "0" && c <= "9" ? `digit-${c}` : letterClip(c),
  ]);
}

/** The words of one such clip. */
export function spokenClipWording(clip: string, wording: Wording): string | undefined {
  const [kind, value] = clip.split("-") as [string, string | undefined];
  if (value === undefined || !SPOKEN.has(clip)) return undefined;
  switch (kind) {
    case "digit":
    case "number":
      return wording.number(Number(value));
    case "letter":
      return wording.letters[value.toUpperCase()];
    case "day":
      return wording.day(Number(value));
    case "month":
      return wording.months[Number(value) - 1];
    case "oh":
      return wording.yearAfter1900(Number(value));
    case "hour":
      return wording.hour(Number(value));
    case "past":
      return wording.hourPast(Number(value));
    case "part":
      return wording.partsOfDay[clip];
    default:
      return wording.centuries[clip];
  }
}

const SPOKEN = new Set(spokenClipIds);
