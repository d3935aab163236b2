import type { MonotonicMs } from "../time/Clock.ts";
import { FAULTS } from "./faults.ts";

// Which of the faults that are there a person is shown: those that have lasted, and that no deeper one explains.

export interface WatchedFault {
  readonly code: string;
  /** Which line, modem or broker; empty for the box as a whole. */
  readonly where: string;
  /** Since when it counts: since it came, or since the fault that explained it is over. */
  readonly countsFrom: MonotonicMs;
  /** The code of the deeper fault at the same place that explains it. */
  readonly explainedBy?: string;
  /** Once shown it stays so until it is over, whatever is found out about it later. */
  readonly shown: boolean;
}

export type ShownFaults = ReadonlyMap<string, WatchedFault>;

export type ShownEvent =
  | { readonly kind: "raised"; readonly code: string; readonly where: string; readonly atMs: MonotonicMs }
  | { readonly kind: "cleared"; readonly code: string; readonly where: string; readonly atMs: MonotonicMs }
  | { readonly kind: "timePassed"; readonly atMs: MonotonicMs };

export type ShownEffect =
  | { readonly kind: "show"; readonly key: string }
  /** Only for a fault that was shown. */
  | { readonly kind: "over"; readonly key: string };

export const faultKey = (code: string, where: string): string => `${code} ${where}`;

export function stepShown(faults: ShownFaults, event: ShownEvent): readonly [ShownFaults, readonly ShownEffect[]] {
  const next = new Map(faults);
  const effects: ShownEffect[] = [];
  switch (event.kind) {
    case "raised": {
      const { code, where, atMs } = event;
      const key = faultKey(code, where);
      if (!next.has(key)) next.set(key, { code, where, countsFrom: atMs, shown: false });
      break;
    }
    case "cleared": {
      const key = faultKey(event.code, event.where);
      if (next.get(key)?.shown === true) effects.push({ kind: "over", key });
      next.delete(key);
      break;
    }
    case "timePassed":
      break;
  }
  for (const [key, fault] of next) {
    const seen = explain(fault, next, event.atMs);
    const due = !seen.shown && seen.explainedBy === undefined && event.atMs >= dueAt(seen);
    if (due) effects.push({ kind: "show", key });
    next.set(key, due ? { ...seen, shown: true } : seen);
  }
  return [next, effects];
}

/** When the next fault is due to be shown, if no other event comes before. */
export function nextShownAt(faults: ShownFaults): MonotonicMs | undefined {
  const due = [...faults.values()].filter(({ shown, explainedBy }) => !shown && explainedBy === undefined).map(dueAt);
  return due.length === 0 ? undefined : Math.min(...due);
}

const dueAt = ({ code, countsFrom }: WatchedFault): MonotonicMs => countsFrom + (FAULTS.get(code)?.shownAfter ?? 0);

/**
 * A modem that is plugged in again needs some seconds to put itself right: what was wrong with it all the time counts from
 * the moment at which its explanation went.
 */
function explain(fault: WatchedFault, faults: ShownFaults, atMs: MonotonicMs): WatchedFault {
  const { explainedBy, ...plain } = fault;
  const deeper = FAULTS.get(fault.code)?.dependsOn.find((code) => faults.has(faultKey(code, fault.where)));
  if (deeper !== undefined) return { ...plain, explainedBy: deeper };
  return explainedBy === undefined ? plain : { ...plain, countsFrom: atMs };
}
