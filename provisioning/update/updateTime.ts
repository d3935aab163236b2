/* @pure */
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { openHours } from "../../firmware/oncall/openHours.ts";
import type { EpochMs } from "../../firmware/time/Clock.ts";
import type { AtWork } from "../change/service/ServiceControl.ts";

export type UpdateTime = { readonly kind: "now" } | { readonly kind: "later"; readonly because: string };

/**
 * Whether another version may be tried now: while the clinic's own people are there to answer the telephone, should it fail, and never
 * while somebody is on the line or an urgent call is with nobody. Without open hours no time is better than another.
 */
export function updateTime(clinic: Clinic | undefined, atWork: AtWork | undefined, now: EpochMs): UpdateTime {
  if (atWork !== undefined && atWork.calls > 0) return { kind: "later", because: "somebody is on the telephone" };
  if (atWork !== undefined && atWork.untakenUrgent > 0)
    return { kind: "later", because: "an urgent call is with nobody yet" };
  if (clinic === undefined || clinic.hours.open.length === 0) return { kind: "now" };
  const { open, because } = openHours(clinic, now);
  return open ? { kind: "now" } : { kind: "later", because: `the clinic is closed (${because})` };
}
