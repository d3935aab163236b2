/* @pure */
import { DCS_GSM7, DCS_UCS2 } from "./dataCoding.ts";
import { isGsm7, packSeptets, septetsOf } from "./gsm7.ts";
import { ELEMENT } from "./userData.ts";

export type Alphabet = "gsm7" | "ucs2";

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

/** GSM-7 if it can say the whole text; one character outside it makes the whole message UCS-2. */
export const alphabetOf = (text: string): Alphabet => (isGsm7(text) ? "gsm7" : "ucs2");
export const dcsOf = (alphabet: Alphabet): number => (alphabet === "gsm7" ? DCS_GSM7 : DCS_UCS2);

/** One indivisible piece of a text: a character's septets (an escape pair stays whole), or its UTF-16BE octets. */
const unitsOf = (text: string, alphabet: Alphabet): number[][] =>
  [...text].map((char) =>
    alphabet === "gsm7"
      ? [...(septetsOf(char) ?? septetsOf("?")!)]
      : [...Array(char.length).keys()].flatMap((i) => [char.charCodeAt(i) >> 8, char.charCodeAt(i) & 0xff]),
  );

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
const concatHeader = (reference: number, total: number, part: number): number[] =>
  reference < 256
    ? [5, ELEMENT.concat8, 3, reference, total, part]
    : [6, ELEMENT.concat16, 4, reference >> 8, reference & 0xff, total, part];

function writeUserData(header: readonly number[], body: readonly number[], alphabet: Alphabet): number[] {
  if (alphabet === "ucs2") return [header.length + body.length, ...header, ...body];
  const headerSeptets = Math.ceil((header.length * 8) / 7);
  const fillBits = headerSeptets * 7 - header.length * 8;
  return [headerSeptets + body.length, ...header, ...packSeptets(body, fillBits)];
}

/** Splits a text into parts of one short message each; undefined if it takes more than 255 of them. */
export function segmentText(text: string, alphabet: Alphabet, reference: number): readonly Segment[] | undefined {
  const units = unitsOf(text, alphabet);
  const capacity = (headerOctets: number): number =>
    alphabet === "gsm7" ? Math.floor(((MOST_OCTETS - headerOctets) * 8) / 7) : MOST_OCTETS - headerOctets;
  const whole = fill(units, capacity(0));
  if (whole.length === 1) {
    return [{ userData: writeUserData([], whole[0]!, alphabet), hasHeader: false, part: 1, total: 1 }];
  }
  const parts = fill(units, capacity(concatHeader(reference, 1, 1).length));
  if (parts.length > MOST_PARTS) return undefined;
  return parts.map((body, i) => ({
    userData: writeUserData(concatHeader(reference, parts.length, i + 1), body, alphabet),
    hasHeader: true,
    part: i + 1,
    total: parts.length,
  }));
}
