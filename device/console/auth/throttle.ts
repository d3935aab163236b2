/* @pure */
// How long whoever has tried wrongly must wait. Nothing is ever locked for good, and strangers cannot lock out who has signed in
// here before: their browser is known (OWASP, "device cookies").
import type { MonotonicMs } from "../../../firmware/time/Clock.ts";

export interface Failures {
  readonly count: number;
  readonly lastAt: MonotonicMs;
}

interface Rule {
  /** So many cost nothing: fingers slip. */
  readonly free: number;
  /** After the next one; doubled by each further. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** A known browser of this very user. */
const KNOWN: Rule = { free: 5, firstMs: 2_000, longestMs: 5 * 60_000 };
/** One address, whomever it tries: a room of people behind one router is not held up by two who mistype. */
const ADDRESS: Rule = { free: 10, firstMs: 5_000, longestMs: 15 * 60_000 };
/** All unknown browsers together that try one user. */
const STRANGERS: Rule = { free: 10, firstMs: 5_000, longestMs: 15 * 60_000 };

const RULES = { known: KNOWN, address: ADDRESS, strangers: STRANGERS } as const;
export type Counter = keyof typeof RULES;

/** Forgotten after a quiet time of four of the longest waits. */
export const FORGOTTEN_AFTER_MS = 60 * 60_000;

export function failedOnce(before: Failures | undefined, now: MonotonicMs): Failures {
  const forgotten = before === undefined || now - before.lastAt > FORGOTTEN_AFTER_MS;
  return { count: forgotten ? 1 : before.count + 1, lastAt: now };
}

/** Milliseconds until the next try is looked at; 0: now. */
export function waitMs(counter: Counter, failures: Failures | undefined, now: MonotonicMs): number {
  const { firstMs, free, longestMs } = RULES[counter];
  if (failures === undefined || failures.count < free || now - failures.lastAt > FORGOTTEN_AFTER_MS) return 0;
  const wait = Math.min(longestMs, firstMs * 2 ** Math.min(failures.count - free, 20));
  return Math.max(0, failures.lastAt + wait - now);
}

/** An IPv6 customer has a whole /64 (RFC 6177): one of its addresses stands for all. */
export function networkOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, "").replace(/%.*$/, "");
  if (!plain.includes(":")) return plain;
  const [head = "", tail] = plain.toLowerCase().split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - left.length - right.length)).fill("0");
  return `${[...left, ...zeros, ...right].slice(0, 4).join(":")}::/64`;
}
