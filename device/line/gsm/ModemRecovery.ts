import type { LadderEffect, LadderEvent, LadderState } from "../../../firmware/health/Recovery.ts";
import { newLadder, resetsUsed, step } from "../../../firmware/health/RecoveryLadder.ts";
import { type FailedHow, RECOVERY_RULES, type Rung } from "../../../firmware/health/RecoveryRules.ts";
import type { Clock, EpochMs, Timer } from "../../../firmware/time/Clock.ts";

/** What can be done to the modem, by its owner. Each resolves true when it was done; `signal` ends it early. */
export interface RecoveryMeans {
  readonly clock: Clock;
  /** Resets that earlier processes ordered. */
  readonly resets: readonly EpochMs[];
  available(): readonly Rung[];
  /** A call is up, or a message is under way: nothing that would lose it. */
  busy(): boolean;
  perform(rung: Rung, signal: AbortSignal): Promise<boolean>;
  remember(resets: readonly EpochMs[]): void;
  alarm(code: string, detail: string, cleared: boolean): void;
  log(text: string): void;
}

/** The shell of the recovery ladder: performs one rung at a time, keeps its one timer. */
export class ModemRecovery {
  readonly #means: RecoveryMeans;
  #state: LadderState;
  #timer: Timer | undefined;
  #doing: AbortController | undefined;
  #performing: Promise<void> = Promise.resolve();
  #stopped = false;
  #movedAtMs: number;
  /** When the timer fires that is running. */
  #dueAtMs: number | undefined;

  constructor(means: RecoveryMeans) {
    this.#means = means;
    this.#state = newLadder(means.resets);
    this.#movedAtMs = means.clock.monotonic();
  }

  get resetsAllowed(): number {
    return RECOVERY_RULES.resetsADay;
  }

  get resetsToday(): number {
    return resetsUsed(this.#state, this.#means.clock.now());
  }

  /** When it last did something, or now, as long as it waits for a time that it has set itself. */
  get movedAtMs(): number {
    const now = this.#means.clock.monotonic();
    return this.#dueAtMs !== undefined && now <= this.#dueAtMs ? now : this.#movedAtMs;
  }

  failed(why: FailedHow): void {
    this.#feed({ kind: "failed", why, ...this.#circumstances() });
  }

  inService(): void {
    this.#feed({ kind: "inService", atMs: this.#means.clock.monotonic() });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    this.#doing?.abort();
    await this.#performing;
  }

  #circumstances() {
    const { clock } = this.#means;
    return {
      atMs: clock.monotonic(),
      now: clock.now(),
      available: this.#means.available(),
      busy: this.#means.busy(),
    };
  }

  #feed(event: LadderEvent): void {
    if (this.#stopped) return;
    this.#movedAtMs = this.#means.clock.monotonic();
    const [state, effects] = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: LadderEffect): void {
    switch (effect.kind) {
      case "perform":
        return this.#order(effect.rung);
      case "wait":
        this.#timer?.cancel();
        this.#dueAtMs = this.#means.clock.monotonic() + effect.for;
        this.#timer = this.#means.clock.after("modem recovery", effect.for, () => {
          this.#dueAtMs = undefined;
          this.#feed({ kind: "timer", ...this.#circumstances() });
        });
        return;
      case "alarm":
        return this.#means.alarm(effect.code, effect.detail, false);
      case "alarmOver":
        return this.#means.alarm(effect.code, "over", true);
      case "remember":
        return this.#means.remember(effect.resets);
    }
  }

  /** What goes on from an earlier order ends first. */
  #order(rung: Rung): void {
    this.#doing?.abort();
    const doing = new AbortController();
    this.#doing = doing;
    this.#performing = this.#performing.then(async () => {
      if (doing.signal.aborted) return;
      this.#means.log(`recovery: ${rung}`);
      // A port that hangs in the kernel must not keep the next rung waiting.
      const ok = await Promise.race([this.#try(rung, doing.signal), aborted(doing.signal)]);
      if (!doing.signal.aborted) this.#feed({ kind: "rungEnded", rung, ok, ...this.#circumstances() });
    });
  }

  #try(rung: Rung, signal: AbortSignal): Promise<boolean> {
    return this.#means.perform(rung, signal).catch((error: unknown) => {
      this.#means.log(`recovery: ${rung} failed: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    });
  }
}

const aborted = (signal: AbortSignal): Promise<false> =>
  new Promise((resolve) => signal.addEventListener("abort", () => resolve(false), { once: true }));
