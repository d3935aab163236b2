/* @pure */
import * as z from "zod";

// The box for whoever keeps it running: versions, how runs ended, backups, and what may be tried on it. Nothing of a patient.

const at = z.number().int().describe("epoch milliseconds, by the box's clock");

export const END_KINDS = [
  ...(["stopped", "stuck", "hung", "out-of-memory", "crash", "killed", "computer-hung", "power-cut"] as const),
] as const;

export const boxAnswer = z.object({
  at,
  version: z.string(),
  node: z.string(),
  kernel: z.string(),
  arch: z.string(),
  machine: z.string().optional().describe("the board's own name, where the kernel has one"),
  bootedAt: at,
  consoleStartedAt: at,
  serviceStartedAt: at.optional().describe("absent: the answering program does not answer"),
  ends: z
    .array(z.object({ at, kind: z.enum(END_KINDS), why: z.string().optional() }))
    .describe("how runs of the answering program ended, newest first, noticed at the next start"),
  backup: z.object({
    scheduled: z.boolean().describe("the clinic file asks for nightly ones"),
    lastGoodAt: at.optional(),
    lastTryAt: at.optional(),
    trouble: z.string().optional(),
  }),
  release: z.object({
    packaged: z.boolean().describe("the version of the package runs, not a later one beside it"),
    wanted: z.string().optional(),
    good: z.string().optional().describe("the last one that was found to be good"),
    onTrial: z.string().optional(),
  }),
});
export type BoxAnswer = z.infer<typeof boxAnswer>;

export const TEST_STEPS = [
  ...([
    "sending",
    "sent",
    "delivered",
    "notDelivered",
    "replied",
    "notSent",
    "waiting",
    "rings",
    "caller",
    "noNumber",
  ] as const),
  ...(["answered", "greeting", "key", "heard", "over"] as const),
] as const;
export type TestStep = (typeof TEST_STEPS)[number];

export const OUTCOMES = ["answered", "notSent", "noAnswer", "over", "stopped", "lost"] as const;

export const boxTest = z.object({
  id: z.string(),
  kind: z.enum(["page", "call"]),
  startedAt: at,
  by: z.string().describe("the user's name"),
  person: z.string().optional().describe("of a page: the name"),
  fromLast: z.string().optional().describe("of a call: the last digits of the telephone it is made with"),
  ref: z.string().optional().describe("what the page asks to be answered with"),
  until: at.describe("it is waited no longer"),
  endedAt: at.optional(),
  outcome: z.enum(OUTCOMES).optional(),
  legs: z
    .array(
      z.object({
        at,
        step: z.enum(TEST_STEPS),
        line: z.string().optional(),
        tookMs: z.number().int().optional().describe("since the leg before, as the answering program measured it"),
        mine: z.boolean().optional().describe("the caller is the telephone that was named"),
        heard: z.enum(["good", "soft", "loud", "silent"]).optional(),
        dbm0: z.number().optional(),
      }),
    )
    .readonly(),
});
export type BoxTest = Readonly<z.infer<typeof boxTest>>;

export const testsAnswer = z.object({
  tests: z.array(boxTest).describe("newest first"),
  people: z.array(z.object({ id: z.string(), name: z.string(), onCall: z.boolean(), phoneLast: z.string() })),
});
export type TestsAnswer = z.infer<typeof testsAnswer>;

export const testPageBody = z.object({
  person: z.string().min(1).max(64),
  sure: z.literal(true).describe("a real person's telephone will ring"),
});
export const TELEPHONE_RULE = "a telephone number: digits, with a + before them if it is of another country";
export const testCallBody = z.object({
  from: z
    .string()
    .regex(/^[+\d][\d ().-]{5,24}$/, TELEPHONE_RULE)
    .describe("the telephone that the call is made with: of another caller nothing is told"),
});
export const testParams = z.object({ id: z.string().min(1).max(40) });
