import type { Clinic } from "../config/Clinic.ts";
import type { CalendarDuty } from "./CalendarDuty.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import type { OnCallLanguage } from "./onCallWords.ts";
import { Schedule } from "./Schedule.ts";

const NO_CALENDARS: readonly CalendarDuty[] = [];

type InLanguages = Map<OnCallLanguage, Schedule>;
/** Made once for each clinic file that was read, each list of calendar copies and each language; forgotten with them. */
const made = new WeakMap<Clinic, WeakMap<readonly CalendarDuty[], InLanguages>>();

export function scheduleOf(
  clinic: Clinic,
  { calendars = NO_CALENDARS, language = "en" }: OnCallOptions = {},
): Schedule {
  const ofClinic = made.get(clinic) ?? new WeakMap<readonly CalendarDuty[], InLanguages>();
  made.set(clinic, ofClinic);
  const inLanguages: InLanguages = ofClinic.get(calendars) ?? new Map();
  ofClinic.set(calendars, inLanguages);
  const known = inLanguages.get(language);
  if (known !== undefined) return known;
  const schedule = new Schedule(clinic, calendars, language);
  inLanguages.set(language, schedule);
  return schedule;
}
