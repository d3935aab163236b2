import type { EscalationState } from "../../firmware/alert/Escalation.ts";
import type { Act as SpokenAct } from "../../firmware/doctor/TalkEffects.ts";
import type { OpenPage, ActResult as Spoken } from "../../firmware/doctor/TalkState.ts";
import type { TakeResult } from "../../firmware/message/MessageStore.ts";
import type { AlertHands } from "./AlertHands.ts";
import type { OpenAlerts } from "./OpenAlerts.ts";

/** The alerts as a doctor on the telephone hears of them, and acts on them. */
export class TalkAlerts {
  readonly #alerts: OpenAlerts;
  readonly #hands: AlertHands;
  readonly #personName: (id: string) => string;

  constructor(alerts: OpenAlerts, hands: AlertHands, personName: (id: string) => string) {
    this.#alerts = alerts;
    this.#hands = hands;
    this.#personName = personName;
  }

  /** What came of it is said there and then. Only a take is confirmed by SMS, too: nobody keeps a reference heard in the dark. */
  async act(act: SpokenAct, ref: string, person: string): Promise<Spoken> {
    const { outcome, nobodyElse } = await this.#hands.do(act, ref, person, act === "take");
    return nobodyElse ? { kind: "done", nobodyElse } : this.#inWords(outcome);
  }

  #inWords(outcome: TakeResult): Spoken {
    switch (outcome.kind) {
      case "taken":
        return { kind: "done" };
      case "alreadyTaken":
        return this.#other(outcome.by);
      case "closed":
        return { kind: "closed" };
      case "lost":
      case "unknownCode":
        return { kind: "gone" };
    }
  }

  #other(id: string): Exclude<Spoken, { readonly kind: "done" }> {
    return { kind: "other", by: { id, name: this.#personName(id) } };
  }

  /** What became of an alert for somebody who does not have it; undefined while it is open, or theirs. */
  lostTo(ref: string, person: string): Exclude<Spoken, { readonly kind: "done" }> | undefined {
    const state = this.#alerts.get(ref)?.state;
    if (state === undefined || state.phase === "closed") return { kind: "closed" };
    if (state.phase === "open" || state.takenBy === person || state.takenBy === undefined) return undefined;
    return this.#other(state.takenBy);
  }

  page(ref: string): OpenPage | undefined {
    const state = this.#alerts.get(ref)?.state;
    return state === undefined ? undefined : pageOf(state);
  }

  /** All that are not closed, whoever was paged. */
  get unfinished(): readonly OpenPage[] {
    return this.#alerts.all.map(({ state }) => pageOf(state)).filter(({ state }) => state !== "closed");
  }

  /** Nobody has them, and this person was paged for them, or for an earlier call of the same caller: urgent first, newest first. */
  openPages(person: string): readonly OpenPage[] {
    const pagedFor = (ref: string): readonly string[] => this.#alerts.get(this.#alerts.rootOf(ref))?.state.paged ?? [];
    return this.#alerts.all
      .map(({ state }) => state)
      .filter(({ phase, ref }) => phase === "open" && pagedFor(ref).includes(person))
      .sort((a, b) => urgentFirst(a) - urgentFirst(b) || b.raisedAt - a.raisedAt)
      .map(pageOf);
  }
}

const urgentFirst = ({ urgency }: EscalationState): number => (urgency === "urgent" ? 0 : 1);

const pageOf = ({ ref, urgency, phase, raisedAt, takenBy }: EscalationState): OpenPage => ({
  ref,
  urgency,
  state: phase,
  raisedAt,
  ...(takenBy === undefined ? {} : { takenBy }),
});
