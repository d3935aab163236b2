/* @pure */
import { packSeptets, septetsOf, septetsToText, unpackSeptets } from "./gsm7.ts";
import { Damage, type OctetReader } from "./octets.ts";

/** Type of number (bits 6-4) and plan ISDN, 3GPP TS 23.040 §9.1.2.5. */
const TYPE_INTERNATIONAL = 0x91;
const TYPE_UNKNOWN = 0x81;
const TYPE_ALPHANUMERIC = 0xd0;

/** Longest address value: 10 octets, 23.040 §9.1.2.5. */
const MOST_SEMI_OCTETS = 20;
/** Type and 10 octets, 24.011 §8.2.5.1. */
const MOST_CENTRE_OCTETS = 11;

/** The semi-octets 0xA-0xE, 23.040 §9.1.2.3; 0xF fills an odd count. */
const DIGITS = "0123456789*#abc";

const typeBits = (type: number): number => (type >> 4) & 0x07;

function semiOctetsToDigits(octets: readonly number[], count: number): string {
  let digits = "";
  for (let i = 0; i < count; i += 1) {
    const digit = DIGITS[(octets[i >> 1]! >> (i % 2 === 0 ? 0 : 4)) & 0x0f];
    if (digit === undefined) break;
    digits += digit;
  }
  return digits;
}

function digitsToSemiOctets(digits: string): number[] {
  const codes = [...digits].map((digit) => DIGITS.indexOf(digit));
  return Array.from(
    { length: Math.ceil(codes.length / 2) },
    (_, i) => codes[i * 2]! | ((codes[i * 2 + 1] ?? 0x0f) << 4),
  );
}

/** A number as it is dialled: only digits, `*`, `#` and a leading `+`; undefined if it is none, or too long to send. */
export function dialable(number: string): string | undefined {
  const bare = number.replace(/[\s().\-/]/g, "");
  return /^\+?[0-9*#]{1,20}$/.test(bare) ? bare : undefined;
}

/** An address as a person reads it, and whether it is a name: a name may be spelt like somebody's number. */
export interface Address {
  readonly shown: string;
  readonly isName: boolean;
}

/** Only `international` is shown (as `+`); national, network-specific, subscriber, abbreviated and the reserved type 7
 *  are bare digits, as dialled. Bit 7 of the type should be set; centres that forget it mean the same. */
function show(type: number, octets: readonly number[], semiOctets: number): Address {
  if (typeBits(type) === 5) {
    // From the semi-octets, not from the octets: seven characters fill 49 of 56 bits, and eight would add a "@".
    return { shown: septetsToText(unpackSeptets(octets, Math.floor((semiOctets * 4) / 7))), isName: true };
  }
  const digits = semiOctetsToDigits(octets, semiOctets);
  return { shown: typeBits(type) === 1 ? `+${digits}` : digits, isName: false };
}

/** TP-OA, TP-DA or TP-RA with its length in semi-octets. */
export function readAddress(reader: OctetReader, field: string): Address {
  const length = reader.octet(`the length of ${field}`);
  if (length > MOST_SEMI_OCTETS) throw new Damage(`${field} claims ${length} digits`);
  const type = reader.octet(`the type of ${field}`);
  return show(type, reader.octets(Math.ceil(length / 2), field), length);
}

/** The same, written. A text that is no number becomes an alphanumeric sender, cut to its 11 characters. */
export function writeAddress(address: string): number[] {
  const number = dialable(address);
  if (number === undefined) return writeName(address);
  const digits = number.replace("+", "");
  const type = number.startsWith("+") ? TYPE_INTERNATIONAL : TYPE_UNKNOWN;
  return [digits.length, type, ...digitsToSemiOctets(digits)];
}

function writeName(name: string): number[] {
  const septets: number[] = [];
  for (const char of name) {
    const next = septetsOf(char) ?? septetsOf("?")!;
    if (septets.length + next.length > 11) break;
    septets.push(...next);
  }
  return [Math.ceil((septets.length * 7) / 4), TYPE_ALPHANUMERIC, ...packSeptets(septets)];
}

/** The service centre in front of every PDU on an AT interface (27.005 §3.1): its length is in octets, type included. */
export function readServiceCentre(reader: OctetReader): string | undefined {
  const length = reader.octet("the service centre");
  if (length === 0) return undefined;
  if (length > MOST_CENTRE_OCTETS) throw new Damage(`the service centre claims ${length} octets`);
  const type = reader.octet("the service centre");
  const { shown } = show(type, reader.octets(length - 1, "the service centre"), (length - 1) * 2);
  return shown === "" || shown === "+" ? undefined : shown;
}

/** `00` when none is given: the SIM's own is used. */
export function writeServiceCentre(number?: string): number[] {
  const bare = number === undefined ? undefined : dialable(number);
  if (bare === undefined) return [0];
  const [, type, ...octets] = writeAddress(bare);
  return [octets.length + 1, type!, ...octets];
}
