import type { CallTimer } from "../../firmware/call/CallEffects.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";

/** A call's named timers: starting one that runs restarts it. */
export class CallTimers {
  readonly #running = new Map<CallTimer, Timer>();
  readonly #clock: Clock;
  readonly #fired: (timer: CallTimer) => void;

  constructor(clock: Clock, fired: (timer: CallTimer) => void) {
    this.#clock = clock;
    this.#fired = fired;
  }

  start(name: CallTimer, after: Duration): void {
    this.stop(name);
    const timer = this.#clock.after(`call.${name}`, after, () => {
      this.#running.delete(name);
      this.#fired(name);
    });
    this.#running.set(name, timer);
  }

  stop(name: CallTimer): void {
    this.#running.get(name)?.cancel();
    this.#running.delete(name);
  }

  stopAll(): void {
    for (const timer of this.#running.values()) timer.cancel();
    this.#running.clear();
  }
}
