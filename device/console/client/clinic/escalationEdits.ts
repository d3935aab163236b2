/* @pure */
import type { ClinicEdit } from "../../api/clinic.ts";

// What the forms of who is paged write into the clinic file.

type Json = Extract<ClinicEdit, { do: "set" }>["value"];

/** A policy of the clinic's own begins as one that reaches somebody, and does not end before it has. */
export const OWN = [
  { notify: "on-call", by: ["sms", "call"] },
  { after: "5m", notify: "everyone", by: ["sms", "call"], repeat: "until-taken" },
];

/** What the box does for a file that says nothing of escalation (firmware/config/toEscalation.ts). */
const USUAL: Json = [
  { notify: "on-call", by: ["sms"] },
  { after: "60s", notify: "on-call", by: ["sms"] },
  { after: "5m", notify: "everyone", by: ["sms"], repeat: "until-taken" },
];

/** A file that says something of escalation has to say who is paged for urgent calls: what was understood before is written down. */
export function forEscalation(file: unknown, ...edits: readonly ClinicEdit[]): readonly ClinicEdit[] {
  const has = typeof file === "object" && file !== null && Object.hasOwn(file, "escalation");
  return has ? edits : [{ do: "set", path: ["escalation", "urgent"], value: USUAL }, ...edits];
}

/** What moves is who is paged, and how; the times (`after` of each step, empty: at once) stay where they are. */
export function moveStep(
  policy: readonly (string | number)[],
  times: readonly string[],
  from: number,
  to: number,
): readonly ClinicEdit[] {
  const moved = [...times];
  moved.splice(to, 0, ...moved.splice(from, 1));
  const back = times.flatMap((after, index): readonly ClinicEdit[] => {
    if (after === moved[index]) return [];
    const path = [...policy, index, "after"];
    return [after === "" ? { do: "remove", path } : { do: "set", path, value: after }];
  });
  return [{ do: "move", path: [...policy], from, to }, ...back];
}
