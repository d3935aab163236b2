import type { Clock, MonotonicMs, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import type { Store } from "../storage/StoreClient.ts";

/** Each probe is a commit on an SD card: 1440 a day are a few megabytes. */
const BETWEEN_PROBES: Duration = Minutes(1);

/** Asks the store for a sign of life, one at a time: a probe that was not answered is not asked again. */
export class StoreProof {
  readonly #clock: Clock;
  readonly #store: Pick<Store, "probe">;
  #answeredAtMs: MonotonicMs;
  #timer: Timer | undefined;
  #stopped = false;

  constructor(clock: Clock, store: Pick<Store, "probe">) {
    this.#clock = clock;
    this.#store = store;
    this.#answeredAtMs = clock.monotonic();
  }

  get answeredAtMs(): MonotonicMs {
    return this.#answeredAtMs;
  }

  start(): void {
    void this.#ask();
  }

  stop(): void {
    this.#stopped = true;
    this.#timer?.cancel();
  }

  async #ask(): Promise<void> {
    try {
      await this.#store.probe();
      this.#answeredAtMs = this.#clock.monotonic();
    } catch {
      // A store that refuses has answered nothing: as if it were silent.
    }
    if (this.#stopped) return;
    this.#timer = this.#clock.after("store proof", BETWEEN_PROBES, () => void this.#ask());
  }
}
