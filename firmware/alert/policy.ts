import type { Clinic, EscalationRoute, EscalationStep } from "../config/Clinic.ts";
import type { CallerKind, Urgency } from "../message/MessageStore.ts";
import { isWithin } from "../oncall/openHours.ts";
import type { EpochMs } from "../time/Clock.ts";

/** What decides which policy an alert gets. */
export interface PolicyFacts {
  readonly urgency: Urgency;
  readonly callerKind: CallerKind;
  readonly raisedAt: EpochMs;
  /** False: the time of day is not known, so a route that asks for it fits nothing. */
  readonly clockTrusted?: boolean;
}

/** The name of the policy of a new alert: the first route that fits, else its urgency. */
export function policyFor(clinic: Clinic, facts: PolicyFacts): string {
  return clinic.escalation.routes.find((route) => fits(route, clinic, facts))?.policy ?? facts.urgency;
}

function fits({ callers, urgency, during }: EscalationRoute, clinic: Clinic, facts: PolicyFacts): boolean {
  if (urgency !== undefined && urgency !== facts.urgency) return false;
  // Who has not said what they are is a patient.
  const isProfessional = facts.callerKind === "professional";
  if (callers !== undefined && (callers === "professional") !== isProfessional) return false;
  if (during === undefined) return true;
  return facts.clockTrusted !== false && isWithin(during, clinic.clinic.timezone, facts.raisedAt);
}

export interface Ladder {
  readonly steps: readonly EscalationStep[];
  /** The clinic file has no policy of this name any more: the urgent one takes its place. */
  readonly vanished: boolean;
}

/** The steps of a policy as the clinic file has them now. */
export function ladderOf(clinic: Clinic, policy: string): Ladder {
  const { urgent, routine, policies } = clinic.escalation;
  if (policy === "urgent") return { steps: urgent, vanished: false };
  if (policy === "routine") return { steps: routine, vanished: false };
  const steps = policies.get(policy);
  return steps === undefined ? { steps: urgent, vanished: true } : { steps, vanished: false };
}
