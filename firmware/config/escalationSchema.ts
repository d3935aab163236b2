import * as z from "zod";
import { checkDays, checkDuration, checkFrom, checkId, checkTo } from "./leafChecks.ts";
import { DURATION, ID, nonEmpty, TIME, text, WAYS, whatever } from "./schemaParts.ts";

// The section `escalation:` of the clinic file: who is paged when, by which way, until somebody takes it.

const TARGET = { pattern: "^(everyone|on-call|(rotation|person|group):[a-z][a-z0-9-]*)$" };
const target = text(whatever, "rotation:ID, person:ID, group:ID, on-call or everyone.", TARGET);

const MOST_REPEATS = 20;

const step = z.strictObject({
  after: text(checkDuration, "How long after the alert was raised.", DURATION).default("0s"),
  notify: target,
  by: nonEmpty(z.enum(WAYS)),
  repeat: z
    .union([z.literal("until-taken"), z.int().min(1).max(MOST_REPEATS)])
    .optional()
    .meta({
      description:
        "until-taken: the last step only, again and again until somebody takes it. A number: so many times more, `every` so long.",
    }),
  every: text(checkDuration, "From one repetition to the next.", DURATION).optional(),
});

const route = z.strictObject({
  callers: z.enum(["patient", "professional"]).optional().meta({
    description: "Who called; professional: somebody who said to be from a hospital, laboratory or pharmacy.",
  }),
  urgency: z.enum(["urgent", "routine"]).optional().meta({ description: "Only calls of this urgency." }),
  during: z
    .strictObject({
      days: text(checkDays, "Weekdays; a window over midnight belongs to the day it begins on.", {
        examples: ["mon-fri"],
      }).default("mon-sun"),
      from: text(checkFrom, "From this time on the clinic's wall.", TIME),
      to: text(checkTo, "To this time, which is not in it any more."),
    })
    .optional()
    .meta({ description: "Only alerts raised in this window." }),
  policy: text(whatever, "urgent, routine or a name under policies.", ID),
});

const digest = z.strictObject({
  notify: target,
  by: nonEmpty(z.enum(["sms", "mqtt"])).default(["sms"]),
});

export const escalation = z.strictObject({
  urgent: nonEmpty(step),
  routine: z.array(step).default([]),
  policies: z
    .record(text(checkId, "Your name for this policy.", ID), nonEmpty(step))
    .default({})
    .meta({ description: "Escalations of your own, for routes." }),
  routes: z
    .array(route)
    .default([])
    .meta({ description: "Which policy an alert gets: the first that fits; by default the one of its urgency." }),
  ackExpires: text(checkDuration, "Taken but not closed for so long: page again.", DURATION).default("30m"),
  digest: digest
    .optional()
    .meta({ description: "One text when the clinic opens: how many messages there are, and who has the urgent ones." }),
});
