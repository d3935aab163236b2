import type { PinLock } from "../../firmware/doctor/PinLock.ts";
import type {
  Alert,
  AlertState,
  CallRecord,
  Digest,
  Dispatch,
  InboundPart,
  InboundShortMessage,
  VoiceMessage,
} from "../../firmware/message/MessageStore.ts";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";
import type { Layer } from "./Layer.ts";

/** Writing and reading single records in one layer. No rule of the alert's life is here but that of `putAlert`. */

const parse = <T>(row: { record: string } | undefined): T | undefined =>
  row ? (JSON.parse(row.record) as T) : undefined;

export const putCall = (layer: Layer, call: CallRecord): void => {
  layer.run(
    `INSERT INTO calls (id, rang_at, ended_at, known, record) VALUES (?, ?, ?, 1, ?)
     ON CONFLICT (id) DO UPDATE SET rang_at = excluded.rang_at, ended_at = excluded.ended_at, known = 1, record = excluded.record`,
    call.id,
    Math.trunc(call.rangAt),
    call.endedAt === undefined ? null : Math.trunc(call.endedAt),
    JSON.stringify(call),
  );
};

/** Audio or a message may be written before its call: the call is then made up until it comes. */
export const mentionCall = (layer: Layer, id: string, at: number): void => {
  if (layer.get("SELECT 1 FROM calls WHERE id = ?", id)) return;
  const unknown: CallRecord = { id, line: "unknown", rangAt: at, callerId: { kind: "none" } };
  layer.run(
    "INSERT INTO calls (id, rang_at, ended_at, known, record) VALUES (?, ?, NULL, 0, ?)",
    id,
    Math.trunc(at),
    JSON.stringify(unknown),
  );
};

export const getCall = (layer: Layer, id: string, onlyKnown: boolean): CallRecord | undefined =>
  parse(layer.get("SELECT record FROM calls WHERE id = ? AND known >= ?", id, onlyKnown ? 1 : 0));

export const putMessage = (layer: Layer, message: VoiceMessage): void => {
  mentionCall(layer, message.callId, message.receivedAt);
  layer.run(
    `INSERT INTO messages (ref, call_id, received_at, urgency, record) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (ref) DO UPDATE SET call_id = excluded.call_id, received_at = excluded.received_at,
       urgency = excluded.urgency, record = excluded.record`,
    message.ref,
    message.callId,
    Math.trunc(message.receivedAt),
    message.urgency,
    JSON.stringify(message),
  );
};

export const getMessage = (layer: Layer, ref: string): VoiceMessage | undefined =>
  parse(layer.get("SELECT record FROM messages WHERE ref = ?", ref));

const RANK: Readonly<Record<AlertState, number>> = { open: 0, taken: 1, closed: 2 };

/**
 * Writes an alert as its escalation sees it, except that a write which does not know of a take cannot undo it: the
 * escalation may have been computing while the doctor's reply was already committed. Opening it again (the take
 * expired, or was passed on) is honoured when the record carries that very take. What is closed stays closed.
 */
export const putAlert = (layer: Layer, alert: Alert): Alert => {
  const stored = getAlert(layer, alert.ref);
  const merged = stored ? reconcile(stored.alert, alert) : alert;
  writeAlertRow(layer, merged, stored?.closedBy);
  return merged;
};

const reconcile = (stored: Alert, incoming: Alert): Alert => {
  if (RANK[incoming.state] >= RANK[stored.state]) return { ...takeOf(stored), ...incoming };
  const knowsOfTheTake =
    stored.state === "taken" && incoming.takenAt === stored.takenAt && incoming.takenBy === stored.takenBy;
  if (knowsOfTheTake) return incoming;
  return { ...incoming, ...takeOf(stored), state: stored.state };
};

const takeOf = (alert: Alert): Partial<Alert> => ({
  ...(alert.takenBy === undefined ? {} : { takenBy: alert.takenBy }),
  ...(alert.takenAt === undefined ? {} : { takenAt: alert.takenAt }),
  ...(alert.closedAt === undefined ? {} : { closedAt: alert.closedAt }),
});

