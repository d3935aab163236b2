import { Temporal } from "temporal-polyfill";
import type { Rotation } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { dateAt, firstInstant } from "./wallClock.ts";

/** One person's turn, `[start, end)`: the moment of the handoff belongs to the incoming person. */
export interface Shift {
  readonly person: string;
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** No one has been on call of this rotation yet: its first shift begins at `starts`. */
export interface NotYet {
  readonly starts: EpochMs;
}

const daysOf = (rotation: Rotation): number => (rotation.every === "week" ? 7 : 1);

/** The first handoff: the given weekday (any, for a daily one) on or after `starts`. */
function anchorOf(rotation: Rotation): Temporal.PlainDate {
  const starts = Temporal.PlainDate.from(rotation.starts);
  const weekday = rotation.handoff.weekday;
  if (rotation.every === "day" || weekday === undefined) return starts;
  return starts.add({ days: (weekday - starts.dayOfWeek + 7) % 7 });
}

/** The moment of handoff number `n`, counted from the anchor: wall clock to instant, each by itself, so nothing adds up. */
function handoffInstant(rotation: Rotation, anchor: Temporal.PlainDate, n: number, timezone: string): EpochMs {
  const date = anchor.add({ days: n * daysOf(rotation) });
  return firstInstant(date.toPlainDateTime(Temporal.PlainTime.from(rotation.handoff.time)), timezone);
}

/** Whose turn it is. Computed from the anchor alone, however far it lies back; nothing is kept that could be stale. */
export function shiftAt(rotation: Rotation, timezone: string, at: EpochMs): Shift | NotYet {
  const anchor = anchorOf(rotation);
  const days = anchor.until(dateAt(at, timezone), { largestUnit: "days" }).days;
  // A handoff later today has not been yet, and a gap at midnight may push one to the next date: look around the guess.
  let n = Math.floor(days / daysOf(rotation)) + 1;
  while (handoffInstant(rotation, anchor, n, timezone) > at) n -= 1;
  if (n < 0) return { starts: handoffInstant(rotation, anchor, 0, timezone) };
  return {
    person: rotation.people[n % rotation.people.length]!,
    start: handoffInstant(rotation, anchor, n, timezone),
    end: handoffInstant(rotation, anchor, n + 1, timezone),
  };
}
