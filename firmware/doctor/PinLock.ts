import type { EpochMs } from "../time/Clock.ts";
import { Hours, Minutes } from "../time/Duration.ts";

/**
 * Wrong PINs of one person over all telephone calls. Whoever guesses is shut out of the telephone menu for a while; pages by SMS, their
 * replies and the ringing itself are never stopped by it.
 */
export interface PinLock {
  readonly person: string;
  /** When a PIN was wrong within the last hour, oldest first. */
  readonly wrongAt: readonly EpochMs[];
  readonly lockedUntil?: EpochMs;
}

/** Two calls with three tries each: a doctor who has forgotten stays under it, a guesser of 10,000 PINs needs five weeks, and the clinic is told each time. */
export const WRONG_PINS_TO_LOCK = 6;
export const WRONG_PINS_WITHIN = Hours(1);
export const LOCKED_FOR = Minutes(30);

export const unlocked = (person: string): PinLock => ({ person, wrongAt: [] });

/** A clock that was set back must not make thirty minutes a year: a lock that lies much further ahead than it can is over. */
export const isLocked = ({ lockedUntil }: PinLock, at: EpochMs): boolean =>
  lockedUntil !== undefined && at < lockedUntil && lockedUntil - at <= 2 * LOCKED_FOR;

/** Tries while it is locked count for nothing: they reach no PIN, so the lock ends when it was said to end. */
export function pinWrong(lock: PinLock, at: EpochMs): PinLock {
  if (isLocked(lock, at)) return lock;
  const wrongAt = [...lock.wrongAt.filter((then) => Math.abs(at - then) < WRONG_PINS_WITHIN), at];
  if (wrongAt.length < WRONG_PINS_TO_LOCK) return { person: lock.person, wrongAt };
  return { person: lock.person, wrongAt: [], lockedUntil: at + LOCKED_FOR };
}

/** The right one forgives the wrong ones before it. */
export const pinRight = (lock: PinLock, at: EpochMs): PinLock => (isLocked(lock, at) ? lock : unlocked(lock.person));
