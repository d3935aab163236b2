// The proleptic Gregorian calendar in whole numbers (days since 1970-01-01), for what is asked so often that a calendar
// library is too slow. Algorithms after Howard Hinnant, "chrono-compatible low-level date algorithms".

/** What a clock on the wall shows, in milliseconds, counted as if the place were at UTC. */
export type WallMs = number;

export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;
export const DAY_MS = 86_400_000;

const DAYS_PER_ERA = 146_097;
/** From 0000-03-01, where the algorithm begins its years, to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468;

export interface CivilDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - DAYS_TO_EPOCH;
}

export function civilDate(days: number): CivilDate {
  const z = days + DAYS_TO_EPOCH;
  const era = Math.floor(z / DAYS_PER_ERA);
  const dayOfEra = z - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** ISO 8601: Monday is 1. 1970-01-01 was a Thursday. */
export const weekdayOf = (days: number): number => ((((days + 3) % 7) + 7) % 7) + 1;

const daysInMonth = (year: number, month: number): number =>
  month === 12 ? 31 : dayNumber(year, month + 1, 1) - dayNumber(year, month, 1);

/** The day of a month that is counted from January of year 0; a day that the month does not have is its last one. */
export function dayOfMonthIndex(monthIndex: number, day: number): number {
  const year = Math.floor(monthIndex / 12);
  const month = monthIndex - year * 12 + 1;
  return dayNumber(year, month, Math.min(day, daysInMonth(year, month)));
}

export const monthIndexOf = ({ year, month }: CivilDate): number => year * 12 + month - 1;

/** `2026-12-24 17:00`, also with a T, or a date alone. Undefined for anything else, 30 February among it. */
export function readWallMs(text: string, isEnd = false): WallMs | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{2}):(\d{2}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const [year, month, day, hour, minute] = match.slice(1).map((part) => (part === undefined ? -1 : Number(part)));
  if (month! < 1 || month! > 12 || day! < 1 || day! > daysInMonth(year!, month!)) return undefined;
  const date = dayNumber(year!, month!, day!);
  if (hour === -1) return (isEnd ? date + 1 : date) * DAY_MS;
  if (hour! > 24 || minute! > 59 || (hour === 24 && minute !== 0)) return undefined;
  return date * DAY_MS + hour! * HOUR_MS + minute! * MINUTE_MS;
}

const two = (n: number): string => String(n).padStart(2, "0");

/** `2026-12-24`. */
export function dateText(days: number): string {
  const { year, month, day } = civilDate(days);
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

/** `2026-12-24 17:00`. */
export function wallText(wall: WallMs): string {
  const days = Math.floor(wall / DAY_MS);
  const minutes = Math.floor((wall - days * DAY_MS) / MINUTE_MS);
  return `${dateText(days)} ${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
