import { Temporal } from "temporal-polyfill";
import type { EpochMs } from "../time/Clock.ts";

// Wall-clock times of a place as instants. The rules T2–T5 of our on-call sheet, which `disambiguation: "compatible"`
// does not follow: it moves a skipped 02:20 to 03:20, where a shift that begins at 02:20 begins at 03:00.

/** The first moment at which the wall clock shows this time; if it is skipped, the first moment after the gap. */
export function firstInstant(wall: Temporal.PlainDateTime, timezone: string): EpochMs {
  const earlier = wall.toZonedDateTime(timezone, { disambiguation: "earlier" });
  if (earlier.toPlainDateTime().equals(wall)) return earlier.epochMilliseconds;
  return gapEnd(earlier);
}

/** The last moment at which the wall clock shows this time (it shows it twice in autumn); skipped: as above. */
export function lastInstant(wall: Temporal.PlainDateTime, timezone: string): EpochMs {
  const later = wall.toZonedDateTime(timezone, { disambiguation: "later" });
  if (later.toPlainDateTime().equals(wall)) return later.epochMilliseconds;
  return gapEnd(wall.toZonedDateTime(timezone, { disambiguation: "earlier" }));
}

function gapEnd(beforeGap: Temporal.ZonedDateTime): EpochMs {
  return (beforeGap.getTimeZoneTransition("next") ?? beforeGap).epochMilliseconds;
}

export const dateAt = (at: EpochMs, timezone: string): Temporal.PlainDate =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toZonedDateTimeISO(timezone).toPlainDate();

/** `02:14`, as the clock on the clinic's wall shows it. */
export const wallTime = (at: EpochMs, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
    .toZonedDateTimeISO(timezone)
    .toPlainTime()
    .toString({ smallestUnit: "minute" });

/** `2026-11-02 08:00`. */
export const wallDateTime = (at: EpochMs, timezone: string): string =>
  `${dateAt(at, timezone).toString()} ${wallTime(at, timezone)}`;
