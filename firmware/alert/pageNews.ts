import type { PageNews } from "../message/PageNews.ts";
import type { Attempt, EscalationState } from "./Escalation.ts";
import { FRONT_DESK } from "./personName.ts";

/** An alert as far as its caller may hear of it. */
export type ToldAlert = Pick<
  EscalationState,
  | "ref"
  | "phase"
  | "urgency"
  | "raisedAt"
  | "takenBy"
  | "takenAt"
  | "closedBy"
  | "closedAt"
  | "attempts"
  | "unreachable"
> & { readonly linkedTo?: string };

/**
 * What a caller may be told of an alert. `notifying` is claimed only of a page that a channel took, or has for the first time and has
 * not given back: a second try means that the first one failed. `carrier`: the alert that this one is linked to, whose pages tell of
 * both; that somebody has the other one is not that they have this one.
 */
export function pageNewsOf(state: ToldAlert, carrier: ToldAlert = state): PageNews {
  const { phase, takenBy, takenAt, closedBy, closedAt, raisedAt } = state;
  switch (phase) {
    case "closed": {
      // No doctor, and nobody the caller knows: that it is closed is not that a doctor has it.
      const by = closedBy === FRONT_DESK ? undefined : (closedBy ?? takenBy);
      return { kind: "closed", at: closedAt ?? raisedAt, ...(by === undefined ? {} : { by }) };
    }
    case "taken":
      return { kind: "taken", by: takenBy ?? "", at: takenAt ?? raisedAt };
    case "open":
      if (state.urgency === "routine") return { kind: "waiting" };
      return {
        kind: isUnderWay(carrier) ? "notifying" : "failing",
        // Handed on, or not called back in time: that nobody has taken it would not be true.
        ...(takenBy === undefined ? {} : { again: true }),
      };
  }
}

/** By what reaches a person; the broker counts where nothing else is asked for. */
function isUnderWay({ attempts, unreachable = [] }: ToldAlert): boolean {
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
