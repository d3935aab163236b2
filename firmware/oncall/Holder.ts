import type { EpochMs } from "../time/Clock.ts";

/** Somebody who has duty, and why. */
export interface Holder {
  /** A person's id. */
  readonly person: string;
  /** Whose duty it is by the schedule, when somebody stands in. */
  readonly insteadOf?: string;
  /** In words; made when somebody reads them, for most answers are not read. */
  readonly because: () => string;
}

/** Where duty comes from: a rotation, a weekly rule, a calendar. */
export interface DutySource {
  readonly kind: "rotation" | "rule" | "calendar";
  readonly id: string;
  readonly layer: number;
  holdersAt(at: EpochMs): readonly Holder[];
  /** The next moment after this one at which it may give another answer. */
  nextChange(at: EpochMs): EpochMs;
  /** Who steps in, in order, when the present ones cannot; empty where there is no order. */
  successors(at: EpochMs): readonly string[];
  /** Why nobody has duty of it at this moment. */
  whyNobody(at: EpochMs): string;
  /** Everybody whom it can ever mean. */
  readonly everybody: readonly string[];
}

/** Ids as people are called. */
export type NameOf = (id: string) => string;
