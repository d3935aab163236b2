/* @pure */
import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import type { Duration } from "../../../firmware/time/Duration.ts";

/** Timers that can all be stopped at once, so that an unplugged modem does nothing more. */
export class TimerSet {
  readonly #clock: Clock;
  readonly #running = new Set<Timer>();
  #stopped = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** A span of 0 fires at once, in the same turn: a fast network is then as fast as the machine. */
  after(name: string, after: Duration, fire: () => void): void {
    if (this.#stopped) return;
    if (after <= 0) {
      fire();
      return;
    }
    const timer = this.#clock.after(name, after, () => {
      this.#running.delete(timer);
      fire();
    });
    this.#running.add(timer);
  }

  /** Never settles if the timers are stopped first. */
  wait(name: string, span: Duration): Promise<void> {
    return new Promise((resolve) => this.after(name, span, resolve));
  }

  stop(): void {
    this.#stopped = true;
    this.cancelAll();
  }

  cancelAll(): void {
    for (const timer of this.#running) timer.cancel();
    this.#running.clear();
  }
}
