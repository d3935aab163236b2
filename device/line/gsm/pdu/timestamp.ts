/* @pure */
import type { EpochMs } from "../../../../firmware/time/Clock.ts";
import type { OctetReader } from "./octets.ts";

/** A service-centre time stamp, 3GPP TS 23.040 §9.2.3.11: the centre's wall clock and its distance from UTC. */
export interface PduTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Quarter hours east of UTC: +05:45 is 23, −03:30 is −14. */
  readonly zoneQuarterHours: number;
}

const swapped = (octet: number): number => (octet & 0x0f) * 10 + (octet >> 4);
const toSwapped = (value: number): number => ((value % 10) << 4) | Math.floor(value / 10);

/** The sign of the zone is bit 3 of the first (low) nibble; the three bits below it are the tens. */
const readZone = (octet: number): number => {
  const quarters = (octet & 0x07) * 10 + (octet >> 4);
  return octet & 0x08 ? 0 - quarters : quarters;
};
const writeZone = (quarters: number): number => toSwapped(Math.min(79, Math.abs(quarters))) | (quarters < 0 ? 0x08 : 0);

const inRange = (value: number, from: number, to: number): boolean => value >= from && value <= to;

function isPossible(octets: readonly number[], time: PduTime): boolean {
  const decimal = octets.slice(0, 6).every((octet) => (octet & 0x0f) < 10 && octet >> 4 < 10) && octets[6]! >> 4 < 10;
  return (
    decimal &&
    inRange(time.month, 1, 12) &&
    inRange(time.day, 1, 31) &&
    inRange(time.hour, 0, 23) &&
    inRange(time.minute, 0, 59) &&
    inRange(time.second, 0, 59)
  );
}

/** Seven octets; undefined when they are no time (some centres send zeros): the text is worth more than its date. */
export function readTime(reader: OctetReader, field: string): PduTime | undefined {
  const octets = reader.octets(7, field);
  const [year, month, day, hour, minute, second] = octets.map(swapped) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const time = { year: 2000 + year, month, day, hour, minute, second, zoneQuarterHours: readZone(octets[6]!) };
  return isPossible(octets, time) ? time : undefined;
}

export const writeTime = (time: PduTime): number[] => [
  ...[time.year % 100, time.month, time.day, time.hour, time.minute, time.second].map(toSwapped),
  writeZone(time.zoneQuarterHours),
];

/** Days since 1970-01-01 of the proleptic Gregorian calendar. */
function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

const QUARTER_HOUR_MS = 15 * 60_000;

export function toEpochMs(time: PduTime): EpochMs {
  const seconds = time.hour * 3600 + time.minute * 60 + time.second;
  const local = daysFromCivil(time.year, time.month, time.day) * 86_400_000 + seconds * 1000;
  return local - time.zoneQuarterHours * QUARTER_HOUR_MS;
}

/** The wall clock of an instant at a distance from UTC. */
export function fromEpochMs(at: EpochMs, zoneQuarterHours = 0): PduTime {
  const local = Math.floor((at + zoneQuarterHours * QUARTER_HOUR_MS) / 1000);
  const days = Math.floor(local / 86_400);
  const inDay = local - days * 86_400;
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch + (monthFromMarch < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
    hour: Math.floor(inDay / 3600),
    minute: Math.floor(inDay / 60) % 60,
    second: inDay % 60,
    zoneQuarterHours,
  };
}
