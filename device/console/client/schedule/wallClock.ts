/* @pure */
// Times of the clinic's wall as moments, by the rules of the schedule itself (firmware/time/ZoneClock.ts): what the browser knows
// of a zone is its offset at a moment, and that is all that is needed here.

/** Wall minus UTC in ms, at a moment. */
export type OffsetAt = (at: number) => number;

const HOUR = 3_600_000;
/** Offsets lie between −12 and +14 hours: a wall time is shown within this of the same figures in UTC. */
const BEFORE = 15 * HOUR;
const AFTER = 13 * HOUR;

/**
 * The moment at which the wall shows a time, given as if it were UTC (`Date.parse("2026-11-01T01:30Z")`). Shown twice: the first,
 * or the `last`. Never shown: the moment at which the clocks jump over it.
 */
export function momentOf(wall: number, offsetAt: OffsetAt, last = false): number {
  const offsets = new Set([offsetAt(wall - BEFORE), offsetAt(wall + AFTER)]);
  const shown = [...offsets].map((offset) => wall - offset).filter((at) => at + offsetAt(at) === wall);
  if (shown.length > 0) return last ? Math.max(...shown) : Math.min(...shown);
  return jump(wall - BEFORE, wall + AFTER, offsetAt);
}

/** The only change of the offset between two moments. */
function jump(from: number, to: number, offsetAt: OffsetAt): number {
  const before = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

/** `2026-11-01` and `08:00` of a form as a wall time; undefined: nothing that is one. */
export function wallOf(day: string, time: string): number | undefined {
  const wall = Date.parse(`${day}T${time}:00Z`);
  return Number.isNaN(wall) ? undefined : wall;
}
