/* @pure */
import * as z from "zod";

// What the box is doing now, and how it was: for whoever keeps it running. Nothing of a caller but that there is one.

const at = z.number().int().describe("epoch milliseconds, by the box's clock");

export const CALL_STEPS = [
  "rings",
  "callerId",
  "answered",
  "boxSpeaks",
  "key",
  "urgent",
  "recording",
  "recorded",
  "saved",
  "callerGone",
  "over",
  "missed",
  "pageAccepted",
  "pageDelivered",
  "pageFailed",
  "toldByTelephone",
  "taken",
  "closed",
  "dials",
  "doctorRings",
  "doctorAnswers",
] as const;
export type CallStep = (typeof CALL_STEPS)[number];

export const liveCall = z.object({
  line: z.string(),
  with: z.enum(["caller", "doctor"]).describe("doctor: the box has called somebody about a page"),
  begunAt: at,
  joinedLate: z.boolean().optional().describe("its beginning was before the console listened"),
  endedAt: at.optional(),
  lost: z.boolean().optional().describe("the answering program went away; how it ended is not known"),
  ref: z.string().optional(),
  steps: z
    .array(z.object({ at, step: z.enum(CALL_STEPS), times: z.number().int().describe("that often in a row") }))
    .readonly(),
});
export type LiveCall = Readonly<z.infer<typeof liveCall>>;

export const ROW_STATES = ["well", "warn", "wrong", "off"] as const;
export type RowState = (typeof ROW_STATES)[number];

const row = <Kind extends string, Word extends string>(kind: Kind, words: readonly [Word, ...Word[]]) =>
  z.object({
    kind: z.literal(kind),
    id: z.string().describe("of the clinic file: a line or modem; empty for the box as a whole"),
    state: z.enum(ROW_STATES),
    word: z.enum(words),
    figures: z.record(z.string(), z.union([z.number(), z.string()])),
    faults: z.array(z.string()).describe("codes of the faults that are there at this place"),
  });

export const boxRow = z.discriminatedUnion("kind", [
  row("service", ["serves", "partly", "away"]),
  row("line", ["ready", "inCall", "noNetwork", "looking", "out"]),
  row("modem", ["inNetwork", "noNetwork", "out"]),
  row("broker", ["connected", "away"]),
  row("store", ["keeps", "slow", "elsewhere", "unreadable"]),
  row("clock", ["confirmed", "plausible", "disagrees", "unbelieved"]),
  row("power", ["mains", "battery", "batteryLow"]),
  row("disk", ["room", "little", "full"]),
  row("temperature", ["normal", "warm", "hot"]),
]);
export type BoxRow = z.infer<typeof boxRow>;

export const faultRow = z.object({
  code: z.string(),
  number: z.number().int().describe("what a technician reads out on the telephone"),
  where: z.string(),
  detail: z.string(),
  detailLanguage: z.enum(["en", "es"]).describe("of the detail; what other programs say has no Spanish"),
  severity: z.enum(["urgent", "warning"]),
  title: z.string(),
  means: z.string(),
  cure: z.string(),
  since: at,
  until: at.optional(),
  explainedBy: z.string().optional().describe("the code of a deeper fault: mending that one mends this one"),
});
export type FaultRow = z.infer<typeof faultRow>;

export const liveQuery = z.object({ language: z.string().max(16).optional() });

export const liveAnswer = z.object({
  at,
  serving: z
    .boolean()
    .describe("false: the answering program does not answer; what is here is what can be seen without it"),
  startedAt: at.optional(),
  calls: z.array(liveCall),
  rows: z.array(boxRow),
  openAlerts: z.number().int().optional(),
  untakenUrgent: z.number().int().optional(),
  faults: z.array(faultRow).describe("there now, urgent ones first, explained ones last"),
  pastFaults: z.array(faultRow).describe("over, newest first"),
});
export type LiveAnswer = z.infer<typeof liveAnswer>;

export const historyQuery = z.object({
  span: z
    .enum(["day", "month"])
    .default("day")
    .describe("24 hours in steps of 5 minutes, or 30 days in steps of 2 hours"),
});

const figure = z
  .array(z.tuple([z.number(), z.number(), z.number()]).nullable())
  .describe("for each step least, mean and most; null: nobody looked, or it was not to be had");

export const historyAnswer = z.object({
  from: at,
  stepMs: z.number().int(),
  steps: z.number().int(),
  modems: z.array(
    z.object({
      id: z.string(),
      dbm: figure,
      inNetwork: z
        .array(z.number().nullable())
        .describe("the part of each step in which a network carried pages, 0 to 1"),
    }),
  ),
  linesReady: z.array(z.number().nullable()).describe("the part of each step in which every line would have answered"),
  broker: z.array(z.number().nullable()).optional(),
  freeMb: figure.optional(),
  temperatureC: figure.optional(),
  memoryMb: figure.optional(),
});
export type HistoryAnswer = z.infer<typeof historyAnswer>;
