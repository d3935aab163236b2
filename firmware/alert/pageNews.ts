import type { PageNews } from "../message/PageNews.ts";
import type { Attempt, EscalationState } from "./Escalation.ts";

/**
 * What a caller may be told of an alert. `notifying` is claimed only of a page that a channel took, or has for the first time and has
 * not given back: a second try means that the first one failed.
 */
export function pageNewsOf(state: EscalationState): PageNews {
  const { phase, takenBy, takenAt, closedBy, closedAt, raisedAt } = state;
  switch (phase) {
    case "closed": {
      const by = closedBy ?? takenBy;
      return { kind: "closed", at: closedAt ?? raisedAt, ...(by === undefined ? {} : { by }) };
    }
    case "taken":
      return { kind: "taken", by: takenBy ?? "", at: takenAt ?? raisedAt };
    case "open":
      if (state.urgency === "routine") return { kind: "waiting" };
      return { kind: isUnderWay(state) ? "notifying" : "failing" };
  }
}

/** By what reaches a person; the broker counts where nothing else is asked for. */
function isUnderWay({ attempts, unreachable = [] }: EscalationState): boolean {
  const personal = attempts.filter(({ dispatch }) => dispatch.way !== "mqtt");
  const counted = personal.length > 0 ? personal : attempts;
  return counted.some(
    (attempt) => isGoing(attempt) && !unreachable.includes(`${attempt.dispatch.person}.${attempt.dispatch.way}`),
  );
}

function isGoing({ fate, dispatch }: Attempt): boolean {
  switch (fate) {
    case "sent":
      return true;
    case "trying":
      return dispatch.attempts <= 1;
    case "resting":
    case "failed":
      return false;
  }
}
