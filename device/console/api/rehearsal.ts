/* @pure */
import * as z from "zod";
import { TELEPHONE_RULE } from "./box.ts";

// The rehearsal phone: a telephone in the page that calls the clinic's own script on an emulated line, and the doctors' telephones
// beside it. GET and POST /rehearsal open and end a room; everything in it goes over one WebSocket, /rehearsal/line: text frames are
// JSON (acts to the box, views from it), binary frames are sound.

/** 8000 samples a second, signed 16-bit little-endian: what a telephone line carries. */
export const LINE_RATE = 8_000;

/** First byte of a binary frame: whose telephone (0 the caller's, 1… a doctor's on that network), and whether it is what is said into it. */
export const SAID_HERE = 0x80;

const at = z.number().int().describe("epoch milliseconds");

/** How a room is asked for. */
export const rehearsalWish = z.object({
  at: at.optional().describe("what the clocks of the rehearsed box say at its start; now when not given"),
  ownHours: z
    .boolean()
    .default(false)
    .describe("in open hours it rings for the front desk, as the clinic file has it; else each call is answered"),
});
export type RehearsalWish = z.infer<typeof rehearsalWish>;

export const timelineEntry = z.object({
  atMs: z.number().describe("milliseconds since the telephone began to ring"),
  kind: z.string(),
  text: z.string(),
});

export const rehearsalPerson = z.object({
  name: z.string(),
  phone: z.string(),
  pin: z.string().describe("of this rehearsal only"),
  texts: z.array(
    z.object({
      from: z.enum(["clinic", "doctor"]),
      text: z.string(),
      code: z.string().optional().describe("the reply that takes it"),
      atMs: z.number(),
    }),
  ),
  call: z.enum(["none", "rings", "up"]),
  handset: z.number().int().optional().describe("its number in sound frames and acts, while it rings or is up"),
  hears: z.string().optional().describe("the words that are being said to the doctor"),
});
export type RehearsalPerson = z.infer<typeof rehearsalPerson>;

export const rehearsalResult = z.object({
  ok: z.boolean(),
  ref: z.string().nullable(),
  takenBy: z.string().nullable(),
  ringToOffHookMs: z.number().nullable(),
  urgentToSubmittedMs: z.number().nullable(),
  messageSeconds: z.number(),
  audioExact: z.boolean().describe("every stored recording is sample for sample what the modem delivered"),
  problems: z.array(z.string()),
});

export const rehearsalCall = z.object({
  state: z.enum(["none", "dialling", "rings", "up", "over"]),
  line: z.string().optional(),
  example: z.string().optional().describe("the name of a call that goes by itself"),
  ref: z.string().optional(),
  hears: z.string().optional().describe("the words of the script that are being said"),
  recording: z.boolean(),
  why: z.string().optional().describe("why it is over, if that is no matter of course"),
});

/** A rehearsal as a page shows it. */
export const rehearsalView = z.object({
  state: z.enum(["none", "starting", "ready", "failed", "ended"]),
  says: z.string().optional().describe("what is being started, what went wrong and what to do"),
  clinic: z.string(),
  timezone: z.string(),
  aheadMs: z.number().describe("how much later than the box's own clock the rehearsal's is"),
  lines: z.array(z.object({ id: z.string(), kind: z.enum(["analog", "cellular"]) })),
  people: z.array(rehearsalPerson),
  call: rehearsalCall,
  timeline: z.array(timelineEntry),
  result: rehearsalResult.optional(),
});
export type RehearsalView = z.infer<typeof rehearsalView>;

/** What there is to choose from, the same in every room. */
export const rehearsalChoices = z.object({
  examples: z.array(z.object({ name: z.string(), about: z.string() })),
  voices: z.array(z.object({ id: z.string(), language: z.string(), says: z.enum(["name", "reason"]) })),
});

export const rehearsalAnswer = z.object({
  view: rehearsalView,
  choices: rehearsalChoices,
  by: z.string().optional().describe("who has begun it"),
  inInbox: z.boolean().describe("its messages are this console's: the rehearsal of a terminal"),
});
export type RehearsalAnswer = z.infer<typeof rehearsalAnswer>;

const handset = z.number().int().min(0).max(16);
const phone = z.string().max(20);

/** What a person at the page does. */
export const rehearsalAct = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("call"),
    line: z.string().max(64),
    number: z
      .string()
      .regex(/^\+?\d{3,15}$/, TELEPHONE_RULE)
      .optional()
      .describe("the caller ID; none: withheld"),
    name: z.string().max(15).optional().describe("as an exchange tells it, on analog lines"),
  }),
  z.strictObject({ do: z.literal("example"), name: z.string().max(40), line: z.string().max(64).optional() }),
  z.strictObject({ do: z.literal("press"), handset, key: z.string().regex(/^[0-9*#]$/) }),
  z.strictObject({ do: z.literal("say"), handset, voice: z.string().max(40) }),
  z.strictObject({ do: z.literal("hangUp"), handset }),
  z.strictObject({ do: z.literal("pickUp"), phone }),
  z.strictObject({ do: z.literal("reply"), phone, text: z.string().min(1).max(160) }),
]);
export type RehearsalAct = z.infer<typeof rehearsalAct>;

/** Text frames from the box. */
export type RehearsalNews =
  | { readonly kind: "view"; readonly view: RehearsalView }
  /** An act could not be done. */
  | { readonly kind: "refused"; readonly message: string; readonly cure?: string };
