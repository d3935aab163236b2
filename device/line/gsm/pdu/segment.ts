/* @pure */
import { DCS_GSM7, DCS_OCTETS, DCS_UCS2 } from "./dataCoding.ts";
import { isGsm7, packSeptets, septetsOf, septetsOfText, tablesFor } from "./gsm7.ts";
import type { NationalTables } from "./national/languages.ts";
import { ELEMENT } from "./userData.ts";

export type Alphabet = "gsm7" | "ucs2";

/** How a text is put into septets or octets; `octets` is its Latin-1, for programs. */
export interface TextCoding {
  readonly alphabet: Alphabet | "octets";
  readonly tables?: NationalTables;
}

/** TP-UDL and TP-UD of one part, and whether TP-UDHI is to be set. */
export interface Segment {
  readonly userData: readonly number[];
  readonly hasHeader: boolean;
  readonly part: number;
  readonly total: number;
}

/** TP-UD holds 140 octets. */
const MOST_OCTETS = 140;
/** The part number is one octet. */
const MOST_PARTS = 255;
/** No part holds more characters. */
const MOST_CHARACTERS = 160;

/** GSM-7 if it can say the whole text; one character outside it makes the whole message UCS-2. */
export const alphabetOf = (text: string): Alphabet => (isGsm7(text) ? "gsm7" : "ucs2");

const DCS = { gsm7: DCS_GSM7, octets: DCS_OCTETS, ucs2: DCS_UCS2 };
export const dcsOf = (alphabet: TextCoding["alphabet"]): number => DCS[alphabet];

/** One indivisible piece of a text: a character's septets (an escape pair stays whole), or its UTF-16BE octets (a
 *  surrogate pair stays whole). */
function unitsOf(text: string, { alphabet, tables }: TextCoding): readonly (readonly number[])[] {
  if (alphabet === "gsm7") {
    return septetsOfText(text, tables) ?? [...text].map((char) => septetsOf(char) ?? septetsOf("?")!);
  }
  if (alphabet === "octets") return [...text].map((char) => [char > "\xff" ? 0x3f : char.charCodeAt(0)]);
  return [...text].map((char) =>
    [...Array(char.length).keys()].flatMap((i) => [char.charCodeAt(i) >> 8, char.charCodeAt(i) & 0xff]),
  );
}

/** Fills parts of `room` septets or octets, never splitting a unit. An empty text is one empty part. */
function fill(units: readonly (readonly number[])[], room: number): number[][] {
  const parts: number[][] = [[]];
  for (const unit of units) {
    if (parts.at(-1)!.length + unit.length > room) parts.push([]);
    parts.at(-1)!.push(...unit);
  }
  return parts;
}

/** 8-bit reference where it fits (153 septets or 67 characters a part), else 16-bit (152, 66); 23.040 §9.2.3.24.8. */
const concatElement = (reference: number, total: number, part: number): number[] =>
  reference < 256
    ? [ELEMENT.concat8, 3, reference, total, part]
    : [ELEMENT.concat16, 4, reference >> 8, reference & 0xff, total, part];

const tableElements = ({ locking, single }: NationalTables): number[] => [
  ...(locking === 0 ? [] : [ELEMENT.locking, 1, locking]),
  ...(single === 0 ? [] : [ELEMENT.single, 1, single]),
];

const headerOf = (elements: readonly number[]): number[] =>
  elements.length === 0 ? [] : [elements.length, ...elements];

function writeUserData(header: readonly number[], body: readonly number[], { alphabet }: TextCoding): number[] {
  if (alphabet !== "gsm7") return [header.length + body.length, ...header, ...body];
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const fillBits = headerSeptets * 7 - header.length * 8;
  return [headerSeptets + body.length, ...header, ...packSeptets(body, fillBits)];
}

/** Splits a text into parts of one short message each; undefined if it takes more than 255 of them. */
export function segmentText(text: string, coding: TextCoding, reference: number): readonly Segment[] | undefined {
  if (text.length > MOST_PARTS * MOST_CHARACTERS) return undefined;
  const units = unitsOf(text, coding);
  const tables = coding.tables === undefined ? [] : tableElements(coding.tables);
  const room = (header: readonly number[]): number => {
    const octets = MOST_OCTETS - header.length;
    return coding.alphabet === "gsm7" ? Math.floor((octets * 8) / 7) : octets;
  };
  const segment = (elements: readonly number[], body: readonly number[], part: number, total: number): Segment => {
    const header = headerOf(elements);
    return { userData: writeUserData(header, body, coding), hasHeader: header.length > 0, part, total };
  };
  const whole = fill(units, room(headerOf(tables)));
  if (whole.length === 1) return [segment(tables, whole[0]!, 1, 1)];
  const elements = (total: number, part: number) => [...concatElement(reference, total, part), ...tables];
  const parts = fill(units, room(headerOf(elements(1, 1))));
  if (parts.length > MOST_PARTS) return undefined;
  return parts.map((body, i) => segment(elements(parts.length, i + 1), body, i + 1, parts.length));
}

/**
 * The coding of the fewest parts. Plain GSM-7 wherever it can say the text; else UCS-2, unless `national` is allowed
 * and saves a part: every phone reads UCS-2, but phones before about 2010 show a wrong letter for each of a national
 * table's.
 */
export function cheapestCoding(text: string, reference: number, national = false): TextCoding {
  const usual: TextCoding = { alphabet: alphabetOf(text) };
  if (usual.alphabet === "gsm7" || !national || text.length > MOST_PARTS * MOST_CHARACTERS) return usual;
  const parts = (coding: TextCoding): number => segmentText(text, coding, reference)?.length ?? MOST_PARTS + 1;
  let best = { coding: usual, parts: parts(usual) };
  for (const tables of tablesFor(text)) {
    const coding: TextCoding = { alphabet: "gsm7", tables };
    const needed = parts(coding);
    if (needed < best.parts) best = { coding, parts: needed };
  }
  return best.coding;
}
