/* @pure */
import * as z from "zod";

// What callers and doctors hear: each sentence with its words, whose voice it has, and the way to another one.

const at = z.number().int().describe("epoch milliseconds, by the box's clock");
const ms = z.number().int().describe("how long it is");

/**
 * `script`: a step of the clinic's script says it; `call`: the box says it when it is needed; `names`: of the clinic's people;
 * `doctors`: only they hear it, by telephone; `spoken`: a number, letter, day or hour, of which longer things are put together;
 * `other`: only other scripts say it.
 */
export const PROMPT_GROUPS = ["script", "names", "call", "doctors", "spoken", "other"] as const;
export type PromptGroup = (typeof PROMPT_GROUPS)[number];

/** How a recording came about. `telephone`: by a code of the console's; `found`: it was there before: by a doctor's menu, set-up, bundle or command line. */
export const promptHow = z.enum(["recorded", "uploaded", "telephone", "spoken", "found", "shipped"]);
export type PromptHow = z.infer<typeof promptHow>;

const hash = z.string().regex(/^[0-9a-f]{16}$/);

/** Heard, and not in force yet. */
export const promptDraft = z.object({
  id: hash.describe("of its sound: what is put into force is what was listened to"),
  how: promptHow,
  by: z.string(),
  at,
  ms,
  words: z.string().describe("what it is meant to say"),
});
export type PromptDraft = z.infer<typeof promptDraft>;

export const promptRow = z.object({
  language: z.string(),
  clip: z.string().describe("its file's name: greeting.rosewood-family-practice"),
  id: z.string().describe("its name in scripts: greeting"),
  group: z.enum(PROMPT_GROUPS),
  steps: z.array(z.string()).describe("steps of the script that say it"),
  words: z.string().describe("what it is to say"),
  source: z.enum(["shipped", "own", "none"]),
  ms: ms.optional().describe("absent: there is no sound for it"),
  trouble: z
    .enum(["silence", "instead", "otherWords"])
    .optional()
    .describe(
      "silence: callers hear nothing in its place; instead: they hear `heard`; otherWords: its sound says `heard`, for its words were changed since",
    ),
  heard: z.string().optional(),
  changedAt: at.optional(),
  changedBy: z.string().optional().describe("of the console; absent: by another way"),
  how: promptHow.optional(),
  draft: promptDraft.optional(),
});
export type PromptRow = z.infer<typeof promptRow>;

export const promptsQuery = z.object({ language: z.string().max(2).optional() });

export const promptsAnswer = z.object({
  languages: z.array(z.string()),
  voice: z.string().optional().describe("the speech program of this box; absent: there is none"),
  prompts: z.array(promptRow),
});
export type PromptsAnswer = z.infer<typeof promptsAnswer>;

/** One that was in force once, or is. */
export const promptVersion = z.object({
  id: z.number().int(),
  at,
  by: z.string().optional(),
  how: promptHow,
  words: z.string(),
  ms: ms.optional().describe("absent: the one that comes with FirstRing"),
  inUse: z.boolean(),
});
export type PromptVersion = z.infer<typeof promptVersion>;

export const promptDetail = promptRow.extend({
  canShipped: z.boolean().describe("it comes with FirstRing, so the clinic's own may be taken away"),
  longestMs: ms,
  history: z.array(promptVersion).describe("newest first"),
});
export type PromptDetail = z.infer<typeof promptDetail>;

export const promptParams = z.object({
  language: z.string().regex(/^[a-z]{2}$/),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]{0,63}$/),
});

/** `now`: what callers hear; else the draft, the one that comes with FirstRing, or the version of that number. */
const of = z
  .union([z.enum(["now", "draft", "shipped"]), z.string().regex(/^\d{1,9}$/)])
  .default("now")
  .describe("now: what callers hear; draft; shipped: as it comes with FirstRing; or the number of a version");

export const promptAudioQuery = z.object({
  of,
  download: z
    .enum(["1"])
    .optional()
    .describe("as it is kept (8000 Hz, 16 bit), to be edited; else as a caller hears it"),
});
export const promptWaveQuery = z.object({ of });

/** Of a recording that is thrown away. */
export const draftOf = z.object({ id: hash.optional().describe("only if it is still this one") });

export const draftQuery = z.object({ how: z.enum(["recorded", "uploaded"]).default("uploaded") });

export const usePromptsBody = z.object({
  prompts: z
    .array(
      z.object({
        ...promptParams.shape,
        use: z.union([
          z.object({ draft: hash }),
          z.object({ shipped: z.literal(true) }),
          z.object({ version: z.number().int() }),
        ]),
      }),
    )
    .min(1)
    .max(50),
});
export type UsePrompts = z.infer<typeof usePromptsBody>;

const number = z.number().int().describe("its place in the list, as the box says it on the telephone");

export const phoneCodeAnswer = z.object({
  code: z.string().describe("six digits, told once"),
  expiresAt: at,
  number,
  lines: z
    .array(z.object({ id: z.string(), kind: z.enum(["landline", "mobile"]) }))
    .describe("lines of the clinic file that answer calls: any of their numbers will do"),
});
export type PhoneCodeAnswer = z.infer<typeof phoneCodeAnswer>;

export const phoneRecording = z.object({
  language: z.string(),
  clip: z.string(),
  number,
  expiresAt: at,
  state: z
    .enum(["waiting", "entered", "kept", "refused", "over"])
    .describe(
      "waiting: for the call; entered: the code; kept: it is a draft; refused: it was confirmed and cannot be taken",
    ),
  why: z
    .enum(["call", "time", "wrong", "replaced", "gone"])
    .optional()
    .describe(
      "of over. call: the call ended, nothing was confirmed; time: nobody called; wrong: too many wrong codes; replaced: another code; gone: the answering service",
    ),
  problem: z.object({ code: z.string(), message: z.string(), cure: z.string().optional() }).optional(),
});
export type PhoneRecording = z.infer<typeof phoneRecording>;

export const phoneAnswer = z.object({ recording: phoneRecording.optional() });
export type PhoneAnswer = z.infer<typeof phoneAnswer>;
