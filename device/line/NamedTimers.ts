import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";

/** The timers that a machine's effects start and cancel: one of each name, the last start counts. */
export class NamedTimers {
  readonly #clock: Clock;
  readonly #running = new Map<string, Timer>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(name: string, after: Duration, fire: () => void): void {
    this.cancel(name);
    const timer = this.#clock.after(name, after, () => {
      this.#running.delete(name);
      fire();
    });
    this.#running.set(name, timer);
  }

  cancel(name: string): void {
    this.#running.get(name)?.cancel();
    this.#running.delete(name);
  }

  cancelAll(): void {
    for (const name of [...this.#running.keys()]) this.cancel(name);
  }
}
