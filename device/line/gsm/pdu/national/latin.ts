/* @pure */
import { lockingTable, shiftTable } from "./tables.ts";

const CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SMALL = "abcdefghijklmnopqrstuvwxyz";

/** §6.2.1, the default alphabet. There is no backtick in it, and of the cedillas only the capital one. */
export const DEFAULT_LOCKING = lockingTable(
  "@£$¥èéùìòÇ\nØø\rÅå",
  "Δ_ΦΓΛΩΠΨΣΘΞ\u001bÆæßÉ",
  " !\"#¤%&'()*+,-./0123456789:;<=>?",
  `¡${CAPITALS}ÄÖÑÜ§`,
  `¿${SMALL}äöñüà`,
);

/** Annex A.3.1. */
export const TURKISH_LOCKING = lockingTable(
  "@£$¥€éùıòÇ\nĞğ\rÅå",
  "Δ_ΦΓΛΩΠΨΣΘΞ\u001bŞşßÉ",
  " !\"#¤%&'()*+,-./0123456789:;<=>?",
  `İ${CAPITALS}ÄÖÑÜ§`,
  `ç${SMALL}äöñüà`,
);

/** Annex A.3.3. */
export const PORTUGUESE_LOCKING = lockingTable(
  "@£$¥êéúíóç\nÔô\rÁá",
  "Δ_ªÇÀ∞^\\€Ó|\u001bÂâÊÉ",
  " !\"#º%&'()*+,-./0123456789:;<=>?",
  `Í${CAPITALS}ÃÕÚÜ§`,
  `~${SMALL}ãõ\`üà`,
);

export const DEFAULT_SHIFT = shiftTable();

/** Annex A.2.1. */
export const TURKISH_SHIFT = shiftTable(
  [0x47, "Ğ"],
  [0x49, "İ"],
  [0x53, "Ş"],
  [0x63, "ç"],
  [0x67, "ğ"],
  [0x69, "ı"],
  [0x73, "ş"],
);

/** Annex A.2.2. */
export const SPANISH_SHIFT = shiftTable(
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
export const PORTUGUESE_SHIFT = shiftTable(
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
