import type { Person } from "../config/Clinic.ts";
import { detail } from "../health/details/detailWords.ts";
import type { EpochMs } from "../time/Clock.ts";
import { beginGroup, climb, page, pageByAnyWay, pageFallback, startStepTimer } from "./climb.ts";
import type { EscalationContext, EscalationEvent } from "./Escalation.ts";
import type { EscalationDraft } from "./EscalationDraft.ts";

// An alert from hand to hand: taken, passed on, escalated by somebody, expired, closed.

export function taken(
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
  if (draft.state.linkedTo === undefined) draft.startMain("expiry", event.at, event.at + context.ackExpires);
  draft.clear("ALERT_UNTAKEN");
  draft.audit("taken", { person: event.person });
  draft.publish(context);
  if (event.answer) draft.perform({ kind: "answerSms", person: event.person, text: context.texts.taken(draft.state) });
}

/** Hands on at once, from open and from taken. The ladder of an open alert goes on beside it; after a take it begins anew. */
export function passed(
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
  const next = context.next(event.person, without, event.at);
  const to = next === undefined ? everybodyAgain(context, draft, event.at) : pageNext(context, draft, next, event.at);
  if (wasTaken) {
    draft.change({ next: Math.min(1, context.ladder.length) });
    startStepTimer(context, draft, event.at);
  }
  draft.publish(context);
  if (event.answer)
    draft.perform({
      kind: "answerSms",
      person: event.person,
      text: context.texts.passed(draft.state, to, event.person),
    });
}

function pageNext(context: EscalationContext, draft: EscalationDraft, person: Person, at: EpochMs): readonly Person[] {
  const already = new Set<string>();
  beginGroup(draft, "pass");
  const reached = page(context, draft, { people: [person], by: ["sms", "call"], reason: "passed-on", at, already });
  if (reached) return [person];
  pageFallback(context, draft, at, already, "passed-on");
  return [context.fallback];
}

/** There is nobody but the one who hands it on. */
export const isOnlyThem = (to: readonly string[], by: string): boolean => to.length > 0 && to.every((id) => id === by);

/** Everybody has handed it on: that is forgotten, and everybody is paged. */
function everybodyAgain(context: EscalationContext, draft: EscalationDraft, at: EpochMs): readonly Person[] {
  draft.change({ passedBy: [] });
  draft.raise("ALERT_UNTAKEN", detail.handedOn());
  const { people } = context.resolve({ kind: "everyone" }, at);
  const already = new Set<string>();
  beginGroup(draft, "all");
  if (!page(context, draft, { people, by: ["sms", "call"], reason: "passed-on", at, already }))
    pageFallback(context, draft, at, already, "passed-on");
  return people;
}

/** Taken and not closed in time: the taker and whoever is on call now are paged, and the ladder begins anew. */
export function expired(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { takenBy, round } = draft.state;
  draft.change({ phase: "open", base: at, next: 1, round: round + 1, passedBy: [] });
  draft.audit("take-expired", takenBy === undefined ? {} : { person: takenBy });
  const first = context.ladder[0];
  const onCall = first === undefined ? [context.fallback] : context.resolve(first.notify, at).people;
  const taker = takenBy === undefined ? undefined : context.person(takenBy);
  const people = taker === undefined ? onCall : [taker, ...onCall.filter(({ id }) => id !== taker.id)];
  const already = new Set<string>();
  beginGroup(draft, "again");
  const reached = page(context, draft, { people, by: first?.by ?? ["sms"], reason: "not-closed", at, already });
  // The step may only tell the broker, or call where they have no telephone for it: they are meant by name here.
  const missed = people.filter(({ id }) => !already.has(`${id}.sms`) && !already.has(`${id}.call`));
  const told = missed.filter((person) => pageByAnyWay(context, draft, person, { reason: "not-closed", at, already }));
  if (!reached && told.length === 0) pageFallback(context, draft, at, already, "not-closed");
  startStepTimer(context, draft, at);
}

export function closed(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "closed" }>,
): void {
  const { phase, takenBy, linkedTo } = draft.state;
  draft.giveUp(() => true, "closed");
  draft.stopMain();
  draft.change({ phase: "closed", closedBy: event.person, closedAt: event.at });
  for (const code of draft.state.faults) draft.clear(code);
  draft.audit("closed", { person: event.person });
  draft.publish(context);
  // They would have called back, and may be the only one to know that nobody has.
  if (phase === "taken" && takenBy !== undefined && takenBy !== event.person && linkedTo === undefined)
    draft.perform({ kind: "answerSms", person: takenBy, text: context.texts.closedByOther(draft.state) });
  if (event.answer) draft.perform({ kind: "answerSms", person: event.person, text: context.texts.closed(draft.state) });
}

/** Somebody wants the next step now. Who had it has it no longer, and hears so; the steps after it keep their distances. */
export function escalated(
  context: EscalationContext,
  draft: EscalationDraft,
  event: Extract<EscalationEvent, { kind: "escalated" }>,
): void {
  const { phase, takenBy, round, next } = draft.state;
  const step = context.ladder[next];
  draft.audit("escalated", { person: event.person });
  draft.stopMain();
  if (phase === "taken") {
    draft.change({ phase: "open", round: round + 1 });
    if (takenBy !== undefined && takenBy !== event.person)
      draft.perform({ kind: "answerSms", person: takenBy, text: context.texts.escalated(draft.state, event.person) });
  }
  draft.change({ base: event.at - (step?.after ?? 0), escalatedBy: event.person });
  if (context.ladder.length === 0 && draft.state.urgency === "routine") tellOnCall(context, draft, event.at);
  else climb(context, draft, event.at, new Set(), "escalated");
  draft.publish(context);
  if (event.answer)
    draft.perform({
      kind: "answerSms",
      person: event.person,
      text: context.texts.escalated(draft.state, event.person),
    });
}

/** A routine message without a ladder has no next step: whoever is on call is told of it, once. */
function tellOnCall(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { people } = context.resolve({ kind: "on-call" }, at);
  const already = new Set<string>();
  draft.change({ round: draft.state.round + 1 });
  beginGroup(draft, "hand");
  if (!page(context, draft, { people, by: ["sms", "call"], reason: "escalated", at, already }))
    pageFallback(context, draft, at, already, "escalated");
}

/** With the alert that it is linked to. */
export function reopened(context: EscalationContext, draft: EscalationDraft): void {
  if (draft.state.phase !== "taken") return;
  draft.stopMain();
  draft.change({ phase: "open" });
  draft.audit("reopened", { detail: `with ${draft.state.linkedTo ?? "nothing"}` });
  draft.publish(context);
}
