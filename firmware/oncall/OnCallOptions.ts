import type { EscalationTarget } from "../config/Clinic.ts";
import type { CalendarDuty } from "./CalendarDuty.ts";
import type { DutyChange } from "./Duty.ts";
import type { OnCallLanguage } from "./onCallWords.ts";

/** What is known beyond the clinic file. */
export interface OnCallOptions {
  /** False: no network time yet and no battery clock, so the schedule cannot be asked (T11: page everyone on the policy). */
  readonly clockTrusted?: boolean;
  /** Changes of duty made while the box runs. */
  readonly duties?: readonly DutyChange[];
  /** The copies of the clinic's calendars. The same list as long as they are the same: a schedule is made ready for it. */
  readonly calendars?: readonly CalendarDuty[];
  /** The ways for which a channel exists: who has none of them counts as nobody. Absent: not looked at. */
  readonly ways?: ReadonlySet<"sms" | "call" | "mqtt">;
  /** Whom the alert's policy pages in all of its steps, for T11. Absent: the one target that is asked about. */
  readonly policy?: readonly EscalationTarget[];
  /** Of the sentences that say how it comes about; absent: English. */
  readonly language?: OnCallLanguage;
}
