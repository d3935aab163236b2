import type {
  Alert,
  CallRecord,
  Dispatch,
  InboundShortMessage,
  VoiceMessage,
} from "../../firmware/message/MessageStore.ts";
import { settleTake } from "./audio.ts";
import { appendAudit, auditRowsAfter } from "./auditChain.ts";
import type { Layer } from "./Layer.ts";
import {
  getAlert,
  mentionCall,
  putAlert,
  putCall,
  putDispatch,
  putInbound,
  putMessage,
  writeAlertRow,
} from "./records.ts";

/**
 * Takes all that `source` holds over into `target`, inside a transaction of the target. What the source says of a
 * record is the newer truth: it was written while the target was out of reach. Doing it twice does no harm.
 */
export const mergeInto = (target: Layer, source: Layer, now: number): void => {
  mergeCalls(target, source);
  for (const message of records<VoiceMessage>(source, "messages")) putMessage(target, message);
  mergeAlerts(target, source);
  for (const dispatch of records<Dispatch>(source, "dispatches")) putDispatch(target, dispatch);
  for (const message of records<InboundShortMessage>(source, "inbound")) putInbound(target, message);
  mergeAudio(target, source);
  mergePublications(target, source);
  for (const range of source.all<{ first: number; last: number }>("SELECT first, last FROM code_ranges")) {
    target.run("INSERT INTO code_ranges (first, last) VALUES (?, ?) ON CONFLICT DO NOTHING", range.first, range.last);
  }
  mergeAudit(target, source, now);
};

const records = <T>(source: Layer, table: "messages" | "dispatches" | "inbound"): T[] =>
  source.all<{ record: string }>(`SELECT record FROM ${table}`).map((row) => JSON.parse(row.record) as T);

const mergeCalls = (target: Layer, source: Layer): void => {
  for (const row of source.all<{ known: number; record: string }>("SELECT known, record FROM calls")) {
    const call = JSON.parse(row.record) as CallRecord;
    if (row.known === 1) putCall(target, call);
    else mentionCall(target, call.id, call.rangAt);
  }
};

const mergeAlerts = (target: Layer, source: Layer): void => {
  for (const row of source.all<{ closed_by: string | null; record: string }>("SELECT closed_by, record FROM alerts")) {
    const merged = putAlert(target, JSON.parse(row.record) as Alert);
    const closedBy = row.closed_by ?? getAlert(target, merged.ref)?.closedBy;
    if (closedBy) writeAlertRow(target, merged, closedBy);
  }
};

interface AudioRow {
  readonly call_id: string;
  readonly part: string;
  readonly take: number;
  readonly sequence: number;
  readonly format: string;
  readonly bytes: Uint8Array;
}

const mergeAudio = (target: Layer, source: Layer): void => {
  for (const row of source.iterate<AudioRow>("SELECT call_id, part, take, sequence, format, bytes FROM audio")) {
    target.run(
      `INSERT INTO audio (call_id, part, take, sequence, format, bytes) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (call_id, part, take, sequence) DO NOTHING`,
      row.call_id,
      row.part,
      row.take,
      row.sequence,
      row.format,
      row.bytes,
    );
  }
  const takes = source.all<{ call_id: string; part: string; take: number }>(
    "SELECT call_id, part, take FROM recordings",
  );
  for (const take of takes) settleTake(target, take.call_id, take.part, take.take);
};

const mergePublications = (target: Layer, source: Layer): void => {
  for (const { id } of source.all<{ id: number }>("SELECT id FROM publications_done")) {
    target.run("DELETE FROM publications WHERE id = ?", id);
    if (target.kept !== "disk") target.run("INSERT INTO publications_done (id) VALUES (?) ON CONFLICT DO NOTHING", id);
  }
  type Row = { id: number; topic: string; payload: string; retain: number };
  for (const row of source.all<Row>("SELECT id, topic, payload, retain FROM publications")) {
    target.run(
      "INSERT INTO publications (id, topic, payload, retain) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
      row.id,
      row.topic,
      row.payload,
      row.retain,
    );
  }
};

/** The rows get new places in the target's chain; a row before them names the chain they come from. */
const mergeAudit = (target: Layer, source: Layer, now: number): void => {
  const identity = source.get<{ value: string }>("SELECT value FROM meta WHERE name = 'identity'")?.value ?? "";
  const taken =
    target.get<{ audit_seq: number }>("SELECT audit_seq FROM merged WHERE identity = ?", identity)?.audit_seq ?? 0;
  const rows = auditRowsAfter(source, taken);
  const last = rows.at(-1);
  if (last) {
    appendAudit(target, {
      at: now,
      kind: "audit-merged",
      detail: `${rows.length} rows of ${source.kept}, head ${last.hash}`,
    });
    for (const row of rows) appendAudit(target, entryOf(row));
  }
  target.run(
    `INSERT INTO merged (identity, audit_seq, at) VALUES (?, ?, ?)
     ON CONFLICT (identity) DO UPDATE SET audit_seq = excluded.audit_seq, at = excluded.at`,
    identity,
    last?.seq ?? taken,
    Math.trunc(now),
  );
};

const entryOf = (row: ReturnType<typeof auditRowsAfter>[number]) => ({
  at: row.at,
  kind: row.kind,
  ...(row.ref === null ? {} : { ref: row.ref }),
  ...(row.person === null ? {} : { person: row.person }),
  ...(row.detail === null ? {} : { detail: row.detail }),
});
