import type { EpochMs } from "./Clock.ts";
import { DAY_MS, dayNumber, HOUR_MS, MINUTE_MS } from "./civil.ts";
import type { ZoneClock } from "./ZoneClock.ts";

/** What an exchange sends with a caller ID (Bellcore GR-30-CORE): the clinic's wall clock to the minute, without a year. */
export interface ExchangeTime {
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

/** The fields of one caller ID as they come, one a line. */
export interface ExchangeTimeFields {
  readonly date?: string;
  readonly time?: string;
}

const FIELD = /^\s*(DATE|TIME)\s*[=:]\s*(\d{4})\s*$/i;

/** `DATE = 0117`, `TIME = 1234`, in either order. A garbled field is none; both are wanted, of one call. */
export function step(
  fields: ExchangeTimeFields,
  event: { readonly kind: "line"; readonly text: string } | { readonly kind: "newCall" },
): readonly [ExchangeTimeFields, ExchangeTime | undefined] {
  if (event.kind === "newCall") return [{}, undefined];
  const [, name, value] = FIELD.exec(event.text) ?? [];
  if (name === undefined || value === undefined) return [fields, undefined];
  const now = { ...fields, [name.toLowerCase()]: value };
  const told = read(now);
  return told === undefined ? [now, undefined] : [{}, told];
}

function read({ date, time }: ExchangeTimeFields): ExchangeTime | undefined {
  if (date === undefined || time === undefined) return undefined;
  const [month, day, hour, minute] = [date.slice(0, 2), date.slice(2), time.slice(0, 2), time.slice(2)].map(Number);
  const told = { month: month ?? 0, day: day ?? 0, hour: hour ?? 99, minute: minute ?? 99 };
  const isSound =
    told.month >= 1 && told.month <= 12 && told.day >= 1 && told.day <= 31 && told.hour < 24 && told.minute < 60;
  return isSound ? told : undefined;
}

/**
 * All moments that may be meant, a year each, and both where the wall shows the time twice. Exchanges are set by hand more
 * often than not, and some forget the summer: that is for ClockTrust, to which this is a hint and never a time to set.
 */
export function momentsOf(
  told: ExchangeTime,
  zone: ZoneClock,
  years: { readonly from: number; readonly to: number },
): readonly EpochMs[] {
  const moments = new Set<EpochMs>();
  for (let year = years.from; year <= years.to; year++) {
    const wall = dayNumber(year, told.month, told.day) * DAY_MS + told.hour * HOUR_MS + told.minute * MINUTE_MS;
    moments.add(zone.first(wall));
    moments.add(zone.last(wall));
  }
  return [...moments];
}
