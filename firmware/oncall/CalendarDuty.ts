import type { EpochMs } from "../time/Clock.ts";
import type { Span } from "./SpanIndex.ts";

/** What a calendar of another program says of duty, as plain shifts: the copy that works without a network. */
export interface CalendarDuty {
  /** As in the clinic file. */
  readonly id: string;
  readonly shifts: readonly CalendarShift[];
  /** Recurring events were expanded up to here; what comes later is not known. */
  readonly until: EpochMs;
}

export interface CalendarShift extends Span {
  /** A person's id. */
  readonly person: string;
}

/** `until` of a calendar that there is no copy of. */
export const NEVER_READ: EpochMs = 0;
