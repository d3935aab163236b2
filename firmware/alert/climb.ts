import type { EscalationStep, Person } from "../config/Clinic.ts";
import { detail } from "../health/details/detailWords.ts";
import type { Dispatch } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { type Duration, Minutes } from "../time/Duration.ts";
import type { Attempt, EscalationContext, PageReason, Way } from "./Escalation.ts";
import type { EscalationDraft } from "./EscalationDraft.ts";

// Going up the ladder: who is paged at a step, what happens when that is nobody, and when the next step comes.

/** Between two rounds of the last step when the ladder gives no distance of its own. */
const USUAL_REPEAT_GAP = Minutes(5);
const SHORTEST_REPEAT_GAP = Minutes(1);

export const repeatGap = (ladder: readonly EscalationStep[]): Duration => {
  const last = ladder.at(-1);
  const before = ladder.at(-2);
  if (last?.repeat === true && last.every !== undefined) return last.every;
  if (last === undefined || before === undefined) return USUAL_REPEAT_GAP;
  return Math.max(SHORTEST_REPEAT_GAP, last.after - before.after) as Duration;
};

/** A page that its channel still has is not doubled, as it would only queue behind itself; after this it is thought lost. */
const LONGEST_UNDER_WAY = Minutes(5);

/** What was sent to whom by which way within one moment: nobody is paged twice for it. */
export type Already = Set<string>;

/** Runs the step that is next, and those after it as long as they reach nobody; then sets the timer for what follows. */
export function climb(
  context: EscalationContext,
  draft: EscalationDraft,
  at: EpochMs,
  already: Already = new Set(),
  because?: PageReason,
): void {
  const { ladder } = context;
  if (context.policyVanished) draft.audit("policy-vanished", { detail: draft.state.policy });
  if (ladder.length === 0 && draft.state.urgency === "routine") {
    draft.audit("no-escalation");
    return;
  }
  for (;;) {
    const index = draft.state.next;
    const reached =
      index < ladder.length
        ? runStep(context, draft, ladder[index]!, index, at, already, because)
        : runRepeat(context, draft, at, already, because);
    draft.change({ next: Math.min(index + 1, ladder.length) });
    if (reached || index + 1 >= ladder.length) break;
    draft.audit("step-reached-nobody", { detail: String(index + 1) });
  }
  startStepTimer(context, draft, at);
}

/** The timer for the next step; counted from the base, so that an early or late step does not move those after it. */
export function startStepTimer(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { ladder } = context;
  const { next, base, urgency } = draft.state;
  const step = ladder[next];
  if (step !== undefined) {
    draft.startMain("step", at, Math.max(at, base + step.after));
    return;
  }
  if (urgency === "urgent" || ladder.at(-1)?.repeat === true) {
    draft.startMain("step", at, at + repeatGap(ladder));
    return;
  }
  draft.stopMain();
  draft.audit("ladder-ended");
}

function runStep(
  context: EscalationContext,
  draft: EscalationDraft,
  step: EscalationStep,
  index: number,
  at: EpochMs,
  already: Already,
  because?: PageReason,
): boolean {
  const reason: PageReason = because ?? (draft.state.round === 0 ? "first" : "still-open");
  beginGroup(draft, String(index));
  const people = whoIsMeant(context, draft, step, at);
  const reached = page(context, draft, { people, by: step.by, reason, at, already });
  return reached || (index === context.ladder.length - 1 && pageFallback(context, draft, at, already, reason));
}

/** All steps have run and nobody took it: the last one again if it repeats, else the person who must exist. */
function runRepeat(
  context: EscalationContext,
  draft: EscalationDraft,
  at: EpochMs,
  already: Already,
  reason: PageReason = "still-open",
): boolean {
  draft.change({ round: draft.state.round + 1 });
  draft.raise("ALERT_UNTAKEN", detail.untaken());
  const last = context.ladder.at(-1);
  beginGroup(draft, String(Math.max(0, context.ladder.length - 1)));
  const reached =
    last?.repeat === true &&
    page(context, draft, {
      people: whoIsMeant(context, draft, last, at),
      by: last.by,
      reason,
      at,
      already,
    });
  return reached || pageFallback(context, draft, at, already, reason);
}

export function beginGroup(draft: EscalationDraft, label: string): void {
  draft.change({ group: `${label}.${draft.state.round}` });
}

/** The people of a step, looked up now; without those who handed it on, unless that leaves nobody. */
function whoIsMeant(
  context: EscalationContext,
  draft: EscalationDraft,
  step: EscalationStep,
  at: EpochMs,
): readonly Person[] {
  const answer = context.resolve(step.notify, at);
  if (answer.gap) {
    draft.raise("ONCALL_GAP", answer.because.join("; "));
    draft.audit("on-call-gap");
  }
  draft.audit("on-call", { detail: answer.because.join("; ").slice(0, 400) });
  const passed = new Set(draft.state.passedBy);
  const willing = answer.people.filter(({ id }) => !passed.has(id));
  if (willing.length > 0 || answer.people.length === 0) return willing;
  const instead = context.next(answer.people[0]!.id, passed, at);
  return instead === undefined ? answer.people : [instead];
}

