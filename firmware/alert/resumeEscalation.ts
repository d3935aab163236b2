import { detail } from "../health/details/detailWords.ts";
import type { Alert, Dispatch } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { type Already, climb, repeatGap } from "./climb.ts";
import { goOnIfAllFailed } from "./dispatchEnds.ts";
import type { Attempt, EscalationContext, EscalationState, EscalationStepResult } from "./Escalation.ts";
import { EscalationDraft } from "./EscalationDraft.ts";
import { freshState } from "./EscalationMachine.ts";
import { toTheTaker } from "./laterCalls.ts";

/**
 * Goes on after a crash or a restart: what is not proved sent goes out again with the same id and code, the steps whose
 * time has passed meanwhile are caught up with one page for each contact, and the timers run again.
 */
export function resumeEscalation(
  context: EscalationContext,
  alert: Alert,
  dispatches: readonly Dispatch[],
  at: EpochMs,
): EscalationStepResult {
  const draft = new EscalationDraft(reconcile(readState(alert), alert));
  const { state } = draft;
  draft.audit("resumed", { detail: state.phase });
  // Faults live in the process, not in the store.
  for (const code of state.faults)
    draft.perform({ kind: "fault", code, where: state.ref, detail: detail.beforeRestart(), cleared: false });
  if (state.phase === "closed") return draft.result;
  if (state.phase === "taken") {
    for (const dispatch of dispatches.filter(isUnproved)) {
      const address = addressNow(context, dispatch);
      if (toTheTaker(state, dispatch) && address !== undefined) draft.send(tryAgain({ ...dispatch, address }, at));
      else draft.perform({ kind: "cancelDispatch", id: dispatch.id, dispatch, detail: "taken" });
    }
    if (state.linkedTo !== undefined) return draft.result;
    const due = state.timer?.at ?? (state.takenAt ?? at) + context.ackExpires;
    draft.startMain("expiry", at, Math.min(Math.max(due, at), at + context.ackExpires));
    return draft.result;
  }
  if (state.linkedTo !== undefined) return draft.result;
  const already: Already = new Set();
  const overdue = overdueSteps(context, state, at);
  const dropped = sendAgain(context, draft, dispatches, at, already);
  if (overdue === 0) startRemaining(context, draft, at);
  const target = state.next + overdue;
  if (overdue > 0) climb(context, draft, at, already);
  while (draft.state.next < Math.min(target, context.ladder.length)) climb(context, draft, at, already);
  if (dropped) goOnIfAllFailed(context, draft, at);
  return draft.result;
}

/** What the store has of an alert's way so far. */
export function readState(alert: Alert): EscalationState {
  try {
    const state = JSON.parse(alert.escalation) as EscalationState;
    if (state.version === 1 && state.ref === alert.ref && Array.isArray(state.attempts))
      return { ...state, policy: state.policy ?? alert.urgency };
  } catch {
    // Not ours, or cut off: the ladder begins anew, which pages once too often rather than never.
  }
  return freshState(alert);
}

/** The store's word on who took or closed it counts: it was committed, the machine's own state perhaps not yet. */
function reconcile(state: EscalationState, alert: Alert): EscalationState {
  const { timer: _gone, ...rest } = state;
  const later = alert.state === "closed" || (alert.state === "taken" && alert.takenAt !== state.takenAt);
  if (!later)
    return {
      ...rest,
      phase: alert.state === "open" ? "open" : state.phase,
      ...(state.timer ? { timer: state.timer } : {}),
    };
  return {
    ...rest,
    phase: alert.state,
    ...(alert.takenBy === undefined ? {} : { takenBy: alert.takenBy }),
    ...(alert.takenAt === undefined ? {} : { takenAt: alert.takenAt }),
    ...(alert.closedAt === undefined ? {} : { closedAt: alert.closedAt }),
  };
}

/** What failed for now on MQTT is kept in the outbox and goes out from there. */
const isUnproved = ({ state, way }: Dispatch): boolean =>
  state === "queued" || state === "sending" || state === "unknown" || (state === "failedTemporarily" && way !== "mqtt");

/** The number that the clinic file has now; undefined when whoever was paged has left the clinic. */
const addressNow = (context: EscalationContext, { way, person, address }: Dispatch): string | undefined =>
  way === "mqtt" ? address : context.person(person)?.phone;

/**
 * One page for each contact: of several unproved ones the latest; the others are given up in its favour. True when some are not
 * sent because the clinic file does not know their people any more.
 */
function sendAgain(
  context: EscalationContext,
  draft: EscalationDraft,
  dispatches: readonly Dispatch[],
  at: EpochMs,
  already: Already,
): boolean {
  let dropped = false;
  const latestFirst = dispatches.filter(isUnproved).sort((a, b) => b.createdAt - a.createdAt);
  draft.change({ attempts: draft.state.attempts.filter(({ fate }) => fate === "sent" || fate === "failed") });
  for (const dispatch of latestFirst) {
    const contact = `${dispatch.person}.${dispatch.way}`;
    if (already.has(contact)) {
      draft.perform({
        kind: "cancelDispatch",
        id: dispatch.id,
        dispatch,
        detail: "a later page to the same contact goes out instead",
      });
      continue;
    }
    already.add(contact);
    const address = addressNow(context, dispatch);
    if (address !== undefined) {
      draft.send(tryAgain({ ...dispatch, address }, at));
      continue;
    }
    dropped = true;
    draft.change({ attempts: [...draft.state.attempts, { dispatch, group: groupOf(dispatch), fate: "failed" }] });
    draft.audit("page-failed", { person: dispatch.person, detail: `${dispatch.way}: not in the clinic file any more` });
    draft.perform({ kind: "cancelDispatch", id: dispatch.id, dispatch, detail: "not in the clinic file any more" });
  }
  return dropped;
}

const tryAgain = (dispatch: Dispatch, at: EpochMs): Attempt => ({
  dispatch: { ...dispatch, state: "queued", attempts: 1, updatedAt: at },
  group: groupOf(dispatch),
  fate: "trying",
});

/** `<ref>.<step>.<round>.<person>.<way>` */
const groupOf = ({ id }: Dispatch): string => id.split(".").slice(1, 3).join(".");

/** How many steps should have run by now. A repeating round counts once, however long the box was away. */
function overdueSteps(context: EscalationContext, state: EscalationState, at: EpochMs): number {
  const { ladder } = context;
  if (state.next >= ladder.length) return state.timer !== undefined && state.timer.at <= at ? 1 : 0;
  const neverRan = state.next === 0 ? 1 : 0;
  const due = ladder.filter((step, index) => index >= state.next && state.base + step.after <= at).length;
  return Math.max(neverRan, due);
}

/** The rest of the time to the next step; never more than its distance, whatever the clock says now. */
function startRemaining(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { ladder } = context;
  const { next, timer, base, urgency } = draft.state;
  const step = ladder[next];
  const before = ladder[next - 1];
  const gap = step === undefined ? repeatGap(ladder) : step.after - (before?.after ?? 0);
  const due = step === undefined ? (timer?.at ?? at + gap) : base + step.after;
  if (step === undefined && urgency === "routine" && ladder.at(-1)?.repeat !== true) return;
  const rebased = due - at > gap;
  if (rebased && step !== undefined) draft.change({ base: at + gap - step.after });
  draft.startMain("step", at, Math.max(at, rebased ? at + gap : due));
}
