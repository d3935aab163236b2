import { signal } from "@preact/signals";
import { language, words } from "./i18n.ts";

/** The clinic's IANA zone: every time on a page is read on the clinic's wall clock, wherever the browser stands. */
export const zone = signal<string | undefined>(undefined);

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const says = words({
  en: { today: "today", yesterday: "yesterday", justNow: "just now", ago: (span: string) => `${span} ago` },
  es: { today: "hoy", yesterday: "ayer", justNow: "ahora mismo", ago: (span: string) => `hace ${span}` },
});

const formats = new Map<string, Intl.DateTimeFormat>();

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language.value} ${zone.value} ${JSON.stringify(options)}`;
  let found = formats.get(key);
  if (found === undefined) {
    found = new Intl.DateTimeFormat(language.value, { ...options, ...(zone.value && { timeZone: zone.value }) });
    formats.set(key, found);
  }
  return found;
}

/** `02:16`, always of 24 hours: nobody mistakes a night for an afternoon. */
export const clockTime = (at: number): string =>
  format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(at);

export const clockTimeExact = (at: number): string =>
  format({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).format(at);

/** `2026-11-26` on the clinic's wall. */
export function civilDate(at: number): string {
  const parts = format({ year: "numeric", month: "2-digit", day: "2-digit", calendar: "iso8601" }).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year")}-${part("month")}-${part("day")}`;
}

export const longDate = (at: number): string =>
  format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }).format(at);

/** `November 2026`. */
export const monthName = (at: number): string => format({ month: "long", year: "numeric" }).format(at);

/** `Nov 22 – 28, 2026`. */
export const dateRange = (from: number, to: number): string =>
  format({ day: "numeric", month: "short", year: "numeric" }).formatRange(from, to);

export const weekdayName = (at: number, how: "short" | "long" = "short"): string => format({ weekday: how }).format(at);

/** `Thursday, November 26`. */
export const dayInFull = (at: number): string => format({ weekday: "long", day: "numeric", month: "long" }).format(at);

/** `today`, `yesterday`, `Tue, Nov 24`; with the year where it is another. */
export function dayName(at: number, now = Date.now()): string {
  const day = civilDate(at);
  if (day === civilDate(now)) return says().today;
  if (day === civilDate(now - DAY)) return says().yesterday;
  const year = day.slice(0, 4) === civilDate(now).slice(0, 4) ? {} : ({ year: "numeric" } as const);
  return format({ weekday: "short", day: "numeric", month: "short", ...year }).format(at);
}

export const dayAndTime = (at: number, now = Date.now()): string => `${dayName(at, now)} ${clockTime(at)}`;

/** Today goes without saying. */
export const whenShort = (at: number, now = Date.now()): string =>
  civilDate(at) === civilDate(now) ? clockTime(at) : dayAndTime(at, now);

export const isoTime = (at: number): string => new Date(at).toISOString();

/** `8 min`, `3 h 20 min`, `2 d`: how long something took or waits. */
export function span(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms < DAY) {
    const minutes = Math.round((ms % HOUR) / MINUTE);
    return minutes === 0 || minutes === 60 ? `${Math.round(ms / HOUR)} h` : `${Math.floor(ms / HOUR)} h ${minutes} min`;
  }
  return `${Math.round(ms / DAY)} d`;
}

export const ago = (at: number, now = Date.now()): string =>
  now - at < MINUTE ? says().justNow : says().ago(span(now - at));

/** `0:07`, `12:40`: a place in a recording. */
export function soundTime(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** The moment at which a day (`2026-11-26`) begins on the clinic's wall; undefined: that is no day. */
export function startOfDay(day: string, plusDays = 0): number | undefined {
  const utc = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(utc)) return undefined;
  const wanted = utc + plusDays * DAY;
  // Twice: the offset of the first guess is wrong when the clock changes in between.
  let guess = wanted;
  for (let times = 0; times < 2; times++) guess = wanted - offsetAt(guess);
  return guess;
}

/** Wall minus UTC in ms. */
export function offsetAt(at: number): number {
  const fields = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
  const wall = Date.parse(`${civilDate(at)}T${plainTime(at, fields)}Z`);
  return wall - Math.floor(at / 1000) * 1000;
}

function plainTime(at: number, fields: Intl.DateTimeFormatOptions): string {
  const parts = format(fields).formatToParts(at);
  const part = (type: string): string => parts.find((one) => one.type === type)?.value.padStart(2, "0") ?? "00";
  return `${part("hour")}:${part("minute")}:${part("second")}`;
}