export const writeAlertRow = (layer: Layer, alert: Alert, closedBy?: string): void => {
  mentionCall(layer, alert.callId, alert.raisedAt);
  layer.run(
    `INSERT INTO alerts (ref, call_id, state, raised_at, closed_by, record) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (ref) DO UPDATE SET call_id = excluded.call_id, state = excluded.state, raised_at = excluded.raised_at,
       closed_by = excluded.closed_by, record = excluded.record`,
    alert.ref,
    alert.callId,
    alert.state,
    Math.trunc(alert.raisedAt),
    closedBy ?? null,
    JSON.stringify(alert),
  );
};

export interface StoredAlert {
  readonly alert: Alert;
  readonly closedBy?: string;
}

export const getAlert = (layer: Layer, ref: string): StoredAlert | undefined => {
  const row = layer.get<{ record: string; closed_by: string | null }>(
    "SELECT record, closed_by FROM alerts WHERE ref = ?",
    ref,
  );
  if (!row) return undefined;
  return { alert: JSON.parse(row.record) as Alert, ...(row.closed_by === null ? {} : { closedBy: row.closed_by }) };
};

export const putDispatch = (layer: Layer, dispatch: Dispatch): void => {
  layer.run(
    `INSERT INTO dispatches (id, ref, purpose, state, created_at, record) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET state = excluded.state, record = excluded.record`,
    dispatch.id,
    dispatch.ref,
    dispatch.purpose ?? "page",
    dispatch.state,
    Math.trunc(dispatch.createdAt),
    JSON.stringify(dispatch),
  );
};

/** Among the first dispatches of an alert, one that is there already has been worked on since: it is left alone. True when it was new. */
export const addDispatch = (layer: Layer, dispatch: Dispatch): boolean => {
  if (layer.get("SELECT 1 FROM dispatches WHERE id = ?", dispatch.id)) return false;
  putDispatch(layer, dispatch);
  return true;
};

export const getDispatch = (layer: Layer, id: string): Dispatch | undefined =>
  parse(layer.get("SELECT record FROM dispatches WHERE id = ?", id));

/** The pages of an alert; answers about it are no part of its escalation. */
export const pagesOf = (layer: Layer, ref: string): Dispatch[] =>
  layer
    .all<{ record: string }>(
      "SELECT record FROM dispatches WHERE ref = ? AND purpose = 'page' ORDER BY created_at, id",
      ref,
    )
    .map((row) => JSON.parse(row.record) as Dispatch);

export const dispatchesSince = (layer: Layer, since: number): Dispatch[] =>
  layer
    .all<{ record: string }>("SELECT record FROM dispatches WHERE created_at >= ? ORDER BY created_at, id", since)
    .map((row) => JSON.parse(row.record) as Dispatch);

/**
 * A delivery report may be faster than the record of the sending that it is about: what it said stands. A sending is known
 * by the moment at which its first part was taken.
 */
export const reconcileDispatch = (stored: Dispatch | undefined, incoming: Dispatch): Dispatch =>
  withTimes(stored, reconcileReport(stored, incoming));

/** The first moments of being sent and delivered, by whatever writer: a page that is sent again does not move them. */
const withTimes = (stored: Dispatch | undefined, written: Dispatch): Dispatch => {
  const { state, updatedAt } = written;
  const isOut = state === "sent" || state === "delivered";
  const sentAt = stored?.sentAt ?? written.sentAt ?? (isOut ? updatedAt : undefined);
  const deliveredAt = stored?.deliveredAt ?? written.deliveredAt ?? (state === "delivered" ? updatedAt : undefined);
  return {
    ...written,
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(deliveredAt === undefined ? {} : { deliveredAt }),
  };
};

