/* @pure */
import { durationInWords } from "../../../firmware/health/durationInWords.ts";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import type { ChangeOf } from "../Change.ts";
import type { BoxFacts, PartOfPlan } from "./planChanges.ts";

const LARGE_STEP_MS = 86_400_000;

/** A clock that was set is not set back when something else of the same go fails: nobody knows a better time. */
export function planTime({ epochMs }: ChangeOf<"time">, { now }: BoxFacts): PartOfPlan {
  const by = epochMs - now;
  const words = `the clock is set to ${new Date(epochMs).toISOString().replace("T", " ").slice(0, 19)} UTC`;
  if (Math.abs(by) < LARGE_STEP_MS) return { words };
  const step = durationInWords(Milliseconds(Math.abs(by)));
  return { words, warnings: [`the clock is put ${by > 0 ? "forward" : "back"} by ${step}`] };
}

export function planTimeZone({ zone }: ChangeOf<"time-zone">, { hasZone }: BoxFacts): PartOfPlan {
  const words = `the operating system's time zone is ${zone}`;
  if (hasZone(zone)) return { words };
  const cure = "Write it as in the time-zone database, such as America/Chicago.";
  return { words, refusals: [{ code: "ZONE_UNKNOWN", what: `there is no time zone ${zone}`, cure }] };
}
