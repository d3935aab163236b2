import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";

/** What Node can wait for: beyond it a timer fires at once. A civil clock that jumps by years makes such spans. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** The machine's own clocks. `hrtime` is CLOCK_MONOTONIC, so figures of two processes can be compared. */
export class SystemClock implements Clock {
  readonly #running = new Set<Timer>();

  now(): number {
    return Date.now();
  }

  monotonic(): number {
    return Number(process.hrtime.bigint() / 1000n) / 1000;
  }

  after(name: string, after: Duration, fire: () => void): Timer {
    const handle = setTimeout(
      () => {
        this.#running.delete(timer);
        fire();
      },
      Math.min(after, LONGEST_WAIT),
    );
    const timer: Timer = {
      name,
      cancel: () => {
        clearTimeout(handle);
        this.#running.delete(timer);
      },
    };
    this.#running.add(timer);
    return timer;
  }

  /** Names of the timers that are running, for `firstring doctor`. */
  running(): string[] {
    return [...this.#running].map((timer) => timer.name);
  }
}
