/* @pure */
import * as z from "zod";

export const auditQuery = z.object({
  before: z.coerce.number().int().positive().optional().describe("rows before this one: `next` of the last answer"),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  who: z.string().max(64).optional().describe("a user's id"),
  kind: z.string().max(60).optional(),
  ref: z.string().max(10).optional().describe("one message"),
  from: z.coerce.number().optional().describe("epoch ms"),
  to: z.coerce.number().optional().describe("epoch ms, not included"),
});
export type AuditQuery = z.infer<typeof auditQuery>;

export const auditRow = z.object({
  seq: z.number(),
  at: z.number().describe("epoch ms"),
  kind: z.string(),
  who: z.string().optional().describe("a user's id, token:N, or the command line"),
  ref: z.string().optional(),
  detail: z.string().optional(),
});
export type AuditRowShown = z.infer<typeof auditRow>;

export const auditAnswer = z.object({
  rows: z.array(auditRow).describe("newest first"),
  next: z.number().optional().describe("absent: there are no older ones"),
});

export const auditVerdict = z.object({
  ok: z.boolean().describe("no row was changed, deleted or cut off"),
  rows: z.number(),
  why: z.string().optional(),
});
