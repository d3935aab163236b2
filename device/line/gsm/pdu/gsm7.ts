/* @pure */
import { lockingOf, NATIONAL_CHOICES, type NationalTables, NO_NATIONAL_TABLES, shiftOf } from "./national/languages.ts";
import { ESCAPE } from "./national/tables.ts";

/** Septets of each character: one, or two with the escape. */
type SeptetsByChar = ReadonlyMap<string, readonly number[]>;

function septetsByChar({ locking, single }: NationalTables): SeptetsByChar {
  const septets = new Map<string, readonly number[]>();
  // From behind, so that of two septets for one character the lower one stands; the locking table's are shorter.
  for (const [code, char] of [...shiftOf(single).entries()].reverse()) {
    if (char !== undefined) septets.set(char, [ESCAPE, code]);
  }
  for (const [code, char] of [...lockingOf(locking).entries()].reverse()) septets.set(char, [code]);
  septets.delete(String.fromCharCode(ESCAPE));
  septets.delete("\ufffd");
  return septets;
}

const DEFAULT: SeptetsByChar = septetsByChar(NO_NATIONAL_TABLES);

/** The septets of one character in the default alphabet with its extension, or undefined if it has none there. */
export const septetsOf = (char: string): readonly number[] | undefined => DEFAULT.get(char);

/** Whether all of a text can be said in GSM-7 without national tables. */
export const isGsm7 = (text: string): boolean => [...text].every((char) => DEFAULT.has(char));

/** Each character's septets, or undefined when the tables lack one of them. */
export function septetsOfText(text: string, tables = NO_NATIONAL_TABLES): (readonly number[])[] | undefined {
  const known = tables === NO_NATIONAL_TABLES ? DEFAULT : septetsByChar(tables);
  const units: (readonly number[])[] = [];
  for (const char of text) {
    const septets = known.get(char);
    if (septets === undefined) return undefined;
    units.push(septets);
  }
  return units;
}

/** The national tables that can say the whole text, the gentlest to phones that know none first. */
export const tablesFor = (text: string): NationalTables[] => {
  const chars = [...new Set(text)].join("");
  return NATIONAL_CHOICES.filter((tables) => septetsOfText(chars, tables) !== undefined);
};

/** Septets to text. An escape whose character is not in the shift table shows that of the locking table; an escape
 *  with nothing, or another escape, after it shows a space (23.038 §6.2.1.1 note 1). */
export function septetsToText(septets: readonly number[], tables: NationalTables = NO_NATIONAL_TABLES): string {
  const plain = lockingOf(tables.locking);
  const shifted = shiftOf(tables.single);
  let text = "";
  for (let i = 0; i < septets.length; i += 1) {
    const code = septets[i]! & 0x7f;
    if (code !== ESCAPE) {
      text += plain[code];
      continue;
    }
    i += 1;
    const next = septets[i];
    text += next === undefined || next === ESCAPE ? " " : (shifted[next & 0x7f] ?? plain[next & 0x7f]);
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
  const septets: number[] = [];
  for (let bit = fillBits; septets.length < count; bit += 7) {
    const wide = (octets[bit >> 3] ?? 0) | ((octets[(bit >> 3) + 1] ?? 0) << 8);
    septets.push((wide >> (bit & 7)) & 0x7f);
  }
  return septets;
}
