import { detail } from "../../firmware/health/details/detailWords.ts";
import type { RetentionCut } from "../../firmware/message/Retention.ts";
import { appendAudit } from "./auditChain.ts";
import { firstFound, type Layer, type View } from "./Layer.ts";
import type { Means } from "./Means.ts";

/** What is due, as ids: looked up once, then erased in steps that each cost one short commit. */
export interface RetentionDue {
  /** Calls whose recordings are due. */
  readonly audio: readonly string[];
  /** Calls that are due with everything that belongs to them. */
  readonly records: readonly string[];
  /** Texts, digests and changes of duty that belong to no call. */
  readonly others: number;
  /** Calls that would be due, but whose alert somebody has still to take or to close. */
  readonly keptOpen: number;
  readonly newestCallAt?: number;
  readonly lastRunAt?: number;
}

export interface RetentionCounts {
  readonly recordings: number;
  readonly records: number;
  readonly others: number;
}

/** One step of erasing. */
export type RetentionStep =
  | { readonly kind: "audio"; readonly call: string; readonly before: number }
  | { readonly kind: "records"; readonly call: string; readonly before: number }
  | { readonly kind: "others"; readonly before: number }
  | { readonly kind: "done"; readonly at: number; readonly cut: RetentionCut; readonly counts: RetentionCounts };

export interface RetentionStepResult {
  readonly erased: number;
  /** There is more of the same. */
  readonly more: boolean;
  /** Nothing was done: why. */
  readonly refused?: string;
}

/** Seconds of speech in one commit: half a megabyte at most, a moment even for a slow card. */
const CHUNKS_A_STEP = 64;
const OTHERS_A_STEP = 100;
/** Pages of 4096 bytes given back to the disk in one step. */
const PAGES_A_STEP = 128;

/** A call that is over and whose alerts, if it has any, are closed. */
const SETTLED = `c.ended_at IS NOT NULL AND c.rang_at < ?
  AND NOT EXISTS (SELECT 1 FROM alerts x WHERE x.call_id = c.id AND x.state <> 'closed')`;

const LAST_RUN = "retention";

export const retentionDue = (view: View, cut: RetentionCut, limit: number): RetentionDue => {
  const { top } = view;
  const records = ids(top, `SELECT c.id FROM calls c WHERE ${SETTLED} LIMIT ?`, cut.recordsBefore, limit);
  const audio = ids(
    top,
    `SELECT c.id FROM calls c WHERE ${SETTLED} AND EXISTS (SELECT 1 FROM recordings r WHERE r.call_id = c.id) LIMIT ?`,
    cut.audioBefore,
    limit,
  );
  const gone = new Set(records);
  const keptOpen = top.get<{ n: number }>(
    `SELECT count(*) AS n FROM calls c WHERE c.rang_at < ?
     AND EXISTS (SELECT 1 FROM alerts x WHERE x.call_id = c.id AND x.state <> 'closed')`,
    Math.floor(cut.audioBefore),
  );
  const newest = top.get<{ at: number | null }>("SELECT max(rang_at) AS at FROM calls WHERE known = 1")?.at;
  const last = top.get<{ value: string }>("SELECT value FROM meta WHERE name = ?", LAST_RUN)?.value;
  return {
    records,
    audio: audio.filter((id) => !gone.has(id)),
    others: OTHERS.reduce(
      (sum, { count }) => sum + (top.get<{ n: number }>(count, Math.floor(cut.recordsBefore))?.n ?? 0),
      0,
    ),
    keptOpen: keptOpen?.n ?? 0,
    ...(typeof newest === "number" ? { newestCallAt: newest } : {}),
    ...(last === undefined ? {} : { lastRunAt: Number(last) }),
  };
};

const ids = (layer: Layer, sql: string, before: number, limit: number): string[] =>
  layer.all<{ id: string }>(sql, Math.floor(before), limit).map(({ id }) => id);

/**
 * One step, inside a transaction. While an emergency database is in use nothing is erased: what is deleted in one would come
 * back from another, and what nobody has merged nobody has looked at.
 */
