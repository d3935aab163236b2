/* @pure */
import { ESCAPE, LANGUAGE, lockingTable, shiftTable } from "./gsm7Tables.ts";

/** Septets of each character: one, or two with the escape. */
const SEPTETS: ReadonlyMap<string, readonly number[]> = (() => {
  const septets = new Map<string, readonly number[]>();
  for (const [code, char] of shiftTable(LANGUAGE.default)) septets.set(char, [ESCAPE, code]);
  for (const [code, char] of lockingTable(LANGUAGE.default).entries()) septets.set(char, [code]);
  septets.delete(String.fromCharCode(ESCAPE));
  return septets;
})();

/** The septets of one character in the default alphabet with its extension, or undefined if it has none there. */
export const septetsOf = (char: string): readonly number[] | undefined => SEPTETS.get(char);

/** Whether all of a text can be said in GSM-7 without national tables. */
export const isGsm7 = (text: string): boolean => [...text].every((char) => SEPTETS.has(char));

/** How a message names its alphabet: identifiers from the header elements 0x25 (locking) and 0x24 (single shift). */
export interface NationalTables {
  readonly locking: number;
  readonly single: number;
}

export const NO_NATIONAL_TABLES: NationalTables = { locking: LANGUAGE.default, single: LANGUAGE.default };

/** Septets to text. An escape whose character is not in the shift table shows that of the locking table; an escape
 *  with nothing, or another escape, after it shows a space (23.038 §6.2.1.1 note 1). */
export function septetsToText(septets: readonly number[], tables: NationalTables = NO_NATIONAL_TABLES): string {
  const plain = lockingTable(tables.locking);
  const shifted = shiftTable(tables.single);
  let text = "";
  for (let i = 0; i < septets.length; i += 1) {
    const code = septets[i]! & 0x7f;
    if (code !== ESCAPE) {
      text += plain[code];
      continue;
    }
    i += 1;
    const next = septets[i];
    text += next === undefined || next === ESCAPE ? " " : (shifted.get(next) ?? plain[next & 0x7f]);
  }
  return text;
}

/** Packs septets, least significant bit first, after `fillBits` zero bits (23.038 §6.1.2.1.1). */
export function packSeptets(septets: readonly number[], fillBits = 0): number[] {
  const octets: number[] = new Array(Math.ceil((fillBits + septets.length * 7) / 8)).fill(0);
  septets.forEach((septet, i) => {
    const bit = fillBits + i * 7;
    const wide = (septet & 0x7f) << (bit % 8);
    const at = bit >> 3;
    octets[at] = octets[at]! | (wide & 0xff);
    if (wide > 0xff) octets[at + 1] = octets[at + 1]! | (wide >> 8);
  });
  return octets;
}

/** The reverse; bits beyond the end of `octets` read as zero. */
export function unpackSeptets(octets: readonly number[], count: number, fillBits = 0): number[] {
  return Array.from({ length: count }, (_, i) => {
    const bit = fillBits + i * 7;
    const wide = (octets[bit >> 3] ?? 0) | ((octets[(bit >> 3) + 1] ?? 0) << 8);
    return (wide >> (bit % 8)) & 0x7f;
  });
}
