import type { Person } from "../config/Clinic.ts";
import type { Dispatch } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import { Minutes } from "../time/Duration.ts";
import { climb, pageFallback } from "./climb.ts";
import type { EscalationContext, EscalationState } from "./Escalation.ts";
import type { EscalationDraft } from "./EscalationDraft.ts";

// The same caller again while their first call is open. One ladder pages for both; who was paged for the first, or has
// it, reads of the second at once: a patient who calls again is worse, or was not called back.

/** A taker whose patient calls again has so long to write before everybody is paged again. */
const TAKER_HAS = Minutes(10);

/** Marks the texts about later calls among the pages of an alert: `<ref>.call2.<round>.<person>.<way>`. */
export const LATER_CALL = "call";

export function calledAgain(context: EscalationContext, draft: EscalationDraft, ref: string, at: EpochMs): void {
  const { laterCalls = [], phase, timer } = draft.state;
  if (laterCalls.some((call) => call.ref === ref)) return;
  draft.change({ laterCalls: [...laterCalls, { ref, at }] });
  draft.audit("called-again", { detail: `${ref}, call ${laterCalls.length + 2}` });
  const told = whoKnows(context, draft.state).filter((person) => tell(context, draft, person, at));
  if (told.length === 0 && phase === "open") pageFallback(context, draft, at, new Set(), "called-again");
  if (phase === "taken") draft.startMain("expiry", at, Math.min(timer?.at ?? at + TAKER_HAS, at + TAKER_HAS));
  draft.publish(context);
}

/** The taker; or, as long as nobody has it, everybody who was paged and has not handed it on. */
function whoKnows(context: EscalationContext, state: EscalationState): readonly Person[] {
  const { phase, takenBy, paged, passedBy } = state;
  const ids =
    phase === "taken" ? (takenBy === undefined ? [] : [takenBy]) : paged.filter((id) => !passedBy.includes(id));
  return ids.flatMap((id) => context.person(id) ?? []);
}

/** One text, beside the steps: none of them waits for it, or goes on because of it. */
function tell(context: EscalationContext, draft: EscalationDraft, person: Person, at: EpochMs): boolean {
  const way = (["sms", "call"] as const).find((each) => person.notify.includes(each) && context.ways.has(each));
  if (way === undefined) return false;
  const { ref, round, laterCalls = [] } = draft.state;
  const group = `${LATER_CALL}${laterCalls.length + 1}.${round}`;
  const id = `${ref}.${group}.${person.id}.${way}`;
  const text = context.texts.page(draft.state, "called-again");
  const letter = { id, ref, person: person.id, way, address: person.phone, text };
  draft.send({
    dispatch: { ...letter, state: "queued", attempts: 1, createdAt: at, updatedAt: at },
    group,
    fate: "trying",
  });
  return true;
}

/** Whether a page tells the one who has the alert of another call: that goes out although it is taken. */
export function toTheTaker({ phase, takenBy }: EscalationState, { id, person }: Dispatch): boolean {
  return phase === "taken" && person === takenBy && id.split(".")[1]?.startsWith(LATER_CALL) === true;
}

/** Whether the text that tells somebody of a later call has not left: what they want of the first one is not about that. */
export function isNewsTo({ attempts, laterCalls = [] }: EscalationState, person: string, ref: string): boolean {
  const call = laterCalls.findIndex((later) => later.ref === ref);
  return attempts.some(
    ({ dispatch, fate, group }) =>
      dispatch.person === person && fate !== "sent" && group.startsWith(`${LATER_CALL}${call + 2}.`),
  );
}

/** What it was linked to is not there, or closed: from now on it goes on by itself. */
export function unlinked(context: EscalationContext, draft: EscalationDraft, why: string, at: EpochMs): void {
  const { linkedTo, ...rest } = draft.state;
  if (linkedTo === undefined) return;
  draft.become({ ...rest, base: at, next: 0 });
  draft.audit("unlinked", { detail: `from ${linkedTo}: ${why}` });
  if (rest.phase === "taken") draft.startMain("expiry", at, at + context.ackExpires);
  else climb(context, draft, at);
}
