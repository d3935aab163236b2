import type { AlertChannel, DispatchOutcome, ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Dispatch, MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import { type EncodedPart, encodeSubmit, isGsm7, toPlainGsm7 } from "../line/gsm/pdu/Pdu.ts";
import type { SmsModem, TellFault } from "../line/gsm/SmsModem.ts";
import type { SubmitResult } from "../line/gsm/SmsSession.ts";
import type { DeliveryReport } from "./DeliveryReports.ts";
import {
  type DeliveryEffect,
  type DeliveryEvent,
  type DeliveryState,
  type Repair,
  startDelivery,
  step,
} from "./SmsDelivery.ts";
import { SmsReceiver } from "./SmsReceiver.ts";

export interface SmsChannelOptions {
  readonly modem: SmsModem;
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "writeInbound">;
  /** A text that came in; it is in the store. It is deleted from the SIM once this has resolved. */
  readonly onReply: (reply: ReceivedReply) => void | Promise<void>;
  /** The network reported on a page that was sent: on the phone, or never to be. */
  readonly onDeliveryReport?: (report: DeliveryReport) => void;
  readonly onFault: TellFault;
}

/** How long the centre goes on trying: a page that arrives a day late pages nobody. */
const VALIDITY_MINUTES = 24 * 60;

/** An urgent page that the network has not accepted by then is told, while it goes on being tried: a person may phone. */
const ACCEPTANCE_EXPECTED = Seconds(10);

const STOPPED = "stopped";

/** Pages by SMS, and the replies to them. Every page runs by itself; only the modem's one dialogue is shared. */
export class SmsChannel implements AlertChannel {
  readonly way = "sms";
  readonly #options: SmsChannelOptions;
  readonly #receiver: SmsReceiver;
  /** Numbers whose last page met the fault. */
  readonly #troubled = { SMS_REFUSED: new Set<string>(), SMS_NOT_ACCEPTED: new Set<string>() };
  readonly #overdue = new Set<Timer>();
  readonly #underWay = new Set<Page>();
  #reference: number;

  /** Create it before the modem is started: what lies on the SIM is read at once. */
  constructor(options: SmsChannelOptions) {
    this.#options = options;
    this.#receiver = new SmsReceiver(options);
    // A new one for each text, also after a restart.
    this.#reference = Math.trunc(options.clock.now() / 1000) & 0xff;
    options.modem.onReceived((pdu) => this.#receiver.received(pdu));
  }

  send(dispatch: Dispatch, options: { readonly urgent: boolean }): Promise<DispatchOutcome> {
    const page = new Page(dispatch, options.urgent, this.#nextReference(), this.#options, this.#receiver);
    this.#underWay.add(page);
    const overdue = options.urgent ? this.#watch(dispatch) : undefined;
    return page.run().then((outcome) => {
      this.#underWay.delete(page);
      if (overdue) this.#unwatch(overdue);
      this.#tellOutcome(dispatch, outcome);
      return outcome;
    });
  }

  /** Pages that are under way end as what is known of them; the outbox sends them again at the next start. */
  stop(): void {
    this.#receiver.stop();
    for (const timer of this.#overdue) this.#unwatch(timer);
    for (const page of this.#underWay) page.abandon();
  }

  #nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xff;
    return this.#reference;
  }

  #watch(dispatch: Dispatch): Timer {
    const timer = this.#options.clock.after("sms acceptance", ACCEPTANCE_EXPECTED, () => {
      this.#overdue.delete(timer);
      this.#raise("SMS_NOT_ACCEPTED", dispatch, "not accepted yet");
    });
    this.#overdue.add(timer);
    return timer;
  }

  #unwatch(timer: Timer): void {
    timer.cancel();
    this.#overdue.delete(timer);
  }

  #tellOutcome(dispatch: Dispatch, outcome: DispatchOutcome): void {
    if (outcome.detail === STOPPED) return;
    switch (outcome.kind) {
      case "failedPermanently":
        this.#clear("SMS_NOT_ACCEPTED", dispatch);
        this.#raise("SMS_REFUSED", dispatch, outcome.detail);
        break;
      case "failedTemporarily":
      case "unknown":
        this.#raise("SMS_NOT_ACCEPTED", dispatch, outcome.detail);
        break;
      case "sent":
        this.#clear("SMS_NOT_ACCEPTED", dispatch);
        this.#clear("SMS_REFUSED", dispatch);
        break;
    }
  }

  /** The detail names the person and the code, never the number. */
  #raise(code: "SMS_REFUSED" | "SMS_NOT_ACCEPTED", { address, person }: Dispatch, detail: string): void {
    this.#troubled[code].add(address);
    this.#options.onFault(code, `${person}: ${detail}`, false);
  }

  #clear(code: "SMS_REFUSED" | "SMS_NOT_ACCEPTED", { address }: Dispatch): void {
    const numbers = this.#troubled[code];
    if (numbers.delete(address) && numbers.size === 0) this.#options.onFault(code, "", true);
  }
}

