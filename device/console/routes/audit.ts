import { type AuditRowShown, auditAnswer, auditQuery, auditVerdict } from "../api/audit.ts";
import type { AccessRow } from "../auth/AccessAudit.ts";
import type { ConsoleBox } from "../ConsoleBox.ts";
import { type Route, route } from "../http/Route.ts";

/** Who saw, heard and did what on the console. What the box itself did is `firstring audit`. */
export const auditRoutes = (box: ConsoleBox): readonly Route[] => [
  route({
    ...{ method: "GET", path: "/audit", summary: "Who saw, heard and did what, newest first", may: "audit.read" },
    ...{ query: auditQuery, answer: auditAnswer },
    audit: () => ({ kind: "audit-read", once: true }),
    handle: ({ query }) => {
      const rows = box.audit.list(query).map(shown);
      const last = rows.at(-1);
      return { rows, ...(last === undefined || rows.length < query.limit ? {} : { next: last.seq }) };
    },
  }),
  route({
    ...{ method: "GET", path: "/audit/verify", may: "audit.read", answer: auditVerdict },
    summary: "Follow the audit's hash chain from its first row",
    handle: () => {
      const verdict = box.audit.verify();
      return { ok: verdict.ok, rows: verdict.rows, ...(verdict.ok ? {} : { why: verdict.why }) };
    },
  }),
];

const shown = ({ at, detail, kind, person, ref, seq }: AccessRow): AuditRowShown => ({
  ...{ seq, at, kind },
  ...(person === null ? {} : { who: person }),
  ...(ref === null ? {} : { ref }),
  ...(detail === null ? {} : { detail }),
});
