import { callerText } from "../../firmware/channel/callerText.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { SmsOutbox } from "../channel/SmsOutbox.ts";

/** The id of the clinic's people ends here: callers are none of them. */
const CALLER = "caller";

export interface CallerTextsOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "find" | "audit">;
  readonly outbox: SmsOutbox;
}

/** Tells a caller by SMS, once, that a doctor has the message: `privacy.patientText: when-taken`. It runs behind everything else. */
export class CallerTexts {
  readonly #options: CallerTextsOptions;

  constructor(options: CallerTextsOptions) {
    this.#options = options;
  }

  async taken(ref: string, takerName: string): Promise<void> {
    const { clinic, clock, outbox, store } = this.#options;
    if (clinic.privacy.patientText !== "when-taken") return;
    const message = (await store.find(ref))?.message;
    if (message === undefined) return;
    // Its tables take memory that a clinic without this option keeps.
    const { mobileNumber } = await import("../../firmware/channel/mobileNumber.ts");
    const decision = callerText(clinic.clinic, message, takerName, mobileNumber);
    if (decision.kind === "not") {
      await store.audit({ at: clock.now(), kind: "caller-not-texted", ref, person: CALLER, detail: decision.why });
      return;
    }
    const { to: address, text } = decision;
    await outbox.postOnce(`${ref}.${CALLER}`, { purpose: "patient", ref, person: CALLER, address, text });
  }
}
