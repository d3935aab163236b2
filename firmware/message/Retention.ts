import type { Clinic } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { Days, type Duration, Hours } from "../time/Duration.ts";
import type { ZoneClock } from "../time/ZoneClock.ts";

/** What is erased: recordings of calls that rang before one moment, whole records before another. */
export interface RetentionCut {
  readonly audioBefore: EpochMs;
  readonly recordsBefore: EpochMs;
}

export interface RetentionFacts {
  readonly now: EpochMs;
  readonly clock: "untrusted" | "hinted" | "trusted";
  /** The newest call in the store; absent when there is none. */
  readonly newestCallAt?: EpochMs;
  /** When it was last gone through to its end. */
  readonly lastRunAt?: EpochMs;
}

export type RetentionDecision =
  | ({ readonly kind: "run" } & RetentionCut)
  /** Not its hour. */
  | { readonly kind: "wait" }
  /** It would be time, but the clock may be wrong: what is erased too early cannot be had back. */
  | { readonly kind: "doubt"; readonly why: "clockNotBelieved" | "clockFarFromCalls" };

/** At night the fewest calls come, and the backup of the night before is done. */
const NIGHT_FROM = "03:00";
const NIGHT_UNTIL = "05:00";
/** One night a run: two starts of one night are nearer to each other. */
const ONCE_A_NIGHT: Duration = Hours(12);
/** A box that is switched off every night has its run by day. */
const AT_ANY_HOUR_AFTER: Duration = Hours(36);
/**
 * A clock that nobody has confirmed is believed as far as the store agrees with it: a practice that had no call for a month
 * is a box whose calendar has jumped.
 */
const STORE_AGREES_WITHIN: Duration = Days(31);
/** So long without a run is told to a person. */
export const RETENTION_LATE_AFTER: Duration = Days(7);

export const retentionCut = ({ privacy }: Pick<Clinic, "privacy">, now: EpochMs): RetentionCut => {
  const { audioDays, recordDays } = privacy.retention;
  return { audioBefore: now - Days(Math.min(audioDays, recordDays)), recordsBefore: now - Days(recordDays) };
};

/** Whether old recordings and records are erased now. `force`: a person asks, at whatever hour. */
export function decideRetention(
  clinic: Pick<Clinic, "privacy">,
  facts: RetentionFacts,
  zone: ZoneClock,
  force = false,
): RetentionDecision {
  const { now, lastRunAt } = facts;
  const since = lastRunAt === undefined ? Number.POSITIVE_INFINITY : now - lastRunAt;
  if (!force && !(isNight(now, zone) ? since >= ONCE_A_NIGHT : since >= AT_ANY_HOUR_AFTER) && since >= 0)
    return { kind: "wait" };
  const why = whyNotBelieved(facts);
  return why === undefined ? { kind: "run", ...retentionCut(clinic, now) } : { kind: "doubt", why };
}

function isNight(now: EpochMs, zone: ZoneClock): boolean {
  const time = zone.text(now).slice(-5);
  return NIGHT_FROM <= time && time < NIGHT_UNTIL;
}

function whyNotBelieved({
  clock,
  now,
  newestCallAt,
  lastRunAt,
}: RetentionFacts): "clockNotBelieved" | "clockFarFromCalls" | undefined {
  switch (clock) {
    case "trusted":
      return undefined;
    case "untrusted":
      return "clockNotBelieved";
    case "hinted": {
      const known = Math.max(newestCallAt ?? Number.NEGATIVE_INFINITY, lastRunAt ?? Number.NEGATIVE_INFINITY);
      return Math.abs(now - known) <= STORE_AGREES_WITHIN ? undefined : "clockFarFromCalls";
    }
  }
}
