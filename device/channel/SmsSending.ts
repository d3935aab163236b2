import type { DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import type { Clock, MonotonicMs, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Hours, Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { type EncodedPart, encodeSubmit, isGsm7, toPlainGsm7 } from "../line/gsm/pdu/Pdu.ts";
import type { SmsCarrier } from "../line/gsm/SmsCarrier.ts";
import {
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryState,
  type Repair,
  startDelivery,
  step,
} from "./SmsDelivery.ts";
import type { SmsPriority } from "./SmsQueue.ts";
import type { SmsReceiver } from "./SmsReceiver.ts";
import type { SmsScheduler, Submitted } from "./SmsScheduler.ts";

/** How long the centre goes on trying: a page that arrives a day late pages nobody. */
const LONGEST_VALIDITY: Duration = Hours(24);
const MINUTE_MS = 60_000;

/** Making room waits for listings, the database and the card; a page does not wait for all of that, it is tried again. */
const REPAIR_AT_MOST: Duration = Seconds(5);

const STOPPED = "stopped";
const TOO_LATE = detail.tooLate();
const WITHDRAWN = "not wanted any more";

export interface SendingMeans {
  readonly modem: Pick<SmsCarrier, "ready" | "whenReady" | "sweep" | "reinit" | "restoreServiceCentre">;
  readonly clock: Clock;
  readonly scheduler: SmsScheduler;
  readonly receiver: SmsReceiver;
}

/** The shell of one delivery: performs what its machine asks for. */
export class SmsSending {
  readonly dispatch: Dispatch;
  readonly #priority: SmsPriority;
  readonly #reference: number;
  readonly #means: SendingMeans;
  readonly #since: MonotonicMs;
  readonly #outcome = Promise.withResolvers<DispatchOutcome>();
  #parts: readonly EncodedPart[] = [];
  #state: DeliveryState | undefined;
  #pause: Timer | undefined;
  #expiry: Timer | undefined;
  #takeBack: (() => void) | undefined;
  #submittedAtMs = 0;
  #modemMs = 0;
  #stopped = false;

  constructor(dispatch: Dispatch, priority: SmsPriority, reference: number, means: SendingMeans) {
    this.dispatch = dispatch;
    this.#priority = priority;
    this.#reference = reference;
    this.#means = means;
    this.#since = means.clock.monotonic();
  }

  /** It ended because it was to end: no fault of a modem or a number. */
  get endedOnPurpose(): boolean {
    return this.#stopped || this.#state?.over !== undefined;
  }

  run(): Promise<DispatchOutcome> {
    const left = this.#timeLeft();
    const why = left <= 0 ? TOO_LATE : this.#encode(true);
    if (why !== undefined) {
      this.#stopped = why === TOO_LATE;
      return Promise.resolve({ kind: "failedPermanently", detail: why });
    }
    if (Number.isFinite(left)) {
      this.#expiry = this.#means.clock.after("sms expiry", left, () => this.#handle({ kind: "enough", why: TOO_LATE }));
    }
    const [state, effects] = startDelivery(this.#parts.length);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    return this.#outcome.promise;
  }

  withdraw(): void {
    this.#handle({ kind: "enough", why: WITHDRAWN });
  }

  /** The box is being stopped: it ends as what is known of it. */
  abandon(): void {
    this.#stopped = true;
    this.#pause?.cancel();
    this.#expiry?.cancel();
    const outcome = this.#state?.mayHaveGone || this.#state?.phase === "submitting" ? "unknown" : "failedTemporarily";
    this.#outcome.resolve({ kind: outcome, detail: STOPPED });
  }

  #timeLeft(): Duration {
    const { expiresAt } = this.dispatch;
    return Milliseconds(expiresAt === undefined ? Number.POSITIVE_INFINITY : expiresAt - this.#means.clock.now());
  }

  /** GSM-7 wherever plain characters can say it: one part instead of two. The reason if it cannot be sent at all. */
  #encode(withReport: boolean): string | undefined {
    const { text, address } = this.dispatch;
    const plain = toPlainGsm7(text);
    const validityMinutes = Math.max(1, Math.ceil(Math.min(this.#timeLeft(), LONGEST_VALIDITY) / MINUTE_MS));
    const encoded = encodeSubmit({
      to: address,
      text: isGsm7(plain) ? plain : text,
      reference: this.#reference,
      ...(withReport ? { statusReport: true, validityMinutes } : {}),
    });
    this.#parts = encoded.pdus;
    return encoded.pdus.length > 0 ? undefined : (encoded.why ?? detail.notEncoded());
  }

  #handle(event: DeliveryEvent): void {
    if (!this.#state || this.#stopped) return;
    const [state, effects] = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: DeliveryEffect): void {
    switch (effect.kind) {
      case "submit":
        this.#submit(effect.part);
        break;
      case "withdraw":
        this.#takeBack?.();
        break;
      case "awaitModem":
        this.#awaitModem(effect.patience);
        break;
      case "pause":
        this.#pause = this.#means.clock.after("sms retry", effect.for, () => this.#handle({ kind: "pauseOver" }));
        break;
      case "repair":
        this.#repairWithin(effect.what);
        break;
      case "finish":
        this.#finish(effect);
        break;
    }
  }

  /** With the modem in service the command leaves in this very turn: the three seconds are running. */
  #awaitModem(patience: Duration): void {
    if (this.#means.modem.ready) {
      this.#handle({ kind: "modemReady" });
      return;
    }
    void this.#means.modem
      .whenReady(patience)
      .then((ready) => this.#handle({ kind: ready ? "modemReady" : "modemStillAway" }));
  }

  #submit(index: number): void {
    const done = (result: Submitted): void => this.#submitted(index, result);
    this.#takeBack = this.#means.scheduler.submit({
      part: this.#parts[index]!,
      priority: this.#priority,
      since: this.#since,
      done,
    });
  }

  #submitted(index: number, result: Submitted): void {
    if (result.kind !== "submitted") {
      this.#handle(result);
      return;
    }
    const { reference, submittedAtMs, modemMs } = result;
    this.#submittedAtMs = submittedAtMs;
    this.#modemMs = modemMs;
    const part = { reference, at: this.#means.clock.now() };
    this.#means.receiver.expectReport({ dispatch: this.dispatch, total: this.#parts.length, index, part });
    this.#handle({ kind: "submitted", reference });
  }

  #repairWithin(what: Repair): void {
    let over = false;
    const end = (): void => {
      bound.cancel();
      if (!over) this.#handle({ kind: "repairEnded" });
      over = true;
    };
    const bound = this.#means.clock.after("sms repair", REPAIR_AT_MOST, end);
    this.#pause = bound;
    void this.#repair(what).then(end, end);
  }

  async #repair(what: Repair): Promise<void> {
    const { modem, receiver } = this.#means;
    switch (what) {
      case "repairSim":
        modem.reinit();
        return;
      case "repairStorage":
        await modem.sweep();
        await receiver.settled();
        return;
      case "repairCentre":
        await modem.restoreServiceCentre();
        return;
      case "repairPdu":
        this.#encode(false);
        return;
    }
  }

  #finish({ outcome, detail }: Extract<DeliveryEffect, { kind: "finish" }>): void {
    this.#expiry?.cancel();
    this.#pause?.cancel();
    if (outcome !== "sent") {
      this.#outcome.resolve({ kind: outcome, detail });
      return;
    }
    const parts = this.#means.receiver.partsOf(this.dispatch.id);
    const times = { submittedAtMs: this.#submittedAtMs, modemMs: this.#modemMs };
    this.#outcome.resolve({ kind: "sent", detail, ...times, parts });
  }
}
