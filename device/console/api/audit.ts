/* @pure */
import * as z from "zod";

/** All that the access audit notes; each has its words in client/audit/auditWords.ts. */
export const AUDIT_KINDS = [
  "signed-in",
  "signed-out",
  "signed-out-everywhere",
  "sign-in-refused",
  "password-set",
  "password-changed",
  "user-added",
  "user-changed",
  "user-invited",
  "user-signed-out",
  "factor-app-set-up",
  "factor-app-removed",
  "factor-sms-on",
  "factor-sms-off",
  "factor-reset",
  "recovery-codes-made",
  "emergency-opened",
  "emergency-told",
  "emergency-closed",
  "settings-changed",
  "token-made",
  "token-withdrawn",
  "token-refused",
  "audit-read",
  "certificate-set",
  "certificate-removed",
  "sign-in-code-sent",
  "inbox-seen",
  "message-seen",
  "message-heard",
  "recording-heard",
  "recording-exported",
  "list-exported",
  "message-taken",
  "message-called-back",
  "message-closed",
  "message-reopened",
  "message-noted",
  "message-assigned",
  "message-handed-over",
  "message-undone",
  "prompt-recorded",
  "prompt-phone-code",
  "prompts-changed",
  "duty-changed",
  "duty-withdrawn",
  "calendar-link-made",
  "calendar-link-withdrawn",
  "test-page",
  "test-call",
  "support-archive",
  "clinic-seen",
  "clinic-changed",
  "change-given-up",
  "rehearsal-begun",
  "recovery-code-used",
  "user-disabled",
  "user-enabled",
] as const;
export type AuditKind = (typeof AUDIT_KINDS)[number];

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
