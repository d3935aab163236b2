/* @pure */
import type { DataCoding } from "./dataCoding.ts";
import { septetsToText, unpackSeptets } from "./gsm7.ts";
import { type NationalTables, NO_NATIONAL_TABLES } from "./national/languages.ts";
import { Damage, type OctetReader, toHex } from "./octets.ts";

/** Where a part belongs: parts with the same sender, reference, size and total are one message. */
export interface Concatenation {
  readonly reference: number;
  /** 1 … total. */
  readonly part: number;
  readonly total: number;
  /** Width of the reference; the two name spaces are apart. */
  readonly bits: 8 | 16;
}

export interface UserData {
  readonly text: string;
  readonly concat?: Concatenation;
  /** Application ports (elements 04 and 05): a message to a program, not to a person. */
  readonly ports?: { readonly destination: number; readonly source: number };
  /** The octets as hex where `text` cannot show them: 8-bit data (then `text` is their Latin-1) and compressed text. */
  readonly data?: string;
}

/** Header elements, 3GPP TS 23.040 §9.2.3.24. */
export const ELEMENT = {
  concat8: 0x00,
  ports8: 0x04,
  ports16: 0x05,
  concat16: 0x08,
  single: 0x24,
  locking: 0x25,
} as const;

interface Header {
  /** Octets, the length octet included. */
  readonly length: number;
  readonly tables: NationalTables;
  readonly concat?: Concatenation;
  readonly ports?: { readonly destination: number; readonly source: number };
}

const NO_HEADER: Header = { length: 0, tables: NO_NATIONAL_TABLES };

/** TP-UDL and TP-UD. UDL counts septets (header and fill bits included) in GSM-7, octets in everything else. */
export function readUserData(reader: OctetReader, coding: DataCoding, hasHeader: boolean): UserData {
  const length = reader.octet("the length of the text");
  const septets = coding.alphabet === "gsm7" && !coding.compressed;
  const octets = reader.octets(septets ? Math.ceil((length * 7) / 8) : length, "the text");
  const header = hasHeader ? readHeader(octets) : NO_HEADER;
  const body = septets ? septetBody(octets, length, header) : octetBody(octets.slice(header.length), coding);
  return {
    ...body,
    ...(header.concat ? { concat: header.concat } : {}),
    ...(header.ports ? { ports: header.ports } : {}),
  };
}

function septetBody(octets: readonly number[], length: number, header: Header): UserData {
  const skipped = Math.ceil((header.length * 8) / 7);
  if (skipped > length) throw new Damage("the header is longer than the text");
  return { text: septetsToText(unpackSeptets(octets, length).slice(skipped), header.tables) };
}

function octetBody(octets: readonly number[], coding: DataCoding): UserData {
  if (coding.compressed) return { text: "", data: toHex(octets) };
  if (coding.alphabet === "octets") return { text: String.fromCharCode(...octets), data: toHex(octets) };
  const units = Array.from({ length: octets.length >> 1 }, (_, i) => (octets[i * 2]! << 8) | octets[i * 2 + 1]!);
  return { text: String.fromCharCode(...units) };
}

/** A header whose elements do not fill it exactly is passed over as a whole (§9.2.3.24), the text after it is read: a
 *  doctor's answer is worth more than its envelope. */
function readHeader(octets: readonly number[]): Header {
  const end = (octets[0] ?? 0) + 1;
  if (end > octets.length) throw new Damage("the header is longer than the text");
  let header: Header = { ...NO_HEADER, length: end };
  let at = 1;
  while (at < end) {
    const size = octets[at + 1];
    if (size === undefined || at + 2 + size > end) return { ...NO_HEADER, length: end };
    header = withElement(header, octets[at]!, octets.slice(at + 2, at + 2 + size));
    at += 2 + size;
  }
  return header;
}

/** An element of the wrong size, or an unknown one, is passed over (§9.2.3.24); of a repeated one the last counts. */
function withElement(header: Header, element: number, data: readonly number[]): Header {
  const [a = 0, b = 0, c = 0, d = 0] = data;
  if (element === ELEMENT.concat8 && data.length === 3)
    return withConcat(header, { reference: a, total: b, part: c, bits: 8 });
  if (element === ELEMENT.concat16 && data.length === 4) {
    return withConcat(header, { reference: (a << 8) | b, total: c, part: d, bits: 16 });
  }
  if (element === ELEMENT.ports8 && data.length === 2) return { ...header, ports: { destination: a, source: b } };
  if (element === ELEMENT.ports16 && data.length === 4) {
    return { ...header, ports: { destination: (a << 8) | b, source: (c << 8) | d } };
  }
  if (element === ELEMENT.single && data.length === 1) return { ...header, tables: { ...header.tables, single: a } };
  if (element === ELEMENT.locking && data.length === 1) return { ...header, tables: { ...header.tables, locking: a } };
  return header;
}

/** Part 0, or a part above the total, is to be ignored (§9.2.3.24.1): the message then stands alone. */
const withConcat = (header: Header, concat: Concatenation): Header =>
  concat.part >= 1 && concat.part <= concat.total ? { ...header, concat } : header;
