import { parseArgs } from "node:util";
import { Temporal } from "temporal-polyfill";
import { writeCalendar } from "../../../firmware/oncall/ical/writeCalendar.ts";
import { type DutySegment, gapsBetween, shiftsBetween } from "../../../firmware/oncall/segments.ts";
import { zoneClock } from "../../../firmware/time/ZoneClock.ts";
import type { CliIo } from "../Cli.ts";
import { table, wholeNumber } from "../storeArgs.ts";
import {
  checkRotation,
  type LoadedSchedule,
  loadSchedule,
  momentOf,
  personOf,
  SCHEDULE_OPTIONS,
} from "./loadSchedule.ts";

const WEEK_MS = 7 * 86_400_000;
const MOST_WEEKS = 520;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

interface Asked {
  readonly schedule: LoadedSchedule;
  readonly from: number;
  readonly to: number;
  readonly weeks: number;
  readonly json: boolean;
  readonly rotation: string | undefined;
  readonly person: string | undefined;
}

async function ask(args: readonly string[], io: CliIo, usualWeeks: number): Promise<Asked | undefined> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...SCHEDULE_OPTIONS,
      weeks: { type: "string", default: String(usualWeeks) },
      from: { type: "string" },
      rotation: { type: "string" },
      person: { type: "string" },
    },
  });
  const weeks = wholeNumber(values.weeks, "--weeks", MOST_WEEKS);
  const schedule = await loadSchedule(values, io);
  if (schedule === undefined) return undefined;
  checkRotation(schedule.clinic, values.rotation);
  const from = values.from === undefined ? schedule.now : momentOf(values.from, "--from", schedule);
  const person = values.person === undefined ? undefined : personOf(schedule.clinic, values.person, "--person");
  return { schedule, from, to: from + weeks * WEEK_MS, weeks, json: values.json, rotation: values.rotation, person };
}

const segmentOptions = ({ schedule, rotation }: Asked) => ({
  ...schedule.options,
  ...(rotation === undefined ? {} : { rotation }),
});

/** What is under way begins where it began, so that an export that is made again has the same events. */
const LOOK_BACK_MS = 5 * WEEK_MS;

const duties = (asked: Asked): readonly DutySegment[] =>
  shiftsBetween(asked.schedule.clinic, asked.from - LOOK_BACK_MS, asked.to, segmentOptions(asked)).filter(
    ({ to }) => to > asked.from,
  );

const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(Math.floor(at)).toString();

const dataOf = ({ from, to, people, because, gap }: DutySegment): object => ({
  from: iso(from),
  to: iso(to),
  people: people.map(({ id, name }) => ({ id, name })),
  because,
  gap,
});

/** `Mon 2026-11-23 08:00`, to the minute that the wall shows. */
function whenText(at: number, { zone }: LoadedSchedule): string {
  const clock = zoneClock(zone);
  const weekday = Temporal.PlainDate.from(clock.text(at).slice(0, 10)).dayOfWeek;
  return `${DAYS[weekday - 1]} ${clock.text(at)}`;
}

/** Exit code 1 when there are gaps, for a script that looks every week. */
export async function showGaps(args: readonly string[], io: CliIo): Promise<number> {
  const asked = await ask(args, io, 8);
  if (asked === undefined) return 1;
  const { schedule, from, to, weeks } = asked;
  const gaps = gapsBetween(schedule.clinic, from, to, segmentOptions(asked));
  if (asked.json) {
    io.stdout.write(`${JSON.stringify({ weeks, gaps: gaps.map(dataOf) }, null, 2)}\n`);
  } else if (gaps.length === 0) {
    io.stdout.write(`No gap within ${weeks} weeks, until ${whenText(to, schedule)} ${schedule.zone}.\n`);
  } else {
    const rows = gaps.map((gap) => [
      whenText(gap.from, schedule),
      "to",
      whenText(gap.to, schedule),
      gap.because.join("; "),
    ]);
    const fallback = schedule.clinic.people.find(({ id }) => id === schedule.clinic.onCall.fallback)?.name;
    io.stdout.write(
      `${gaps.length} ${gaps.length === 1 ? "gap" : "gaps"} within ${weeks} weeks (${schedule.zone}); ${fallback ?? "the fallback"} is paged then:\n${table(rows)}`,
    );
  }
  return gaps.length === 0 ? 0 : 1;
}

/** `firstring oncall list`: who has duty when. */
export async function listDuty(args: readonly string[], io: CliIo): Promise<number> {
  const asked = await ask(args, io, 4);
  if (asked === undefined) return 1;
  const { schedule, person } = asked;
  const segments = duties(asked).filter(({ people }) => person === undefined || people.some(({ id }) => id === person));
  if (asked.json) io.stdout.write(`${JSON.stringify(segments.map(dataOf), null, 2)}\n`);
  else
    io.stdout.write(
      table([
        ["from", "to", "on call", ""],
        ...segments.map(({ from, to, people, gap }) => [
          whenText(from, schedule),
          whenText(to, schedule),
          people.map(({ name }) => name).join(", "),
          gap ? "gap: the fallback" : "",
        ]),
      ]),
    );
  return 0;
}

/** `firstring oncall export`: iCalendar for other programs. */
export async function exportDuty(args: readonly string[], io: CliIo): Promise<number> {
  const asked = await ask(args, io, 26);
  if (asked === undefined) return 1;
  const { schedule, person } = asked;
  const segments = duties(asked);
  const { name, shortName } = schedule.clinic.clinic;
  io.stdout.write(
    writeCalendar(segments, {
      title: person === undefined ? `${name}: on call` : `${name}: on call, ${person}`,
      site: shortName,
      now: schedule.now,
      ...(person === undefined ? {} : { person }),
    }),
  );
  return 0;
}
