/* @pure */
import type { ServiceHealth } from "../health/judgeHealth.ts";

/** What the service does now that a stop would disturb. */
export interface AtWork {
  readonly calls: number;
  readonly untakenUrgent: number;
}

export type Service =
  | { readonly kind: "stopped" }
  /** Its process is there and cannot be asked (yet). */
  | { readonly kind: "unreachable" }
  | { readonly kind: "up"; readonly health: ServiceHealth; readonly atWork: AtWork };

/** The answering service as the change engine needs it: systemd's unit on a box, a child process in a rehearsal. */
export interface ServiceControl {
  look(): Promise<Service>;
  /**
   * True: nobody is on the telephone, and for twenty seconds whoever rings goes on ringing, until the service is back. False: somebody is.
   * A service that cannot be asked has nobody to let go of.
   */
  hold(): Promise<boolean>;
  stop(): Promise<void>;
  /** Returns when its process was started; whether it is well is seen by `look`. Throws when it cannot be started at all. */
  start(): Promise<void>;
}
