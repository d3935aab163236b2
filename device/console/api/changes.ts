/* @pure */
import * as z from "zod";

// What the console asks of root's hand, and what that answers (the change engine: plan, try, keep or take back).

const issueSchema = z.object({
  line: z.number().int(),
  column: z.number().int(),
  length: z.number().int(),
  path: z.string().describe("people[1].phone; empty for the file as a whole"),
  code: z.string().describe("names the sentence, whatever stands in it"),
  what: z.string(),
  instead: z.string().describe("what would be right"),
  es: z.object({ what: z.string(), instead: z.string() }).describe("the same in Spanish"),
  severity: z.enum(["error", "warning"]),
  confidential: z.boolean().optional(),
});
export type FileIssue = z.infer<typeof issueSchema>;
export const issuesSchema = z.array(issueSchema);

const refusalSchema = z.object({
  ...{ code: z.string(), what: z.string(), cure: z.string() },
  es: z.object({ what: z.string(), cure: z.string() }).optional().describe("the same in Spanish"),
});

export const planSchema = z.object({
  steps: z.array(
    z.object({ kind: z.string(), words: z.string(), es: z.string().optional().describe("the same in Spanish") }),
  ),
  warnings: z.array(z.string()),
  refusals: z.array(refusalSchema),
  issues: issuesSchema,
  restart: z.boolean().describe("the answering service is started anew for it, between two calls"),
});
export type ChangePlan = z.infer<typeof planSchema>;

export const CHANGE_PHASES = [
  ...([
    "verify",
    "stage",
    "wait-for-quiet",
    "stop",
    "swap",
    "start",
    "health",
    "confirm",
    "keep",
    "roll-back",
  ] as const),
] as const;
export type ChangePhase = (typeof CHANGE_PHASES)[number];

export const progressSchema = z.object({
  ...{ phase: z.enum(CHANGE_PHASES), words: z.string() },
  es: z.string().optional().describe("the same in Spanish"),
});
export type ChangeProgress = z.infer<typeof progressSchema>;

export const outcomeSchema = z.discriminatedUnion("kind", [
  z.object({
    ...{ kind: z.literal("kept"), id: z.string(), words: z.string(), warnings: z.array(z.string()) },
    es: z.array(z.string().nullable()).optional().describe("the warnings in Spanish; null: not known in it"),
    issues: issuesSchema.optional(),
  }),
  z.object({
    ...{ kind: z.literal("rolled-back"), id: z.string(), because: z.string(), words: z.string() },
    es: z.string().optional().describe("why, in Spanish"),
  }),
  z.object({ kind: z.literal("refused"), words: z.string(), refusals: z.array(refusalSchema) }),
]);
export type ChangeOutcome = z.infer<typeof outcomeSchema>;

const whoSchema = z.object({
  by: z.string().describe("by which way in: console, web (set-up pages), serial, stick, command-line, appliance"),
  name: z.string().optional(),
});

export const statusSchema = z.object({
  busy: z.object({ id: z.string(), who: whoSchema, progress: progressSchema }).optional(),
});

export const loggedSchema = z.object({
  id: z.string(),
  at: z.string(),
  who: whoSchema,
  what: z.array(z.string()),
  outcome: z.string(),
  words: z.string(),
});
export type LoggedChange = z.infer<typeof loggedSchema>;

/** What is changed: the clinic file, or the clinic's own recordings. */
export const changeKindSchema = z.enum(["clinic-file", "prompts"]);

export const goingSchema = z.object({
  who: whoSchema,
  kinds: z.array(changeKindSchema).describe("empty: somebody else's, by another way in"),
  startedAt: z.number().optional(),
  steps: z.array(progressSchema).describe("what has been said so far, the last one is going on"),
  canGiveUp: z.boolean().describe("it waits for the end of a call, and nothing is changed yet"),
});
export type GoingChange = z.infer<typeof goingSchema>;

export const lastSchema = z.object({
  who: whoSchema,
  kinds: z.array(changeKindSchema),
  endedAt: z.number(),
  outcome: outcomeSchema,
});
export type LastChange = z.infer<typeof lastSchema>;

export const changesAnswer = z.object({
  can: z.boolean().describe("whether changes can be made from here: root's hand can be reached"),
  going: goingSchema.optional(),
  last: lastSchema.optional().describe("of this console, since it was started"),
});
export type ChangesAnswer = z.infer<typeof changesAnswer>;

export const logAnswer = z.object({
  changes: z.array(
    z.object({
      id: z.string(),
      at: z.number(),
      who: whoSchema,
      what: z.array(z.string()),
      outcome: z.string(),
      words: z.string(),
    }),
  ),
});
export const givenUpAnswer = z.object({ givenUp: z.boolean() });
