import type { EpochMs } from "../time/Clock.ts";
import { Milliseconds } from "../time/Duration.ts";
import type {
  Attempt,
  EscalationContext,
  EscalationEffect,
  EscalationState,
  EscalationStepResult,
} from "./Escalation.ts";

/** One step in the making: the state so far, and what is to be done. It never leaves the function that made it. */
export class EscalationDraft {
  #state: EscalationState;
  readonly #effects: EscalationEffect[] = [];

  constructor(state: EscalationState) {
    this.#state = state;
  }

  get state(): EscalationState {
    return this.#state;
  }

  get result(): EscalationStepResult {
    return [this.#state, this.#effects];
  }

  change(change: Partial<EscalationState>): void {
    this.#state = { ...this.#state, ...change };
  }

  /** For a change that takes something away. */
  become(state: EscalationState): void {
    this.#state = state;
  }

  perform(effect: EscalationEffect): void {
    this.#effects.push(effect);
  }

  audit(what: string, more: { readonly person?: string; readonly detail?: string } = {}): void {
    this.perform({ kind: "audit", what, ref: this.#state.ref, ...more });
  }

  raise(code: string, detail: string): void {
    if (this.#state.faults.includes(code)) return;
    this.change({ faults: [...this.#state.faults, code] });
    this.perform({ kind: "fault", code, where: this.#state.ref, detail, cleared: false });
  }

  clear(code: string): void {
    if (!this.#state.faults.includes(code)) return;
    this.change({ faults: this.#state.faults.filter((told) => told !== code) });
    this.perform({ kind: "fault", code, where: this.#state.ref, detail: "", cleared: true });
  }

  /** Tells the broker what is true now. */
  publish({ ways, texts }: EscalationContext): void {
    if (!ways.has("mqtt")) return;
    const { ref } = this.#state;
    this.perform({ kind: "publish", topic: texts.topic(ref), payload: texts.payload(this.#state, []), retain: false });
  }

  /** Sends, or sends again. What earlier groups have ended is forgotten, so that the state stays small. */
  send(attempt: Attempt): void {
    const kept = new Set([attempt.group, this.#state.group]);
    const others = this.#state.attempts.filter(
      (other) => other.dispatch.id !== attempt.dispatch.id && (isLive(other) || kept.has(other.group)),
    );
    this.change({ attempts: [...others, attempt] });
    this.perform({ kind: "dispatch", dispatch: attempt.dispatch, urgent: this.#state.urgency === "urgent" });
  }

  /** A page of an earlier step that is still under way counts for the current one. */
  adopt(attempt: Attempt): void {
    const { group } = this.#state;
    this.change({ attempts: this.#state.attempts.map((other) => (other === attempt ? { ...other, group } : other)) });
  }

  settle(id: string, fate: Attempt["fate"]): void {
    this.change({
      attempts: this.#state.attempts.map((attempt) => (attempt.dispatch.id === id ? { ...attempt, fate } : attempt)),
    });
  }

  startTimer(name: string, now: EpochMs, due: EpochMs): void {
    this.perform({ kind: "startTimer", name, at: due, after: Milliseconds(Math.max(0, due - now)) });
  }

  /** The one timer that leads to the next step or to the expiry. */
  startMain(purpose: "step" | "expiry", now: EpochMs, due: EpochMs): void {
    this.stopMain();
    const name = `${this.#state.ref}.${purpose}.${this.#state.timers}`;
    this.change({ timer: { name, at: due }, timers: this.#state.timers + 1 });
    this.startTimer(name, now, due);
  }

  stopMain(): void {
    const { timer } = this.#state;
    if (timer === undefined) return;
    this.perform({ kind: "stopTimer", name: timer.name });
    this.forgetMain();
  }

  /** It has fired: a second report of the same timer is of the past. */
  forgetMain(): void {
    const { timer: _over, ...rest } = this.#state;
    this.#state = rest;
  }

  /** Pages that have not left and must not any more: one for what was taken wakes somebody for nothing. */
  giveUp(which: (attempt: Attempt) => boolean, why: string): void {
    const given = this.#state.attempts.filter((attempt) => isLive(attempt) && which(attempt));
    for (const { fate, dispatch } of given) {
      if (fate === "resting") this.perform({ kind: "stopTimer", name: retryTimer(dispatch.id) });
      this.perform({ kind: "cancelDispatch", id: dispatch.id, dispatch, detail: why });
    }
    this.change({ attempts: this.#state.attempts.filter((attempt) => !given.includes(attempt)) });
  }
}

export const isLive = (attempt: Attempt): boolean => attempt.fate === "trying" || attempt.fate === "resting";
export const retryTimer = (id: string): string => `${id}.retry`;
