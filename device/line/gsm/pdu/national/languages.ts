/* @pure */
import * as locking from "./asianLocking.ts";
import * as shift from "./asianShift.ts";
import * as latin from "./latin.ts";
import type { LockingTable, ShiftTable } from "./tables.ts";

/** National language identifiers, 3GPP TS 23.038 §6.2.1.2.4. */
export const LANGUAGE = {
  default: 0,
  turkish: 1,
  spanish: 2,
  portuguese: 3,
  bengali: 4,
  gujarati: 5,
  hindi: 6,
  kannada: 7,
  malayalam: 8,
  oriya: 9,
  punjabi: 10,
  tamil: 11,
  telugu: 12,
  urdu: 13,
} as const;

/** How a message names its alphabet: identifiers from the header elements 0x25 (locking) and 0x24 (single shift). */
export interface NationalTables {
  readonly locking: number;
  readonly single: number;
}

export const NO_NATIONAL_TABLES: NationalTables = { locking: LANGUAGE.default, single: LANGUAGE.default };

/** By identifier. Spanish has no locking table of its own (Annex A.3.2 is void). */
const LOCKING: readonly LockingTable[] = [
  latin.DEFAULT_LOCKING,
  latin.TURKISH_LOCKING,
  latin.DEFAULT_LOCKING,
  latin.PORTUGUESE_LOCKING,
  locking.BENGALI_LOCKING,
  locking.GUJARATI_LOCKING,
  locking.HINDI_LOCKING,
  locking.KANNADA_LOCKING,
  locking.MALAYALAM_LOCKING,
  locking.ORIYA_LOCKING,
  locking.PUNJABI_LOCKING,
  locking.TAMIL_LOCKING,
  locking.TELUGU_LOCKING,
  locking.URDU_LOCKING,
];

const SHIFT: readonly ShiftTable[] = [
  latin.DEFAULT_SHIFT,
  latin.TURKISH_SHIFT,
  latin.SPANISH_SHIFT,
  latin.PORTUGUESE_SHIFT,
  shift.BENGALI_SHIFT,
  shift.GUJARATI_SHIFT,
  shift.HINDI_SHIFT,
  shift.KANNADA_SHIFT,
  shift.MALAYALAM_SHIFT,
  shift.ORIYA_SHIFT,
  shift.PUNJABI_SHIFT,
  shift.TAMIL_SHIFT,
  shift.TELUGU_SHIFT,
  shift.URDU_SHIFT,
];

/** The locking table of a language; the default one for a language the standard does not know (§6.2.1.2.5). */
export const lockingOf = (language: number): LockingTable => LOCKING[language] ?? latin.DEFAULT_LOCKING;

/** The single-shift table of a language; the plain extension table for an unknown one. */
export const shiftOf = (language: number): ShiftTable => SHIFT[language] ?? latin.DEFAULT_SHIFT;

/** What a text may be tried in, the gentlest first. A phone that knows no national tables shows the base letter for
 *  most characters of a single-shift table (c for ç), but takes a locking table's characters for quite other ones. */
export const NATIONAL_CHOICES: readonly NationalTables[] = [
  ...[1, 2, 3].map((single) => ({ locking: 0, single })),
  ...[1, 3].map((locking) => ({ locking, single: 0 })),
  ...LOCKING.keys()
    .filter((language) => language > 0 && language !== LANGUAGE.spanish)
    .map((language) => ({ locking: language, single: language })),
];
