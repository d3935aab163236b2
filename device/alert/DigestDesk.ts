import { digestDue, digestOf, KNOWN_OPENINGS } from "../../firmware/alert/digest.ts";
import { digestPayload, digestTopic } from "../../firmware/channel/mqttTopics.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { Dispatch, MessageStore } from "../../firmware/message/MessageStore.ts";
import { type OnCallOptions, resolveTarget } from "../../firmware/oncall/onCall.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import { dispatchOf } from "../channel/SmsOutbox.ts";

const LOOKS_EVERY: Duration = Minutes(1);
/** More than a clinic's box takes over a long weekend. */
const MOST_MESSAGES = 500;

export interface DigestDeskOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "digests" | "writeDigest" | "list">;
  readonly onCall?: () => OnCallOptions;
  readonly publish: (topic: string, payload: string, retain: boolean) => void;
  /** A text whose row is written. */
  readonly send: (dispatch: Dispatch) => void;
}

/**
 * Tells who wants to know, when the clinic opens, what came in the night. The digest and its texts are one transaction, and there
 * is one for each opening, so neither a crash nor a clock that is set tells it twice or not at all.
 */
export class DigestDesk {
  readonly #options: DigestDeskOptions;
  #timer: Timer | undefined;
  #busy = false;

  constructor(options: DigestDeskOptions) {
    this.#options = options;
  }

  start(): void {
    if (this.#options.clinic.escalation.digest === undefined) return;
    this.#timer = this.#options.clock.after("alert.digest", LOOKS_EVERY, () => {
      this.start();
      // A store that cannot be asked now is asked again in a minute, and tells its fault itself.
      if (!this.#busy) void this.look().catch(() => undefined);
    });
  }

  stop(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  async look(): Promise<void> {
    const { clinic, clock, store, onCall, publish, send } = this.#options;
    const digest = clinic.escalation.digest;
    const now = clock.now();
    // A clock that nobody believes would tell of the wrong day; the openings are known only once it is right.
    if (digest === undefined || onCall?.().clockTrusted === false || digestDue(clinic, now, []) === undefined) return;
    this.#busy = true;
    try {
      const told = (await store.digests(now - KNOWN_OPENINGS)).map(({ opensAt }) => opensAt);
      const due = digestDue(clinic, now, told);
      if (due === undefined) return;
      const { text, ...counts } = digestOf(clinic, due, await store.list(MOST_MESSAGES));
      if (digest.by.includes("mqtt") && clinic.mqtt !== undefined)
        publish(digestTopic(clinic.mqtt), digestPayload(counts), true);
      const letters = digest.by.includes("sms") ? this.#letters(due.opensAt, text) : [];
      const isNew = await store.writeDigest({ ...due, madeAt: now, text }, letters);
      if (isNew) for (const letter of letters) send(letter);
    } finally {
      this.#busy = false;
    }
  }

  #letters(opensAt: number, text: string): readonly Dispatch[] {
    const { clinic, clock, onCall } = this.#options;
    const { notify } = clinic.escalation.digest!;
    const { people } = resolveTarget(clinic, notify, clock.now(), onCall?.() ?? {});
    return people.map(({ id: person, phone: address }) =>
      dispatchOf({ purpose: "notice", ref: "", person, address, text }, `digest.${opensAt}.${person}`, clock.now()),
    );
  }
}
