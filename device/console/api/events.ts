/* @pure */
import * as z from "zod";

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
  "resync",
] as const;
export type ConsoleEventKind = (typeof CONSOLE_EVENTS)[number];

const at = z.number().int().describe("epoch milliseconds, by the box's clock");

export const consoleEventData = {
  /** A message, its alert, its pages or what the front desk did with it: fetch it anew. */
  message: z.object({ at, ref: z.string(), isNew: z.boolean().describe("it was not there before") }),
  /** The message beside it is told as well; this one says what a person may want to hear of at once. */
  alert: z.object({
    at,
    ref: z.string(),
    what: z.enum(["raised", "taken", "closed", "page-accepted", "page-delivered", "page-failed"]),
  }),
  /** A step of a call that is going on; `step` as GET /live names it. */
  call: z.object({ at, line: z.string(), step: z.string(), ref: z.string().optional() }),
  fault: z.object({ at, code: z.string(), active: z.boolean(), severity: z.string() }),
  /** Whether the appliance itself answers; `serving: false`: what is shown is what the store last had. */
  status: z.object({ at, serving: z.boolean() }),
  clinic: z.object({ at }),
  /** A test page or a test call has come further: GET /box/tests. */
  test: z.object({ at, id: z.string() }),
  /** A change of the clinic file or of recordings came a step further, or to its end: GET /changes. */
  change: z.object({ at }),
  /** Somebody changed duty, here or by telephone: GET /duty. */
  duty: z.object({ at }),
  /** More has happened than could be kept for a reader that was away: fetch everything anew. */
  resync: z.object({ at }),
} as const satisfies Record<ConsoleEventKind, z.ZodType>;

export type ConsoleEventData = { readonly [K in ConsoleEventKind]: z.infer<(typeof consoleEventData)[K]> };
