import type { DispatchOutcome } from "../channel/AlertChannel.ts";
import type { Person } from "../config/Clinic.ts";
import type { Urgency } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { Minutes, Seconds } from "../time/Duration.ts";
import { beginGroup, climb, page, pageFallback, startStepTimer } from "./climb.ts";
import type { EscalationContext, EscalationEvent, EscalationState, EscalationStepResult } from "./Escalation.ts";
import { EscalationDraft, retryTimer } from "./EscalationDraft.ts";

//   open ──taken──▶ taken ──closed──▶ closed
//    ▲  ◀─passed──┘   │
//    └────expired─────┘          one machine for one alert; no alert knows of another, so none delays another

/** How often a page that may not have gone, or failed for now, is tried again beside the escalation. */
const MOST_TRIES = 5;
const FIRST_RETRY = Seconds(15);
const LONGEST_RETRY = Minutes(2);

/** Raises an alert: its state and its first pages, which are to be committed with its message. */
export function beginEscalation(
  context: EscalationContext,
  alert: { readonly ref: string; readonly callId: string; readonly urgency: Urgency; readonly raisedAt: EpochMs },
): EscalationStepResult {
  const draft = new EscalationDraft(freshState(alert));
  draft.audit("raised", { detail: alert.urgency });
  climb(context, draft, alert.raisedAt);
  return draft.result;
}

export function freshState(alert: {
  readonly ref: string;
  readonly callId: string;
  readonly urgency: Urgency;
  readonly raisedAt: EpochMs;
}): EscalationState {
  const { ref, callId, urgency, raisedAt } = alert;
  return {
    version: 1,
    ref,
    callId,
    urgency,
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
  if (resting === undefined || phase !== "open") return;
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

function dispatchEnded(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "dispatchEnded" }>,
): void {
  const attempt = draft.state.attempts.find(({ dispatch }) => dispatch.id === event.id);
  if (attempt === undefined || attempt.fate !== "trying") return;
  const outcome: DispatchOutcome["kind"] =
    attempt.dispatch.attempts >= MOST_TRIES && event.outcome !== "sent" ? "failedPermanently" : event.outcome;
  switch (outcome) {
    case "sent": {
      draft.settle(event.id, "sent");
      return;
    }
    case "unknown": {
      draft.send({
        ...attempt,
        dispatch: { ...attempt.dispatch, attempts: attempt.dispatch.attempts + 1, updatedAt: event.at },
      });
      return;
    }
    case "failedTemporarily": {
      // The broker is away; its outbox in the store keeps trying, so nothing is gained by a second copy.
      if (attempt.dispatch.way === "mqtt") {
        draft.settle(event.id, "failed");
        break;
      }
      draft.settle(event.id, "resting");
      const wait = Math.min(LONGEST_RETRY, FIRST_RETRY * 2 ** (attempt.dispatch.attempts - 1));
      draft.startTimer(retryTimer(event.id), event.at, event.at + wait);
      break;
    }
    case "failedPermanently":
      draft.settle(event.id, "failed");
      draft.audit("page-failed", { person: attempt.dispatch.person, detail: attempt.dispatch.way });
      break;
  }
  goOnIfAllFailed(context, draft, event.at);
}

/**
 * What the network reports of a page that it took (TP-ST of 3GPP TS 23.040 §9.2.3.15). `delivered` stops nothing: only a person
 * does. A page that will not be on the phone is a page that failed, and whoever is next hears of it now.
 */
function reported(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "reported" }>,
): void {
  const contact = `${event.person}.${event.way}`;
  const others = (draft.state.unreachable ?? []).filter((other) => other !== contact);
  if (event.outcome === "delivered") {
    if (draft.state.unreachable?.includes(contact) === true) draft.change({ unreachable: others });
    return;
  }
  draft.change({ unreachable: [...others, contact] });
  draft.audit("page-not-delivered", { person: event.person, detail: `${event.way} ${event.detail}` });
  const attempt = draft.state.attempts.find(({ dispatch }) => dispatch.id === event.id);
  // Another copy of it may be under way: a centre that gave up the first one has said nothing about that.
  if (attempt?.fate === "sent" || (attempt?.fate === "trying" && event.outcome === "failed")) {
    draft.settle(event.id, "failed");
    goOnIfAllFailed(context, draft, event.at);
  }
  // The phone may be switched on by the next step: then it counts again.
  if (event.outcome === "gaveUp") draft.change({ unreachable: others });
}

/**
 * Nobody of the current step can be reached: the next step now, not when its time comes. Beyond the last one it is the person
 * who must exist, once; repeating rounds keep their gap.
 */
function goOnIfAllFailed(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { attempts, group, phase, next } = draft.state;
  if (phase !== "open") return;
  const ofGroup = attempts.filter((attempt) => attempt.group === group);
  const personal = ofGroup.filter(({ dispatch }) => dispatch.way !== "mqtt");
  const counted = personal.length > 0 ? personal : ofGroup;
  if (counted.length === 0 || counted.some(({ fate }) => fate !== "failed")) return;
  if (next < context.ladder.length) {
    draft.audit("step-failed", { detail: group });
    climb(context, draft, at);
  } else if (!ofGroup.some(({ dispatch }) => dispatch.person === context.fallback.id)) {
    draft.audit("step-failed", { detail: group });
    pageFallback(context, draft, at, new Set(), "still-open");
  }
}

