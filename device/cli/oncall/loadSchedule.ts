import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import type { DutyChange } from "../../../firmware/oncall/Duty.ts";
import type { OnCallOptions } from "../../../firmware/oncall/onCall.ts";
import { MOMENT_FORMS, readMoment } from "../../../firmware/time/readMoment.ts";
import { findKey } from "../../keys/findKey.ts";
import { readCalendarCopy } from "../../oncall/calendarCopies.ts";
import { DEFAULTS, rehearsalDirectory } from "../../runtime/installation.ts";
import { StoreReader } from "../../storage/StoreReader.ts";
import { type CliIo, UsageError } from "../Cli.ts";
import { CLINIC_FILE_IN_WORDS, clinicFile, isRehearsed } from "../defaultClinicFile.ts";
import { dataDirectory } from "../defaultDataDirectory.ts";
import { describeIssues } from "../describeIssues.ts";
import { readClinicText } from "../readClinicText.ts";

export const SCHEDULE_OPTIONS = {
  config: { type: "string" },
  data: { type: "string" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

export const SCHEDULE_HELP = `  --config FILE  the clinic file (default: ${CLINIC_FILE_IN_WORDS})
  --data DIR     the box's data directory, for changes of duty and copies of calendars (default: ${DEFAULTS.dataInWords})
  --json         as JSON
`;

/** A clinic's schedule with all that is known beside its file. */
export interface LoadedSchedule {
  readonly clinic: Clinic;
  readonly options: OnCallOptions;
  readonly zone: string;
  readonly now: number;
}

interface Given {
  readonly config?: string | undefined;
  readonly data?: string | undefined;
}

/** By the clinic file alone; undefined when it has mistakes, which are told. */
export async function loadFile({ config: given, data }: Given, io: CliIo): Promise<LoadedSchedule | undefined> {
  const config = clinicFile(given, data);
  const text = await readClinicText(config);
  const result = readClinicFile(text);
  if (result.ok) return { clinic: result.clinic, options: {}, zone: result.clinic.clinic.timezone, now: Date.now() };
  io.stderr.write(describeIssues(config, text, result.issues));
  return undefined;
}

/** Undefined when the clinic file has mistakes. What cannot be known beside it is told, and does not stop it. */
export async function loadSchedule({ config, data }: Given, io: CliIo): Promise<LoadedSchedule | undefined> {
  const loaded = await loadFile({ config, data }, io);
  if (loaded === undefined) return undefined;
  const { clinic, now } = loaded;
  const found = dataOf(clinicFile(config, data), data);
  const duties = found === undefined ? missing(io, clinic) : readDuties(found, now, io);
  const calendars = clinic.onCall.calendars.flatMap(({ id }) => {
    const copy = found === undefined ? undefined : readCalendarCopy(found, id);
    if (copy === undefined && found !== undefined)
      io.stderr.write(`firstring: there is no copy of calendar ${id} yet: firstring oncall import ${id} makes one\n`);
    return copy ?? [];
  });
  return { ...loaded, options: { duties, calendars } };
}

/** The data that belong to a clinic file. Of a file that was named, in a folder without data, nothing is known. */
function dataOf(file: string, data: string | undefined): string | undefined {
  if (data !== undefined) return dataDirectory(data);
  if (isRehearsed(file)) return rehearsalDirectory;
  return existsSync(DEFAULTS.data) ? resolve(DEFAULTS.data) : undefined;
}

function missing(io: CliIo, { onCall }: Clinic): readonly DutyChange[] {
  const calendars = onCall.calendars.length === 0 ? "" : " and calendars";
  io.stderr.write(
    `firstring: by the clinic file alone; for changes of duty${calendars} name the box's data directory with --data\n`,
  );
  return [];
}

function readDuties(directory: string, now: number, io: CliIo): readonly DutyChange[] {
  try {
    const store = StoreReader.open(directory, findKey(directory));
    try {
      return store.duties(0).filter(({ to }) => to > now - LOOK_BACK_MS);
    } finally {
      for (const problem of store.problems) io.stderr.write(`firstring: ${problem}\n`);
      store.close();
    }
  } catch (error) {
    if (!isApplianceError(error)) throw error;
    io.stderr.write(`firstring: changes of duty made while the box ran are not known (${error.message})\n`);
    return [];
  }
}

/** Changes that are over still answer "who was on call last month". */
const LOOK_BACK_MS = 400 * 86_400_000;

/** What somebody typed for a moment. @throws UsageError in words. */
export function momentOf(text: string, name: string, { now, zone }: Pick<LoadedSchedule, "now" | "zone">): number {
  const moment = readMoment(text, now, zone);
  if (moment === undefined) throw new UsageError(`${name} ${JSON.stringify(text)} is no moment: write ${MOMENT_FORMS}`);
  return moment;
}

export function checkRotation(clinic: Clinic, rotation: string | undefined): void {
  const known = clinic.onCall.rotations.map(({ id }) => id);
  if (rotation === undefined || known.includes(rotation)) return;
  throw new UsageError(
    known.length === 0
      ? "there is no rotation in the clinic file"
      : `there is no rotation '${rotation}': known are ${known.join(", ")}`,
  );
}

/** An id, or a name as colleagues say it. */
export function personOf(clinic: Clinic, given: string | undefined, name: string): string {
  if (given === undefined) throw new UsageError(`${name} is missing: a person of the clinic file`);
  const wanted = given.toLowerCase();
  const person =
    clinic.people.find(({ id }) => id === wanted) ?? clinic.people.find((each) => each.name.toLowerCase() === wanted);
  if (person !== undefined) return person.id;
  throw new UsageError(
    `${name}: there is no person '${given}': known are ${clinic.people.map(({ id }) => id).join(", ")}`,
  );
}
