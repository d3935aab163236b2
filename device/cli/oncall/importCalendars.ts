import { readFile, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { parseArgs } from "node:util";
import type { CalendarSource, Clinic } from "../../../firmware/config/Clinic.ts";
import { ApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { LONGEST_CALENDAR } from "../../../firmware/oncall/ical/contentLines.ts";
import { type CalendarContent, readCalendar } from "../../../firmware/oncall/ical/readCalendar.ts";
import { wallDateTime } from "../../../firmware/oncall/wallClock.ts";
import { writeCalendarCopy } from "../../oncall/calendarCopies.ts";
import { makeCopy } from "../../oncall/makeCopy.ts";
import { type CliIo, UsageError } from "../Cli.ts";
import { clinicFile } from "../defaultClinicFile.ts";
import { dataDirectory } from "../defaultDataDirectory.ts";
import { table, wholeNumber } from "../storeArgs.ts";
import { type LoadedSchedule, loadFile, SCHEDULE_OPTIONS } from "./loadSchedule.ts";

const WEEK_MS = 7 * 86_400_000;
const FETCH_WITHIN_MS = 30_000;

/** `firstring oncall import`: the calendars of the clinic file, or what a file would mean. Exit code 1 when something cannot be used. */
export async function importCalendars(args: readonly string[], io: CliIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...SCHEDULE_OPTIONS, weeks: { type: "string", default: "4" } },
  });
  if (positionals.length > 1) throw new UsageError("give one calendar, or one file");
  const weeks = wholeNumber(values.weeks, "--weeks", 26);
  // Copies of calendars are what this makes; changes of duty do not matter to it.
  const schedule = await loadFile(values, io);
  if (schedule === undefined) return 1;
  const [wanted] = positionals;
  const { calendars } = schedule.clinic.onCall;
  if (wanted !== undefined && !calendars.some(({ id }) => id === wanted))
    return lookAtFile(wanted, schedule, weeks, io);
  if (calendars.length === 0)
    throw new UsageError("the clinic file has no calendars: add them below onCall:, or name a file");
  const given = { config: clinicFile(values.config, values.data), data: values.data };
  let code = 0;
  for (const source of calendars.filter(({ id }) => wanted === undefined || id === wanted))
    code = Math.max(code, await readOne(source, schedule, { ...given, weeks }, io));
  return code;
}

interface Given {
  readonly config: string;
  readonly data: string | undefined;
  readonly weeks: number;
}

async function readOne(source: CalendarSource, schedule: LoadedSchedule, given: Given, io: CliIo): Promise<number> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), FETCH_WITHIN_MS);
  try {
    const copy = await makeCopy(source, {
      ...{ timezone: schedule.zone, now: schedule.now, signal: patience.signal },
      baseDirectory: dirname(resolve(given.config)),
    });
    io.stdout.write(`Calendar ${source.id}:\n${inWords(copy, schedule, given.weeks)}`);
    const directory = given.data === undefined ? undefined : dataDirectory(given.data);
    if (directory === undefined)
      io.stderr.write("firstring: to keep the copy for the box, name its data directory with --data\n");
    else {
      writeCalendarCopy(directory, copy);
      io.stdout.write(
        `Its copy is kept in ${directory}; a running box reads its calendars itself, every four hours.\n`,
      );
    }
    return copy.problems.length === 0 ? 0 : 1;
  } catch (error) {
    io.stderr.write(
      `firstring: calendar ${source.id} cannot be read: ${error instanceof Error ? error.message : error}\n`,
    );
    return 1;
  } finally {
    clearTimeout(timer);
  }
}

/** A file that the clinic file does not name: people are known by the names that they have there. */
async function lookAtFile(file: string, schedule: LoadedSchedule, weeks: number, io: CliIo): Promise<number> {
  const text = await readFileText(file);
  const people = namesOf(schedule.clinic);
  const { now, zone } = schedule;
  const content = readCalendar(text, { timezone: zone, people, from: now, until: now + weeks * WEEK_MS });
  io.stdout.write(inWords(content, schedule, weeks));
  const names = Object.entries(people).map(([name, id]) => `${JSON.stringify(name)}: ${id}`);
  io.stdout.write(
    `To have it count, write below onCall: in the clinic file\n  calendars: [{ id: other, file: ${JSON.stringify(resolve(file))}, people: { ${names.join(", ")} } }]\n`,
  );
  return content.problems.length === 0 ? 0 : 1;
}

const namesOf = ({ people }: Clinic): Readonly<Record<string, string>> =>
  Object.fromEntries(people.map(({ id, name }) => [name, id]));

async function readFileText(file: string): Promise<string> {
  try {
    if ((await stat(file)).size > LONGEST_CALENDAR) throw Object.assign(new Error("too large"), { code: "EFBIG" });
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new ApplianceError(
      "CALENDAR_UNREADABLE",
      `the calendar ${file} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      {
        disposition: "operator",
        cure: "Give the path of an iCalendar file of at most 5 MB, or the id of a calendar of the clinic file.",
        cause,
      },
    );
  }
}

function inWords({ shifts, problems }: CalendarContent, { clinic, zone, now }: LoadedSchedule, weeks: number): string {
  const nameOf = (id: string): string => clinic.people.find((person) => person.id === id)?.name ?? id;
  const near = shifts.filter(({ from, to }) => to > now && from < now + weeks * WEEK_MS);
  const rows = near.map(({ person, from, to }) => [wallDateTime(from, zone), wallDateTime(to, zone), nameOf(person)]);
  return [
    rows.length === 0 ? `  no duty within ${weeks} weeks\n` : table([["from", "to", "on call"], ...rows]),
    ...problems.map((problem) => `  cannot be used: ${problem}\n`),
  ].join("");
}
