import type { Clinic } from "../../firmware/config/Clinic.ts";
import { clockInWords } from "../../firmware/health/clockInWords.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import { errorText } from "../../firmware/health/errorText.ts";
import {
  decideRetention,
  RETENTION_LATE_AFTER,
  type RetentionCut,
  type RetentionDecision,
} from "../../firmware/message/Retention.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import type { ClockVerdict } from "../../firmware/time/ClockTrust.ts";
import { type Duration, Hours, Milliseconds, Minutes } from "../../firmware/time/Duration.ts";
import { ZoneClock } from "../../firmware/time/ZoneClock.ts";
import type { RetentionCounts, RetentionStep } from "../storage/retention.ts";
import type { Store } from "../storage/StoreClient.ts";

export interface RetentionJobOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: Pick<Store, "retentionDue" | "retain" | "giveBackPages">;
  readonly clockVerdict: () => ClockVerdict;
  readonly onFault: (code: "RETENTION_LATE", detail: string, cleared: boolean) => void;
  readonly note: (what: string) => void;
}

/** After a start: calls that were cut off get their ending first, and the clock has been told by somebody. */
const FIRST_LOOK: Duration = Minutes(10);
const BETWEEN_LOOKS: Duration = Hours(1);
/** Between two commits, so that no page and no second of speech ever waits for more than one. */
const BETWEEN_STEPS: Duration = Milliseconds(50);
/** Calls looked up at once; a night has as many rounds as it needs. */
const CALLS_A_ROUND = 200;

export type RetentionOutcome =
  | { readonly kind: "done"; readonly cut: RetentionCut; readonly counts: RetentionCounts; readonly keptOpen: number }
  | { readonly kind: "wait" }
  | { readonly kind: "failed"; readonly why: string };

/** Erases recordings and records whose days are over, at night and in small steps, and tells when that has not been possible. */
export class RetentionJob {
  readonly #options: RetentionJobOptions;
  readonly #zone: ZoneClock;
  #timer: Timer | undefined;
  #running: Promise<RetentionOutcome> | undefined;
  /** On the monotonic clock: when it could last be done, or the job began. */
  #lastGoodMs = 0;
  #told = false;
  #stopped = false;

  constructor(options: RetentionJobOptions) {
    this.#options = options;
    this.#zone = new ZoneClock(options.clinic.clinic.timezone);
  }

  start(): void {
    const { clock } = this.#options;
    this.#lastGoodMs = clock.monotonic();
    this.#timer = clock.after("retention", FIRST_LOOK, () => this.#look());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running?.catch(() => undefined);
  }

  /** Now, because a person asks. */
  runNow(): Promise<RetentionOutcome> {
    return this.#once(true);
  }

  #look(): void {
    this.#timer = this.#options.clock.after("retention", BETWEEN_LOOKS, () => this.#look());
    void this.#once(false);
  }

  #once(force: boolean): Promise<RetentionOutcome> {
    this.#running ??= this.#run(force)
      .catch((error: unknown): RetentionOutcome => ({ kind: "failed", why: errorText(error) }))
      .then((outcome) => {
        this.#running = undefined;
        this.#judge(outcome);
        return outcome;
      });
    return this.#running;
  }

  async #run(force: boolean): Promise<RetentionOutcome> {
    const { clinic, clock, store, clockVerdict } = this.#options;
    const now = clock.now();
    const facts = await store.retentionDue({ audioBefore: 0, recordsBefore: 0 }, 1);
    const { level } = clockVerdict();
    const decision: RetentionDecision = decideRetention(clinic, { now, clock: level, ...facts }, this.#zone, force);
    switch (decision.kind) {
      case "wait":
        return decision;
      case "doubt":
        return { kind: "failed", why: detail[decision.why]({ how: clockInWords(clockVerdict()) }) };
      case "run":
        return this.#erase({ audioBefore: decision.audioBefore, recordsBefore: decision.recordsBefore }, now);
    }
  }

  async #erase(cut: RetentionCut, now: number): Promise<RetentionOutcome> {
    const { store } = this.#options;
    let counts: RetentionCounts = { recordings: 0, records: 0, others: 0 };
    let keptOpen = 0;
    for (;;) {
      const due = await store.retentionDue(cut, CALLS_A_ROUND);
      keptOpen = due.keptOpen;
      let round = 0;
      for (const call of due.records) {
        const records = await this.#all({ kind: "records", call, before: cut.recordsBefore });
        counts = { ...counts, records: counts.records + records };
        round += records;
      }
      for (const call of due.audio) {
        const recordings = await this.#all({ kind: "audio", call, before: cut.audioBefore });
        counts = { ...counts, recordings: counts.recordings + recordings };
        round += recordings;
      }
      if (round === 0) break;
    }
    const others = await this.#all({ kind: "others", before: cut.recordsBefore });
    counts = { ...counts, others };
    await this.#all({ kind: "done", at: now, cut, counts });
    while (await store.giveBackPages()) await this.#pause();
    return { kind: "done", cut, counts, keptOpen };
  }

  /** Until there is no more of it; how much it was. @throws when the store is not in a state to erase anything. */
  async #all(step: RetentionStep): Promise<number> {
    for (let erased = 0; ; ) {
      if (this.#stopped) throw new Error("FirstRing is stopping");
      const result = await this.#options.store.retain(step);
      if (result.refused !== undefined) throw new Error(result.refused);
      erased += result.erased;
      if (!result.more) return erased;
      await this.#pause();
    }
  }

  #pause(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#options.clock.after("retention step", BETWEEN_STEPS, resolve);
    return promise;
  }

  #judge(outcome: RetentionOutcome): void {
    const { clock, onFault, note } = this.#options;
    if (this.#stopped) return;
    switch (outcome.kind) {
      case "wait":
        this.#lastGoodMs = clock.monotonic();
        return;
      case "done": {
        this.#lastGoodMs = clock.monotonic();
        if (this.#told) onFault("RETENTION_LATE", "", true);
        this.#told = false;
        const { recordings, records } = outcome.counts;
        if (recordings + records > 0) note(`retention: erased ${recordings} recordings and ${records} records`);
        return;
      }
      case "failed":
        if (this.#told || clock.monotonic() - this.#lastGoodMs < RETENTION_LATE_AFTER) return;
        this.#told = true;
        onFault("RETENTION_LATE", outcome.why, false);
    }
  }
}
