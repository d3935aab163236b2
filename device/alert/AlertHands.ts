import { isOnlyThem } from "../../firmware/alert/handOver.ts";
import { isNewsTo } from "../../firmware/alert/laterCalls.ts";
import { storedAlertText, takeResultText } from "../../firmware/alert/ReplyDesk.ts";
import {
  closedText,
  escalatedText,
  notPassedText,
  passedText,
  takenText,
} from "../../firmware/channel/shortMessageText.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { MessageStore, TakeResult } from "../../firmware/message/MessageStore.ts";
import { wallTime } from "../../firmware/oncall/wallClock.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { LiveFeed } from "../control/LiveFeed.ts";
import type { OpenAlerts } from "./OpenAlerts.ts";

export const ACTS = ["take", "pass", "escalate", "close"] as const;
export type Act = (typeof ACTS)[number];

/** What came of it, and in one sentence what is true now, for whoever asked. */
export interface ActResult {
  readonly done: boolean;
  readonly text: string;
  /** `taken`: it was done, whatever it was; else why not. */
  readonly outcome: TakeResult;
  /** Handed on, and there is nobody to take it but them. */
  readonly nobodyElse?: true;
}

const DONE = { done: true, outcome: { kind: "taken" } } as const;

export interface AlertHandsOptions {
  readonly clinic: Clinic;
  readonly clock: Clock;
  readonly store: Pick<MessageStore, "takeAlert" | "closeAlert" | "alertNow">;
  readonly feed: LiveFeed;
  readonly alerts: OpenAlerts;
  readonly personName: (id: string) => string;
  /** It is theirs, since a moment ago. */
  readonly onTaken: (ref: string, by: string) => void;
}

/**
 * What people do with an alert, whichever way they say it: by SMS, on the telephone, at the box, on MQTT. An alert and the
 * later calls of the same caller go from hand to hand together. `answer`: the escalation tells them by SMS what came of it.
 * One act after the other: a take that the store has not answered yet must not undo what was wanted after it.
 */
export class AlertHands {
  readonly #options: AlertHandsOptions;
  readonly #underWay = new Map<string, Promise<unknown>>();

  constructor(options: AlertHandsOptions) {
    this.#options = options;
  }

  do(act: Act, ref: string, person: string, answer: boolean): Promise<ActResult> {
    return this.#inTurn(ref, () => this.#do(act, ref, person, answer));
  }

