import assert from "node:assert/strict";
import {
  alertOf,
  type EscalationEffect,
  type EscalationEvent,
  type EscalationState,
  type EscalationStepResult,
  type Way,
} from "../../firmware/alert/Escalation.ts";
import { beginEscalation, stepEscalation } from "../../firmware/alert/EscalationMachine.ts";
import { escalationContext } from "../../firmware/alert/escalationContext.ts";
import { resumeEscalation } from "../../firmware/alert/resumeEscalation.ts";
import type { DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { Alert, Dispatch } from "../../firmware/message/MessageStore.ts";
import { testClinic } from "../clinic/testClinic.ts";

/** Tuesday 02:14 in Chicago: Dr. Patel's week, Dr. Okafor the fallback. */
export const NIGHT = Date.parse("2026-12-01T08:14:00Z");
export const SECOND = 1_000;
export const MINUTE = 60_000;

export const CLINIC = testClinic();

export interface Page {
  readonly at: number;
  readonly to: string;
  readonly way: Way;
  readonly id: string;
  readonly text: string;
}

export interface Means {
  readonly clinic?: Clinic;
  readonly ways?: readonly Way[];
  /** What becomes of a page; `sent` unless said otherwise. */
  readonly outcome?: (dispatch: Dispatch) => DispatchOutcome["kind"] | "never";
}

/** One alert in a world whose time is turned by hand. Keeps a store of what was committed, as the real one would. */
export class World {
  now = NIGHT;
  state: EscalationState;
  readonly pages: Page[] = [];
  readonly answers: string[] = [];
  readonly faults = new Set<string>();
  readonly audits: string[] = [];
  readonly cancelled: string[] = [];
  rows = new Map<string, Dispatch>();
  /** The file may be edited while it runs. */
  clinic: Clinic;
  #timers = new Map<string, number>();
  #outcomes: { at: number; event: EscalationEvent }[] = [];
  readonly #means: Means;

  constructor(means: Means = {}, urgency: "urgent" | "routine" = "urgent") {
    this.#means = means;
    this.clinic = means.clinic ?? CLINIC;
    const alert = { ref: "7Q4K", callId: "c0000000000001", urgency, raisedAt: this.now };
    this.state = this.#commit(beginEscalation(this.context, alert));
  }

  get context() {
    const ways = new Set<Way>(this.#means.ways ?? ["sms"]);
    return escalationContext(this.clinic, { ways, policy: "urgent", callback: "3125550142" });
  }

  get timers(): ReadonlyMap<string, number> {
    return this.#timers;
  }

  handle(event: EscalationEvent): void {
    this.state = this.#commit(stepEscalation(this.context, this.state, event));
  }

  taken = (person: string, answer = true) => this.handle({ kind: "taken", person, at: this.now, answer });
  /** What the network says of the newest page to somebody. */
  reported(person: string, outcome: "delivered" | "failed" | "gaveUp"): void {
    const page = this.pages.findLast(({ to }) => to === person);
    if (page === undefined) return;
    const { id, way } = page;
    this.handle({ kind: "reported", id, person, way, outcome, detail: "TP-ST", at: this.now });
  }
  passed = (person: string) => this.handle({ kind: "passed", person, at: this.now, answer: true });
  closed = (person: string) => this.handle({ kind: "closed", person, at: this.now, answer: true });

  /** Everything that is due within the next while, in its order. */
  passes(ms: number): void {
    const end = this.now + ms;
    for (let i = 0; i < 10_000; i += 1) {
      const timer = [...this.#timers].sort((a, b) => a[1] - b[1])[0];
      const outcome = this.#outcomes.sort((a, b) => a.at - b.at)[0];
      const next = Math.min(timer?.[1] ?? Number.POSITIVE_INFINITY, outcome?.at ?? Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      if (outcome !== undefined && outcome.at === next) {
        this.#outcomes.shift();
        this.handle(outcome.event);
      } else {
        this.#timers.delete(timer![0]);
        this.handle({ kind: "timerFired", name: timer![0], at: this.now });
      }
    }
    this.now = end;
  }

  /** The process dies; what was committed is all that is left. */
  crashes(downFor: number, clockSlips = 0): void {
    this.#timers = new Map();
    this.#outcomes = [];
    this.now += downFor + clockSlips;
    const alert: Alert = alertOf(this.state);
    this.state = this.#commit(resumeEscalation(this.context, alert, [...this.rows.values()], this.now));
  }

  #commit([state, effects]: EscalationStepResult): EscalationState {
    const stored = JSON.parse(JSON.stringify(state)) as EscalationState;
    assert.deepEqual(stored, state, "the state survives JSON");
    for (const effect of effects) this.#perform(effect);
    return stored;
  }

  #perform(effect: EscalationEffect): void {
    switch (effect.kind) {
      case "dispatch":
        return this.#send(effect.dispatch);
      case "cancelDispatch":
        this.cancelled.push(effect.id);
        this.#outcomes = this.#outcomes.filter(({ event }) => !("id" in event) || event.id !== effect.id);
        this.rows.set(effect.id, { ...effect.dispatch, state: "failedPermanently" });
        return;
      case "startTimer":
        assert(effect.after >= 0 && Number.isFinite(effect.after), "a timer lies ahead");
        this.#timers.set(effect.name, this.now + effect.after);
        return;
      case "stopTimer":
        this.#timers.delete(effect.name);
        return;
      case "fault":
        if (effect.cleared) this.faults.delete(effect.code);
        else this.faults.add(effect.code);
        return;
      case "audit":
        this.audits.push(effect.what);
        return;
      case "answerSms":
        this.answers.push(`${effect.person}: ${effect.text}`);
        return;
      case "publish":
        return;
    }
  }

  #send(dispatch: Dispatch): void {
    this.rows.set(dispatch.id, dispatch);
    this.pages.push({
      at: this.now - NIGHT,
      to: dispatch.person,
      way: dispatch.way,
      id: dispatch.id,
      text: dispatch.text,
    });
    const outcome = this.#means.outcome?.(dispatch) ?? "sent";
    if (outcome === "never") return;
    const event: EscalationEvent = {
      kind: "dispatchEnded",
      id: dispatch.id,
      outcome,
      detail: "",
      at: this.now + SECOND,
    };
    this.rows.set(dispatch.id, { ...dispatch, state: outcome === "sent" ? "sent" : outcome });
    this.#outcomes.push({ at: this.now + SECOND, event });
  }
}

export const told = (world: World) => world.pages.map(({ at, to, way }) => `${Math.round(at / SECOND)}s ${to} ${way}`);
