import type { Clock, Timer } from "../../../firmware/time/Clock.ts";
import type { Duration } from "../../../firmware/time/Duration.ts";

/** Those who wait until the modem is in service, each for a time of their own. */
export class ReadyWaiters {
  readonly #clock: Clock;
  readonly #isReady: () => boolean;
  readonly #waiting = new Set<() => void>();
  #stopped = false;

  constructor(clock: Clock, isReady: () => boolean) {
    this.#clock = clock;
    this.#isReady = isReady;
  }

  /** Whether it is in service then. */
  wait(within: Duration): Promise<boolean> {
    if (this.#isReady()) return Promise.resolve(true);
    if (this.#stopped) return Promise.resolve(false);
    return new Promise((resolve) => {
      const end = (): void => {
        timer.cancel();
        this.#waiting.delete(end);
        resolve(this.#isReady());
      };
      const timer: Timer = this.#clock.after("sms modem ready", within, end);
      this.#waiting.add(end);
    });
  }

  /** It is in service, or never will be again. */
  endAll(): void {
    for (const end of [...this.#waiting]) end();
  }

  stop(): void {
    this.#stopped = true;
    this.endAll();
  }
}
