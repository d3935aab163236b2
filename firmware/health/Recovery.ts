import type { EpochMs, MonotonicMs } from "../time/Clock.ts";
import type { Duration } from "../time/Duration.ts";
import type { FailedHow, Rung } from "./RecoveryRules.ts";

/** What the ladder must know of the moment at which it decides. */
export interface Circumstances {
  readonly atMs: MonotonicMs;
  /** Civil time, only to count the resets of a day. */
  readonly now: EpochMs;
  /** What can be done to this modem now: `usb` only while its device is there, `power` only with a switch. */
  readonly available: readonly Rung[];
  /** A call is up on this modem, or a message was handed to it and its answer is due. A queue that waits is not busy. */
  readonly busy: boolean;
}

export type LadderEvent =
  /**
   * The modem does not work. No SIM, a PIN, no network are no failures: nothing here mends them. May be said as often
   * as it is seen; while a rung is being performed it only corrects the picture.
   */
  | ({ readonly kind: "failed"; readonly why: FailedHow } & Circumstances)
  /** The rung that was ordered is done, or (`ok: false`) could not be done, or its time is over. `why`: what is seen then. */
  | ({
      readonly kind: "rungEnded";
      readonly rung: Rung;
      readonly ok: boolean;
      readonly why?: FailedHow;
    } & Circumstances)
  /** Initialised and usable. The only proof that a rung has helped. */
  | { readonly kind: "inService"; readonly atMs: MonotonicMs }
  /** The wait is over. */
  | ({ readonly kind: "timer" } & Circumstances);

export type RecoveryAlarm = "MODEM_NOT_RECOVERED" | "MODEM_RESET_LIMIT";

export type LadderEffect =
  /** Do it, give it up after `within`, and say `rungEnded`. What goes on from an earlier order ends now. */
  | { readonly kind: "perform"; readonly rung: Rung; readonly within: Duration; readonly settle: Duration }
  /** Say `timer` after this. One timer for the ladder: each wait replaces the one before. */
  | { readonly kind: "wait"; readonly for: Duration }
  | { readonly kind: "alarm"; readonly code: RecoveryAlarm; readonly detail: string }
  | { readonly kind: "alarmOver"; readonly code: RecoveryAlarm }
  /** Before the destructive rung that follows: to be kept over restarts and given to `newLadder` then. */
  | { readonly kind: "remember"; readonly resets: readonly EpochMs[] };

export interface LadderState {
  /** When destructive rungs were ordered in the last day. */
  readonly resets: readonly EpochMs[];
  readonly alarms: readonly RecoveryAlarm[];
  /** From the first failure until the modem has been in service for a while. */
  readonly trouble: Trouble | undefined;
  readonly servedOnce: boolean;
}

export interface Trouble {
  readonly why: FailedHow;
  readonly goneSinceMs: MonotonicMs | undefined;
  readonly busySinceMs: MonotonicMs | undefined;
  readonly inServiceSinceMs: MonotonicMs | undefined;
  /** Rungs of this round that were tried. */
  readonly done: readonly Rung[];
  readonly round: number;
  /** The end of the ladder is reached; the next round begins then. */
  readonly nextRoundAtMs: MonotonicMs | undefined;
  /** Nothing harder than a look before: the modem may be starting. */
  readonly quietUntilMs: MonotonicMs;
  /** What is being performed; `ended`: it is done, and whether it has helped is about to show. */
  readonly doing: Doing | undefined;
  readonly looks: number;
  /** When the last rung of the climb ended, or the failure was seen: pauses before the next rung count from here. */
  readonly climbedAtMs: MonotonicMs;
  /** The same with the looks between the rungs: pauses before the next look count from here. */
  readonly endedAtMs: MonotonicMs;
}

export interface Doing {
  readonly rung: Rung;
  readonly untilMs: MonotonicMs;
  readonly ended: boolean;
  readonly look: boolean;
}
