import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";

/** What Node can wait for: beyond it a timer fires at once. A civil clock that jumps by years makes such spans. */
const LONGEST_WAIT = 2 ** 31 - 1;

/** The machine's own clocks. `hrtime` is CLOCK_MONOTONIC, so figures of two processes can be compared. */
export class SystemClock implements Clock {
  /** With the moment at which each is due (monotonic). */
  readonly #running = new Map<Timer, number>();
  readonly #aheadMs: number;

  /** `aheadMs`: a rehearsal of another hour; its box and its network believe that it is so much later. */
  constructor(aheadMs = 0) {
    this.#aheadMs = aheadMs;
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  monotonic(): number {
    return Number(process.hrtime.bigint() / 1000n) / 1000;
  }

  after(name: string, after: Duration, fire: () => void): Timer {
    const wait = Math.max(0, Math.min(after, LONGEST_WAIT));
    const handle = setTimeout(() => {
      this.#running.delete(timer);
      fire();
    }, wait);
    const timer: Timer = {
      name,
      cancel: () => {
        clearTimeout(handle);
        this.#running.delete(timer);
      },
    };
    this.#running.set(timer, this.monotonic() + wait);
    return timer;
  }

  /** The timer that should have fired and has not, if there is one: the latest of them. */
  late(): { readonly name: string; readonly by: Duration } | undefined {
    const now = this.monotonic();
    let latest: { name: string; by: Duration } | undefined;
    for (const [{ name }, due] of this.#running)
      if (now - due > (latest?.by ?? 0)) latest = { name, by: Milliseconds(now - due) };
    return latest;
  }

  /** Names of the timers that are running, for `firstring doctor`. */
  running(): string[] {
    return [...this.#running.keys()].map((timer) => timer.name);
  }
}