export interface Paging {
  readonly people: readonly Person[];
  readonly by: readonly Way[];
  readonly reason: PageReason;
  readonly at: EpochMs;
  readonly already: Already;
}

/**
 * Dispatches by every way that exists. True when at least one person, or the broker if nothing else was asked for, is on the way.
 * A contact that the network called undeliverable is tried all the same, and not counted on.
 */
export function page(context: EscalationContext, draft: EscalationDraft, paging: Paging): boolean {
  const personal = paging.by.filter((way) => way !== "mqtt");
  let reached = false;
  for (const way of new Set(paging.by)) {
    if (!context.ways.has(way)) {
      draft.audit("way-passed-over", { detail: `${way}: there is no such channel` });
      continue;
    }
    if (way === "mqtt") reached = publishPage(context, draft, paging) && personal.length === 0 ? true : reached;
    else for (const person of paging.people) reached = pagePerson(context, draft, person, way, paging) || reached;
  }
  if (!reached) draft.audit("nobody-was-notified");
  return reached;
}

function pagePerson(
  context: EscalationContext,
  draft: EscalationDraft,
  person: Person,
  way: "sms" | "call",
  paging: Paging,
): boolean {
  if (!person.notify.includes(way)) return false;
  const contact = `${person.id}.${way}`;
  const reachable = draft.state.unreachable?.includes(contact) !== true;
  if (paging.already.has(contact)) return reachable;
  paging.already.add(contact);
  draft.change({ paged: [...new Set([...draft.state.paged, person.id])] });
  dispatch(
    draft,
    { person: person.id, way, address: person.phone, text: context.texts.page(draft.state, paging.reason) },
    paging.at,
  );
  return reachable;
}

/** By the first way that they have and the box can: an SMS waits on the phone, a call does not. */
export function pageByAnyWay(
  context: EscalationContext,
  draft: EscalationDraft,
  person: Person,
  paging: Pick<Paging, "reason" | "at" | "already">,
): boolean {
  const way = (["sms", "call"] as const).find((each) => person.notify.includes(each) && context.ways.has(each));
  return way !== undefined && pagePerson(context, draft, person, way, { ...paging, people: [person], by: [way] });
}

function publishPage(context: EscalationContext, draft: EscalationDraft, paging: Paging): boolean {
  const ids = paging.people.map(({ id }) => id);
  const address = context.texts.topic(draft.state.ref);
  dispatch(
    draft,
    { person: ids.join("+"), way: "mqtt", address, text: context.texts.payload(draft.state, ids) },
    paging.at,
  );
  return true;
}

/** By which the person who must exist is told: an SMS waits on the phone, a call does not. */
export const fallbackWay = ({ ways }: EscalationContext): "sms" | "call" | undefined =>
  ways.has("sms") ? "sms" : ways.has("call") ? "call" : undefined;

/** The end of every ladder: the fallback by SMS, whatever ways they prefer. Nobody is never an answer. */
export function pageFallback(
  context: EscalationContext,
  draft: EscalationDraft,
  at: EpochMs,
  already: Already,
  reason: PageReason,
): boolean {
  const { fallback } = context;
  const way = fallbackWay(context);
  if (way === undefined) return false;
  draft.audit("fallback-paged", { person: fallback.id });
  const person: Person = { ...fallback, notify: [way] };
  return pagePerson(context, draft, person, way, { people: [person], by: [way], reason, at, already });
}

type Letter = Pick<Dispatch, "person" | "way" | "address" | "text">;

function dispatch(draft: EscalationDraft, letter: Letter, at: EpochMs): void {
  const { ref, group, attempts } = draft.state;
  const toThem = ({ dispatch: { person, way } }: Attempt) => person === letter.person && way === letter.way;
  const underWay = attempts.find(
    (attempt) =>
      attempt.fate === "trying" && toThem(attempt) && Math.abs(at - attempt.dispatch.updatedAt) < LONGEST_UNDER_WAY,
  );
  if (underWay !== undefined) {
    draft.adopt(underWay);
    draft.audit("page-still-under-way", { person: letter.person, detail: letter.way });
    return;
  }
  draft.giveUp(toThem, "a later page to the same contact");
  const id = `${ref}.${group}.${letter.person}.${letter.way}`;
  draft.send({
    dispatch: { id, ref, ...letter, state: "queued", attempts: 1, createdAt: at, updatedAt: at },
    group,
    fate: "trying",
  });
}
