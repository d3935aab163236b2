import type { DispatchOutcome } from "../channel/AlertChannel.ts";
import type { EpochMs } from "../time/Clock.ts";
import { Minutes, Seconds } from "../time/Duration.ts";
import { climb, fallbackWay, pageFallback } from "./climb.ts";
import type { EscalationContext, EscalationEvent } from "./Escalation.ts";
import { type EscalationDraft, retryTimer } from "./EscalationDraft.ts";

// What becomes of a page, and what that means for the step that it belongs to.

/** How often a page that may not have gone, or failed for now, is tried again beside the escalation. */
const MOST_TRIES = 5;
const FIRST_RETRY = Seconds(15);
const LONGEST_RETRY = Minutes(2);

export function dispatchEnded(
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
export function reported(
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
 * who must exist, once; repeating rounds keep their gap. A call that rang out, met a busy line or a voicemail fails here at once;
 * the text of the same step, if the network has it, keeps its time.
 */
export function goOnIfAllFailed(context: EscalationContext, draft: EscalationDraft, at: EpochMs): void {
  const { attempts, group, phase, next } = draft.state;
  if (phase !== "open") return;
  const ofGroup = attempts.filter((attempt) => attempt.group === group);
  const personal = ofGroup.filter(({ dispatch }) => dispatch.way !== "mqtt");
  const counted = personal.length > 0 ? personal : ofGroup;
  if (counted.length === 0 || counted.some(({ fate }) => fate !== "failed")) return;
  if (next < context.ladder.length) {
    draft.audit("step-failed", { detail: group });
    climb(context, draft, at);
  } else if (
    !ofGroup.some(({ dispatch: { person, way } }) => person === context.fallback.id && way === fallbackWay(context))
  ) {
    draft.audit("step-failed", { detail: group });
    pageFallback(context, draft, at, new Set(), "still-open");
  }
}
