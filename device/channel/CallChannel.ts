import type { AlertChannel, DispatchOutcome } from "../../firmware/channel/AlertChannel.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { promptVariables } from "../../firmware/config/promptVariables.ts";
import { nextToCall } from "../../firmware/doctor/pageQueue.ts";
import type { ActResult, OpenPage, TalkSetup } from "../../firmware/doctor/TalkState.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { findPerson } from "../../firmware/oncall/onCall.ts";
import type { Timer } from "../../firmware/time/Clock.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { PageCall } from "../doctor/PageCall.ts";
import type { TalkMeans } from "../doctor/TalkRunner.ts";
import type { OutgoingCall, OutgoingOptions } from "../line/gsm/OutgoingCall.ts";

/** A line over which somebody can be called: a cellular one, because it is told who answers. */
export interface CallingLine {
  readonly id: string;
  /** Its modem is there and can make calls. */
  readonly inService: boolean;
  /** Undefined when it is not free: it rings, or somebody speaks. */
  dial(options: OutgoingOptions): OutgoingCall | undefined;
}

export interface CallChannelOptions {
  readonly clinic: Clinic;
  readonly means: TalkMeans;
  /** Those that there are at this moment. */
  readonly lines: () => readonly CallingLine[];
  readonly page: (ref: string) => OpenPage | undefined;
  readonly lostTo: (ref: string, person: string) => Exclude<ActResult, { readonly kind: "done" }> | undefined;
}

/** A patient who speaks on the only line is not cut off: the page is tried again later. Pages before it are waited for. */
const LINE_WITHIN = Minutes(1);
/** Between two calls of ours a patient who has heard "engaged" gets through. */
const LINE_RESTS = Seconds(3);
/** As long as a patient who calls this line meanwhile may have to hear "engaged". */
const LONGEST_TALK = Minutes(4);

interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly urgent: boolean;
  readonly sinceMs: number;
  readonly dispatch: Dispatch;
  readonly patience: Timer;
  readonly settle: (outcome: DispatchOutcome) => void;
}

/**
 * Pages by telephone: whoever is meant is called over a cellular line that is free, one call at a time on each, and counts as paged
 * once a person has proved to be there and has heard the page. All else is told as failed at once, so that the escalation goes on.
 */
export class CallChannel implements AlertChannel {
  readonly way = "call";
  readonly #options: CallChannelOptions;
  #waiting: readonly Waiting[] = [];
  readonly #calls = new Map<string, PageCall>();
  readonly #resting = new Map<string, Timer>();
  #stopped = false;

  constructor(options: CallChannelOptions) {
    this.#options = options;
  }

  send(dispatch: Dispatch, { urgent }: { readonly urgent: boolean }): Promise<DispatchOutcome> {
    const { clock } = this.#options.means;
    const { promise, resolve } = Promise.withResolvers<DispatchOutcome>();
    const { id, address: number } = dispatch;
    const patience = this.#patience(id);
    this.#waiting = [
      ...this.#waiting,
      { id, number, urgent, sinceMs: clock.monotonic(), dispatch, patience, settle: resolve },
    ];
    this.lineMayBeFree();
    return promise;
  }

  /** A line tells that nobody is on it any more, or that its modem is there. */
  lineMayBeFree(): void {
    if (this.#stopped) return;
    for (const line of this.#options.lines()) {
      if (!line.inService || this.#resting.has(line.id)) continue;
      const next = nextToCall(this.#waiting, this.#engaged);
      if (next === undefined) return;
      this.#dial(line, next);
    }
  }

  withdraw(dispatchId: string): void {
    const waiting = this.#waiting.find(({ id }) => id === dispatchId);
    if (waiting !== undefined) this.#settle(waiting, { kind: "failedPermanently", detail: "not called any more" });
    this.#calls.get(dispatchId)?.withdrawn();
  }

  /** What is under way stays unproved, and is called again at the next start. Before the lines are stopped, which hang up. */
  stop(): void {
    this.#stopped = true;
    for (const { patience } of this.#waiting) patience.cancel();
    for (const rest of this.#resting.values()) rest.cancel();
    this.#waiting = [];
    for (const call of this.#calls.values()) call.hangUp();
  }

  get #engaged(): ReadonlySet<string> {
    return new Set([...this.#calls.values()].map(({ number }) => number));
  }

  #dial(line: CallingLine, waiting: Waiting): void {
    const { clinic, lostTo, means } = this.#options;
    const { dispatch } = waiting;
    const call = PageCall.dial({
      clinic,
      means,
      line,
      dispatch,
      setup: this.#setup(dispatch, waiting.urgent),
      lostTo: () => lostTo(dispatch.ref, dispatch.person),
      onOver: (outcome) => {
        if (this.#stopped) return;
        this.#calls.delete(dispatch.id);
        this.#rest(line.id);
        waiting.settle(outcome);
      },
    });
    // It is not free after all: it tells when it is.
    if (call === undefined) return;
    this.#take(waiting);
    this.#calls.set(dispatch.id, call);
  }

  #setup(dispatch: Dispatch, urgent: boolean): TalkSetup {
    const { clinic, means, page } = this.#options;
    const { ref, person: id, createdAt: raisedAt } = dispatch;
    const { languages, timezone } = clinic.clinic;
    return {
      person: findPerson(clinic, id) ?? { id, name: id },
      locked: means.pins.isLocked(id),
      language: languages[0] ?? "en",
      timezone,
      variables: promptVariables(clinic),
      longest: LONGEST_TALK,
      why: {
        kind: "page",
        page: page(ref) ?? { ref, urgency: urgent ? "urgent" : "routine", state: "open", raisedAt },
      },
    };
  }

  #rest(line: string): void {
    const timer = this.#options.means.clock.after("telephone line rests", LINE_RESTS, () => {
      this.#resting.delete(line);
      this.lineMayBeFree();
    });
    this.#resting.set(line, timer);
  }

  #patience(id: string): Timer {
    return this.#options.means.clock.after("telephone line", LINE_WITHIN, () => this.#gaveUpWaiting(id));
  }

  #gaveUpWaiting(id: string): void {
    const waiting = this.#waiting.find((each) => each.id === id);
    if (waiting === undefined) return;
    // The queue moves on; each call of ours has its own bound.
    if (this.#calls.size > 0) {
      const patience = this.#patience(id);
      this.#waiting = this.#waiting.map((each) => (each === waiting ? { ...each, patience } : each));
      return;
    }
    const anyLine = this.#options.lines().some(({ inService }) => inService);
    const detail = anyLine ? "no telephone line became free" : "no cellular line is in service";
    this.#settle(waiting, { kind: "failedTemporarily", detail });
  }

  #settle(waiting: Waiting, outcome: DispatchOutcome): void {
    this.#take(waiting);
    waiting.settle(outcome);
  }

  #take(waiting: Waiting): void {
    waiting.patience.cancel();
    this.#waiting = this.#waiting.filter((each) => each !== waiting);
  }
}
