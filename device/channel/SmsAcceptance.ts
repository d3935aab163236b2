import type { DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { TellFault } from "../line/gsm/SmsCarrier.ts";

/** An urgent page that the network has not accepted by then is told, while it goes on being tried: a person may phone. */
const ACCEPTANCE_EXPECTED = Seconds(10);

type Code = "SMS_REFUSED" | "SMS_NOT_ACCEPTED";

/** Tells a person that pages to somebody do not leave, until one does. */
export class SmsAcceptance {
  readonly #clock: Clock;
  readonly #onFault: TellFault;
  /** Numbers whose last page met the fault. */
  readonly #troubled = { SMS_REFUSED: new Set<string>(), SMS_NOT_ACCEPTED: new Set<string>() };
  readonly #watches = new Set<Timer>();

  constructor(clock: Clock, onFault: TellFault) {
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** Returns how to end it. */
  watch(dispatch: Dispatch): () => void {
    const timer = this.#clock.after("sms acceptance", ACCEPTANCE_EXPECTED, () => {
      this.#watches.delete(timer);
      this.#raise("SMS_NOT_ACCEPTED", dispatch, detail.notAccepted());
    });
    this.#watches.add(timer);
    return () => {
      timer.cancel();
      this.#watches.delete(timer);
    };
  }

  /** Only of pages: an answer that did not go is no page, and a caller's number that takes no SMS is no fault of the box. */
  ended(dispatch: Dispatch, outcome: DispatchOutcome): void {
    if (dispatch.purpose !== undefined && outcome.kind !== "sent") return;
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

  stop(): void {
    for (const timer of this.#watches) timer.cancel();
    this.#watches.clear();
  }

  /** The detail names the person and the code, never the number. */
  #raise(code: Code, { address, person }: Dispatch, detail: string): void {
    this.#troubled[code].add(address);
    this.#onFault(code, `${person}: ${detail}`, false);
  }

  #clear(code: Code, { address }: Dispatch): void {
    const numbers = this.#troubled[code];
    if (numbers.delete(address) && numbers.size === 0) this.#onFault(code, "", true);
  }
}
