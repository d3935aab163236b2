/* @pure */
import { changeSays } from "../../../firmware/config/changeBook.ts";
import type { MonotonicMs } from "../../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";

/** What the running service says of itself, as far as it matters here. */
export interface ServiceHealth {
  readonly pid: number;
  readonly lines: readonly { readonly id: string; readonly ready: boolean; readonly state: string }[];
  /** Cellular modems that send pages: null where the clinic file has none. */
  readonly pager: { readonly ready: boolean } | null;
  /** `CODE where`, of faults that are urgent and explained by no other. */
  readonly urgentFaults: readonly string[];
}

export interface HealthBounds {
  /** From its start until it can be asked: a migration of the database is in it. */
  readonly reachable: Duration;
  /** From its start until the lines that worked before work again: a modem takes some forty seconds to find its network. */
  readonly ready: Duration;
  /** How long all must have been well. */
  readonly steady: Duration;
}

export const AFTER_A_SETTING: HealthBounds = { reachable: Seconds(60), ready: Seconds(120), steady: Seconds(5) };
/** Another program may fail in ways that take longer to show. */
export const AFTER_A_RELEASE: HealthBounds = { reachable: Seconds(180), ready: Seconds(240), steady: Seconds(60) };

export interface HealthCheck {
  /** Undefined: it did not run before, so nothing can have become worse. */
  readonly before: ServiceHealth | undefined;
  readonly startedAt: MonotonicMs;
  readonly bounds: HealthBounds;
  readonly pid?: number | undefined;
  readonly restarts: number;
  readonly wellSince?: MonotonicMs | undefined;
  /** What is not as it should be, in words. */
  readonly lacks: readonly string[];
}

export type HealthVerdict =
  | { readonly kind: "wait"; readonly lacks: readonly string[] }
  | { readonly kind: "healthy"; readonly warnings: readonly string[] }
  | { readonly kind: "sick"; readonly because: string };

export const beginHealthCheck = (
  before: ServiceHealth | undefined,
  startedAt: MonotonicMs,
  bounds: HealthBounds,
): HealthCheck => ({ before, startedAt, bounds, restarts: 0, lacks: [NOT_UP] });

/** It may come up anew once by itself (a modem that is gone for a moment); the second time is a loop. */
const MOST_RESTARTS = 1;

const NOT_UP = changeSays.notUp();

/** One look at the service; undefined: it cannot be asked. */
export function stepHealth(
  check: HealthCheck,
  seen: ServiceHealth | undefined,
  at: MonotonicMs,
): readonly [HealthCheck, HealthVerdict] {
  const age = at - check.startedAt;
  const { bounds } = check;
  if (seen === undefined) {
    const lost: HealthCheck = { ...check, wellSince: undefined, lacks: [NOT_UP] };
    const bound = check.pid === undefined ? bounds.reachable : bounds.ready;
    return [lost, age < bound ? wait(lost) : sick(changeSays.cameNotUp())];
  }
  const restarts = check.restarts + (check.pid !== undefined && check.pid !== seen.pid ? 1 : 0);
  const lacks = lacksOf(check.before, seen);
  const well = lacks.length === 0 && restarts === check.restarts;
  const next: HealthCheck = {
    ...{ ...check, pid: seen.pid, restarts, lacks },
    wellSince: well ? (check.wellSince ?? at) : undefined,
  };
  if (restarts > MOST_RESTARTS) return [next, sick(changeSays.endsAgain())];
  if (next.wellSince !== undefined && at - next.wellSince >= bounds.steady)
    return [next, { kind: "healthy", warnings: warningsOf(seen) }];
  return [next, age < bounds.ready || next.wellSince !== undefined ? wait(next) : sick(lacks.join("; "))];
}

const wait = ({ lacks }: HealthCheck): HealthVerdict => ({ kind: "wait", lacks });
const sick = (because: string): HealthVerdict => ({ kind: "sick", because });

/** Only what was well before and is not now speaks against a change: it cannot plug in a modem that was never there. */
function lacksOf(before: ServiceHealth | undefined, now: ServiceHealth): readonly string[] {
  if (before === undefined) return [];
  const lines = now.lines.filter(
    ({ id, ready }) => !ready && before.lines.some((line) => line.id === id && line.ready),
  );
  const pager = before.pager?.ready === true && now.pager !== null && !now.pager.ready;
  const fresh = now.urgentFaults.filter((fault) => !before.urgentFaults.includes(fault));
  return [
    ...lines.map(({ id, state }) => changeSays.lineLost({ line: id, state })),
    ...(pager ? [changeSays.pagesLost()] : []),
    ...fresh.map((fault) => changeSays.newFault({ fault: fault.trim() })),
  ];
}

/** What the technician should know of a change that is kept all the same. */
const warningsOf = (now: ServiceHealth): readonly string[] => [
  ...now.lines.filter(({ ready }) => !ready).map(({ id, state }) => changeSays.lineNotYet({ line: id, state })),
  ...(now.pager !== null && !now.pager.ready ? [changeSays.noPageYet()] : []),
  ...now.urgentFaults.map((fault) => changeSays.urgentFault({ fault: fault.trim() })),
];
