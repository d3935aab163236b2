import * as z from "zod";
import type { Complaint } from "../language/Complaint.ts";
import { SECRET_EXAMPLES } from "./complaints/leaf.ts";
import type { LeafCheck } from "./leafChecks.ts";

// What the sections of the clinic file's schema are made of.

export const WAYS = ["sms", "call", "mqtt"] as const;

/** A string with a check of its own; our sentences travel in `params`, so that they come out whole. */
export const text = (check: LeafCheck, description: string, more: { pattern?: string; examples?: string[] } = {}) =>
  z
    .string()
    .superRefine((value, context) => {
      const complaint = check(value);
      if (complaint !== undefined) context.addIssue({ code: "custom", message: complaint.what, params: { complaint } });
    })
    .meta({ description, ...more });

/** The complaint that a check of ours put into a zod issue. */
export const complaintOf = (issue: z.core.$ZodIssue): Complaint | undefined =>
  issue.code === "custom" ? (issue.params?.["complaint"] as Complaint | undefined) : undefined;

export const TIME = { pattern: "^([01]\\d|2[0-3]):[0-5]\\d$", examples: ["08:00"] };
export const ID = { pattern: "^[a-z][a-z0-9-]{0,31}$" };
export const DATE = { pattern: "^\\d{4}-\\d{2}-\\d{2}$", examples: ["2026-12-25"] };
export const DURATION = { pattern: "^\\d{1,5}[smh]$", examples: ["60s", "2m"] };
export const SECRET = {
  pattern: "^\\$\\{(env|credential):[A-Za-z_][A-Za-z0-9_.-]*\\}$",
  examples: SECRET_EXAMPLES,
};

export const nonEmpty = <T extends z.ZodType>(item: T) => z.array(item).min(1);
/** For what is checked elsewhere, where more of the file is in sight. */
export const whatever: LeafCheck = () => undefined;
