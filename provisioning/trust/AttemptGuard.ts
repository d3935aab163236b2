/* @pure */

/** How many wrong codes or passphrases there were, kept on disk: guessing is as slow after a power cycle as before it. */
export interface AttemptGuard {
  /** Since the last right one, the one under way among them. */
  readonly tries: number;
  /** Counts down only while the box runs; a boot begins it anew, as no clock of a box is to be believed. */
  readonly lock?: { readonly ms: number; readonly boot: string; readonly fromMs: number } | undefined;
}

/** CLOCK_BOOTTIME of the boot that is named. */
export interface BootTime {
  readonly boot: string;
  readonly ms: number;
}

export const TRIES = 5;
const FIRST_LOCK_MS = 15 * 60_000;
const LONGEST_LOCK_MS = 24 * 3_600_000;

export const NO_ATTEMPTS: AttemptGuard = { tries: 0 };

export function lockedForMs({ lock }: AttemptGuard, at: BootTime): number {
  if (lock === undefined) return 0;
  if (lock.boot !== at.boot) return lock.ms;
  return Math.max(0, lock.ms - Math.max(0, at.ms - lock.fromMs));
}

/** Looked at in a later boot, a lock begins again; one that is over is taken away. The same object: nothing to write. */
export function seen(guard: AttemptGuard, at: BootTime): AttemptGuard {
  const { lock } = guard;
  if (lock === undefined) return guard;
  if (lock.boot !== at.boot) return { ...guard, lock: { ms: lock.ms, boot: at.boot, fromMs: at.ms } };
  return lockedForMs(guard, at) > 0 ? guard : { tries: guard.tries };
}

export type Admission =
  | { readonly kind: "locked"; readonly forMs: number }
  /** Write `guard` to the disk first, then compare: a power cut in between has cost the guesser a try. */
  | { readonly kind: "compare"; readonly guard: AttemptGuard; readonly triesLeft: number };

/** Every fifth wrong one locks: 15 minutes, 30, an hour, … a day. */
export function beginAttempt(before: AttemptGuard, at: BootTime): Admission {
  const guard = seen(before, at);
  const forMs = lockedForMs(guard, at);
  if (forMs > 0) return { kind: "locked", forMs };
  const tries = guard.tries + 1;
  if (tries % TRIES !== 0) return { kind: "compare", guard: { tries }, triesLeft: TRIES - (tries % TRIES) };
  const ms = Math.min(LONGEST_LOCK_MS, FIRST_LOCK_MS * 2 ** (tries / TRIES - 1));
  return { kind: "compare", guard: { tries, lock: { ms, boot: at.boot, fromMs: at.ms } }, triesLeft: 0 };
}

/** The right one forgives those before it. */
export const attemptRight = (): AttemptGuard => NO_ATTEMPTS;
