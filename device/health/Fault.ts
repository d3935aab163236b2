/* @pure */
import type { EpochMs } from "../../firmware/time/Clock.ts";

export interface ActiveFault {
  readonly code: string;
  /** Which line, modem or broker; empty for the box as a whole. */
  readonly where: string;
  readonly detail: string;
  readonly since: EpochMs;
}

/** A fault as it stands on the board: whether it has been told beyond the log, and which other one explains it. */
export interface BoardFault extends ActiveFault {
  readonly shown: boolean;
  readonly explainedBy?: string;
}

export interface PastFault extends ActiveFault {
  /** Absent: it is there still. */
  readonly until?: EpochMs;
}
