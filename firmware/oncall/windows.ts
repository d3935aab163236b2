import type { DutyWindow, Weekday } from "../config/Clinic.ts";
import { readTime } from "../config/civilText.ts";
import type { EpochMs } from "../time/Clock.ts";
import { DAY_MS, MINUTE_MS, type WallMs, weekdayOf } from "../time/civil.ts";
import type { ZoneClock } from "../time/ZoneClock.ts";

// The hours of week in which somebody serves. An occurrence belongs to the date that it begins on, begins at the first
// instant of its wall time and ends at the last (T1, T2), so a night that the clocks change in has no gap.

/** A window as numbers: minutes from the midnight of the date that it begins on. */
interface Hours {
  readonly weekdays: ReadonlySet<number>;
  readonly holidays: boolean;
  readonly begins: number;
  /** Up to 2879: `17:00`–`08:00` ends at 1920. */
  readonly ends: number;
}

export interface Occurrence {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** No clinic plans further; bounds the search for the next occurrence of a window that is only for holidays. */
const DAYS_AHEAD = 9;

export class Windows {
  readonly #hours: readonly Hours[];
  readonly #holidays: readonly number[];
  readonly #isHoliday: ReadonlySet<number>;
  readonly #zone: ZoneClock;

  /** `holidays`: their dates as days since 1970-01-01, in order. */
  constructor(windows: readonly DutyWindow[], holidays: readonly number[], zone: ZoneClock) {
    this.#hours = windows.flatMap((window) => hoursOf(window) ?? []);
    this.#holidays = this.#hours.some((hours) => hours.holidays) ? holidays : [];
    this.#isHoliday = new Set(this.#holidays);
    this.#zone = zone;
  }

  /** The occurrence that a moment lies in; of several the one that lasts longest. */
  at(moment: EpochMs): Occurrence | undefined {
    let found: Occurrence | undefined;
    for (const one of this.#near(moment, 1)) {
      if (one.start <= moment && moment < one.end && (found === undefined || one.end > found.end)) found = one;
    }
    return found;
  }

  /** The next moment after this one at which any occurrence begins or ends; infinite when there is none to come. */
  nextChange(moment: EpochMs): EpochMs {
    let next = Number.POSITIVE_INFINITY;
    for (const { start, end } of this.#near(moment, DAYS_AHEAD)) {
      if (start > moment && start < next) next = start;
      if (end > moment && end < next) next = end;
      if (start > next + DAY_MS) break;
    }
    const today = this.#dayOf(moment);
    const holiday = next === Number.POSITIVE_INFINITY ? this.#holidays.find((day) => day > today) : undefined;
    if (holiday === undefined) return next;
    return Math.min(next, ...[...this.#on(holiday)].map(({ start }) => start).filter((start) => start > moment));
  }

  /** By the wall: whether any occurrence touches `[from, to)`, holidays left out. */
  everyWeek(from: WallMs, to: WallMs): boolean {
    const first = Math.floor(from / DAY_MS) - 2;
    for (let day = first; day * DAY_MS < to; day += 1) {
      for (const { weekdays, begins, ends } of this.#hours) {
        if (!weekdays.has(weekdayOf(day))) continue;
        if (day * DAY_MS + begins * MINUTE_MS < to && from < day * DAY_MS + ends * MINUTE_MS) return true;
      }
      if (day > first + 9) break;
    }
    return false;
  }

  /** By the wall: what the holidays add. */
  onHolidays(): readonly { readonly from: WallMs; readonly to: WallMs }[] {
    return this.#holidays.flatMap((day) =>
      this.#hours
        .filter(({ holidays }) => holidays)
        .map(({ begins, ends }) => ({ from: day * DAY_MS + begins * MINUTE_MS, to: day * DAY_MS + ends * MINUTE_MS })),
    );
  }

  #dayOf(moment: EpochMs): number {
    return Math.floor(this.#zone.wallAt(moment) / DAY_MS);
  }

  /** In order of their dates; from yesterday's on, and tomorrow's first may have begun where midnight comes twice. */
  *#near(moment: EpochMs, ahead: number): Generator<Occurrence> {
    const today = this.#dayOf(moment);
    for (let day = today - 1; day <= today + ahead; day += 1) yield* this.#on(day);
  }

  *#on(day: number): Generator<Occurrence> {
    for (const { weekdays, holidays, begins, ends } of this.#hours) {
      if (!weekdays.has(weekdayOf(day)) && !(holidays && this.#isHoliday.has(day))) continue;
      const start = this.#zone.first(day * DAY_MS + begins * MINUTE_MS);
      const end = this.#zone.last(day * DAY_MS + ends * MINUTE_MS);
      // A window within a skipped hour is no time at all.
      if (start < end) yield { start, end };
    }
  }
}

function hoursOf(window: DutyWindow): Hours | undefined {
  const from = readTime(window.from, true);
  const to = readTime(window.to, true);
  if (from === undefined || to === undefined) return undefined;
  const begins = from.hour * 60 + from.minute;
  const until = to.hour * 60 + to.minute;
  return {
    weekdays: new Set<number>(window.days),
    holidays: window.holidays,
    begins,
    ends: until <= begins ? until + 1440 : until,
  };
}

const DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/** `mon-fri 17:00–08:00`. */
export function windowInWords({ days, holidays, from, to }: DutyWindow): string {
  return `${[...daysInWords(days), ...(holidays ? ["holidays"] : [])].join(", ")} ${from}–${to}`;
}

function daysInWords(days: readonly Weekday[]): readonly string[] {
  if (days.length === 7) return ["daily"];
  const consecutive = days.length > 2 && days.at(-1)! - days[0]! === days.length - 1;
  if (consecutive) return [`${DAY_NAMES[days[0]! - 1]}-${DAY_NAMES[days.at(-1)! - 1]}`];
  return days.map((day) => DAY_NAMES[day - 1]!);
}
