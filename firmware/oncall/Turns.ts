import type { Rotation } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { ZoneClock } from "../time/ZoneClock.ts";
import type { HandoffGrid } from "./shifts.ts";
import type { Windows } from "./windows.ts";

const HOURS_PER_WEEK = 168;
const HOURS: Readonly<Record<Rotation["every"], number>> = {
  hour: 1,
  day: 24,
  week: HOURS_PER_WEEK,
  month: HOURS_PER_WEEK,
};
/** Clocks are put forward by an hour, at Troll by two; longer shifts than that lose hours, but are never skipped whole. */
const LONGEST_SKIPPED_HOURS = 2;

/**
 * Which turn a shift is. Shifts without an hour of service do not use one up, so that nobody is passed over: a weekday rotation of
 * seven would give each the same weekday, and two nothing at all; and the shift of an hour that the clock skips is nobody's.
 * By the wall, a week repeats itself, so shifts are counted by a pattern of weeks and the few holidays beside it, however far from
 * the anchor.
 */
export class Turns {
  readonly #grid: HandoffGrid;
  readonly #zone: ZoneClock;
  readonly #serves: readonly boolean[];
  /** How many of the first `n` shifts of a period serve. */
  readonly #upTo: readonly number[];
  /** Numbers of shifts that serve because of a holiday alone, in order. */
  readonly #extra: readonly number[];
  readonly #isShort: boolean;

  constructor(grid: HandoffGrid, { every, length }: Rotation, windows: Windows | undefined, zone: ZoneClock) {
    const hours = HOURS[every] * length;
    // A month is longer than a week: all of its shifts serve, or none.
    const period = every === "month" ? 1 : HOURS_PER_WEEK / gcd(hours, HOURS_PER_WEEK);
    this.#grid = grid;
    this.#zone = zone;
    this.#isShort = hours <= LONGEST_SKIPPED_HOURS;
    this.#serves = Array.from(
      { length: windows === undefined ? 1 : period },
      (_, n) => windows === undefined || windows.everyWeek(grid.wall(n), grid.wall(n + 1)),
    );
    const upTo = [0];
    for (const serves of this.#serves) upTo.push(upTo.at(-1)! + (serves ? 1 : 0));
    this.#upTo = upTo;
    const extra = new Set<number>();
    for (const { from, to } of windows?.onHolidays() ?? []) {
      for (let n = Math.max(0, grid.numberAt(from)); grid.wall(n) < to; n += 1) {
        if (!this.#isServing(n)) extra.add(n);
      }
    }
    this.#extra = [...extra].sort((a, b) => a - b);
  }

  /** The turn of shift `n` ≥ 0, which begins at a moment; of one that does not serve: that of the last which did. */
  of(n: number, begins: EpochMs): number {
    return Math.max(0, this.#served(n + 1) - 1 - this.#skipped(n, begins));
  }

  #isServing(n: number): boolean {
    return this.#serves[n % this.#serves.length]!;
  }

  #served(count: number): number {
    const period = this.#serves.length;
    const whole = Math.floor(count / period) * this.#upTo[period]!;
    return whole + this.#upTo[count % period]! + this.#extra.filter((n) => n < count).length;
  }

  /** Shifts before `n` that began and ended at the same instant, where the clock was put forward. */
  #skipped(n: number, begins: EpochMs): number {
    if (!this.#isShort) return 0;
    let count = 0;
    for (const { from, to } of this.#zone.skipped(this.#zone.first(this.#grid.wall(0)), begins)) {
      const first = this.#grid.numberAt(from - 1) + 1;
      for (let one = first; one < Math.min(this.#grid.numberAt(to), n); one += 1) if (this.#isServing(one)) count += 1;
    }
    return count;
  }
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