  #do(act: Act, ref: string, person: string, answer: boolean): Promise<ActResult> {
    switch (act) {
      case "take":
        return this.#take(ref, person, answer);
      case "pass":
        return this.#pass(ref, person, answer);
      case "escalate":
        return this.#escalate(ref, person, answer);
      case "close":
        return this.#close(ref, person, answer);
    }
  }

  /** At once when nobody else is at this alert; one that was unlinked in the meantime has a queue of its own. */
  #inTurn<Result>(ref: string, act: () => Promise<Result>): Promise<Result> {
    const { alerts } = this.#options;
    const root = alerts.rootOf(ref);
    const before = this.#underWay.get(root);
    const next = (): Promise<Result> => (alerts.rootOf(ref) === root ? act() : this.#inTurn(ref, act));
    const mine = before === undefined ? act() : before.then(next, next);
    this.#underWay.set(root, mine);
    const over = (): void => {
      if (this.#underWay.get(root) === mine) this.#underWay.delete(root);
    };
    mine.then(over, over);
    return mine;
  }

  /** The store decides who was first; only then does anybody hear "taken". */
  async #take(code: string, person: string, answer: boolean): Promise<ActResult> {
    const { alerts, clinic, clock, store } = this.#options;
    const ref = alerts.rootOf(code);
    const at = clock.now();
    const result = await store.takeAlert(ref, person, at);
    if (result.kind !== "taken" && !isTheirs(result, person))
      return { done: false, text: takeResultText(clinic, ref, result), outcome: result };
    alerts.get(ref)?.handle({ kind: "taken", person, at, answer });
    if (result.kind === "taken") this.#told(ref, person);
    const others = alerts.linkedTo(ref).map((alert) => alert.ref);
    for (const other of others) await this.#takeWith(other, person, at);
    const raisedAt = alerts.get(ref)?.state.raisedAt ?? at;
    return { ...DONE, text: takenText(ref, wallTime(raisedAt, clinic.clinic.timezone), others) };
  }

  async #takeWith(ref: string, person: string, at: number): Promise<void> {
    const { alerts, store } = this.#options;
    const result = await store.takeAlert(ref, person, at);
    if (result.kind !== "taken" && !isTheirs(result, person)) return;
    alerts.get(ref)?.handle({ kind: "taken", person, at, answer: false });
    if (result.kind === "taken") this.#told(ref, person);
  }

  #told(ref: string, person: string): void {
    const { feed, onTaken, personName } = this.#options;
    feed.tell("taken", `${personName(person)} has taken ${ref}`, { ref, figures: { by: personName(person) } });
    onTaken(ref, person);
  }

  /** To the next, at once; from open and from taken. */
  async #pass(code: string, person: string, answer: boolean): Promise<ActResult> {
    const { alerts, clock, personName } = this.#options;
    const ref = alerts.rootOf(code);
    const alert = alerts.get(ref);
    if (alert === undefined || (alert.state.phase === "taken" && alert.state.takenBy !== person))
      return this.#refused(ref);
    alert.handle({ kind: "passed", person, at: clock.now(), answer });
    const to = alert.state.attempts
      .filter(({ group }) => group === alert.state.group)
      .map(({ dispatch }) => dispatch.person);
    if (isOnlyThem(to, person)) return { ...DONE, text: notPassedText(ref), nobodyElse: true };
    return { ...DONE, text: passedText(ref, [...new Set(to)].map(personName)) };
  }

  /** The next step, now. */
  async #escalate(code: string, person: string, answer: boolean): Promise<ActResult> {
    const { alerts, clock, personName } = this.#options;
    const ref = alerts.rootOf(code);
    const alert = alerts.get(ref);
    if (alert === undefined) return this.#refused(ref);
    alert.handle({ kind: "escalated", person, at: clock.now(), answer });
    return { ...DONE, text: escalatedText(ref, personName(person)) };
  }

  async #close(code: string, person: string, answer: boolean): Promise<ActResult> {
    const { alerts, clinic, clock, store } = this.#options;
    const ref = alerts.rootOf(code);
    const at = clock.now();
    // The later calls first: whatever comes in between, none of them is left behind without a ladder.
    for (const { ref: other } of alerts.linkedTo(ref)) {
      // They cannot have read of it yet: it goes on alone.
      const first = alerts.get(ref)?.state;
      if (other !== code && first !== undefined && isNewsTo(first, person, other)) continue;
      await store.closeAlert(other, person, at);
      this.#closed(other, person, at, false);
    }
    const result = await store.closeAlert(ref, person, at);
    const wasOpen = this.#closed(ref, person, at, answer) && result.kind === "closed";
    if (wasOpen) return { ...DONE, text: closedText(ref) };
    if (result.kind === "taken") return this.#refused(ref);
    return { done: false, text: takeResultText(clinic, ref, result), outcome: result };
  }

  /** It is somebody else's, closed, or never was. */
  async #refused(ref: string): Promise<ActResult> {
    const stored = await this.#options.store.alertNow(ref);
    const text = storedAlertText(this.#options.clinic, ref, stored);
    if (stored === undefined) return { done: false, text, outcome: { kind: "unknownCode" } };
    const { state, raisedAt, takenBy = "", takenAt = raisedAt, closedAt = raisedAt } = stored.alert;
    const outcome: TakeResult =
      state === "taken" ? { kind: "alreadyTaken", by: takenBy, at: takenAt } : { kind: "closed", at: closedAt };
    return { done: false, text, outcome };
  }

  /** What is true of it now, closed ones too. */
  async stateOf(ref: string): Promise<string> {
    return storedAlertText(this.#options.clinic, ref, await this.#options.store.alertNow(ref));
  }

  #closed(ref: string, person: string, at: number, answer: boolean): boolean {
    const { alerts, feed, personName } = this.#options;
    const alert = alerts.get(ref);
    if (alert === undefined || alert.state.phase === "closed") return false;
    alert.handle({ kind: "closed", person, at, answer });
    alerts.remove(ref);
    feed.tell("closed", `${personName(person)} has closed ${ref}`, { ref });
    return true;
  }
}

const isTheirs = (result: TakeResult, person: string): boolean =>
  result.kind === "alreadyTaken" && result.by === person;