export const retain = (view: View, means: Means, step: RetentionStep): RetentionStepResult => {
  const [only] = view.all;
  if (view.all.length !== 1 || only?.kept !== "disk")
    return { erased: 0, more: false, refused: detail.storeNotInOrder() };
  switch (step.kind) {
    case "audio":
      return isSettled(view.top, step.call, step.before) ? eraseAudio(view.top, means, step.call) : NOTHING;
    case "records":
      return isSettled(view.top, step.call, step.before) ? eraseCall(view.top, means, step.call) : NOTHING;
    case "others":
      return eraseOthers(view.top, step.before);
    case "done":
      return finish(view.top, means, step);
  }
};

const NOTHING: RetentionStepResult = { erased: 0, more: false };

/** Looked at again: somebody may have opened the alert since it was found. */
const isSettled = (layer: Layer, call: string, before: number): boolean =>
  layer.get(`SELECT 1 FROM calls c WHERE c.id = ? AND ${SETTLED}`, call, Math.floor(before)) !== undefined;

/** Some seconds of it, and with the last ones what is known of the recording. */
export const eraseAudio = (layer: Layer, means: Means, call: string): RetentionStepResult => {
  const chunks = layer.run(
    "DELETE FROM audio WHERE id IN (SELECT id FROM audio WHERE call_id = ? LIMIT ?)",
    call,
    CHUNKS_A_STEP,
  );
  if (chunks === CHUNKS_A_STEP) return { erased: 0, more: true };
  means.digests.forget();
  return { erased: layer.run("DELETE FROM recordings WHERE call_id = ?", call), more: false };
};

/** All that belongs to a call. The audit keeps that there was one, by its reference: it names no patient. */
export const eraseCall = (layer: Layer, means: Means, call: string): RetentionStepResult => {
  if (eraseAudio(layer, means, call).more) return { erased: 0, more: true };
  const refs = layer.all<{ ref: string }>(
    "SELECT ref FROM messages WHERE call_id = ? UNION SELECT ref FROM alerts WHERE call_id = ?",
    call,
    call,
  );
  for (const { ref } of refs) {
    layer.run("DELETE FROM heard WHERE ref = ?", ref);
    layer.run("DELETE FROM desk_acts WHERE ref = ?", ref);
    layer.run("DELETE FROM dispatches WHERE ref = ?", ref);
  }
  layer.run("DELETE FROM alerts WHERE call_id = ?", call);
  layer.run("DELETE FROM messages WHERE call_id = ?", call);
  return { erased: layer.run("DELETE FROM calls WHERE id = ?", call), more: false };
};

/** Dispatches of a message go with it; these belong to none: answers, notices, texts that came in, digests, duty. */
const OTHERS: readonly { readonly count: string; readonly erase: string }[] = [
  {
    table: "dispatches",
    key: "id",
    where: "created_at < ? AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.ref = dispatches.ref)",
  },
  { table: "inbound", key: "id", where: "received_at < ?" },
  { table: "inbound_parts", key: "id", where: "received_at < ?" },
  { table: "digests", key: "opens_at", where: "opens_at < ?" },
  { table: "duties", key: "id", where: "ends_at < ?" },
].map(({ table, key, where }) => ({
  count: `SELECT count(*) AS n FROM ${table} WHERE ${where}`,
  erase: `DELETE FROM ${table} WHERE ${key} IN (SELECT ${key} FROM ${table} WHERE ${where} LIMIT ${OTHERS_A_STEP})`,
}));

const eraseOthers = (layer: Layer, before: number): RetentionStepResult => {
  let erased = 0;
  for (const { erase } of OTHERS) {
    const rows = layer.run(erase, Math.floor(before));
    erased += rows;
    if (rows === OTHERS_A_STEP) return { erased, more: true };
  }
  return { erased, more: false };
};

const finish = (
  layer: Layer,
  means: Means,
  { at, cut, counts }: Extract<RetentionStep, { kind: "done" }>,
): RetentionStepResult => {
  layer.run(
    "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    LAST_RUN,
    String(Math.floor(at)),
  );
  const { recordings, records, others } = counts;
  if (recordings + records + others > 0) {
    const day = (moment: number) => new Date(moment).toISOString().slice(0, 10);
    appendAudit(layer, {
      at: means.now,
      kind: "retention",
      detail: `erased ${recordings} recordings before ${day(cut.audioBefore)}, ${records} calls and ${others} other records before ${day(cut.recordsBefore)}`,
    });
  }
  return NOTHING;
};

