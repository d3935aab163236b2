/* @pure */

/** Septet that announces one character of the shift table (3GPP TS 23.038 §6.2.1). */
export const ESCAPE = 0x1b;

/** 128 characters, indexed by septet; U+FFFD where the standard has none. The place of the escape is never shown. */
export type LockingTable = readonly string[];
/** Indexed by the septet after an escape. */
export type ShiftTable = readonly (string | undefined)[];

/** Stands in the rows of a table for a septet without a character; no table holds it as a character. */
const NONE = "·";

/** Eight rows of sixteen septets. */
export const lockingTable = (...rows: string[]): LockingTable =>
  [...rows.join("")].map((char) => (char === NONE ? "\ufffd" : char));

/** §6.2.1.1, the extension table; the national single-shift tables all contain it. */
const EXTENSION: readonly (readonly [number, string])[] = [
  [0x0a, "\f"],
  [0x14, "^"],
  [0x28, "{"],
  [0x29, "}"],
  [0x2f, "\\"],
  [0x3c, "["],
  [0x3d, "~"],
  [0x3e, "]"],
  [0x40, "|"],
  [0x65, "€"],
];

export function shiftTable(...more: (readonly [number, string])[]): ShiftTable {
  const table: (string | undefined)[] = new Array(128).fill(undefined);
  for (const [code, char] of [...EXTENSION, ...more]) table[code] = char;
  return table;
}

/** The characters of a row with their septets, from `first` on. */
export const shiftTableOf = (first: number, row: string): (readonly [number, string])[] =>
  [...row].map((char, i) => [first + i, char] as const).filter(([, char]) => char !== NONE);
