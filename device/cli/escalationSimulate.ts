import { Temporal } from "temporal-polyfill";
import type { Way } from "../../firmware/alert/Escalation.ts";
import { escalationContext } from "../../firmware/alert/escalationContext.ts";
import { policyFor } from "../../firmware/alert/policy.ts";
import { type SimulatedRow, simulate } from "../../firmware/alert/simulate.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readDuration } from "../../firmware/config/civilText.ts";
import { didYouMean } from "../../firmware/config/didYouMean.ts";
import { oneOf as namesOf } from "../../firmware/language/oneOf.ts";
import { findPerson } from "../../firmware/oncall/onCall.ts";
import { wallDateTime } from "../../firmware/oncall/wallClock.ts";
import type { Duration } from "../../firmware/time/Duration.ts";
import { MOMENT_FORMS, readMoment } from "../../firmware/time/readMoment.ts";
import { makesCalls } from "../assembly/TelephoneLines.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { oneOf, table } from "./storeArgs.ts";

export interface SimulateArgs {
  readonly policy?: string | undefined;
  readonly at: string;
  readonly for: string;
  readonly "nobody-answers"?: boolean | undefined;
  readonly "taken-by"?: string | undefined;
  readonly "taken-after"?: string | undefined;
  readonly callers: string;
  readonly urgency: string;
  readonly json: boolean;
}

/** The reference in every example of ours. */
const REF = "7Q4K";

export function simulateEscalation(clinic: Clinic, args: SimulateArgs, io: CliIo): void {
  const { timezone } = clinic.clinic;
  const raisedAt = readMoment(args.at, Date.now(), timezone);
  if (raisedAt === undefined) throw new UsageError(`--at '${args.at}' is no time: write ${MOMENT_FORMS}`);
  const urgency = oneOf(args.urgency, "--urgency", ["urgent", "routine"] as const);
  const callerKind = oneOf(args.callers, "--callers", ["patient", "professional"] as const);
  const policy = args.policy ?? policyFor(clinic, { urgency, callerKind, raisedAt });
  demandPolicy(clinic, policy);
  const taken = takenOf(clinic, args, raisedAt);
  const context = escalationContext(clinic, { ways: waysOf(clinic), policy });
  const rows = simulate({
    context,
    alert: { ref: REF, callId: "simulated", urgency, raisedAt, policy },
    until: raisedAt + lengthOf(args.for, "--for"),
    ...(taken === undefined ? {} : { taken }),
  });
  if (args.json) io.stdout.write(`${JSON.stringify({ policy, raisedAt, timezone, rows }, undefined, 2)}\n`);
  else {
    const head = `${urgency === "urgent" ? "An urgent" : "A routine"} call of a ${callerKind}, ${wallDateTime(raisedAt, timezone)} ${timezone}: policy ${policy}.`;
    const assumed = "Assumed: texts are accepted at once, telephones ring for 25 s and nobody answers.";
    io.stdout.write(`${head}\n${assumed}\n\n${simulationTable(clinic, rows, raisedAt)}`);
  }
}

/** One line for what goes to several people at one moment. */
export function simulationTable(clinic: Clinic, rows: readonly SimulatedRow[], raisedAt: number): string {
  const cells: string[][] = [];
  for (const row of rows) {
    const [who, how, what] = cellsOf(clinic, row);
    const when = [wallSeconds(row.at, clinic.clinic.timezone), `+${passedInWords(row.at - raisedAt)}`];
    const last = cells.at(-1);
    const same =
      row.kind === "page" && last !== undefined && last[1] === when[1] && last[3] === how && last[4] === what;
    if (same) last[2] = `${last[2]}, ${who}`;
    else cells.push([...when, who, how, what]);
  }
  return table([["TIME", "AFTER", "WHO", "HOW", "WHAT"], ...cells]);
}

const wallSeconds = (at: number, timezone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.floor(at))
    .toZonedDateTimeISO(timezone)
    .toPlainTime()
    .toString({ smallestUnit: "second" });

/** `2m25s`, `1h5m`: what a person reads at a glance. */
function passedInWords(length: number): string {
  const seconds = Math.round(length / 1_000);
  const parts = [
    [Math.floor(seconds / 3_600), "h"] as const,
    [Math.floor(seconds / 60) % 60, "m"] as const,
    [seconds % 60, "s"] as const,
  ];
  const told = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count}${unit}`);
  return told.length === 0 ? "0s" : told.join("");
}

function cellsOf(clinic: Clinic, row: SimulatedRow): readonly [string, string, string] {
  const nameOf = (id: string): string => findPerson(clinic, id)?.name ?? id;
  switch (row.kind) {
    case "page":
      return [row.to.split("+").map(nameOf).join(", "), row.way, row.text];
    case "answer":
      return [nameOf(row.to), "sms", row.text];
    case "fault":
      return ["-", "fault", `${row.code}: ${row.detail}`];
    case "note":
      return ["-", "-", row.text];
  }
}

/** Those for which the clinic file has a channel. */
export function waysOf(clinic: Clinic): ReadonlySet<Way> {
  const ways: Way[] = [];
  if (clinic.lines.some(({ driver }) => driver === "gsm")) ways.push("sms");
  if (clinic.lines.some(makesCalls)) ways.push("call");
  if (clinic.mqtt !== undefined) ways.push("mqtt");
  return new Set(ways);
}

function demandPolicy(clinic: Clinic, policy: string): void {
  const known = ["urgent", "routine", ...clinic.escalation.policies.keys()];
  if (known.includes(policy)) return;
  const meant = didYouMean(policy, known);
  throw new UsageError(
    `there is no policy '${policy}': ${meant === undefined ? `known are ${namesOf(known)}` : `did you mean ${meant}?`}`,
  );
}

function takenOf(clinic: Clinic, args: SimulateArgs, raisedAt: number) {
  const { "taken-by": person, "taken-after": after } = args;
  if (person === undefined) {
    if (after !== undefined) throw new UsageError("--taken-after needs --taken-by PERSON");
    return undefined;
  }
  if (args["nobody-answers"] === true) throw new UsageError("--nobody-answers and --taken-by contradict each other");
  if (findPerson(clinic, person) === undefined)
    throw new UsageError(`there is no person '${person}': known are ${namesOf(clinic.people.map(({ id }) => id))}`);
  return { person, at: raisedAt + lengthOf(after ?? "1m", "--taken-after") };
}

function lengthOf(text: string, name: string): Duration {
  const length = readDuration(text);
  if (length === undefined) throw new UsageError(`${name} '${text}' is no length of time: write 60s, 4m or 2h`);
  return length;
}
