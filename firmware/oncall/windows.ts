import type { DutyWindow } from "../config/Clinic.ts";
import { readTime, readWindowEnd } from "../config/civilText.ts";
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
  /** Of the day; up to 1440. */
  readonly ends: number;
  /** `mon 08:00`: the next of these. */
  readonly endsOn: number | undefined;
}

export interface Occurrence {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** Within this every weekday comes, and every occurrence ends. */
const DAYS_AHEAD = 9;

export class Windows {
  readonly #hours: readonly Hours[];
  readonly #holidays: readonly number[];
  readonly #isHoliday: ReadonlySet<number>;
  readonly #zone: ZoneClock;
  /** How many days back an occurrence may begin that is not over. */
  readonly #back: number;

  /** `holidays`: their dates as days since 1970-01-01, in order. */
  constructor(windows: readonly DutyWindow[], holidays: readonly number[], zone: ZoneClock) {
    this.#hours = windows.flatMap((window) => hoursOf(window) ?? []);
    this.#holidays = this.#hours.some((hours) => hours.holidays) ? holidays : [];
    this.#isHoliday = new Set(this.#holidays);
    this.#zone = zone;
    this.#back = this.#hours.some(({ endsOn }) => endsOn !== undefined) ? 8 : 1;
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
    const first = Math.floor(from / DAY_MS) - this.#back;
    const last = Math.min(Math.ceil(to / DAY_MS), first + this.#back + DAYS_AHEAD);
    for (let day = first; day < last; day += 1) {
      for (const hours of this.#hours) {
        const span = wallSpan(hours, day);
        if (hours.weekdays.has(weekdayOf(day)) && span.from < to && from < span.to) return true;
      }
    }
    return false;
  }

  /** By the wall: what the holidays add. */
  onHolidays(): readonly { readonly from: WallMs; readonly to: WallMs }[] {
    return this.#holidays.flatMap((day) =>
      this.#hours.filter(({ holidays }) => holidays).map((hours) => wallSpan(hours, day)),
    );
  }

  #dayOf(moment: EpochMs): number {
    return Math.floor(this.#zone.wallAt(moment) / DAY_MS);
  }

  /** In order of their dates; from the first on that may not be over, and tomorrow's first may have begun where midnight comes twice. */
  *#near(moment: EpochMs, ahead: number): Generator<Occurrence> {
    const today = this.#dayOf(moment);
    for (let day = today - this.#back; day <= today + ahead; day += 1) yield* this.#on(day);
  }

  *#on(day: number): Generator<Occurrence> {
    for (const hours of this.#hours) {
      if (!hours.weekdays.has(weekdayOf(day)) && !(hours.holidays && this.#isHoliday.has(day))) continue;
      const { from, to } = wallSpan(hours, day);
      const start = this.#zone.first(from);
      const end = this.#zone.last(to);
      // A window within a skipped hour is no time at all.
      if (start < end) yield { start, end };
    }
  }
}

function hoursOf(window: DutyWindow): Hours | undefined {
  const from = readTime(window.from, true);
  const to = readWindowEnd(window.to);
  if (from === undefined || to === undefined) return undefined;
  return {
    weekdays: new Set<number>(window.days),
    holidays: window.holidays,
    begins: from.hour * 60 + from.minute,
    ends: to.hour * 60 + to.minute,
    endsOn: to.weekday,
  };
}

/** The occurrence that begins on a day: it ends at the first `ends` after its beginning, on the weekday that is asked for. */
function wallSpan({ begins, ends, endsOn }: Hours, day: number): { readonly from: WallMs; readonly to: WallMs } {
  const days = endsOn === undefined ? 0 : (endsOn - weekdayOf(day) + 7) % 7;
  const again = days > 0 || ends > begins ? 0 : endsOn === undefined ? 1 : 7;
  const from = day * DAY_MS;
  return { from: from + begins * MINUTE_MS, to: from + (days + again) * DAY_MS + ends * MINUTE_MS };
}
