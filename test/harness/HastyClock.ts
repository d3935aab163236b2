import { SystemClock } from "../../device/runtime/SystemClock.ts";
import type { Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";

/** The machine's clocks, but every wait is so many times shorter: for tests that run real ports and real programs. */
export class HastyClock extends SystemClock {
  readonly #factor: number;

  constructor(factor: number) {
    super();
    this.#factor = factor;
  }

  override after(name: string, after: Duration, fire: () => void): Timer {
    return super.after(name, Milliseconds(after / this.#factor), fire);
  }
}
