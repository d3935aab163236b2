import type { Worker } from "node:worker_threads";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { Issue } from "../../firmware/config/Issue.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import type { Log } from "../runtime/openLog.ts";

export interface ApplianceOptions {
  readonly clinic: Clinic;
  readonly dataDirectory: string;
  /** The clinic file's folder: calendars are named from there. By default the data directory. */
  readonly clinicDirectory?: string;
  /** Secrets of the clinic file that are not there, or of no use: the box goes without, and tells. */
  readonly secretIssues?: readonly Issue[];
  readonly clock: Clock;
  readonly log: Log;
  /** A thread for the store that has been made ahead (storage/storeThread.ts). */
  readonly storeThread?: Worker;
  /** Lets the bench stall the store as a slow card does. */
  readonly allowStall?: boolean;
}

/** How a part tells that something is wrong, or over. `where`: a line's id or a part's name, "" for the box. */
export type ReportFault = (code: string, where: string, detail: string, cleared?: boolean) => void;
