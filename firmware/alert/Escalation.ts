import type { DispatchOutcome } from "../channel/AlertChannel.ts";
import type { EscalationStep, Person } from "../config/Clinic.ts";
import type { Alert, AlertState, Dispatch, Urgency } from "../message/MessageStore.ts";
import type { OnCallAnswer } from "../oncall/onCall.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { Duration } from "../time/Duration.ts";

export type Way = Dispatch["way"];

/** Why a page goes out, for its wording. */
export type PageReason = "first" | "still-open" | "passed-on" | "not-closed" | "escalated" | "called-again";

/** What an escalation asks of the world it lives in. All pure: the clinic file, the channels that exist, the wording. */
export interface EscalationContext {
  readonly ladder: readonly EscalationStep[];
  /** The clinic file has no policy of the alert's any more; `ladder` is that for urgent calls. */
  readonly policyVanished: boolean;
  readonly ackExpires: Duration;
  /** Who is meant at this moment; never empty. */
  readonly resolve: (target: EscalationStep["notify"], at: EpochMs) => OnCallAnswer;
  /** Who takes over from somebody who hands on. */
  readonly next: (person: string, without: ReadonlySet<string>, at: EpochMs) => Person | undefined;
  readonly person: (id: string) => Person | undefined;
  /** Who is paged when all else resolves to nobody. */
  readonly fallback: Person;
  /** The ways for which there is a channel; others are passed over at once. */
  readonly ways: ReadonlySet<Way>;
  readonly texts: EscalationTexts;
}

export interface EscalationTexts {
  readonly page: (state: EscalationState, reason: PageReason) => string;
  /** For MQTT: where it is published and what. */
  readonly topic: (ref: string) => string;
  readonly payload: (state: EscalationState, paged: readonly string[]) => string;
  readonly taken: (state: EscalationState) => string;
  readonly passed: (state: EscalationState, to: readonly Person[], by: string) => string;
  readonly closed: (state: EscalationState) => string;
  /** To the one who had it. */
  readonly closedByOther: (state: EscalationState) => string;
  /** To who asked for it, and to the one who had it. */
  readonly escalated: (state: EscalationState, by: string) => string;
}

/** A later call of the same caller, linked to this alert. */
export interface LaterCall {
  readonly ref: string;
  readonly at: EpochMs;
}

/** One page that is on its way, or was the last thing done. */
export interface Attempt {
  readonly dispatch: Dispatch;
  /** The step or hand-over that it belongs to. */
  readonly group: string;
  /** `trying`: given to its channel. `resting`: failed for now, a retry timer runs. */
  readonly fate: "trying" | "resting" | "sent" | "failed";
}

/** One alert's way up the ladder, kept as JSON in `Alert.escalation`. */
export interface EscalationState {
  readonly version: 1;
  readonly ref: string;
  readonly callId: string;
  readonly urgency: Urgency;
  /** The policy's name; its steps are read from the clinic file at each step. */
  readonly policy: string;
  /** A second call of a caller whose first one is open: the ladder of that alert pages for both. */
  readonly linkedTo?: string;
  /** What the same caller has said since; their alerts are linked to this one. */
  readonly laterCalls?: readonly LaterCall[];
  /** Another alert of the same caller, not linked: pages mention it. */
  readonly seeAlso?: string;
  readonly phase: AlertState;
  readonly raisedAt: EpochMs;
  /** What the steps' `after` count from: the alert, or the moment a take expired or was handed on. */
  readonly base: EpochMs;
  /** The next step; beyond the last one it goes on repeating. */
  readonly next: number;
  /** Counts repetitions, expiries and hand-overs, so that no two dispatches have the same id. */
  readonly round: number;
  readonly attempts: readonly Attempt[];
  /** The step or hand-over whose failure means: go on at once. */
  readonly group: string;
  /** The running step timer: one of an earlier moment that fires late is known by its name. */
  readonly timer?: { readonly name: string; readonly at: EpochMs };
  readonly timers: number;
  readonly paged: readonly string[];
  /** Contacts (`<person>.<way>`) whose page the network called undeliverable for good. They are paged still, but no step counts on them. */
  readonly unreachable?: readonly string[];
  readonly passedBy: readonly string[];
  /** Who wanted the next step at once, the last time. */
  readonly escalatedBy?: string;
  readonly takenBy?: string;
  readonly takenAt?: EpochMs;
  readonly closedBy?: string;
  readonly closedAt?: EpochMs;
  /** The faults that this alert has told and not cleared. */
  readonly faults: readonly string[];
}

