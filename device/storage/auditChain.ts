import { createHash } from "node:crypto";
import type { Layer } from "./Layer.ts";

export interface AuditEntry {
  readonly at: number;
  readonly kind: string;
  readonly ref?: string;
  readonly person?: string;
  readonly detail?: string;
}

interface AuditRow {
  readonly seq: number;
  readonly at: number;
  readonly kind: string;
  readonly ref: string | null;
  readonly person: string | null;
  readonly detail: string | null;
  readonly hash: string;
}

export type AuditVerdict =
  | { readonly ok: true; readonly rows: number; readonly hash: string }
  | { readonly ok: false; readonly rows: number; readonly brokenAt: number; readonly why: string };

const BEGINNING = "0".repeat(64);

/** sha256 of the previous hash and the row as a JSON array in this order: seq, at, kind, ref, person, detail. */
const link = (previous: string, row: Omit<AuditRow, "hash">): string =>
  createHash("sha256")
    .update(previous)
    .update(JSON.stringify([row.seq, row.at, row.kind, row.ref, row.person, row.detail]))
    .digest("hex");

/** Within a transaction: the head is read from the database, because the command line adds rows as well. */
export const appendAudit = (layer: Layer, entry: AuditEntry): void => {
  const head = layer.get<{ seq: number; hash: string }>("SELECT seq, hash FROM audit_head WHERE one = 1");
  const row = {
    seq: (head?.seq ?? 0) + 1,
    at: Math.trunc(entry.at),
    kind: entry.kind,
    ref: entry.ref ?? null,
    person: entry.person ?? null,
    detail: entry.detail ?? null,
  };
  const hash = link(head?.hash ?? BEGINNING, row);
  layer.run(
    "INSERT INTO audit (seq, at, kind, ref, person, detail, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
    row.seq,
    row.at,
    row.kind,
    row.ref,
    row.person,
    row.detail,
    hash,
  );
  layer.run(
    "INSERT INTO audit_head (one, seq, hash) VALUES (1, ?, ?) ON CONFLICT (one) DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
    row.seq,
    hash,
  );
};

/** What was left for the audit by another process may be offered again after a crash. */
export const isInAudit = (layer: Layer, { at, kind, detail }: AuditEntry): boolean =>
  layer.get(
    "SELECT 1 FROM audit WHERE at = ? AND kind = ? AND detail IS ? LIMIT 1",
    Math.trunc(at),
    kind,
    detail ?? null,
  ) !== undefined;

/** Follows the chain from its beginning; says where it was changed first. */
export const verifyAudit = (layer: Layer): AuditVerdict => {
  let hash = BEGINNING;
  let rows = 0;
  for (const row of layer.iterate<AuditRow>(
    "SELECT seq, at, kind, ref, person, detail, hash FROM audit ORDER BY seq",
  )) {
    rows += 1;
    if (row.seq !== rows) return { ok: false, rows, brokenAt: rows, why: `row ${rows} was deleted` };
    hash = link(hash, row);
    if (row.hash !== hash) return { ok: false, rows, brokenAt: row.seq, why: `row ${row.seq} was changed` };
  }
  const head = layer.get<{ seq: number; hash: string }>("SELECT seq, hash FROM audit_head WHERE one = 1");
  if ((head?.seq ?? 0) !== rows || (head?.hash ?? BEGINNING) !== hash) {
    return { ok: false, rows, brokenAt: rows + 1, why: `the rows after ${rows} were deleted` };
  }
  return { ok: true, rows, hash };
};

/** The rows of an emergency database's chain that are newer than `after`, oldest first. */
export const auditRowsAfter = (layer: Layer, after: number): readonly AuditRow[] =>
  layer.all<AuditRow>("SELECT seq, at, kind, ref, person, detail, hash FROM audit WHERE seq > ? ORDER BY seq", after);
