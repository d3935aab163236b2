/* @pure */
import * as z from "zod";
import { CALL_STEPS } from "./live.ts";

// Server-Sent Events of GET /api/v1/events. They say what has changed, never what a caller said: the page fetches that.

export const CONSOLE_EVENTS = [
  "message",
  "alert",
  "call",
  "fault",
  "status",
  "clinic",
  "test",
  "change",
  "duty",
  "prompt",
  "resync",
] as const;
export type ConsoleEventKind = (typeof CONSOLE_EVENTS)[number];

const at = z.number().int().describe("epoch milliseconds, by the box's clock");

export const consoleEventData = {
  message: z
    .object({ at, ref: z.string(), isNew: z.boolean().describe("it was not there before") })
    .describe("A message, its alert, its pages or what the front desk did with it: fetch it anew."),
  alert: z
    .object({
      at,
      ref: z.string(),
      what: z.enum(["raised", "taken", "closed", "page-accepted", "page-delivered", "page-failed"]),
    })
    .describe("Told beside `message`: what a person may want to hear of at once."),
  call: z
    .object({ at, line: z.string(), step: z.enum(CALL_STEPS), ref: z.string().optional() })
    .describe("A step of a call that is going on, by the names of `GET /live`."),
  fault: z
    .object({ at, code: z.string(), active: z.boolean(), severity: z.string() })
    .describe("A fault has come or gone."),
  status: z
    .object({ at, serving: z.boolean().describe("false: what is shown is what the store last had") })
    .describe("Whether the answering service answers; the first of every stream."),
  clinic: z.object({ at }).describe("The box goes by another clinic file: `GET /clinic`."),
  test: z.object({ at, id: z.string() }).describe("A test page or a test call has come further: `GET /box/tests`."),
  change: z
    .object({ at })
    .describe("A change of the clinic file or of recordings came a step further, or to its end: `GET /changes`."),
  duty: z.object({ at }).describe("Somebody changed duty, here or by telephone: `GET /duty`."),
  prompt: z
    .object({ at })
    .describe("Something came of a sentence that is recorded by telephone: `GET /prompts`, `GET /prompts/telephone`."),
  resync: z
    .object({ at })
    .describe("More has happened than could be kept for a reader that was away: fetch everything anew."),
} as const satisfies Record<ConsoleEventKind, z.ZodType>;

export type ConsoleEventData = { readonly [K in ConsoleEventKind]: z.infer<(typeof consoleEventData)[K]> };
