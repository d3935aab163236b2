import type { AlertChannel, DispatchOutcome, ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import type { Clock, EpochMs, MonotonicMs } from "../../firmware/time/Clock.ts";
import type { SmsCarrier, TellFault } from "../line/gsm/SmsCarrier.ts";
import type { DeliveryReport } from "./DeliveryReports.ts";
import { type StorageReading, type StorageWatch, step, UNWATCHED } from "./SimStorage.ts";
import { SmsAcceptance } from "./SmsAcceptance.ts";
import { priorityOf } from "./SmsQueue.ts";
import { SmsReceiver, type SmsStore } from "./SmsReceiver.ts";
import { SmsScheduler } from "./SmsScheduler.ts";
import { SmsSending } from "./SmsSending.ts";

/** What the engine needs of a modem. */
export type SmsPath = Omit<SmsCarrier, "id" | "keepWarm">;

export interface SmsChannelOptions {
  readonly modem: SmsPath;
  /** PDUs that may be under way at once: one for each modem behind `modem`. */
  readonly lanes?: number;
  readonly clock: Clock;
  readonly store: SmsStore;
  /** A text that came in; it is in the store. It is deleted from the SIM once this has resolved. */
  readonly onReply: (reply: ReceivedReply) => void | Promise<void>;
  /** The network reported on a text that was sent: on the phone, or never to be. Its row is written. */
  readonly onDeliveryReport?: (report: DeliveryReport) => void;
  /** What the service centre's clock said at a moment of the monotonic one. */
  readonly onCentreTime?: (civil: EpochMs, atMs: MonotonicMs) => void;
  readonly onFault: TellFault;
}

/**
 * Everything that leaves and comes by SMS. Each text runs by itself, so that no number blocks another; what is ready to go
 * over the modem goes by priority.
 */
export class SmsChannel implements AlertChannel {
  readonly way = "sms";
  readonly #options: SmsChannelOptions;
  readonly #receiver: SmsReceiver;
  readonly #scheduler: SmsScheduler;
  readonly #acceptance: SmsAcceptance;
  readonly #underWay = new Set<SmsSending>();
  #storage: StorageWatch = UNWATCHED;
  #reference: number;

  /** Create it before the modem is started: what lies on the SIM is read at once. */
  constructor(options: SmsChannelOptions) {
    const { modem, clock, lanes = 1 } = options;
    this.#options = options;
    this.#receiver = new SmsReceiver(options);
    this.#scheduler = new SmsScheduler({ carrier: modem, clock, lanes });
    this.#acceptance = new SmsAcceptance(clock, options.onFault);
    // A new one for each text, also after a restart.
    this.#reference = Math.trunc(clock.now() / 1000) & 0xff;
    modem.onReceived((pdu) => this.#receiver.received(pdu));
    modem.onStorage?.((reading) => this.#storageRead(reading));
  }

  async send(dispatch: Dispatch, options: { readonly urgent: boolean }): Promise<DispatchOutcome> {
    const { modem, clock } = this.#options;
    const means = { modem, clock, scheduler: this.#scheduler, receiver: this.#receiver };
    const sending = new SmsSending(
      dispatch,
      priorityOf(dispatch.purpose, options.urgent),
      this.#nextReference(),
      means,
    );
    this.#underWay.add(sending);
    const unwatch = options.urgent ? this.#acceptance.watch(dispatch) : undefined;
    const outcome = await sending.run();
    this.#underWay.delete(sending);
    unwatch?.();
    if (!sending.endedOnPurpose || outcome.kind === "sent") this.#acceptance.ended(dispatch, outcome);
    return outcome;
  }

  withdraw(dispatchId: string): void {
    for (const sending of this.#underWay) if (sending.dispatch.id === dispatchId) sending.withdraw();
  }

  /** After a start: what an earlier run sent may still be reported on. */
  resume(dispatches: readonly Dispatch[]): void {
    this.#receiver.resume(dispatches);
  }

  /** What is under way ends as what is known of it; what is not proved goes out again at the next start. */
  stop(): void {
    this.#receiver.stop();
    this.#acceptance.stop();
    for (const sending of this.#underWay) sending.abandon();
  }

  #nextReference(): number {
    this.#reference = (this.#reference + 1) & 0xff;
    return this.#reference;
  }

  #storageRead(reading: StorageReading): void {
    const { modem, clock, onFault } = this.#options;
    const [watch, effects] = step(this.#storage, reading, clock.monotonic());
    this.#storage = watch;
    for (const effect of effects) {
      if (effect.kind === "sweep") void modem.sweep();
      else onFault("SMS_STORAGE_FULL", effect.kind === "raise" ? effect.detail : "", effect.kind === "clear");
    }
  }
}

export type { DeliveryReport };
