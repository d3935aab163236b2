import type { EpochMs } from "../time/Clock.ts";

/**
 * A change of duty that somebody made while the box runs (a doctor by telephone, the front desk), kept in the store beside what
 * the clinic file says. Over `[from, to)`, as an override: `replace` puts `by` in the place of `person`, `add` puts `person` on
 * duty beside whoever has it, `remove` takes `person` off.
 */
export interface DutyChange {
  readonly id: string;
  readonly kind: "replace" | "add" | "remove";
  readonly person: string;
  /** With `replace`: who stands in. */
  readonly by?: string;
  /** Only within this rotation; absent: wherever they have duty. */
  readonly rotation?: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly madeAt: EpochMs;
  /** Who made it: a person's id, or `front-desk`. */
  readonly madeBy: string;
  /** It was taken back then; kept for the record. */
  readonly withdrawnAt?: EpochMs;
  /** Who took it back, when it was not whoever made it. */
  readonly withdrawnBy?: string;
}

/** Whoever changes duty, closes or escalates a call at the box without being one of the people who are paged. */
export const FRONT_DESK = "front-desk";

export const isInForce = (change: DutyChange, at: EpochMs): boolean =>
  change.withdrawnAt === undefined && change.from <= at && at < change.to;
