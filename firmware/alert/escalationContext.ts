import { alertPayload, alertTopic } from "../channel/mqttTopics.ts";
import { closedText, type PageOccasion, pageText, passedText, takenText } from "../channel/shortMessageText.ts";
import type { Clinic, Person } from "../config/Clinic.ts";
import type { Urgency } from "../message/MessageStore.ts";
import { findPerson, nextPerson, type OnCallOptions, resolveTarget } from "../oncall/onCall.ts";
import { wallTime } from "../oncall/wallClock.ts";
import type { EscalationContext, EscalationState, EscalationTexts, PageReason, Way } from "./Escalation.ts";

export interface EscalationOptions extends OnCallOptions {
  /** The ways for which a channel exists now. */
  readonly ways: ReadonlySet<Way>;
  readonly urgency: Urgency;
  /** The number that the caller confirmed; stays out of the page unless the clinic chose `smsDetail: callback`. */
  readonly callback?: string;
}

/**
 * What a clinic file means for one alert. Made anew for each event, so an edit of the file at 02:00 helps tonight's
 * alert (the policy is live, not a snapshot taken when the alert was raised).
 */
export function escalationContext(clinic: Clinic, options: EscalationOptions): EscalationContext {
  return {
    ladder: options.urgency === "urgent" ? clinic.escalation.urgent : clinic.escalation.routine,
    ackExpires: clinic.escalation.ackExpires,
    resolve: (target, at) => resolveTarget(clinic, target, at, options),
    next: (person, without) => nextPerson(clinic, person, without),
    person: (id) => findPerson(clinic, id),
    fallback: findPerson(clinic, clinic.onCall.fallback) ?? (clinic.people[0] as Person),
    ways: options.ways,
    texts: textsOf(clinic, options.callback),
  };
}

function textsOf(clinic: Clinic, callback: string | undefined): EscalationTexts {
  const { shortName, timezone } = clinic.clinic;
  const shown = clinic.privacy.smsDetail === "callback" ? callback : undefined;
  const mqtt = clinic.mqtt ?? { topic: "firstring", site: "clinic" };
  return {
    page: (state, reason) => {
      const { urgency, raisedAt, ref } = state;
      return pageText(
        { shortName, timezone, urgency, raisedAt, ref, ...(shown === undefined ? {} : { callback: shown }) },
        occasion(clinic, state, reason),
      );
    },
    topic: (ref) => alertTopic(mqtt, ref),
    payload: (state, paged) => alertPayload({ ...state, state: state.phase, paged }),
    taken: (state) => takenText(state.ref, wallTime(state.raisedAt, timezone)),
    passed: (state, to) =>
      passedText(
        state.ref,
        to.map(({ name }) => name),
      ),
    closed: (state) => closedText(state.ref),
  };
}

function occasion(clinic: Clinic, state: EscalationState, reason: PageReason): PageOccasion {
  const nameOf = (id: string | undefined) => (id === undefined ? undefined : findPerson(clinic, id)?.name);
  switch (reason) {
    case "first":
    case "still-open":
      return { kind: reason };
    case "passed-on": {
      const by = nameOf(state.passedBy.at(-1));
      return { kind: reason, ...(by === undefined ? {} : { by }) };
    }
    case "not-closed": {
      const by = nameOf(state.takenBy);
      return {
        kind: reason,
        ...(by === undefined ? {} : { by }),
        ...(state.takenAt === undefined ? {} : { at: state.takenAt }),
      };
    }
  }
}
