import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import { openHours } from "../../firmware/oncall/openHours.ts";
import { firstInstant, wallDateTime } from "../../firmware/oncall/wallClock.ts";
import { type CliIo, UsageError } from "./Cli.ts";
import { describeIssues } from "./describeIssues.ts";
import { readClinicText } from "./readClinicText.ts";

const HELP = `firstring oncall [--at TIME] [--config FILE] [--json]

Says who is on call, and why.

  --at TIME      a time on the clinic's wall (2026-12-24T02:14, "2026-12-24 02:14", or a time of today, 02:14),
                 or an instant with its offset (2026-12-24T08:14Z); default: now
  --config FILE  the clinic file (default: clinic.yaml)
  --json         print { at, wallTime, timezone, people: [{ id, name }], because, gap, open, openBecause }
`;

export async function oncallCommand(args: readonly string[], io: CliIo): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      at: { type: "string" },
      config: { type: "string", default: "clinic.yaml" },
      json: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help === true) {
    io.stdout.write(HELP);
    return 0;
  }
  const text = await readClinicText(values.config);
  const result = readClinicFile(text);
  if (!result.ok) {
    io.stderr.write(describeIssues(values.config, text, result.issues));
    return 1;
  }
  const at = momentOf(values.at, result.clinic.clinic.timezone);
  tell(result.clinic, at, values.json === true, io);
  return 0;
}

function tell(clinic: Clinic, at: number, json: boolean, io: CliIo): void {
  const { timezone } = clinic.clinic;
  const onCall = whoIsOnCall(clinic, at);
  const hours = openHours(clinic, at);
  const when = wallDateTime(at, timezone);
  if (json) {
    const people = onCall.people.map(({ id, name }) => ({ id, name }));
    const answer = {
      at: Temporal.Instant.fromEpochMilliseconds(at).toString(),
      wallTime: when,
      timezone,
      people,
      because: onCall.because,
      gap: onCall.gap,
      open: hours.open,
      openBecause: hours.because,
    };
    io.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
    return;
  }
  const names = onCall.people.map(({ name }) => name).join(", ");
  const rows = [
    `${when} ${timezone}: ${names}`,
    ...onCall.because.map((reason) => `  because ${reason}`),
    `  the clinic is ${hours.open ? "open" : "closed"}: ${hours.because}`,
  ];
  if (onCall.gap) rows.push("  That is a gap in the schedule: mend it in the clinic file.");
  io.stdout.write(`${rows.join("\n")}\n`);
}

/** What a person types for a time; on the clinic's wall unless they give an offset. */
function momentOf(text: string | undefined, timezone: string): number {
  const now = Temporal.Now.instant();
  if (text === undefined) return now.epochMilliseconds;
  const today = now.toZonedDateTimeISO(timezone).toPlainDate();
  const readings: (() => number)[] = [
    () => Temporal.Instant.from(text).epochMilliseconds,
    () => firstInstant(Temporal.PlainDateTime.from(text.replace(" ", "T")), timezone),
    () => firstInstant(today.toPlainDateTime(Temporal.PlainTime.from(text)), timezone),
  ];
  // A bare time is not to be read as anything else: "02:14" is no date.
  for (const read of /^\d{1,2}:\d{2}$/.test(text) ? readings.slice(2) : readings.slice(0, 2)) {
    try {
      return read();
    } catch {
      // Not of this form: the next one.
    }
  }
  throw new UsageError(`--at ${JSON.stringify(text)} is not a time: write e.g. 2026-12-24T02:14`);
}
