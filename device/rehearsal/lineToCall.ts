import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { UsageError } from "../cli/Cli.ts";
import type { RehearsalLine } from "./rehearsalClinic.ts";

/** The line that a rehearsal call goes to: the one that is asked for, or the first that answers calls. */
export function lineToCall(lines: readonly RehearsalLine[], asked: string | undefined): RehearsalLine {
  const answering = lines.filter(({ answers }) => answers);
  const [first] = answering;
  if (first === undefined) throw incomplete("no line that answers calls");
  if (asked === undefined) return first;
  const line = answering.find(({ id }) => id === asked);
  if (line !== undefined) return line;
  const why = lines.some(({ id }) => id === asked)
    ? `line ${asked} answers no calls: the clinic file gives it no sound (audio)`
    : `there is no line '${asked}'`;
  throw new UsageError(`${why}; lines to call: ${answering.map(({ id }) => id).join(", ")}`);
}

/** @throws ApplianceError when nobody could be paged. */
export function refuseWithoutPager(lines: readonly RehearsalLine[]): void {
  if (!lines.some(({ driver }) => driver === "gsm")) throw incomplete("no line with driver gsm");
}

const incomplete = (what: string): Error =>
  new ApplianceError("REHEARSAL_INCOMPLETE", `the clinic file has ${what}`, {
    disposition: "operator",
    cure: "A rehearsal needs a line to call and a modem to page with; one cellular line can be both. Add it under lines, with port: emulated if there is none yet.",
  });
