/* @pure */
import * as z from "zod";

// The schedule: who has duty when, who would be paged at a moment, and changes of duty with what they would do.

const at = z.number().int().describe("epoch milliseconds");
const language = z
  .string()
  .max(12)
  .optional()
  .describe("of the sentences that say why: en or es; absent: what the browser prefers");
/** Beyond, no calendar page goes. */
export const MOST_DAYS = 100;

export const namedPerson = z.object({ id: z.string(), name: z.string() });
export type NamedPerson = z.infer<typeof namedPerson>;

export const dutySegment = z.object({
  from: at,
  to: at,
  people: z.array(namedPerson).describe("who is paged; in a gap the fallback"),
  because: z.array(z.string()).describe("why, one sentence each"),
  gap: z.boolean().describe("the schedule has nobody"),
});
export type DutySegmentRow = z.infer<typeof dutySegment>;

export const dutyChangeRow = z.object({
  id: z.string(),
  kind: z.enum(["replace", "add", "remove"]),
  person: namedPerson,
  by: namedPerson.optional().describe("with `replace`: who stands in"),
  rotation: z.string().optional(),
  from: at,
  to: at,
  madeAt: at,
  madeBy: namedPerson,
  madeByUser: z
    .string()
    .optional()
    .describe("the name of the console's user; absent: by telephone or on the command line"),
  withdrawnAt: at.optional(),
  withdrawnBy: namedPerson.optional(),
  withdrawnByUser: z.string().optional(),
  mine: z.boolean().describe("whoever asks may take it back"),
});
export type DutyChangeRow = z.infer<typeof dutyChangeRow>;

export const dutyQuery = z.object({
  from: z.coerce.number().int(),
  to: z.coerce.number().int(),
  rotation: z.string().max(64).optional().describe("only this rotation; absent: whoever is on call"),
  person: z.string().max(64).optional().describe("only what this person has"),
  language,
});

export const dutyAnswer = z.object({
  timezone: z.string(),
  segments: z.array(dutySegment),
  changes: z.array(dutyChangeRow).describe("that touch the time that was asked for, withdrawn ones too; newest first"),
  absences: z.array(
    z.object({ person: namedPerson, from: at, to: at, cover: namedPerson.optional() }).describe("of the clinic file"),
  ),
  holidays: z.array(z.object({ date: z.string(), name: z.string() })),
  people: z.array(namedPerson),
  rotations: z.array(z.string()),
  fallback: namedPerson,
  weekStartsOn: z.number().int().min(1).max(7).describe("in the clinic's country; 1 is Monday"),
  warnings: z.array(z.string()).describe("what could not be read beside the clinic file"),
});
export type DutyAnswer = z.infer<typeof dutyAnswer>;

export const dutyAtQuery = z.object({
  at: z.coerce.number().int().optional().describe("absent: now"),
  language,
});

export const dutyAtAnswer = z.object({
  at,
  people: z.array(namedPerson),
  gap: z.boolean(),
  explained: z.array(z.string()).describe("how the answer comes about, line by line"),
  steps: z
    .array(
      z.object({
        afterMs: z.number().int(),
        by: z.array(z.enum(["sms", "call", "mqtt"])),
        people: z.array(namedPerson),
        repeat: z.boolean().describe("again and again until somebody takes the call"),
      }),
    )
    .describe("whom an urgent call at this moment would page, step by step, if nobody takes it"),
  until: at.optional(),
  next: z.object({ people: z.array(namedPerson), gap: z.boolean() }).optional(),
  clockTrusted: z.boolean().describe("false: everyone is paged, whatever the schedule says"),
});
export type DutyAtAnswer = z.infer<typeof dutyAtAnswer>;

const changeWish = z.object({
  kind: z.enum(["replace", "add", "remove"]),
  person: z.string().min(1).max(64),
  by: z.string().min(1).max(64).optional(),
  rotation: z.string().min(1).max(64).optional(),
  from: at,
  to: at,
});
export type DutyChangeWish = z.infer<typeof changeWish>;

export const changesBody = z.object({
  changes: z.array(changeWish).min(1).max(8).describe("all of them or none; a swap is two"),
});
export type ChangesBody = z.infer<typeof changesBody>;

const difference = z.object({
  from: at,
  to: at,
  before: z.array(namedPerson),
  after: z.array(namedPerson),
  gap: z.boolean(),
  newGap: z.boolean(),
});
export type DutyDifferenceRow = z.infer<typeof difference>;

export const previewAnswer = z.object({
  differences: z.array(difference),
  told: z.array(z.object({ person: namedPerson, text: z.string() })).describe("the short messages that would be sent"),
});
export type PreviewAnswer = z.infer<typeof previewAnswer>;

export const dutyDraftBody = z.object({
  text: z
    .string()
    .max(256 * 1024)
    .describe("a whole clinic file"),
  from: at,
  to: at,
});
export const dutyDraftAnswer = z.object({
  usable: z.boolean().describe("false: the text has a mistake, so that nothing can be said of it"),
  segments: z.array(dutySegment),
  rotations: z
    .array(
      z.object({
        id: z.string(),
        segments: z.array(dutySegment),
        kept: z
          .object({ people: z.array(namedPerson), places: z.number().int() })
          .optional()
          .describe(
            "who loses the turn that is on now, and by how many places the list is turned to the left so that they keep it",
          ),
      }),
    )
    .describe("each by itself"),
  differences: z.array(difference).describe("from the file in force to this one"),
  people: z.array(namedPerson),
  warnings: z.array(z.string()).describe("what could not be read beside the clinic file"),
});
export type DutyDraftAnswer = z.infer<typeof dutyDraftAnswer>;

export const madeAnswer = z.object({ changes: z.array(dutyChangeRow) });
export type MadeAnswer = z.infer<typeof madeAnswer>;

export const changeParams = z.object({ id: z.string().min(1).max(40) });

export const calendarLink = z.object({
  id: z.string(),
  person: namedPerson.optional().describe("absent: everybody's duty"),
  madeAt: at,
  usedAt: at.optional().describe("when a calendar last read it"),
});
export type CalendarLink = z.infer<typeof calendarLink>;
export const calendarLinksAnswer = z.object({ links: z.array(calendarLink) });
export type CalendarLinksAnswer = z.infer<typeof calendarLinksAnswer>;
export const calendarLinkBody = z.object({ person: z.string().min(1).max(64).optional() });
export const newCalendarLink = z.object({
  link: calendarLink,
  path: z.string().describe("below the box's address; shown once, whoever has it can read the schedule"),
});
export type NewCalendarLink = z.infer<typeof newCalendarLink>;
export const calendarParams = z.object({ key: z.string().min(10).max(80) });
