import { type AlertView, decideAck, decideReply, type ReplyEffect } from "../../firmware/alert/ReplyDesk.ts";
import { type UnclearReplies, withoutLoop } from "../../firmware/alert/unclearReplies.ts";
import type { ReceivedReply } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { OnCallOptions } from "../../firmware/oncall/onCall.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { Act, AlertHands } from "./AlertHands.ts";

export interface AlertRepliesOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: MessageStore;
  readonly onCall?: () => OnCallOptions;
  readonly fault: (code: string, where: string, detail: string, cleared: boolean) => void;
  /** All alerts that are not closed. */
  readonly views: () => readonly AlertView[];
  readonly hands: AlertHands;
  /** An answer to a person, by SMS. */
  readonly answer: (person: string, text: string) => void;
}

/** What doctors write back: decided in firmware/alert/ReplyDesk.ts, done here, answered with what is true then. */
export class AlertReplies {
  readonly #options: AlertRepliesOptions;
  #unclear: UnclearReplies = new Map();

  constructor(options: AlertRepliesOptions) {
    this.#options = options;
  }

  /** A short message from a phone. It is in the store already. */
  async reply({ from, text }: ReceivedReply): Promise<void> {
    const { clinic, clock, views } = this.#options;
    const onCall = this.#options.onCall?.() ?? {};
    const decided = decideReply(clinic, views(), { from, text, at: clock.now(), onCall });
    const [unclear, effects] = withoutLoop(this.#unclear, decided, clock.monotonic());
    this.#unclear = unclear;
    for (const effect of effects) await this.#perform(effect);
  }

  /** `…/command/ack` on MQTT: takes it for a person of the clinic; unknown ones are refused in the audit. */
  async acknowledge(ref: string, person: string): Promise<void> {
    for (const effect of decideAck(this.#options.clinic, { ref, person })) await this.#perform(effect, false);
  }

  async #perform(effect: ReplyEffect, answers = true): Promise<void> {
    const { answer, clock, fault, hands, store } = this.#options;
    switch (effect.kind) {
      case "take":
      case "close":
        return this.#act(effect.kind, effect.ref, effect.person, answers);
      case "pass":
        return this.#act("pass", effect.ref, effect.person, effect.answer);
      case "tellState":
        return answer(effect.person, await hands.stateOf(effect.ref));
      case "answerSms":
        return answer(effect.person, effect.text);
      case "fault":
        return fault(effect.code, effect.where, effect.detail, effect.cleared);
      case "audit":
        await store.audit({
          at: clock.now(),
          kind: effect.what,
          ...(effect.ref === undefined ? {} : { ref: effect.ref }),
          ...(effect.person === undefined ? {} : { person: effect.person }),
          ...(effect.detail === undefined ? {} : { detail: effect.detail }),
        });
    }
  }

  /** What came of it the escalation tells; why nothing came of it, we do. */
  async #act(act: Act, ref: string, person: string, answers: boolean): Promise<void> {
    const { done, text } = await this.#options.hands.do(act, ref, person, answers);
    if (!done && answers) this.#options.answer(person, text);
  }
}
