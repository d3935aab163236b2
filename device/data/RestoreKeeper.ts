import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Days, type Duration } from "../../firmware/time/Duration.ts";
import { exchangeState, forgetOld } from "./Exchange.ts";

export interface RestoreKeeperOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly note: (what: string) => void;
}

/** A day and night of service without a restart: whoever restored has seen what it is like. */
const GOOD_SERVICE: Duration = Days(1);

/** Gives up what was there before a restore once the box has served well with what was restored. */
export class RestoreKeeper {
  readonly #options: RestoreKeeperOptions;
  #timer: Timer | undefined;

  constructor(options: RestoreKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock, directory, note } = this.#options;
    if (exchangeState(directory) === undefined) return;
    this.#timer = clock.after("restore keeper", GOOD_SERVICE, () => {
      forgetOld(directory);
      note("what was there before the restore was erased");
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }
}
