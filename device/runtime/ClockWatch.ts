import type { Clock, EpochMs, MonotonicMs, Timer } from "../../firmware/time/Clock.ts";
import {
  type ClockEvent,
  type ClockTrustState,
  type ClockVerdict,
  nothingTold,
  step,
  type TimeSource,
} from "../../firmware/time/ClockTrust.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import { isClockSynchronised } from "./clockSync.ts";

export interface ClockWatchOptions {
  readonly clock: Clock;
  readonly onFault: (code: "CLOCK_UNTRUSTED" | "CLOCK_WRONG", detail: string, cleared: boolean) => void;
  /** Whether a time server sets this machine's clock. */
  readonly synchronised?: (now: EpochMs) => Promise<boolean>;
}

const BETWEEN_LOOKS: Duration = Minutes(1);

/** Looks at the box's clock once a minute, takes what others tell, and says what ClockTrust makes of it. */
export class ClockWatch {
  readonly #options: ClockWatchOptions;
  #state: ClockTrustState = nothingTold;
  #verdict: ClockVerdict = { level: "hinted", disagreement: undefined, better: undefined };
  #timer: Timer | undefined;
  #looking: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(options: ClockWatchOptions) {
    this.#options = options;
  }

  /** How far the box's clock may be believed, as of the last look. */
  get verdict(): ClockVerdict {
    return this.#verdict;
  }

  start(): void {
    this.#looking = this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#looking;
  }

  /** Somebody told the time; `atMs`: when that was, on the monotonic clock. */
  told(source: TimeSource, civil: EpochMs | readonly EpochMs[], atMs?: MonotonicMs): void {
    const { clock } = this.#options;
    const at = atMs ?? clock.monotonic();
    this.#feed({ kind: "told", source, civil, atMs: at, now: clock.now() - (clock.monotonic() - at) });
  }

  async #look(): Promise<void> {
    const { clock, synchronised = isClockSynchronised } = this.#options;
    const isSynchronised = await synchronised(clock.now());
    if (this.#stopped) return;
    this.#feed({ kind: "system", atMs: clock.monotonic(), now: clock.now(), synchronised: isSynchronised });
    this.#timer = clock.after("clock watch", BETWEEN_LOOKS, () => {
      this.#looking = this.#look();
    });
  }

  #feed(event: ClockEvent): void {
    if (this.#stopped) return;
    const [state, verdict, effects] = step(this.#state, event);
    this.#state = state;
    this.#verdict = verdict;
    for (const effect of effects) {
      this.#options.onFault(effect.code, effect.kind === "fault" ? effect.detail : "", effect.kind === "faultOver");
    }
  }
}
