/* @pure */
import { durationInWords } from "../../firmware/health/durationInWords.ts";
import { FAULTS, type FaultDeclaration } from "../../firmware/health/faults.ts";
import { wallDateTime } from "../../firmware/oncall/wallClock.ts";
import type { EpochMs } from "../../firmware/time/Clock.ts";
import { Milliseconds } from "../../firmware/time/Duration.ts";

type Told = Pick<FaultDeclaration, "number" | "severity" | "title" | "means" | "cure">;

/** What `firstring status --json` says of a fault. */
export interface FaultReport extends Told {
  readonly code: string;
  readonly where: string;
  readonly detail: string;
  readonly since: EpochMs;
  /** It has lasted, so it is on the lamps and on MQTT. */
  readonly shown: boolean;
  /** The code of a deeper fault that explains it. */
  readonly explainedBy?: string;
}

/** Where and when it is read. */
export interface Reader {
  readonly now: EpochMs;
  readonly timezone: string;
}

export function declaredOf(code: string): Told {
  const declared = FAULTS.get(code);
  if (declared === undefined) return { number: 0, severity: "urgent", title: code, means: "", cure: "" };
  const { number, severity, title, means, cure } = declared;
  return { number, severity, title, means, cure };
}

/** A fault as a person reads it: number, what it is, since when, what it means for the clinic, what to do. */
export function faultInWords(fault: FaultReport, reader: Reader): string {
  const where = fault.where === "" ? "" : ` (${fault.where})`;
  const detail = fault.detail === "" ? "" : `: ${fault.detail}`;
  const warning = fault.severity === "warning" ? " Warning." : "";
  const lines = [
    `${fault.number} ${fault.title}${where} [${fault.code}]${detail}`,
    `${sinceInWords(fault.since, reader)}.${warning}`,
    fault.means,
    `What to do: ${fault.cure}`,
  ];
  return lines.filter((line) => line !== "").join("\n    ");
}

/** `Since 02:14, for 3 minutes`, by the clock on the clinic's wall; with its day when that is another one. */
export function sinceInWords(since: EpochMs, reader: Reader): string {
  const lasted = reader.now - since;
  return `Since ${timeInWords(since, reader)}, for ${lasted < 1_000 ? "a moment" : durationInWords(Milliseconds(lasted))}`;
}

/** `02:14` today, `2026-11-22 02:14` otherwise. */
export function timeInWords(at: EpochMs, { now, timezone }: Reader): string {
  const [day, time] = wallDateTime(at, timezone).split(" ") as [string, string];
  return wallDateTime(now, timezone).startsWith(day) ? time : `${day} ${time}`;
}

/** `04:02–04:10 104 The telephone modem does not answer commands (front)`. */
export function pastFaultInWords(
  past: { readonly code: string; readonly where: string; readonly since: EpochMs; readonly until?: EpochMs },
  reader: Reader,
): string {
  const { number, title } = declaredOf(past.code);
  const until = past.until === undefined ? "now" : timeInWords(past.until, reader);
  return `${timeInWords(past.since, reader)} to ${until}  ${number} ${title}${past.where === "" ? "" : ` (${past.where})`}`;
}
