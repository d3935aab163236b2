/* @pure */
import * as z from "zod";
import { issuesSchema, planSchema } from "./changes.ts";

// The clinic file as the console edits it: a draft is a whole text that the browser holds; nothing of it is kept on the box before it is applied.

/** As the change engine bounds it. */
const text = z.string().max(256 * 1024);
const path = z
  .array(z.union([z.string().max(80), z.int().min(0).max(500)]))
  .min(1)
  .max(8);

export const editSchema = z.discriminatedUnion("do", [
  z.strictObject({ do: z.literal("set"), path, value: z.json() }),
  z.strictObject({ do: z.literal("remove"), path }),
  z.strictObject({ do: z.literal("move"), path, from: z.int().min(0).max(500), to: z.int().min(0).max(500) }),
  z
    .strictObject({ do: z.literal("own-step"), step: z.string().max(80), value: z.json() })
    .describe("change fields of a step of the dialogue; one of the template becomes the clinic's own first"),
]);
export type ClinicEdit = z.infer<typeof editSchema>;

const sentence = z.object({
  id: z.string(),
  clip: z.string().optional().describe("its recording: GET /prompts/:language/:clip/audio"),
  texts: z.record(z.string(), z.string()).describe("by language"),
  written: z.record(z.string(), z.string()).describe("as it is written: {clinic} stands for itself"),
  own: z.array(z.string()).describe("languages in which the clinic has its own words"),
  fixed: z.boolean().describe("said whatever the script says"),
});
export type ScriptSentence = z.infer<typeof sentence>;

const way = z.union([
  z.object({ how: z.literal("key"), key: z.string(), to: z.string() }),
  z.object({ how: z.enum(["then", "noAnswer", "savedUrgent", "savedRoutine", "notSaved"]), to: z.string() }),
]);
export type ScriptWay = z.infer<typeof way>;

const step = z.object({
  id: z.string(),
  kind: z.enum(["say", "language", "menu", "callback", "date-of-birth", "record", "save", "stay", "end"]),
  part: z.enum(["name", "reason"]).optional(),
  urgency: z.enum(["urgent", "routine"]).optional(),
  callerKind: z.string().optional(),
  says: z.array(sentence),
  ways: z.array(way),
  tries: z.number().optional(),
  waitS: z.number().optional(),
  longestS: z.number().optional(),
  review: z.boolean().optional(),
  own: z.boolean().describe("it stands in the clinic file; else in the template"),
  reached: z.boolean(),
});
export type ScriptStepView = z.infer<typeof step>;

const point = z.object({ x: z.number(), y: z.number() });
const scriptSchema = z.object({
  template: z.string(),
  start: z.string(),
  escape: z.string().describe("where 0 leads"),
  routine: z.enum(["waits", "pages"]),
  stayS: z.number(),
  steps: z.array(step).describe("in the order in which a caller comes to them"),
  drawing: z.object({
    ...{ width: z.number(), height: z.number(), boxWidth: z.number(), boxHeight: z.number() },
    boxes: z.record(z.string(), point).describe("left upper corners, by step"),
    lines: z.array(z.object({ from: z.string(), to: z.string(), points: z.array(point) })),
  }),
});
export type ScriptView = z.infer<typeof scriptSchema>;

const view = {
  text,
  value: z.unknown().describe("what the text says, as JSON; absent while it is no YAML"),
  issues: issuesSchema.describe("mistakes and warnings, in the words of firstring check"),
  usable: z.boolean().describe("no mistakes: it can be applied"),
  script: scriptSchema.optional().describe("absent while the dialogue has a mistake"),
};

export const clinicAnswer = z.object({
  ...view,
  hash: z.string().describe("names this file: SHA-256"),
  languages: z.array(z.string()),
  sayable: z.array(z.string()).describe("what a step may say, beside the clinic's own sentences"),
  templates: z.array(z.string()),
});
export type ClinicAnswer = z.infer<typeof clinicAnswer>;

const diffRow = z.object({ sign: z.enum(["+", "-", " "]), text: z.string() });
export type DiffLine = z.infer<typeof diffRow>;

export const draftBody = z.object({
  text,
  edits: z.array(editSchema).max(50).default([]),
});
export const draftAnswer = z.object({
  ...view,
  hash: z.string().describe("of the file in force now"),
  diff: z.array(diffRow).describe("from the file in force to this"),
});
export type DraftAnswer = z.infer<typeof draftAnswer>;

const base = z.string().max(64).describe("hash of the file that was edited: another one in force by now is refused");
export const planBody = z.object({ text });
export const planAnswer = planSchema;
export const applyBody = z.object({ text, base });
export const appliedAnswer = z.object({
  begun: z.literal(true),
  changed: z.array(z.string()).describe("top-level parts of the file; whole: one of the two could not be read"),
});

export const pastRow = z.object({
  number: z.int(),
  replacedAt: z.number(),
  by: z.string().describe("by which way in the one after it came"),
  name: z.string().optional().describe("who put the one after it in its place"),
});
export type PastFile = z.infer<typeof pastRow>;
export const historyAnswer = z.object({ past: z.array(pastRow).describe("newest first") });
export const pastParams = z.object({ number: z.coerce.number().int().min(1) });
export const pastAnswer = z.object({
  ...pastRow.shape,
  text,
  diff: z.array(diffRow).describe("from this one to the one in force"),
  made: z.array(diffRow).describe("what replaced it changed in it"),
});
export type PastAnswer = z.infer<typeof pastAnswer>;
