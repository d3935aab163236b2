/* @pure */

/** All times in milliseconds of CLOCK_BOOTTIME, which no clock that is set moves. */
export interface SetupModeFacts {
  readonly nowMs: number;
  /** Somebody has made the box theirs; undefined: it cannot be known just now. */
  readonly claimed: boolean | undefined;
  readonly presentForMs: number;
  /** When the pages or the console were used last in this boot. */
  readonly usedAtMs: number | undefined;
  readonly open: boolean;
}

/** Without use for so long it closes: a technician who fetches a cable is back by then, a visitor finds nothing. */
export const CLOSES_AFTER_MS = 10 * 60_000;

export type SetupModeDecision = "open" | "close" | "stay";

/** Open for whoever stands at the box, as long as somebody uses it, and while it is nobody's. */
export function decideSetupMode({ claimed, nowMs, open, presentForMs, usedAtMs }: SetupModeFacts): SetupModeDecision {
  const inUse = open && usedAtMs !== undefined && nowMs - usedAtMs < CLOSES_AFTER_MS;
  const wanted = claimed === false || presentForMs > 0 || inUse;
  // What cannot be known opens nothing, and closes nothing in somebody's hands.
  if (wanted) return open ? "stay" : "open";
  return open && claimed !== undefined ? "close" : "stay";
}
