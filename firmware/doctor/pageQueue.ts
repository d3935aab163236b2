import type { MonotonicMs } from "../time/Clock.ts";

/** A page that waits for a telephone line. */
export interface WaitingPage {
  readonly id: string;
  /** E.164: nobody is called twice at a time. */
  readonly number: string;
  readonly urgent: boolean;
  readonly sinceMs: MonotonicMs;
}

/** Which page is telephoned next: urgent ones first, then the one that has waited longest; undefined when all wait for engaged people. */
export function nextToCall<Page extends WaitingPage>(
  waiting: readonly Page[],
  engaged: ReadonlySet<string>,
): Page | undefined {
  return waiting
    .filter(({ number }) => !engaged.has(number))
    .toSorted((a, b) => Number(b.urgent) - Number(a.urgent) || a.sinceMs - b.sinceMs)[0];
}
