import { CALL_RINGS_FOR, type DispatchOutcome } from "../channel/AlertChannel.ts";
import type { Dispatch } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { type Duration, Seconds } from "../time/Duration.ts";
import type { EscalationContext, EscalationEvent, EscalationState, EscalationStepResult, Way } from "./Escalation.ts";
import { beginEscalation, type NewAlert, stepEscalation } from "./EscalationMachine.ts";

// What an escalation would do, without doing it: the machine itself, on a time that only this function turns.

/** What becomes of a page in the simulation. */
export interface AssumedOutcome {
  readonly after: Duration;
  readonly kind: DispatchOutcome["kind"];
}

/** The network takes every text at once, and nobody answers the telephone. */
export const nobodyAnswers = ({ way }: Dispatch): AssumedOutcome =>
  way === "call" ? { after: CALL_RINGS_FOR, kind: "failedPermanently" } : { after: Seconds(0), kind: "sent" };

export interface SimulationPlan {
  readonly context: EscalationContext;
  readonly alert: NewAlert;
  readonly until: EpochMs;
  /** Somebody who takes it; nobody without. */
  readonly taken?: { readonly person: string; readonly at: EpochMs };
  readonly outcome?: (dispatch: Dispatch) => AssumedOutcome;
}

/** One thing that somebody would notice. */
export type SimulatedRow =
  | {
      readonly kind: "page";
      readonly at: EpochMs;
      /** Ids of people; several for MQTT. */
      readonly to: string;
      readonly way: Way;
      readonly text: string;
      /** Why these people, as the audit would say it. */
      readonly because: string;
    }
  | { readonly kind: "answer"; readonly at: EpochMs; readonly to: string; readonly text: string }
  | { readonly kind: "fault"; readonly at: EpochMs; readonly code: string; readonly detail: string }
  | { readonly kind: "note"; readonly at: EpochMs; readonly text: string };

/** More than any ladder does in a day; a policy that pages for ever every few seconds is cut off here. */
const MOST_EVENTS = 20_000;

const TOLD: Readonly<Record<string, string>> = {
  "step-reached-nobody": "a step that reaches nobody is passed over at once",
  "step-failed": "nobody of the step can be reached: the next one now",
  "nobody-was-notified": "nobody was told",
  "way-passed-over": "passed over",
  "policy-vanished": "there is no such policy: the one for urgent calls",
  "no-escalation": "it waits in the inbox: nobody is paged",
  "ladder-ended": "the last step is done: it waits in the inbox",
  "take-expired": "taken, but not closed in time",
  taken: "taken",
};

export function simulate(plan: SimulationPlan): readonly SimulatedRow[] {
  const run = new Simulation(plan);
  return run.rows;
}

class Simulation {
  readonly rows: SimulatedRow[] = [];
  readonly #plan: SimulationPlan;
  readonly #timers = new Map<string, { at: EpochMs; order: number }>();
  readonly #ends: { at: EpochMs; order: number; event: EscalationEvent }[] = [];
  #state: EscalationState;
  #order = 0;
  #because = "";

  constructor(plan: SimulationPlan) {
    this.#plan = plan;
    const { context, alert, taken, until } = plan;
    if (taken !== undefined)
      this.#ends.push({ at: taken.at, order: -1, event: { kind: "taken", ...taken, answer: true } });
    const begun = beginEscalation(context, alert);
    this.#state = begun[0];
    this.#perform(begun, alert.raisedAt);
    for (let events = 0; events < MOST_EVENTS; events += 1) {
      const next = this.#next();
      if (next === undefined || next.at > until) return;
      const stepped = stepEscalation(context, this.#state, next);
      this.#state = stepped[0];
      this.#perform(stepped, next.at);
    }
  }

  /** Timers and ends of pages in the order of their time, then of their making. */
  #next(): EscalationEvent | undefined {
    const [name, timer] = [...this.#timers].sort(([, a], [, b]) => a.at - b.at || a.order - b.order)[0] ?? [];
    const end = this.#ends.sort((a, b) => a.at - b.at || a.order - b.order)[0];
    const timerFirst = timer !== undefined && (end === undefined || timer.at < end.at);
    if (timerFirst || (end === undefined && timer !== undefined)) {
      this.#timers.delete(name!);
      return { kind: "timerFired", name: name!, at: timer!.at };
    }
    return this.#ends.shift()?.event;
  }

  #perform([, effects]: EscalationStepResult, at: EpochMs): void {
    const { outcome = nobodyAnswers } = this.#plan;
    for (const effect of effects) {
      this.#order += 1;
      switch (effect.kind) {
        case "dispatch": {
          const { id, person: to, way, text } = effect.dispatch;
          this.rows.push({ kind: "page", at, to, way, text, because: this.#because });
          const { after, kind } = outcome(effect.dispatch);
          const event = { kind: "dispatchEnded" as const, id, outcome: kind, detail: "assumed", at: at + after };
          this.#ends.push({ at: at + after, order: this.#order, event });
          break;
        }
        case "cancelDispatch": {
          const index = this.#ends.findIndex(({ event }) => "id" in event && event.id === effect.id);
          if (index !== -1) this.#ends.splice(index, 1);
          break;
        }
        case "startTimer":
          this.#timers.set(effect.name, { at: at + effect.after, order: this.#order });
          break;
        case "stopTimer":
          this.#timers.delete(effect.name);
          break;
        case "answerSms":
          this.rows.push({ kind: "answer", at, to: effect.person, text: effect.text });
          break;
        case "fault":
          if (!effect.cleared) this.rows.push({ kind: "fault", at, code: effect.code, detail: effect.detail });
          break;
        case "audit":
          this.#note(effect.what, effect.detail, effect.person, at);
          break;
        case "publish":
          break;
      }
    }
  }

  #note(what: string, detail: string | undefined, person: string | undefined, at: EpochMs): void {
    if (what === "on-call") this.#because = detail ?? "";
    const told = TOLD[what];
    if (told === undefined) return;
    const more = what === "way-passed-over" ? ` ${detail ?? ""}` : person === undefined ? "" : ` (${person})`;
    this.rows.push({ kind: "note", at, text: `${told}${more}` });
  }
}
