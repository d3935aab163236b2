import { alertPayload, alertTopic } from "../channel/mqttTopics.ts";
import {
  closedText,
  escalatedText,
  notPassedText,
  type PageFacts,
  type PageOccasion,
  pageText,
  passedText,
  stateText,
  takenText,
} from "../channel/shortMessageText.ts";
import type { Clinic, Person } from "../config/Clinic.ts";
import { findPerson, nextPerson, type OnCallOptions, resolveTarget } from "../oncall/onCall.ts";
import { wallTime } from "../oncall/wallClock.ts";
import type { EscalationContext, EscalationState, EscalationTexts, PageReason, Way } from "./Escalation.ts";
import { isOnlyThem } from "./handOver.ts";
import { personName } from "./personName.ts";
import { ladderOf } from "./policy.ts";

export interface EscalationOptions extends Omit<OnCallOptions, "policy"> {
  /** The ways for which a channel exists now. */
  readonly ways: ReadonlySet<Way>;
  /** The policy's name, as `policyFor` gave it when the alert was raised. */
  readonly policy: string;
  /** The number that the caller confirmed; stays out of the page unless the clinic chose `smsDetail: callback`. */
  readonly callback?: string;
}

/**
 * What a clinic file means for one alert. Made anew for each event, so an edit of the file at 02:00 helps tonight's
 * alert (the policy is live, not a snapshot taken when the alert was raised).
 */
export function escalationContext(clinic: Clinic, options: EscalationOptions): EscalationContext {
  const { steps, vanished } = ladderOf(clinic, options.policy);
  const onCall: OnCallOptions = { ...options, policy: steps.map(({ notify }) => notify) };
  return {
    ladder: steps,
    policyVanished: vanished,
    ackExpires: clinic.escalation.ackExpires,
    resolve: (target, at) => resolveTarget(clinic, target, at, onCall),
    next: (person, without, at) => nextPerson(clinic, person, without, { ...onCall, at }),
    person: (id) => findPerson(clinic, id),
    fallback: findPerson(clinic, clinic.onCall.fallback) ?? (clinic.people[0] as Person),
    ways: options.ways,
    texts: textsOf(clinic, options.callback),
  };
}

function textsOf(clinic: Clinic, callback: string | undefined): EscalationTexts {
  const { timezone } = clinic.clinic;
  const shown = clinic.privacy.smsDetail === "callback" ? callback : undefined;
  const mqtt = clinic.mqtt ?? { topic: "firstring", site: "clinic" };
  return {
    page: (state, reason) => pageText(factsOf(clinic, state, shown), occasion(clinic, state, reason)),
    topic: (ref) => alertTopic(mqtt, ref),
    payload: (state, paged) => alertPayload({ ...state, ...stepOf(state), state: state.phase, paged }),
    taken: ({ ref, raisedAt, laterCalls = [] }) =>
      takenText(
        ref,
        wallTime(raisedAt, timezone),
        laterCalls.map((call) => call.ref),
      ),
    passed: ({ ref }, to, by) => {
      if (
        isOnlyThem(
          to.map(({ id }) => id),
          by,
        )
      )
        return notPassedText(ref);
      return passedText(
        ref,
        to.map(({ name }) => name),
      );
    },
    closed: (state) => closedText(state.ref),
    closedByOther: ({ ref, raisedAt, closedBy = "", closedAt = raisedAt }) =>
      stateText({ ref, state: "closed", by: personName(clinic, closedBy), at: wallTime(closedAt, timezone) }),
    escalated: (state, by) => escalatedText(state.ref, personName(clinic, by)),
  };
}

/** `<step>.<round>` of the group names the step that has run last; a hand-over is no step. */
function stepOf({ group, next, laterCalls = [] }: EscalationState): { readonly step: number; readonly calls?: number } {
  const index = /^\d+/.exec(group)?.[0];
  const step = index === undefined ? next : Number(index) + 1;
  return laterCalls.length === 0 ? { step } : { step, calls: laterCalls.length + 1 };
}

function factsOf(clinic: Clinic, state: EscalationState, callback: string | undefined): PageFacts {
  const { shortName, timezone } = clinic.clinic;
  const { urgency, raisedAt, ref, seeAlso, laterCalls = [] } = state;
  const newest = laterCalls.at(-1);
  return {
    ...{ shortName, timezone, urgency, raisedAt, ref },
    ...(callback === undefined ? {} : { callback }),
    ...(newest === undefined ? {} : { again: { count: laterCalls.length + 1, at: newest.at, ref: newest.ref } }),
    ...(seeAlso === undefined ? {} : { seeAlso }),
  };
}

function occasion(clinic: Clinic, state: EscalationState, reason: PageReason): PageOccasion {
  const nameOf = (id: string | undefined) => (id === undefined ? undefined : personName(clinic, id));
  switch (reason) {
    case "first":
    case "still-open":
      return { kind: reason };
    case "called-again":
      return { kind: reason, theirs: state.phase === "taken" };
    case "escalated": {
      const by = nameOf(state.escalatedBy);
      return { kind: reason, ...(by === undefined ? {} : { by }) };
    }
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
