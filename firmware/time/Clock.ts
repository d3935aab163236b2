import type { Duration } from "./Duration.ts";

/** Civil time: milliseconds since 1970-01-01T00:00:00Z. For records and schedules, never for timeouts. */
export type EpochMs = number;
/** Monotonic time in milliseconds (CLOCK_MONOTONIC, the same in every process of this machine). For timeouts and measures. */
export type MonotonicMs = number;

export interface Timer {
  readonly name: string;
  cancel(): void;
}

/** The only source of time. The device gives the system's; tests give one that they turn themselves. */
export interface Clock {
  now(): EpochMs;
  monotonic(): MonotonicMs;
  /** Calls `fire` once after `after`. Timers have names so that diagnostics can list what the box is waiting for. */
  after(name: string, after: Duration, fire: () => void): Timer;
  /** The timer that should have fired and has not: only a clock that can stand still knows of such. */
  late?(): { readonly name: string; readonly by: Duration } | undefined;
}
