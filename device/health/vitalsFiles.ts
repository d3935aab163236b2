/* @pure */
import type { EpochMs } from "../../firmware/time/Clock.ts";
import { DAY_MS } from "../../firmware/time/civil.ts";

/** In the data directory. */
export const VITALS_FOLDER = "vitals";

/** A picture of thirty days begins within the thirty-first. */
const KEPT_DAYS = 31;

/** `day-20783.ndjson`: days of UTC since 1970. */
export const dayFileOf = (at: EpochMs): string => `day-${Math.floor(at / DAY_MS)}.ndjson`;

const dayOf = (name: string): number => Number(/^day-(-?\d{1,7})\.ndjson$/.exec(name)?.[1] ?? Number.NaN);

/** Also days to come go: they were written while the clock ran ahead. What is not ours stays. */
export function isKept(name: string, now: EpochMs): boolean {
  const day = dayOf(name);
  const today = Math.floor(now / DAY_MS);
  return Number.isNaN(day) || (day >= today - KEPT_DAYS && day <= today + 1);
}

/** Those that may have something of a span. */
export const isOfSpan = (name: string, from: EpochMs, to: EpochMs): boolean => {
  const day = dayOf(name);
  return day >= Math.floor(from / DAY_MS) && day <= Math.floor(to / DAY_MS);
};