/** `answer: true`: it came by SMS, so its sender hears back. */
export type EscalationEvent =
  | { readonly kind: "timerFired"; readonly name: string; readonly at: EpochMs }
  | {
      readonly kind: "dispatchEnded";
      readonly id: string;
      readonly outcome: DispatchOutcome["kind"];
      readonly detail: string;
      readonly at: EpochMs;
    }
  /** The network's last word on a page that it had taken: on the phone, never to be (`failed`), or tried for too long (`gaveUp`). */
  | {
      readonly kind: "reported";
      readonly id: string;
      readonly person: string;
      readonly way: Way;
      readonly outcome: "delivered" | "failed" | "gaveUp";
      readonly detail: string;
      readonly at: EpochMs;
    }
  /** The store's `takeAlert` said `taken` (or the holder wrote again: their time begins anew). */
  | { readonly kind: "taken"; readonly person: string; readonly at: EpochMs; readonly answer: boolean }
  | { readonly kind: "passed"; readonly person: string; readonly at: EpochMs; readonly answer: boolean }
  /** The store's `closeAlert` said `closed`. */
  | { readonly kind: "closed"; readonly person: string; readonly at: EpochMs; readonly answer: boolean }
  /** Somebody wants the next step now; of a taken alert, too. */
  | { readonly kind: "escalated"; readonly person: string; readonly at: EpochMs; readonly answer: boolean }
  /** The same caller has called again; that call's alert is linked to this one. */
  | { readonly kind: "calledAgain"; readonly ref: string; readonly at: EpochMs }
  /** The alert that this one is linked to is open again: so is this one. */
  | { readonly kind: "reopened"; readonly at: EpochMs }
  /** The alert that this one is linked to is not there: this one climbs by itself. */
  | { readonly kind: "unlinked"; readonly at: EpochMs; readonly why: string }
  /** The auditor found that nothing of it lies ahead. */
  | { readonly kind: "stuck"; readonly at: EpochMs; readonly why: string };

export type EscalationEffect =
  /** Write it (with the alert, in one transaction), then send it. The same id again: send again, same row. */
  | { readonly kind: "dispatch"; readonly dispatch: Dispatch; readonly urgent: boolean }
  /** If it has not left yet it must not; its row becomes failedPermanently with this detail. */
  | { readonly kind: "cancelDispatch"; readonly id: string; readonly dispatch: Dispatch; readonly detail: string }
  /** `after` is for the timer (monotonic), `at` for people. Starting a name again replaces it. */
  | { readonly kind: "startTimer"; readonly name: string; readonly at: EpochMs; readonly after: Duration }
  | { readonly kind: "stopTimer"; readonly name: string }
  | {
      readonly kind: "fault";
      readonly code: string;
      readonly where: string;
      readonly detail: string;
      readonly cleared: boolean;
    }
  | {
      readonly kind: "audit";
      readonly what: string;
      readonly ref: string;
      readonly person?: string;
      readonly detail?: string;
    }
  | { readonly kind: "answerSms"; readonly person: string; readonly text: string }
  | { readonly kind: "publish"; readonly topic: string; readonly payload: string; readonly retain: boolean };

export type EscalationStepResult = readonly [EscalationState, readonly EscalationEffect[]];

/** Whether an alert must have a step or an expiry ahead of it. Routine ones may have come to the end of their ladder. */
export function mustGoOn(state: EscalationState, ladder: readonly EscalationStep[]): boolean {
  if (state.phase === "closed" || state.linkedTo !== undefined) return false;
  if (state.phase === "taken" || state.urgency === "urgent") return true;
  return ladder.length > 0 && (state.next < ladder.length || ladder.at(-1)?.repeat === true);
}

/** The alert as the store keeps it. After an expiry it is open and still carries the old take, by which the store knows. */
export function alertOf(state: EscalationState): Alert {
  return {
    ref: state.ref,
    callId: state.callId,
    urgency: state.urgency,
    state: state.phase,
    raisedAt: state.raisedAt,
    ...(state.takenBy === undefined ? {} : { takenBy: state.takenBy }),
    ...(state.takenAt === undefined ? {} : { takenAt: state.takenAt }),
    ...(state.closedAt === undefined ? {} : { closedAt: state.closedAt }),
    escalation: JSON.stringify(state),
  };
}
