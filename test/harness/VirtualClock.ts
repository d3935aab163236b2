import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";

interface Pending {
  readonly name: string;
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Time that only a test turns. Timers fire in order of their time, then of their making. */
export class VirtualClock implements Clock {
  readonly #pending = new Set<Pending>();
  #elapsed = 0;
  #order = 0;
  readonly #epoch: number;

  /** Civil time at the start; by default a Monday night in November 2026. */
  constructor(epoch = Date.UTC(2026, 10, 23, 2, 14)) {
    this.#epoch = epoch;
  }

  now(): number {
    return this.#epoch + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  after(name: string, after: Duration, fire: () => void): Timer {
    const pending: Pending = { name, at: this.#elapsed + Math.max(0, after), order: this.#order++, fire };
    this.#pending.add(pending);
    return { name, cancel: () => void this.#pending.delete(pending) };
  }

  /** Names of the timers that are running. */
  running(): string[] {
    return [...this.#pending].map((timer) => timer.name);
  }

  /** When the next timer falls due, on the monotonic clock. */
  nextAt(): number | undefined {
    return this.#next(Number.POSITIVE_INFINITY)?.at;
  }

  /** Fires the one timer that is next, if it falls due by then (monotonic). */
  fireNext(until: number): boolean {
    const next = this.#next(until);
    if (next !== undefined) this.#fire(next);
    return next !== undefined;
  }

  /** Lets time pass; timers that are made on the way and fall due fire too. */
  advance(by: Duration): void {
    const until = this.#elapsed + by;
    while (this.fireNext(until));
    this.#elapsed = until;
  }

  /** The same, but promises that a timer settled run before the next timer fires. */
  async advanceGently(by: Duration): Promise<void> {
    const until = this.#elapsed + by;
    await settled();
    for (let next = this.#next(until); next; next = this.#next(until)) {
      this.#fire(next);
      await settled();
    }
    this.#elapsed = until;
  }

  #fire(timer: Pending): void {
    this.#pending.delete(timer);
    this.#elapsed = Math.max(this.#elapsed, timer.at);
    timer.fire();
  }

  #next(until: number): Pending | undefined {
    let first: Pending | undefined;
    for (const timer of this.#pending) {
      if (timer.at > until) continue;
      if (!first || timer.at < first.at || (timer.at === first.at && timer.order < first.order)) first = timer;
    }
    return first;
  }
}

/** One turn of the loop: every promise that can go on has gone on. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
