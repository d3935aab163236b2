import type { CalendarSource } from "../../firmware/config/Clinic.ts";
import { readCalendar } from "../../firmware/oncall/ical/readCalendar.ts";
import type { CalendarCopy } from "./calendarCopies.ts";
import { type FetchOptions, fetchCalendar } from "./fetchCalendar.ts";

const DAY_MS = 86_400_000;
/** So far ahead recurring events are written out, and so far back, for who looks at last month. */
const AHEAD_MS = 26 * 7 * DAY_MS;
const BACK_MS = 35 * DAY_MS;

export interface CopyOptions extends FetchOptions {
  readonly timezone: string;
  readonly now: number;
}

/** Fetches a calendar and turns it into plain shifts. Rejects with a sentence when it cannot be had, or is no calendar. */
export async function makeCopy(source: CalendarSource, options: CopyOptions): Promise<CalendarCopy> {
  const { now, timezone } = options;
  const text = await fetchCalendar(source, options);
  // A page that asks for a password must not take everybody's duty away.
  if (!/BEGIN:VCALENDAR/i.test(text)) throw new Error("what is there is no iCalendar file (no BEGIN:VCALENDAR)");
  const until = now + AHEAD_MS;
  const { shifts, problems } = readCalendar(text, { timezone, people: source.people, from: now - BACK_MS, until });
  return { version: 1, id: source.id, fetchedAt: now, until, shifts, problems };
}
