/* @pure */

/** Septet that announces one character of the shift table (3GPP TS 23.038 §6.2.1). */
export const ESCAPE = 0x1b;

/** National language identifiers that this codec reads, 3GPP TS 23.038 §6.2.1.2.4. */
export const LANGUAGE = { default: 0, turkish: 1, spanish: 2, portuguese: 3 } as const;

/** 128 characters, indexed by septet. The place of the escape holds U+001B and is never shown. */
type LockingTable = readonly string[];
/** Characters reached by escape + septet. */
type ShiftTable = ReadonlyMap<number, string>;

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SMALL = "abcdefghijklmnopqrstuvwxyz";

const locking = (...rows: string[]): LockingTable => [...rows.join("")];

/** §6.2.1, the default alphabet. There is no backtick in it, and of the cedillas only the capital one. */
const DEFAULT_LOCKING = locking(
  "@£$¥èéùìòÇ\nØø\rÅå",
  "Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ",
  " !\"#¤%&'()*+,-./0123456789:;<=>?",
  `¡${CAPITALS}ÄÖÑÜ§`,
  `¿${SMALL}äöñüà`,
);

/** Annex A.3.1. */
const TURKISH_LOCKING = locking(
  "@£$¥€éùıòÇ\nĞğ\rÅå",
  "Δ_ΦΓΛΩΠΨΣΘΞ\u001bŞşßÉ",
  " !\"#¤%&'()*+,-./0123456789:;<=>?",
  `İ${CAPITALS}ÄÖÑÜ§`,
  `ç${SMALL}äöñüà`,
);

/** Annex A.3.3. */
const PORTUGUESE_LOCKING = locking(
  "@£$¥êéúíóç\nÔô\rÁá",
  "Δ_ªÇÀ∞^\\€Ó|\u001bÂâÊÉ",
  " !\"#º%&'()*+,-./0123456789:;<=>?",
  `Í${CAPITALS}ÃÕÚÜ§`,
  `~${SMALL}ãõ\`üà`,
);

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

const shift = (...more: (readonly [number, string])[]): ShiftTable => new Map([...EXTENSION, ...more]);

const DEFAULT_SHIFT = shift();

/** Annex A.2.1. */
const TURKISH_SHIFT = shift([0x47, "Ğ"], [0x49, "İ"], [0x53, "Ş"], [0x63, "ç"], [0x67, "ğ"], [0x69, "ı"], [0x73, "ş"]);

/** Annex A.2.2. */
const SPANISH_SHIFT = shift(
  [0x09, "ç"],
  [0x41, "Á"],
  [0x49, "Í"],
  [0x4f, "Ó"],
  [0x55, "Ú"],
  [0x61, "á"],
  [0x69, "í"],
  [0x6f, "ó"],
  [0x75, "ú"],
);

/** Annex A.2.3. */
const PORTUGUESE_SHIFT = shift(
  [0x05, "ê"],
  [0x09, "ç"],
  [0x0b, "Ô"],
  [0x0c, "ô"],
  [0x0e, "Á"],
  [0x0f, "á"],
  [0x12, "Φ"],
  [0x13, "Γ"],
  [0x15, "Ω"],
  [0x16, "Π"],
  [0x17, "Ψ"],
  [0x18, "Σ"],
  [0x19, "Θ"],
  [0x1f, "Ê"],
  [0x41, "À"],
  [0x49, "Í"],
  [0x4f, "Ó"],
  [0x55, "Ú"],
  [0x5b, "Ã"],
  [0x5c, "Õ"],
  [0x61, "Â"],
  [0x69, "í"],
  [0x6f, "ó"],
  [0x75, "ú"],
  [0x7b, "ã"],
  [0x7c, "õ"],
  [0x7f, "â"],
);

/** The locking table of a language; the default one for a language this codec does not know (§6.2.1.2.5). */
export function lockingTable(language: number): LockingTable {
  if (language === LANGUAGE.turkish) return TURKISH_LOCKING;
  return language === LANGUAGE.portuguese ? PORTUGUESE_LOCKING : DEFAULT_LOCKING;
}

/** The single-shift table of a language; the plain extension table for an unknown one. */
export function shiftTable(language: number): ShiftTable {
  if (language === LANGUAGE.turkish) return TURKISH_SHIFT;
  if (language === LANGUAGE.spanish) return SPANISH_SHIFT;
  return language === LANGUAGE.portuguese ? PORTUGUESE_SHIFT : DEFAULT_SHIFT;
}
