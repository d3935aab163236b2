/* @pure */
// A token bucket for each address: a page asks for forty files at once when it is first opened, and for little after that.
import type { MonotonicMs } from "../../../firmware/time/Clock.ts";

export const BURST = 600;
export const PER_SECOND = 40;

export interface Bucket {
  readonly left: number;
  readonly at: MonotonicMs;
}

/** The bucket after one more request; undefined: that was one too many. */
export function takeOne(bucket: Bucket | undefined, now: MonotonicMs): Bucket | undefined {
  const { at, left } = bucket ?? { left: BURST, at: now };
  const filled = Math.min(BURST, left + (Math.max(0, now - at) / 1000) * PER_SECOND);
  return filled < 1 ? undefined : { left: filled - 1, at: now };
}
