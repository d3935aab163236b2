import { DARK, type LampFacts, type Lamps, lampsFor } from "../../firmware/health/lamp.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";

/** Nobody sees a lamp change sooner, and what it shows needs no more than a few comparisons. */
const LOOK_EVERY: Duration = Seconds(2);

export interface LampWatchOptions {
  readonly clock: Clock;
  readonly facts: () => LampFacts;
  /** Each time that a lamp changes. */
  readonly changed: (lamps: Lamps) => void;
}

/** Keeps the lamps true: what they show hangs on lines, modems, alerts and faults, which all change by themselves. */
export class LampWatch {
  readonly #options: LampWatchOptions;
  #lamps: Lamps = DARK;
  #timer: Timer | undefined;

  constructor(options: LampWatchOptions) {
    this.#options = options;
  }

  get lamps(): Lamps {
    return this.#lamps;
  }

  start(): void {
    this.look();
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after("lamps", LOOK_EVERY, () => this.start());
  }

  /** Something has changed that should be seen now. */
  look(): void {
    const lamps = lampsFor(this.#options.facts());
    if (JSON.stringify(lamps) === JSON.stringify(this.#lamps)) return;
    this.#lamps = lamps;
    this.#options.changed(lamps);
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