/**
 * Gives free pages back to the disk, some at a time, outside a transaction. Erased pages were overwritten when they were
 * freed (secure_delete); this also empties the write-ahead log, which may hold what they were before. True: there is more.
 */
export const giveBackPages = (view: View): boolean => {
  const db = view.top.db;
  if (view.top.kept !== "disk") return false;
  db.pragma(`incremental_vacuum(${PAGES_A_STEP})`);
  const free = Number(db.pragma("freelist_count", { simple: true }));
  const incremental = Number(db.pragma("auto_vacuum", { simple: true })) === 2;
  if (incremental && free > 0) return true;
  db.pragma("wal_checkpoint(TRUNCATE)");
  return false;
};

/** The calls of a number, as caller ID or as what the caller confirmed; both as digits. */
export const callsOfNumber = (
  view: View,
  digits: string,
): readonly { readonly call: string; readonly open: boolean }[] => {
  const found = new Map<string, boolean>();
  const same = (number: unknown) => typeof number === "string" && isSameNumber(number, digits);
  for (const { id, record } of view.top.all<{ id: string; record: string }>("SELECT id, record FROM calls"))
    if (same((JSON.parse(record) as { callerId?: { number?: unknown } }).callerId?.number)) found.set(id, false);
  for (const row of view.top.all<{ call_id: string; record: string }>("SELECT call_id, record FROM messages"))
    if (same((JSON.parse(row.record) as { callback?: unknown }).callback)) found.set(row.call_id, false);
  return [...found.keys()].map((call) => ({ call, open: isOpen(view, call) }));
};

const isOpen = (view: View, call: string): boolean =>
  firstFound(view, (layer) => layer.get("SELECT 1 FROM alerts WHERE call_id = ? AND state <> 'closed'", call)) !==
    undefined || view.top.get("SELECT 1 FROM calls WHERE id = ? AND ended_at IS NULL", call) !== undefined;

/** National and international writing of one number end alike. Eight digits: two patients of one town differ in fewer. */
const LEAST_DIGITS = 8;

export const isSameNumber = (a: string, b: string): boolean => {
  const [one, other] = [a.replace(/\D/g, ""), b.replace(/\D/g, "")];
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  return short === long || (short.length >= LEAST_DIGITS && long.endsWith(short));
};

/** Texts to and from a number that belong to no call of it. */
export const eraseTextsOf = (layer: Layer, digits: string): number => {
  let erased = 0;
  for (const { id, record } of layer.all<{ id: string; record: string }>(
    "SELECT id, record FROM dispatches WHERE purpose = 'patient'",
  ))
    if (isSameNumber((JSON.parse(record) as { address: string }).address, digits))
      erased += layer.run("DELETE FROM dispatches WHERE id = ?", id);
  for (const { id, record } of layer.all<{ id: string; record: string }>("SELECT id, record FROM inbound"))
    if (isSameNumber((JSON.parse(record) as { from: string }).from, digits))
      erased += layer.run("DELETE FROM inbound WHERE id = ?", id);
  return erased;
};

/** One call of a person who wants to be forgotten, or with `call` absent the texts and the row in the audit that ends it. */
export const erasePersonStep = (
  view: View,
  means: Means,
  step: { readonly digits: string; readonly call?: string; readonly calls?: number; readonly by: string },
): RetentionStepResult => {
  if (view.all.length !== 1 || view.top.kept !== "disk")
    return { erased: 0, more: false, refused: detail.storeNotInOrder() };
  if (step.call !== undefined) {
    const theirs = callsOfNumber(view, step.digits).some(({ call, open }) => call === step.call && !open);
    return theirs ? eraseCall(view.top, means, step.call) : NOTHING;
  }
  const texts = eraseTextsOf(view.top, step.digits);
  appendAudit(view.top, {
    at: means.now,
    kind: "person-erased",
    person: step.by,
    detail: `${step.calls ?? 0} calls and ${texts} texts of one telephone number`,
  });
  return { erased: texts, more: false };
};
