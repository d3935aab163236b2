import { Temporal } from "temporal-polyfill";
import type { Duration } from "../time/Duration.ts";
import { Hours, Minutes, Seconds } from "../time/Duration.ts";
import type { Weekday } from "./Clinic.ts";

const WEEKDAYS: Readonly<Record<string, Weekday>> = { mon: 1, tue: 2, wed: 3, thu: 4, fri: 5, sat: 6, sun: 7 };
const WEEKDAY_NAMES = Object.keys(WEEKDAYS);

export const weekdayName = (day: Weekday): string => WEEKDAY_NAMES[day - 1]!;

/** `mon`, `Mon`, `monday`. */
export function readWeekday(text: string): Weekday | undefined {
  const word = text.trim().toLowerCase();
  const name = WEEKDAY_NAMES.find((short) => word === short || word === LONG_NAMES[short]);
  return name === undefined ? undefined : WEEKDAYS[name];
}

const LONG_NAMES: Readonly<Record<string, string>> = {
  mon: "monday",
  tue: "tuesday",
  wed: "wednesday",
  thu: "thursday",
  fri: "friday",
  sat: "saturday",
  sun: "sunday",
};

/** `mon-fri`, `sat`, `mon, wed, fri`, `fri-mon` (over the weekend). Sorted, each day once. */
export function readDays(text: string): readonly Weekday[] | undefined {
  const days = new Set<Weekday>();
  for (const part of text.split(",")) {
    const ends = part.split("-").map(readWeekday);
    const [first, last = first] = ends;
    if (ends.length > 2 || first === undefined || last === undefined || ends.includes(undefined)) return undefined;
    for (let step = 0; step < 7; step += 1) {
      const day = (((first - 1 + step) % 7) + 1) as Weekday;
      days.add(day);
      if (day === last) break;
    }
  }
  return [...days].sort();
}

const DAY_WORDS: Readonly<Record<string, string>> = {
  weekdays: "mon-fri",
  weekday: "mon-fri",
  weekends: "sat-sun",
  weekend: "sat-sun",
  daily: "mon-sun",
};

/** Beside weekdays also `weekdays`, `weekends`, `daily`, and `holidays`: those that the clinic's hours name. */
export function readDutyDays(
  text: string,
): { readonly days: readonly Weekday[]; readonly holidays: boolean } | undefined {
  const parts = text.split(",").map((part) => part.trim().toLowerCase());
  const holidays = parts.some(isHolidays);
  const words = parts.filter((part) => !isHolidays(part)).map((part) => DAY_WORDS[part] ?? part);
  if (words.length === 0) return { days: [], holidays };
  const days = readDays(words.join(","));
  return days === undefined ? undefined : { days, holidays };
}

const isHolidays = (word: string): boolean => word === "holidays" || word === "holiday";

/** A wall-clock time `08:00`, 24 hours, two digits each. `24:00` only where the caller allows an end of day. */
export function readTime(
  text: string,
  endOfDay = false,
): { readonly hour: number; readonly minute: number } | undefined {
  const match = /^(\d{2}):(\d{2})$/.exec(text);
  if (match === null) return undefined;
  const hour = Number(match[1]);
  const minute = Number(match[2]);
  if (endOfDay && hour === 24 && minute === 0) return { hour, minute };
  return hour < 24 && minute < 60 ? { hour, minute } : undefined;
}

/** How somebody who wrote `8`, `8:00`, `8am`, `8.30 pm` or `0800` would have to write it; undefined when it is no time at all. */
export function guessTime(text: string): string | undefined {
  const match = /^(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap])?\.?m?\.?$/i.exec(text.trim());
  if (match === null) return undefined;
  const half = match[3]?.toLowerCase();
  let hour = Number(match[1]);
  if (half !== undefined && hour >= 1 && hour <= 12) hour = (hour % 12) + (half === "p" ? 12 : 0);
  const minute = Number(match[2] ?? "0");
  if (hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

const UNITS: Readonly<Record<string, (n: number) => Duration>> = { s: Seconds, m: Minutes, h: Hours };

/** `60s`, `2m`, `1h`: a whole number and one unit, at most a day. */
export function readDuration(text: string): Duration | undefined {
  const match = /^(\d{1,5})([smh])$/.exec(text.trim());
  if (match === null) return undefined;
  const length = UNITS[match[2]!]!(Number(match[1]));
  return length <= Hours(24) ? length : undefined;
}

/** A date of the calendar, `2026-11-02`; undefined also for 30 February. */
export function readDate(text: string): Temporal.PlainDate | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  try {
    return Temporal.PlainDate.from(text);
  } catch {
    return undefined;
  }
}

/** When hours end: `08:00` of that day or the next, `24:00`, or `mon 08:00`, the next Monday. */
export function readWindowEnd(
  text: string,
): { readonly weekday?: Weekday; readonly hour: number; readonly minute: number } | undefined {
  const words = text.trim().split(/\s+/);
  const time = readTime(words.at(-1)!, true);
  if (time === undefined || words.length === 1) return time;
  const weekday = words.length === 2 ? readWeekday(words[0]!) : undefined;
  return weekday === undefined ? undefined : { weekday, ...time };
}

export interface HandoffText {
  readonly weekday?: Weekday;
  readonly dayOfMonth?: number;
  readonly time: string;
}

/** `mon 08:00` of a weekly rotation, `08:00` of a daily one, `:00` or `08:00` of an hourly one, `1 08:00` of a monthly one. */
export function readHandoff(text: string): HandoffText | undefined {
  const words = text.trim().split(/\s+/);
  const last = words.at(-1) ?? "";
  const time = /^:\d{2}$/.test(last) ? `00${last}` : last;
  if (words.length > 2 || readTime(time) === undefined) return undefined;
  if (words.length === 1) return { time };
  const weekday = readWeekday(words[0]!);
  if (weekday !== undefined) return { weekday, time };
  const dayOfMonth = /^\d{1,2}\.?$/.test(words[0]!) ? Number.parseInt(words[0]!, 10) : 0;
  return dayOfMonth >= 1 && dayOfMonth <= 31 ? { dayOfMonth, time } : undefined;
}

/**
 * A moment on the clinic's wall: `2026-12-24 17:00`, also with a T, or a date alone: its beginning, or as an end
 * (`isEnd`) the end of that day.
 */
export function readWallMoment(text: string, isEnd = false): Temporal.PlainDateTime | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(text.trim());
  const date = readDate(match?.[1] ?? "");
  if (match === null || date === undefined) return undefined;
  if (match[2] === undefined) return (isEnd ? date.add({ days: 1 }) : date).toPlainDateTime();
  const time = readTime(match[2], true);
  if (time === undefined) return undefined;
  return time.hour === 24 ? date.add({ days: 1 }).toPlainDateTime() : date.toPlainDateTime(time);
}
