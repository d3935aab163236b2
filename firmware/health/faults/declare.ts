import { type Duration, Seconds } from "../../time/Duration.ts";

/** A fault that a person must know of, declared once. Everything that shows faults (log, MQTT, SMS, lamps, status, docs) reads it. */
export interface FaultDeclaration {
  readonly code: string;
  /** What a technician reads out on the phone. Stable, and never given to another fault. */
  readonly number: number;
  readonly title: string;
  /** What it means for the clinic, in words that a practice manager reads. */
  readonly means: string;
  /** What the technician or the front desk does about it. */
  readonly cure: string;
  /** What is true again when it is over, as the end of a sentence: "the telephone modem is there again". */
  readonly over: string;
  readonly severity: "warning" | "urgent";
  /** While one of these is there at the same place it explains this one, which is not shown. */
  readonly dependsOn: readonly string[];
  /**
   * How long it lasts before it is told beyond the log: most devices stumble for moments and find back by themselves. Zero
   * for what its finder reports only after a time (network, signal, clock).
   */
  readonly shownAfter: Duration;
}

type Optional = "dependsOn" | "shownAfter" | "severity";

/** Urgent, explained by nothing and shown at once, unless it says otherwise. */
export const declareFault = (
  fault: Omit<FaultDeclaration, Optional> & Partial<Pick<FaultDeclaration, Optional>>,
): FaultDeclaration => ({ severity: "urgent", dependsOn: [], shownAfter: Seconds(0), ...fault });
