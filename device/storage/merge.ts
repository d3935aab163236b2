import type { PinLock } from "../../firmware/doctor/PinLock.ts";
import type { DeskAct } from "../../firmware/message/frontDesk.ts";
import type {
  Alert,
  CallRecord,
  Digest,
  Dispatch,
  InboundShortMessage,
  VoiceMessage,
} from "../../firmware/message/MessageStore.ts";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";
import { settleTake } from "./audio.ts";
import { appendAudit, auditRowsAfter } from "./auditChain.ts";
import { putDeskAct } from "./inbox/deskActs.ts";
import type { Layer } from "./Layer.ts";
import {
  addDigest,
  allParts,
  getAlert,
  getDispatch,
  type HeardRow,
  mentionCall,
  putAlert,
  putCall,
  putDispatch,
  putDuty,
  putHeard,
  putInbound,
  putMessage,
  putPart,
  putPinLock,
  reconcileDispatch,
  writeAlertRow,
} from "./records.ts";

/**
 * Takes all that `source` holds over into `target`, inside a transaction of the target. What the source says of a
 * record is the newer truth: it was written while the target was out of reach. Doing it twice does no harm. False when
 * part of the source is damaged: what can be read of it is taken over.
 */
export const mergeInto = (target: Layer, source: Layer, now: number): boolean => {
  const from = new Source(source);
  mergeCalls(target, from);
  for (const message of from.records<VoiceMessage>("messages")) putMessage(target, message);
  mergeAlerts(target, from);
  for (const dispatch of from.records<Dispatch>("dispatches"))
    putDispatch(target, reconcileDispatch(getDispatch(target, dispatch.id), dispatch));
  for (const message of from.records<InboundShortMessage>("inbound")) putInbound(target, message);
  for (const change of from.records<DutyChange>("duties")) putDuty(target, change);
  for (const digest of from.records<Digest>("digests")) addDigest(target, digest);
  for (const row of from.all<HeardRow>("SELECT ref, person, at FROM heard")) putHeard(target, row);
  for (const act of from.records<DeskAct>("desk_acts")) putDeskAct(target, act);
  for (const lock of from.records<PinLock>("pin_locks")) putPinLock(target, lock);
  mergeParts(target, from);
  mergeAudio(target, from);
  mergePublications(target, from);
  for (const range of from.all<{ first: number; last: number }>("SELECT first, last FROM code_ranges")) {
    target.run("INSERT INTO code_ranges (first, last) VALUES (?, ?) ON CONFLICT DO NOTHING", range.first, range.last);
  }
  mergeAudit(target, from, now);
  return from.whole;
};

/** Reads as far as the pages are good. */
class Source {
  readonly #layer: Layer;
  whole = true;

  constructor(layer: Layer) {
    this.#layer = layer;
  }

  get kept(): Layer["kept"] {
    return this.#layer.kept;
  }

  read<T>(read: (layer: Layer) => T, otherwise: T): T {
    return this.#layer.tolerate(read, otherwise, () => {
      this.whole = false;
    });
  }

  all<Row>(sql: string): Row[] {
    return this.read((layer) => layer.all<Row>(sql), []);
  }

  records<T>(table: "messages" | "dispatches" | "inbound" | "duties" | "digests" | "pin_locks" | "desk_acts"): T[] {
    return this.all<{ record: string }>(`SELECT record FROM ${table}`).map((row) => JSON.parse(row.record) as T);
  }
}

const mergeCalls = (target: Layer, source: Source): void => {
  for (const row of source.all<{ known: number; record: string }>("SELECT known, record FROM calls")) {
    const call = JSON.parse(row.record) as CallRecord;
    if (row.known === 1) putCall(target, call);
    else mentionCall(target, call.id, call.rangAt);
  }
};

const mergeAlerts = (target: Layer, source: Source): void => {
  for (const row of source.all<{ closed_by: string | null; record: string }>("SELECT closed_by, record FROM alerts")) {
    const before = getAlert(target, (JSON.parse(row.record) as Alert).ref)?.closedBy;
    const merged = putAlert(target, JSON.parse(row.record) as Alert);
    const closedBy = row.closed_by ?? before;
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

/** Chunk by chunk: a damaged page costs its second, and an hour of speech is never in memory at once. */
const mergeAudio = (target: Layer, source: Source): void => {
  const takes = new Map<string, AudioRow>();
  for (const { id } of source.all<{ id: number }>("SELECT id FROM audio ORDER BY id")) {
    const sql = "SELECT call_id, part, take, sequence, format, bytes FROM audio WHERE id = ?";
    const row = source.read((layer) => layer.get<AudioRow>(sql, id), undefined);
    if (!row) continue;
    mentionCall(target, row.call_id, 0);
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
    takes.set(`${row.call_id}/${row.part}/${row.take}`, row);
  }
  for (const row of takes.values()) settleTake(target, row.call_id, row.part, row.take);
};

const mergePublications = (target: Layer, source: Source): void => {
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

const mergeParts = (target: Layer, source: Source): void => {
  for (const row of source.read(allParts, [])) {
    if (row.done === 1 && target.kept === "disk") target.run("DELETE FROM inbound_parts WHERE id = ?", row.id);
    else putPart(target, row);
  }
};

/** The rows get new places in the target's chain; a row before them names the chain they come from. */
const mergeAudit = (target: Layer, source: Source, now: number): void => {
  const [identity] = source.all<{ value: string }>("SELECT value FROM meta WHERE name = 'identity'");
  if (!identity) return;
  const known = target.get<{ audit_seq: number }>("SELECT audit_seq FROM merged WHERE identity = ?", identity.value);
  const taken = known?.audit_seq ?? 0;
  const rows = source.read((layer) => auditRowsAfter(layer, taken), []);
  const last = rows.at(-1);
  if (last) {
    const detail = `${rows.length} rows of ${source.kept}, head ${last.hash}`;
    appendAudit(target, { at: now, kind: "audit-merged", detail });
    for (const row of rows) appendAudit(target, entryOf(row));
  }
  target.run(
    `INSERT INTO merged (identity, audit_seq, at) VALUES (?, ?, ?)
     ON CONFLICT (identity) DO UPDATE SET audit_seq = excluded.audit_seq, at = excluded.at`,
    identity.value,
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
