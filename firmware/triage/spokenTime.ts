import { wallTime } from "../oncall/wallClock.ts";
import type { EpochMs } from "../time/Clock.ts";

/** What follows the hour, by the time from which it is said; noon and midnight themselves have words of their own. */
const PARTS_OF_DAY = [
  "part-midnight",
  "part-small-hours",
  "part-morning",
  "part-noon",
  "part-past-noon",
  "part-afternoon",
  "part-evening",
] as const;

const upTo = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The clips that only times need; minutes are `oh-1` … `oh-9` and `number-10` … `number-59`, which years have too. */
export const timeClipIds: readonly string[] = [
  ...upTo(1, 12).map((hour) => `hour-${hour}`),
  ...upTo(1, 12).map((hour) => `past-${hour}`),
  ...PARTS_OF_DAY,
];

/**
 * A time of the clinic's wall clock as clips, `HH:MM` of 24 hours: "two sixteen A M", "las dos y dieciséis de la mañana".
 * Twelve hours everywhere: people who write 14:16 say a quarter past two as well, in both languages.
 */
export function spokenTime(time: string): readonly string[] {
  const [hour, minute] = time.split(":").map(Number) as [number, number];
  const onDial = hour % 12 === 0 ? 12 : hour % 12;
  const minutes = minute < 10 ? `oh-${minute}` : `number-${minute}`;
  return [...(minute === 0 ? [`hour-${onDial}`] : [`past-${onDial}`, minutes]), partOfDay(hour, minute)];
}

/** The same of an instant, as the clock on the clinic's wall shows it. */
export const spokenTimeAt = (at: EpochMs, timezone: string): readonly string[] => spokenTime(wallTime(at, timezone));

function partOfDay(hour: number, minute: number): (typeof PARTS_OF_DAY)[number] {
  if (hour === 0) return minute === 0 ? "part-midnight" : "part-small-hours";
  if (hour < 12) return "part-morning";
  if (hour === 12) return minute === 0 ? "part-noon" : "part-past-noon";
  return hour < 20 ? "part-afternoon" : "part-evening";
}