const reconcileReport = (stored: Dispatch | undefined, incoming: Dispatch): Dispatch => {
  const reported = stored?.parts?.some(({ status }) => status !== undefined) === true;
  if (!reported || incoming.state !== "sent" || !isSameSending(stored, incoming)) return incoming;
  const statusOf = new Map(stored.parts?.map((part) => [part.reference, part.status]));
  const parts = (incoming.parts ?? []).map((part) => {
    const status = part.status ?? statusOf.get(part.reference);
    return status === undefined ? part : { ...part, status };
  });
  const { state, detail, updatedAt } = stored;
  return { ...incoming, parts, state, updatedAt, ...(detail === undefined ? {} : { detail }) };
};

const isSameSending = (a: Dispatch, b: Dispatch): boolean => {
  const first = a.parts?.[0];
  return first !== undefined && first.at === b.parts?.[0]?.at && first.reference === b.parts[0].reference;
};

export const putInbound = (layer: Layer, message: InboundShortMessage): void => {
  layer.run(
    "INSERT INTO inbound (id, received_at, record) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING",
    message.id,
    Math.trunc(message.receivedAt),
    JSON.stringify(message),
  );
};

export interface PartRow {
  readonly id: string;
  readonly received_at: number;
  readonly done: number;
  readonly record: string;
}

export const putPart = (layer: Layer, row: PartRow): void => {
  layer.run(
    `INSERT INTO inbound_parts (id, received_at, done, record) VALUES (?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET done = max(done, excluded.done)`,
    row.id,
    row.received_at,
    row.done,
    row.record,
  );
};

export const partRow = (part: InboundPart): PartRow => ({
  id: part.id,
  received_at: Math.trunc(part.receivedAt),
  done: 0,
  record: JSON.stringify(part),
});

export const allParts = (layer: Layer): PartRow[] =>
  layer.all<PartRow>("SELECT id, received_at, done, record FROM inbound_parts ORDER BY received_at, id");

export const putDuty = (layer: Layer, change: DutyChange): void => {
  layer.run(
    `INSERT INTO duties (id, ends_at, record) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET ends_at = excluded.ends_at, record = excluded.record`,
    change.id,
    Math.trunc(change.to),
    JSON.stringify(change),
  );
};

export const dutiesSince = (layer: Layer, since: number): DutyChange[] =>
  layer
    .all<{ record: string }>("SELECT record FROM duties WHERE ends_at > ? ORDER BY ends_at, id", Math.trunc(since))
    .map((row) => JSON.parse(row.record) as DutyChange);

export interface HeardRow {
  readonly ref: string;
  readonly person: string;
  readonly at: number;
}

export const putHeard = (layer: Layer, { ref, person, at }: HeardRow): void => {
  layer.run(
    "INSERT INTO heard (ref, person, at) VALUES (?, ?, ?) ON CONFLICT (ref, person) DO NOTHING",
    ref,
    person,
    Math.trunc(at),
  );
};

export const heardSince = (layer: Layer, person: string, since: number): string[] =>
  layer
    .all<{ ref: string }>("SELECT ref FROM heard WHERE person = ? AND at >= ? ORDER BY ref", person, Math.trunc(since))
    .map((row) => row.ref);

export const putPinLock = (layer: Layer, lock: PinLock): void => {
  layer.run(
    "INSERT INTO pin_locks (person, record) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET record = excluded.record",
    lock.person,
    JSON.stringify(lock),
  );
};

export const allPinLocks = (layer: Layer): PinLock[] =>
  layer
    .all<{ record: string }>("SELECT record FROM pin_locks ORDER BY person")
    .map((row) => JSON.parse(row.record) as PinLock);

/** True when this opening had none. */
export const addDigest = (layer: Layer, digest: Digest): boolean =>
  layer.run(
    "INSERT INTO digests (opens_at, record) VALUES (?, ?) ON CONFLICT DO NOTHING",
    Math.trunc(digest.opensAt),
    JSON.stringify(digest),
  ) > 0;

export const digestsSince = (layer: Layer, since: number): Digest[] =>
  layer
    .all<{ record: string }>("SELECT record FROM digests WHERE opens_at >= ? ORDER BY opens_at", Math.trunc(since))
    .map((row) => JSON.parse(row.record) as Digest);
