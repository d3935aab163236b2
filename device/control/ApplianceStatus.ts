/* @pure */
import type { Lamps } from "../../firmware/health/lamp.ts";
import type { ModemStatus } from "../../firmware/health/ModemStatus.ts";
import type { ClockVerdict } from "../../firmware/time/ClockTrust.ts";
import type { PastFault } from "../health/Fault.ts";
import type { FaultReport } from "../health/faultInWords.ts";

/** What `firstring status` prints with --json, and what other programs of the box may ask. */
export interface ApplianceStatus {
  readonly clinic: string;
  /** The clinic's zone: what is shown to a person is the time on its wall. */
  readonly timezone: string;
  /** The box's clock. */
  readonly now: number;
  /** How far the box's clock is to be believed, in words; absent as long as nobody has judged it. */
  readonly clockTrust?: string;
  /** The same for programs; `aheadMs`: how far the network's clock is ahead of ours, when that is too far. */
  readonly clock?: { readonly level: ClockVerdict["level"]; readonly aheadMs?: number };
  readonly pid: number;
  readonly startedAt: number;
  /** How the run before ended, in words, unless it was asked to. */
  readonly lastEnd?: { readonly at: number; readonly text: string };
  readonly lines: readonly { readonly id: string; readonly state: string }[];
  /** The modem that pages go out by; null when the clinic file has none. */
  readonly sms: ModemStatus | null;
  /** All cellular modems. */
  readonly modems: readonly ModemStatus[];
  readonly mqtt: "connected" | "not connected" | "not used";
  readonly store: { readonly waiting: number };
  /** `clockTrusted: false`: the schedule cannot be asked, and everyone is paged. */
  readonly onCall: {
    readonly people: readonly string[];
    readonly because: readonly string[];
    readonly clockTrusted: boolean;
  };
  readonly openAlerts: number;
  /** Telephone lines in use, and urgent alerts that nobody has taken: while there are any, nothing is started anew. */
  readonly atWork: { readonly calls: number; readonly untakenUrgent: number };
  readonly lamps: Lamps;
  readonly faults: readonly FaultReport[];
  /** The last ones, oldest first, with those that are there still (without `until`). */
  readonly pastFaults: readonly PastFault[];
  readonly memory: { readonly rssMb: number };
}
