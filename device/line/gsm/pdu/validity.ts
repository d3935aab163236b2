/* @pure */
import type { OctetReader } from "./octets.ts";
import { type PduTime, readTime, writeTime } from "./timestamp.ts";

const HOUR = 60;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

/** TP-VP relative, 3GPP TS 23.040 §9.2.3.12.1, rounded up: 5 minutes … 63 weeks. */
export function writeValidity(minutes: number): number {
  if (!(minutes > 0)) return 0;
  if (minutes <= 12 * HOUR) return Math.ceil(minutes / 5) - 1;
  if (minutes <= DAY) return 143 + Math.ceil((minutes - 12 * HOUR) / 30);
  if (minutes <= 30 * DAY) return 166 + Math.ceil(minutes / DAY);
  return Math.min(255, 192 + Math.max(5, Math.ceil(minutes / WEEK)));
}

/** Minutes of a TP-VP octet. */
export function readValidity(octet: number): number {
  if (octet <= 143) return (octet + 1) * 5;
  if (octet <= 167) return 12 * HOUR + (octet - 143) * 30;
  if (octet <= 196) return (octet - 166) * DAY;
  return (octet - 192) * WEEK;
}

/** How long the centre may keep trying: TP-VP in any of its formats, 23.040 §9.2.3.12. */
export interface Validity {
  /** From the relative format, or a whole or broken number from the enhanced one. */
  readonly validityMinutes?: number;
  /** From the absolute format. */
  readonly validUntil?: PduTime;
  /** The enhanced format asked for one attempt only. */
  readonly singleShot?: true;
}

/** TP-VPF, bits 4 and 3 of the first octet (§9.2.3.3). */
const VPF = { none: 0, enhanced: 1, relative: 2, absolute: 3 } as const;

export function readValidityPeriod(reader: OctetReader, flags: number): Validity {
  const format = (flags >> 3) & 3;
  if (format === VPF.none) return {};
  if (format === VPF.relative) return { validityMinutes: readValidity(reader.octet("the validity")) };
  if (format === VPF.enhanced) return readEnhanced(reader.octets(7, "the validity"));
  const validUntil = readTime(reader, "the validity");
  return validUntil === undefined ? {} : { validUntil };
}

const decimal = (octet: number): number => (octet & 0x0f) * 10 + (octet >> 4);

/** §9.2.3.12.3: always seven octets, the unused ones zero. Reserved formats say nothing. */
function readEnhanced(octets: readonly number[]): Validity {
  const indicator = octets[0]!;
  const more = indicator & 0x80 ? 1 : 0;
  const [first = 0, second = 0, third = 0] = octets.slice(1 + more);
  const shot = indicator & 0x40 ? { singleShot: true as const } : {};
  switch (indicator & 0x07) {
    case 1:
      return { ...shot, validityMinutes: readValidity(first) };
    case 2:
      return { ...shot, validityMinutes: first / 60 };
    case 3:
      return { ...shot, validityMinutes: decimal(first) * 60 + decimal(second) + decimal(third) / 60 };
    default:
      return shot;
  }
}

/** The bits of TP-VPF and the octets of TP-VP. An instant, where both are given, goes before a length. */
export function writeValidityPeriod({ validityMinutes, validUntil }: Validity): { flags: number; octets: number[] } {
  if (validUntil !== undefined) return { flags: VPF.absolute << 3, octets: writeTime(validUntil) };
  if (validityMinutes === undefined) return { flags: VPF.none, octets: [] };
  return { flags: VPF.relative << 3, octets: [writeValidity(validityMinutes)] };
}
