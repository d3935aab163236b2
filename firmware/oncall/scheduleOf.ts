import type { Clinic } from "../config/Clinic.ts";
import type { CalendarDuty } from "./CalendarDuty.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { Schedule } from "./Schedule.ts";

const NO_CALENDARS: readonly CalendarDuty[] = [];

/** Made once for each clinic file that was read and each list of calendar copies; forgotten with them. */
const made = new WeakMap<Clinic, WeakMap<readonly CalendarDuty[], Schedule>>();

export function scheduleOf(clinic: Clinic, { calendars = NO_CALENDARS }: OnCallOptions = {}): Schedule {
  const ofClinic = made.get(clinic) ?? new WeakMap<readonly CalendarDuty[], Schedule>();
  made.set(clinic, ofClinic);
  const known = ofClinic.get(calendars);
  if (known !== undefined) return known;
  const schedule = new Schedule(clinic, calendars);
  ofClinic.set(calendars, schedule);
  return schedule;
}
