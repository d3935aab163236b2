import type { Temporal } from "temporal-polyfill";
import type { Clinic, Weekday } from "../config/Clinic.ts";
import { readTime } from "../config/civilText.ts";
import type { EpochMs } from "../time/Clock.ts";
import { dateAt, firstInstant, lastInstant } from "./wallClock.ts";

export interface OpenHoursAnswer {
  readonly open: boolean;
  readonly because: string;
}

type Window = Clinic["hours"]["open"][number];

/** Whether the clinic's own people are there to answer at this moment, and why. A holiday closes its whole date. */
export function openHours(clinic: Clinic, at: EpochMs): OpenHoursAnswer {
  const { timezone } = clinic.clinic;
  const today = dateAt(at, timezone);
  // A window over midnight belongs to the day it begins on.
  for (const date of [today, today.subtract({ days: 1 })]) {
    const holiday = clinic.hours.holidays.find((candidate) => candidate.date === date.toString());
    if (holiday !== undefined && date === today) return { open: false, because: `closed: ${holiday.name}` };
    const window = clinic.hours.open.find(
      (candidate) => holiday === undefined && contains(candidate, date, timezone, at),
    );
    if (window !== undefined) return { open: true, because: `open from ${window.from} to ${window.to}` };
  }
  return {
    open: false,
    because: clinic.hours.open.length === 0 ? "no open hours are given" : "outside the open hours",
  };
}

export const isOpen = (clinic: Clinic, at: EpochMs): boolean => openHours(clinic, at).open;

/** When the day's first open window began, while the clinic is open; undefined while it is closed. */
export function openedAt(clinic: Clinic, at: EpochMs): EpochMs | undefined {
  const { timezone } = clinic.clinic;
  const today = dateAt(at, timezone);
  for (const date of [today, today.subtract({ days: 1 })]) {
    if (clinic.hours.holidays.some((holiday) => holiday.date === date.toString())) {
      if (date === today) return undefined;
      continue;
    }
    if (!clinic.hours.open.some((window) => contains(window, date, timezone, at))) continue;
    const windows = clinic.hours.open.filter(({ days }) => days.includes(date.dayOfWeek as Weekday));
    const opened = windows.map(({ from }) => firstInstant(date.toPlainDateTime(readTime(from)!), timezone));
    return Math.min(...opened);
  }
  return undefined;
}

/** Longer than any weekend with holidays. */
const LOOK_BACK_DAYS = 14;

/** When the clinic last closed on a day before this one; undefined: it has no open hours, or none for two weeks. */
export function closedBefore(clinic: Clinic, at: EpochMs): EpochMs | undefined {
  const { timezone } = clinic.clinic;
  const today = dateAt(at, timezone);
  for (let days = 1; days <= LOOK_BACK_DAYS; days += 1) {
    const date = today.subtract({ days });
    if (clinic.hours.holidays.some((holiday) => holiday.date === date.toString())) continue;
    const windows = clinic.hours.open.filter(({ days: on }) => on.includes(date.dayOfWeek as Weekday));
    const closings = windows.map((window) => closingOf(window, date, timezone)).filter((closes) => closes <= at);
    if (closings.length > 0) return Math.max(...closings);
  }
  return undefined;
}

/** Whether a moment lies in a weekly window; one over midnight belongs to the day it begins on. */
export function isWithin(window: Window, timezone: string, at: EpochMs): boolean {
  const today = dateAt(at, timezone);
  return [today, today.subtract({ days: 1 })].some((date) => contains(window, date, timezone, at));
}

/** `[from, to)`; in an hour that comes twice it opens at the first and closes at the last (T1, T2). */
function contains(window: Window, date: Temporal.PlainDate, timezone: string, at: EpochMs): boolean {
  const from = readTime(window.from);
  if (from === undefined || !window.days.includes(date.dayOfWeek as Weekday)) return false;
  return firstInstant(date.toPlainDateTime(from), timezone) <= at && at < closingOf(window, date, timezone);
}

/** When a window that begins on this date ends; at its beginning of time where it has no end that can be read. */
function closingOf(window: Window, date: Temporal.PlainDate, timezone: string): EpochMs {
  const to = readTime(window.to, true);
  if (to === undefined) return Number.NEGATIVE_INFINITY;
  const nextDay = to.hour === 24 || window.to <= window.from;
  const endDate = nextDay ? date.add({ days: 1 }) : date;
  return lastInstant(endDate.toPlainDateTime({ hour: to.hour % 24, minute: to.minute }), timezone);
}