/** The shell of one delivery: performs what its machine asks for. */
class Page {
  readonly #dispatch: Dispatch;
  readonly #urgent: boolean;
  readonly #reference: number;
  readonly #options: SmsChannelOptions;
  readonly #receiver: SmsReceiver;
  readonly #outcome = Promise.withResolvers<DispatchOutcome>();
  #parts: readonly EncodedPart[] = [];
  #state: DeliveryState | undefined;
  #pause: Timer | undefined;
  #submittedAtMs = 0;
  #modemMs = 0;

  constructor(
    dispatch: Dispatch,
    urgent: boolean,
    reference: number,
    options: SmsChannelOptions,
    receiver: SmsReceiver,
  ) {
    this.#dispatch = dispatch;
    this.#urgent = urgent;
    this.#reference = reference;
    this.#options = options;
    this.#receiver = receiver;
  }

  run(): Promise<DispatchOutcome> {
    const why = this.#encode(true);
    if (why !== undefined) return Promise.resolve({ kind: "failedPermanently", detail: why });
    const [state, effects] = startDelivery(this.#parts.length);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    return this.#outcome.promise;
  }

  abandon(): void {
    this.#pause?.cancel();
    const outcome = this.#state?.mayHaveGone || this.#state?.phase === "submitting" ? "unknown" : "failedTemporarily";
    this.#outcome.resolve({ kind: outcome, detail: STOPPED });
  }

  /** GSM-7 wherever plain characters can say it: one part instead of two. The reason if it cannot be sent at all. */
  #encode(withReport: boolean): string | undefined {
    const { text, address } = this.#dispatch;
    const plain = toPlainGsm7(text);
    const encoded = encodeSubmit({
      to: address,
      text: isGsm7(plain) ? plain : text,
      reference: this.#reference,
      ...(withReport ? { statusReport: true, validityMinutes: VALIDITY_MINUTES } : {}),
    });
    this.#parts = encoded.pdus;
    return encoded.pdus.length > 0 ? undefined : (encoded.why ?? "it cannot be encoded");
  }

  #handle(event: DeliveryEvent): void {
    if (!this.#state) return;
    const [state, effects] = step(this.#state, event);
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: DeliveryEffect): void {
    switch (effect.kind) {
      case "submit":
        void this.#submit(effect.part);
        break;
      case "awaitModem":
        this.#awaitModem(effect.patience);
        break;
      case "pause":
        this.#pause = this.#options.clock.after("sms retry", effect.for, () => this.#handle({ kind: "pauseOver" }));
        break;
      case "repair":
        void this.#repair(effect.what).then(() => this.#handle({ kind: "repairEnded" }));
        break;
      case "finish":
        this.#finish(effect);
        break;
    }
  }

  /** With the modem in service the command leaves in this very turn: the three seconds are running. */
  #awaitModem(patience: Duration): void {
    if (this.#options.modem.ready) {
      this.#handle({ kind: "modemReady" });
      return;
    }
    void this.#options.modem
      .whenReady(patience)
      .then((ready) => this.#handle({ kind: ready ? "modemReady" : "modemStillAway" }));
  }

  async #submit(part: number): Promise<void> {
    const result: SubmitResult = await this.#options.modem.submit(this.#parts[part]!, { urgent: this.#urgent });
    if (result.kind !== "submitted") {
      this.#handle(result);
      return;
    }
    this.#submittedAtMs = result.submittedAtMs;
    this.#modemMs = result.modemMs;
    const { id: dispatchId, address: to } = this.#dispatch;
    this.#receiver.expectReport({ dispatchId, to, parts: this.#parts.length, reference: result.reference });
    this.#handle({ kind: "submitted", reference: result.reference });
  }

  async #repair(what: Repair): Promise<void> {
    const { modem } = this.#options;
    switch (what) {
      case "repairSim":
        modem.reinit();
        return;
      case "repairStorage":
        await modem.sweep();
        await this.#receiver.settled();
        return;
      case "repairCentre":
        await modem.restoreServiceCentre();
        return;
      case "repairPdu":
        this.#encode(false);
        return;
    }
  }

  #finish(effect: Extract<DeliveryEffect, { kind: "finish" }>): void {
    const { outcome, detail } = effect;
    if (outcome !== "sent") this.#outcome.resolve({ kind: outcome, detail });
    else this.#outcome.resolve({ kind: "sent", detail, submittedAtMs: this.#submittedAtMs, modemMs: this.#modemMs });
  }
}

export type { DeliveryReport };
