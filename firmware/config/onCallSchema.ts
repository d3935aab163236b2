import * as z from "zod";
import {
  checkCalendarFile,
  checkCalendarUrl,
  checkDate,
  checkDutyDays,
  checkDutyFrom,
  checkDutyTo,
  checkFrom,
  checkId,
  checkWindowEnd,
} from "./leafChecks.ts";
import { DATE, ID, nonEmpty, TIME, text, whatever } from "./schemaParts.ts";

// `onCall:` of a clinic file, each place by itself. What places say of each other is in onCallChecks.ts.

const person = (description = "A person's id.") => text(whatever, description, ID);

/** Higher hides lower; more is never needed, and a slip such as 20261224 is told. */
const MOST_LAYERS = 100;
const layer = z.int().min(1).max(MOST_LAYERS).default(1).meta({
  description: "Where a higher layer has somebody, it hides the lower ones; equal layers: both.",
});

const window = {
  days: text(checkDutyDays, "Weekdays, weekdays, weekends, daily, and holidays for those of hours.", {
    examples: ["mon-fri", "sat, sun, holidays"],
  }),
  from: text(checkFrom, "Begins.", TIME),
  to: text(
    checkWindowEnd,
    "Ends; before or at `from`: on the next day. 24:00 is the end of the day; mon 08:00 the next Monday.",
    {
      examples: ["08:00", "24:00", "mon 08:00"],
    },
  ),
};

const rotation = z.strictObject({
  id: text(checkId, "Used by escalation.", ID),
  every: z.enum(["hour", "day", "week", "month"]),
  length: z.int().min(1).max(1000).default(1).meta({ description: "A shift lasts so many of them." }),
  handoff: text(
    whatever,
    'When the next takes over: "mon 08:00"; day: "08:00"; hour: ":00" or "08:00"; month: "1 08:00" (day of the month).',
    { examples: ["mon 08:00"] },
  ),
  starts: text(checkDate, "The first shift begins on this day.", DATE),
  ends: text(checkDate, "The last day of this rotation.", DATE).optional(),
  people: nonEmpty(z.union([person(), nonEmpty(person())])).meta({
    description: "In the order of their turns; a list within it: several people at once.",
  }),
  during: nonEmpty(z.strictObject(window))
    .optional()
    .meta({ description: "The hours in which it serves; without: always. A day without any does not use up a turn." }),
  layer,
});

const rule = z.strictObject({
  id: text(checkId, "Your name for this rule.", ID),
  ...window,
  people: nonEmpty(person()),
  layer,
});

const MOMENT = { examples: ["2026-12-24 17:00", "2026-12-24"] };
const span = {
  from: text(checkDutyFrom, "Begins: a time on the clinic's wall, or a date (its beginning).", MOMENT),
  to: text(checkDutyTo, "Ends: a time on the clinic's wall, or a date (that day is the last).", MOMENT),
};

const override = z.strictObject({
  ...span,
  replace: person("Who does not have duty; `with` says who has.").optional(),
  with: person("Who stands in.").optional(),
  add: person("Who has duty beside whoever has it.").optional(),
  remove: person("Who does not have duty.").optional(),
  rotation: text(whatever, "Only in this rotation.", ID).optional(),
});

const absence = z.strictObject({
  person: person("Who is away."),
  ...span,
  cover: person("Who stands in; without, the next of the rotation steps in.").optional(),
});

const temporary = z.strictObject({
  ...span,
  shifts: z.array(z.strictObject({ ...span, people: nonEmpty(person()) })).default([]),
});

const calendar = z.strictObject({
  id: text(checkId, "Your name for this calendar.", ID),
  file: text(checkCalendarFile, "An iCalendar file, beside the clinic file or with its full path.").optional(),
  url: text(checkCalendarUrl, "An address that an iCalendar file is fetched from; kept as a copy.").optional(),
  layer,
  people: z
    .record(z.string(), person())
    .meta({ description: "Whom a name in a title, or an attendee's address, stands for." }),
});

export const onCallSchema = z.strictObject({
  fallback: person("Who is paged when nobody else is on call."),
  rotations: z.array(rotation).default([]),
  rules: z.array(rule).default([]).meta({ description: "The same people every week at the same hours." }),
  overrides: z
    .array(override)
    .default([])
    .meta({ description: "Changes for a time; they do not chain, and their order does not matter." }),
  absences: z.array(absence).default([]).meta({ description: "Who is away, and who covers." }),
  temporary: z
    .array(temporary)
    .default([])
    .meta({ description: "A schedule for a time that replaces everything, hours that it leaves empty included." }),
  calendars: z.array(calendar).default([]).meta({ description: "Duty that is kept in a calendar of another program." }),
  groups: z
    .array(
      z.strictObject({
        id: text(checkId, "Used by escalation.", ID),
        people: nonEmpty(person()),
      }),
    )
    .default([]),
});
