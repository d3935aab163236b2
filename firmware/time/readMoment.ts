import { Temporal } from "temporal-polyfill";
import { readTime, readWallMoment, readWeekday } from "../config/civilText.ts";
import { firstInstant } from "../oncall/wallClock.ts";
import type { EpochMs } from "./Clock.ts";

/** How a person may write a moment; for help texts. */
export const MOMENT_FORMS =
  'a time on the clinic\'s wall ("2026-12-24 02:14", "Sun 02:10", "tomorrow 08:00", or 02:14 of today), or an instant with its offset (2026-12-24T08:14Z)';

/**
 * What a person types for a moment, read on the clinic's wall unless it has an offset: `now`, `02:14` of today,
 * `today 02:14`, `tomorrow 08:00`, `yesterday 08:00`, `Sun 02:10` (the next one; today's while it is not over),
 * `2026-12-24 02:14`, `2026-12-24` (its beginning), `2026-12-24T08:14:00Z`. Undefined when it is none of them. A time that
 * the clock skips is the first instant after the gap, a repeated one its first occurrence.
 */
export function readMoment(text: string, now: EpochMs, timezone: string): EpochMs | undefined {
  const trimmed = text.trim();
  if (trimmed.toLowerCase() === "now") return now;
  const wall = readWallMoment(trimmed) ?? wallOf(trimmed, now, timezone);
  if (wall !== undefined) return firstInstant(wall, timezone);
  if (!/\d[Tt ]\d{2}/.test(trimmed)) return undefined;
  try {
    return Temporal.Instant.from(trimmed).epochMilliseconds;
  } catch {
    return withSeconds(trimmed, timezone);
  }
}

/** `2026-12-24T02:14:30`, as logs show it. */
function withSeconds(text: string, timezone: string): EpochMs | undefined {
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  try {
    return firstInstant(Temporal.PlainDateTime.from(text.replace(" ", "T")), timezone);
  } catch {
    return undefined;
  }
}

const DAY_WORDS: Readonly<Record<string, number>> = { today: 0, tomorrow: 1, yesterday: -1 };

function wallOf(text: string, now: EpochMs, timezone: string): Temporal.PlainDateTime | undefined {
  const words = text.split(/\s+/);
  const clock = words.at(-1)!;
  const time = readTime(clock.length === 4 ? `0${clock}` : clock);
  if (time === undefined || words.length > 2) return undefined;
  const here = Temporal.Instant.fromEpochMilliseconds(Math.floor(now)).toZonedDateTimeISO(timezone).toPlainDateTime();
  const today = here.toPlainDate();
  if (words.length === 1) return today.toPlainDateTime(time);
  const word = words[0]!.toLowerCase();
  const shift = Object.hasOwn(DAY_WORDS, word) ? DAY_WORDS[word] : undefined;
  if (shift !== undefined) return today.add({ days: shift }).toPlainDateTime(time);
  const weekday = readWeekday(word);
  if (weekday === undefined) return undefined;
  const next = today.add({ days: (weekday - today.dayOfWeek + 7) % 7 }).toPlainDateTime(time);
  return Temporal.PlainDateTime.compare(next, here) < 0 ? next.add({ days: 7 }) : next;
}
