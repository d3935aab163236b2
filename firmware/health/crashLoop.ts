import type { EpochMs } from "../time/Clock.ts";
import { type Duration, Hours, Minutes } from "../time/Duration.ts";

/** When the program ended without being asked to, and when somebody was last told of it. */
export interface CrashLoop {
  readonly failures: readonly EpochMs[];
  readonly toldAt?: EpochMs;
}

export const NO_FAILURES: CrashLoop = { failures: [] };

/** Fewer within this time is a stumble: it was back a second later, and the next call is answered. */
const LOOP: number = 3;
const LOOP_WITHIN: Duration = Minutes(10);
/** One text an hour: it says all there is to say, and costs money. */
const TOLD_EVERY: Duration = Hours(1);
const KEPT = 20;

/** Another failure: is it a loop, and is it time to tell somebody? A clock that jumped makes an entry neither old nor new. */
export function noteFailure(loop: CrashLoop, now: EpochMs): readonly [CrashLoop, tell: boolean] {
  const failures = [...loop.failures, now].slice(-KEPT);
  const recent = failures.filter((at) => Math.abs(now - at) <= LOOP_WITHIN);
  const due = loop.toldAt === undefined || Math.abs(now - loop.toldAt) >= TOLD_EVERY;
  return [{ ...loop, failures }, recent.length >= LOOP && due];
}

export const told = (loop: CrashLoop, now: EpochMs): CrashLoop => ({ ...loop, toldAt: now });

/** One segment for every phone. No patient data, nothing that only an engineer understands. */
export const failedText = (clinic: string, why: string): string => {
  const head = `${clinic.slice(0, 24)} FirstRing: the box keeps failing and may not answer calls.`;
  const tail = "Forward the clinic's number; call your technician.";
  const room = 160 - head.length - tail.length - 4;
  const reason = why.length > room ? `${why.slice(0, room - 3)}...` : why;
  return `${head} (${reason}) ${tail}`;
};
