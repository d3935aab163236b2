import type { Urgency } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { climb } from "./climb.ts";
import { dispatchEnded, reported } from "./dispatchEnds.ts";
import type { EscalationContext, EscalationEvent, EscalationState, EscalationStepResult } from "./Escalation.ts";
import { EscalationDraft, retryTimer } from "./EscalationDraft.ts";
import { closed, escalated, expired, passed, reopened, taken } from "./handOver.ts";
import { calledAgain, toTheTaker, unlinked } from "./laterCalls.ts";

//   open ──taken──▶ taken ──closed──▶ closed
//    ▲  ◀─passed──┘   │
//    ├──◀─escalated───┤
//    └────expired─────┘          one machine for one alert, and none delays another. An alert that is linked to an
//                                earlier one of the same caller has no ladder: that one's pages are for both.

/** What is known of an alert when it is raised. */
export interface NewAlert {
  readonly ref: string;
  readonly callId: string;
  readonly urgency: Urgency;
  readonly raisedAt: EpochMs;
  /** By default that of its urgency. */
  readonly policy?: string;
  readonly linkedTo?: string;
  readonly seeAlso?: string;
}

/** Raises an alert: its state and its first pages, which are to be committed with its message. */
export function beginEscalation(context: EscalationContext, alert: NewAlert): EscalationStepResult {
  const draft = new EscalationDraft(freshState(alert));
  draft.audit("raised", { detail: `${alert.urgency}, policy ${draft.state.policy}` });
  if (alert.linkedTo === undefined) climb(context, draft, alert.raisedAt);
  else {
    draft.audit("linked", { detail: `the caller of ${alert.linkedTo} again` });
    draft.publish(context);
  }
  return draft.result;
}

export function freshState(alert: NewAlert): EscalationState {
  const { ref, callId, urgency, raisedAt, policy = urgency, linkedTo, seeAlso } = alert;
  return {
    version: 1,
    ref,
    callId,
    urgency,
    policy,
    ...(linkedTo === undefined ? {} : { linkedTo }),
    ...(seeAlso === undefined ? {} : { seeAlso }),
    phase: "open",
    raisedAt,
    base: raisedAt,
    next: 0,
    round: 0,
    attempts: [],
    group: "",
    timers: 0,
    paged: [],
    passedBy: [],
    faults: [],
  };
}

/** What an alert does next. Never throws; an event that means nothing any more changes nothing. */
export function stepEscalation(
  context: EscalationContext,
  state: EscalationState,
  event: EscalationEvent,
): EscalationStepResult {
  const draft = new EscalationDraft(state);
  if (state.phase === "closed") return draft.result;
  switch (event.kind) {
    case "timerFired":
      timerFired(context, draft, event.name, event.at);
      break;
    case "dispatchEnded":
      dispatchEnded(context, draft, event);
      break;
    case "reported":
      reported(context, draft, event);
      break;
    case "taken":
      taken(context, draft, event);
      break;
    case "passed":
      passed(context, draft, event);
      break;
    case "closed":
      closed(context, draft, event);
      break;
    case "escalated":
      escalated(context, draft, event);
      break;
    case "calledAgain":
      calledAgain(context, draft, event.ref, event.at);
      break;
    case "reopened":
      reopened(context, draft);
      break;
    case "unlinked":
      unlinked(context, draft, event.why, event.at);
      break;
    case "stuck":
      stuck(context, draft, event.why, event.at);
      break;
  }
  return draft.result;
}

function timerFired(context: EscalationContext, draft: EscalationDraft, name: string, at: EpochMs): void {
  const { timer, phase, attempts } = draft.state;
  if (name === timer?.name) {
    draft.forgetMain();
    if (phase === "taken") {
      expired(context, draft, at);
      return;
    }
    rebase(context, draft, at);
    climb(context, draft, at);
    return;
  }
  const resting = attempts.find((attempt) => attempt.fate === "resting" && retryTimer(attempt.dispatch.id) === name);
  if (resting === undefined || !(phase === "open" || toTheTaker(draft.state, resting.dispatch))) return;
  const { dispatch } = resting;
  draft.send({ ...resting, fate: "trying", dispatch: { ...dispatch, attempts: dispatch.attempts + 1, updatedAt: at } });
}

/** The clock was set, or the box stood still: the steps keep their distances from now on instead of coming all at once. */
function rebase(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { base, next } = draft.state;
  const step = context.ladder[next];
  const following = context.ladder[next + 1];
  if (step === undefined) return;
  const late = at - (base + step.after);
  if (late < 0 || (following !== undefined && late > following.after - step.after))
    draft.change({ base: at - step.after });
}

/** Nothing of it lies ahead, or what did is long past: what would have come, comes now. */
function stuck(context: EscalationContext, draft: EscalationDraft, why: string, at: EpochMs): void {
  draft.audit("was-stuck", { detail: why });
  draft.stopMain();
  if (draft.state.phase === "taken") {
    expired(context, draft, at);
    return;
  }
  rebase(context, draft, at);
  climb(context, draft, at);
}
