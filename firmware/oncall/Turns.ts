import type { Rotation } from "../config/Clinic.ts";
import type { HandoffGrid } from "./shifts.ts";
import type { Windows } from "./windows.ts";

const HOURS_PER_WEEK = 168;
const HOURS: Readonly<Record<Rotation["every"], number>> = {
  hour: 1,
  day: 24,
  week: HOURS_PER_WEEK,
  month: HOURS_PER_WEEK,
};

/**
 * Which turn a shift of a restricted rotation is: shifts without an hour of service do not use one up, so that nobody is
 * passed over (a weekday rotation of seven would give each the same weekday, and two nothing at all). By the wall, a week
 * repeats itself, so shifts are counted by a pattern of weeks and the few holidays beside it, however far from the anchor.
 */
export class Turns {
  /** How many of the first `n` shifts of a period serve. */
  readonly #upTo: readonly number[];
  /** Numbers of shifts that serve because of a holiday alone, in order. */
  readonly #extra: readonly number[];

  constructor(grid: HandoffGrid, { every, length }: Rotation, windows: Windows) {
    const hours = HOURS[every] * length;
    // A month is longer than a week: all of its shifts serve, or none.
    const period = every === "month" ? 1 : HOURS_PER_WEEK / gcd(hours, HOURS_PER_WEEK);
    const serves = Array.from({ length: period }, (_, n) => windows.everyWeek(grid.wall(n), grid.wall(n + 1)));
    const sums = [0];
    for (const one of serves) sums.push(sums.at(-1)! + (one ? 1 : 0));
    this.#upTo = sums;
    const extra = new Set<number>();
    for (const { from, to } of windows.onHolidays()) {
      for (let n = Math.max(0, grid.numberAt(from)); grid.wall(n) < to; n += 1) {
        if (!serves[n % period]) extra.add(n);
      }
    }
    this.#extra = [...extra].sort((a, b) => a - b);
  }

  /** The turn of shift `n` ≥ 0; of one that does not serve: that of the last which did. */
  of(n: number): number {
    return Math.max(0, this.#served(n + 1) - 1);
  }

  #served(count: number): number {
    const period = this.#upTo.length - 1;
    const whole = Math.floor(count / period) * this.#upTo[period]!;
    return whole + this.#upTo[count % period]! + this.#extra.filter((n) => n < count).length;
  }
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
