/* @pure */
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { type OnCallOptions, resolveTarget } from "../../../firmware/oncall/onCall.ts";
import type { DutyAtAnswer } from "../api/duty.ts";

/** Whom an urgent call that comes at a moment would page, step by step, as long as nobody takes it. */
export function pagedAt(clinic: Clinic, at: number, options: OnCallOptions): DutyAtAnswer["steps"] {
  const { urgent } = clinic.escalation;
  const policy = urgent.map(({ notify }) => notify);
  return urgent.map(({ after, by, notify, repeat }) => {
    // Duty may change hands while an alert is open: each step asks anew who it means.
    const { people } = resolveTarget(clinic, notify, at + after, { ...options, policy });
    return { afterMs: after, by: [...by], repeat, people: people.map(({ id, name }) => ({ id, name })) };
  });
}
