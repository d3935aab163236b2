import { Temporal } from "temporal-polyfill";
import { firstInstant } from "../oncall/wallClock.ts";
import type { EpochMs } from "../time/Clock.ts";

/** A span of whole days of the clinic's calendar, as instants; `to` belongs to what comes after. */
export interface ReportSpan {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly name: string;
}

/** As it was typed; nothing: the last month that is over. */
export interface AskedSpan {
  readonly month?: string;
  readonly week?: string;
  readonly from?: string;
  readonly to?: string;
}

/** The span, or in words what is wrong with what was asked. Days begin when the clinic's clock first shows that day. */
export function reportSpan(asked: AskedSpan, now: EpochMs, timezone: string): ReportSpan | { readonly wrong: string } {
  const { month, week, from, to } = asked;
  if ([month, week, from ?? to].filter((given) => given !== undefined).length > 1)
    return { wrong: "--month, --week, and --from with --to exclude each other" };
  if (week !== undefined) return weekOf(week, timezone);
  if (from !== undefined || to !== undefined) return daysOf(from, to, timezone);
  return monthOf(month ?? lastMonth(now, timezone), timezone);
}

const lastMonth = (now: EpochMs, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(now))
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toPlainYearMonth()
    .subtract({ months: 1 })
    .toString();

function monthOf(text: string, timezone: string): ReportSpan | { readonly wrong: string } {
  const wrong = { wrong: `--month is a month such as 2026-11, not '${text}'` };
  if (!/^\d{4}-\d{2}$/.test(text)) return wrong;
  const month = attempt(() => Temporal.PlainYearMonth.from(text));
  if (month === undefined) return wrong;
  const first = month.toPlainDate({ day: 1 });
  return spanOf(first, first.add({ months: 1 }), timezone, text);
}

/** ISO 8601: weeks begin on Monday, and the first one of a year has its fourth of January. */
function weekOf(text: string, timezone: string): ReportSpan | { readonly wrong: string } {
  const wrong = { wrong: `--week is a week such as 2026-W48, not '${text}'` };
  const [, year, week] = /^(\d{4})-?W(\d{2})$/i.exec(text) ?? [];
  if (year === undefined || week === undefined) return wrong;
  const fourth = Temporal.PlainDate.from({ year: Number(year), month: 1, day: 4 });
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: Number(week) - 1 });
  if (Number(week) < 1 || monday.weekOfYear !== Number(week)) return wrong;
  return spanOf(monday, monday.add({ weeks: 1 }), timezone, `${year}-W${week}`);
}

function daysOf(
  from: string | undefined,
  to: string | undefined,
  timezone: string,
): ReportSpan | { readonly wrong: string } {
  const [first, last] = [from, to].map((text) =>
    text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) ? attempt(() => Temporal.PlainDate.from(text)) : undefined,
  );
  if (first === undefined || last === undefined)
    return { wrong: "--from and --to are the first and the last day, such as --from 2026-11-01 --to 2026-11-15" };
  if (Temporal.PlainDate.compare(first, last) > 0) return { wrong: `${from} comes after ${to}` };
  return spanOf(first, last.add({ days: 1 }), timezone, `${from} to ${to}`);
}

const spanOf = (first: Temporal.PlainDate, end: Temporal.PlainDate, timezone: string, name: string): ReportSpan => ({
  from: firstInstant(first.toPlainDateTime(), timezone),
  to: firstInstant(end.toPlainDateTime(), timezone),
  firstDay: first.toString(),
  lastDay: end.subtract({ days: 1 }).toString(),
  name,
});

function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}