function taken(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "taken" }>,
): void {
  const { phase, takenBy, takenAt } = draft.state;
  if (phase === "taken" && takenBy !== event.person) {
    draft.audit("second-take", { person: event.person });
    return;
  }
  draft.giveUp(() => true, "taken");
  draft.change({
    phase: "taken",
    takenBy: event.person,
    // Renewed by its holder it is still the take of then: by its time the store knows, later, that we know of it.
    takenAt: phase === "taken" && takenAt !== undefined ? takenAt : event.at,
    paged: [...new Set([...draft.state.paged, event.person])],
  });
  draft.startMain("expiry", event.at, event.at + context.ackExpires);
  draft.clear("ALERT_UNTAKEN");
  draft.audit("taken", { person: event.person });
  publish(context, draft);
  if (event.answer) draft.perform({ kind: "answerSms", person: event.person, text: context.texts.taken(draft.state) });
}

/** Hands on at once, from open and from taken. The ladder of an open alert goes on beside it; after a take it begins anew. */
function passed(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "passed" }>,
): void {
  const { phase, takenBy, passedBy, round } = draft.state;
  if (phase === "taken" && takenBy !== event.person) {
    draft.audit("pass-refused", { person: event.person, detail: "not theirs" });
    return;
  }
  const wasTaken = phase === "taken";
  const without = new Set([...passedBy, event.person]);
  draft.giveUp(({ dispatch }) => dispatch.person === event.person, "passed on");
  draft.change({ phase: "open", passedBy: [...without], round: round + 1 });
  draft.audit("passed", { person: event.person });
  if (wasTaken) draft.change({ base: event.at, next: 0 });
  const next = context.next(event.person, without);
  const to = next === undefined ? everybodyAgain(context, draft, event.at) : pageNext(context, draft, next, event.at);
  if (wasTaken) {
    draft.change({ next: Math.min(1, context.ladder.length) });
    startStepTimer(context, draft, event.at);
  }
  publish(context, draft);
  if (event.answer)
    draft.perform({ kind: "answerSms", person: event.person, text: context.texts.passed(draft.state, to) });
}

function pageNext(context: EscalationContext, draft: EscalationDraft, person: Person, at: EpochMs): readonly Person[] {
  const already = new Set<string>();
  beginGroup(draft, "pass");
  const reached = page(context, draft, { people: [person], by: ["sms", "call"], reason: "passed-on", at, already });
  if (reached) return [person];
  pageFallback(context, draft, at, already, "passed-on");
  return [context.fallback];
}

/** Everybody has handed it on: that is forgotten, and everybody is paged. */
function everybodyAgain(context: EscalationContext, draft: EscalationDraft, at: EpochMs): readonly Person[] {
  draft.change({ passedBy: [] });
  draft.raise("ALERT_UNTAKEN", "everybody has handed it on");
  const { people } = context.resolve({ kind: "everyone" }, at);
  const already = new Set<string>();
  beginGroup(draft, "all");
  if (!page(context, draft, { people, by: ["sms", "call"], reason: "passed-on", at, already }))
    pageFallback(context, draft, at, already, "passed-on");
  return people;
}

/** Taken and not closed in time: the taker and whoever is on call now are paged, and the ladder begins anew. */
function expired(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { takenBy, round } = draft.state;
  draft.change({ phase: "open", base: at, next: 1, round: round + 1, passedBy: [] });
  draft.audit("take-expired", takenBy === undefined ? {} : { person: takenBy });
  const first = context.ladder[0];
  const onCall = first === undefined ? [context.fallback] : context.resolve(first.notify, at).people;
  const taker = takenBy === undefined ? undefined : context.person(takenBy);
  const people = taker === undefined ? onCall : [taker, ...onCall.filter(({ id }) => id !== taker.id)];
  const already = new Set<string>();
  beginGroup(draft, "again");
  if (!page(context, draft, { people, by: first?.by ?? ["sms"], reason: "not-closed", at, already }))
    pageFallback(context, draft, at, already, "not-closed");
  startStepTimer(context, draft, at);
}

function closed(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "closed" }>,
): void {
  draft.giveUp(() => true, "closed");
  draft.stopMain();
  draft.change({ phase: "closed", closedBy: event.person, closedAt: event.at });
  for (const code of draft.state.faults) draft.clear(code);
  draft.audit("closed", { person: event.person });
  publish(context, draft);
  if (event.answer) draft.perform({ kind: "answerSms", person: event.person, text: context.texts.closed(draft.state) });
}

/** Tells the broker what is true now. */
function publish(context: EscalationContext, draft: EscalationDraft): void {
  if (!context.ways.has("mqtt")) return;
  const { state } = draft;
  draft.perform({
    kind: "publish",
    topic: context.texts.topic(state.ref),
    payload: context.texts.payload(state, []),
    retain: false,
  });
}
