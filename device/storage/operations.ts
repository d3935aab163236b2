import type { PinLock } from "../../firmware/doctor/PinLock.ts";
import type { DeskWish } from "../../firmware/message/frontDesk.ts";
import type {
  Alert,
  AudioChunk,
  CallRecord,
  Digest,
  Dispatch,
  InboundPart,
  InboundShortMessage,
  MessageSummary,
  Publication,
  SpokenPart,
  TakeResult,
  VoiceMessage,
} from "../../firmware/message/MessageStore.ts";
import type { RetentionCut } from "../../firmware/message/Retention.ts";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";
import { joinedRecording, putChunk, type RunningDigests, recordedMs, settleAllTakes } from "./audio.ts";
import { type AuditEntry, appendAudit, isInAudit } from "./auditChain.ts";
import { CodeLedger } from "./CodeLedger.ts";
import { positionByTime } from "./CodeSequence.ts";
import { doDeskAct } from "./inbox/doDeskAct.ts";
import { firstFound, type Layer, union, type View } from "./Layer.ts";
import {
  addDigest,
  addDispatch,
  allParts,
  allPinLocks,
  digestsSince,
  dispatchesSince,
  dutiesSince,
  getDispatch,
  getMessage,
  heardSince,
  partRow,
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
  type StoredAlert,
  writeAlertRow,
} from "./records.ts";
import {
  callsOfNumber,
  erasePersonStep,
  giveBackPages,
  type RetentionStep,
  retain,
  retentionDue,
} from "./retention.ts";
import {
  alertsNotClosed,
  findAlert,
  findCall,
  findDispatches,
  messageRefsOfCall,
  newestSummaries,
  recentCallers,
  summaryOf,
} from "./summaries.ts";

/** The worker's means beside the databases. */
export interface Means {
  readonly codes: CodeLedger;
  readonly digests: RunningDigests;
  readonly now: number;
  /** Samples that memory may hold when there is no disk. */
  readonly roomForAudio: (view: View, bytes: number) => boolean;
}

/** Writes: each runs inside a transaction on `view.top`. The names are those of MessageStore. */
export const WRITES = {
  writeCall: (view: View, _means: Means, call: CallRecord) => putCall(view.top, call),

  // SQLite writes the page of its header anew, also with the same number in it.
  probe: ({ top }: View) => {
    const version = Number(top.db.pragma("user_version", { simple: true }));
    top.db.pragma(`user_version = ${version}`);
  },

  writeMessage: (view: View, means: Means, message: VoiceMessage, alert?: Alert, dispatches?: readonly Dispatch[]) => {
    bringUp(view, message.ref);
    putMessage(view.top, message);
    if (alert) raise(view, means, alert, dispatches ?? []);
  },

  appendAudio: (view: View, means: Means, chunk: AudioChunk) => {
    if (means.roomForAudio(view, chunk.bytes.length)) putChunk(view.top, chunk, means.now, means.digests);
  },

  reserveCodes: (view: View, means: Means, count: number): readonly string[] => reserve(view, means, count),

  writeAlert: (view: View, means: Means, alert: Alert, dispatches: readonly Dispatch[]) => {
    bringUp(view, alert.ref);
    raise(view, means, alert, dispatches);
  },

  writeDispatch: (view: View, means: Means, dispatch: Dispatch) => {
    const before = firstFound(view, (layer) => getDispatch(layer, dispatch.id));
    const written = reconcileDispatch(before, dispatch);
    putDispatch(view.top, written);
    if (before?.state !== written.state) auditDispatch(view.top, means, written);
  },

  addDispatch: (view: View, means: Means, dispatch: Dispatch): boolean => {
    if (firstFound(view, (layer) => getDispatch(layer, dispatch.id))) return false;
    putDispatch(view.top, dispatch);
    auditDispatch(view.top, means, dispatch);
    return true;
  },

  takeAlert: (view: View, means: Means, ref: string, person: string, at: number): TakeResult => {
    const stored = storedAlert(view, means, ref);
    if ("kind" in stored) return stored;
    const { alert } = stored;
    if (alert.state === "open") {
      writeAlertRow(view.top, { ...alert, state: "taken", takenBy: person, takenAt: at });
      appendAudit(view.top, { at: means.now, kind: "alert-taken", ref, person });
      return { kind: "taken" };
    }
    // Asked again after the worker was started anew: the same answer.
    if (alert.state === "taken" && alert.takenBy === person && alert.takenAt === at) return { kind: "taken" };
    appendAudit(view.top, { at: means.now, kind: "take-refused", ref, person, detail: alert.state });
    return stateNow(stored);
  },

  closeAlert: (view: View, means: Means, ref: string, person: string, at: number): TakeResult => {
    const stored = storedAlert(view, means, ref);
    if ("kind" in stored) return stored;
    if (stored.alert.state === "closed") return stateNow(stored);
    writeAlertRow(view.top, { ...stored.alert, state: "closed", closedAt: at }, person);
    appendAudit(view.top, { at: means.now, kind: "alert-closed", ref, person });
    return { kind: "closed", by: person, at };
  },

  /** Ids grow with time, so that those of an emergency database never meet those of the main one. */
  enqueuePublication: (view: View, means: Means, topic: string, payload: string, retain: boolean) => {
    const newest = Math.max(0, ...view.all.map((layer) => view.read(layer, newestPublication, 0)));
    view.top.run(
      "INSERT INTO publications (id, topic, payload, retain) VALUES (?, ?, ?, ?)",
      Math.max(newest + 1, Math.trunc(means.now)),
      topic,
      payload,
      retain ? 1 : 0,
    );
  },

  publicationDone: (view: View, _means: Means, id: number) => {
    view.top.run("DELETE FROM publications WHERE id = ?", id);
    if (view.all.length > 1) view.top.run("INSERT INTO publications_done (id) VALUES (?) ON CONFLICT DO NOTHING", id);
  },

  writeInbound: (view: View, _means: Means, message: InboundShortMessage): boolean => {
    const known = firstFound(view, (layer) => layer.get("SELECT 1 FROM inbound WHERE id = ?", message.id));
    if (known) return false;
    putInbound(view.top, message);
    return true;
  },

  keepPart: (view: View, _means: Means, part: InboundPart) => putPart(view.top, partRow(part)),

  partsDone: (view: View, _means: Means, ids: readonly string[]) => {
    for (const id of ids) {
      if (view.all.length === 1) view.top.run("DELETE FROM inbound_parts WHERE id = ?", id);
      else putPart(view.top, { id, received_at: 0, done: 1, record: "{}" });
    }
  },

  writeDigest: (view: View, means: Means, digest: Digest, dispatches: readonly Dispatch[]): boolean => {
    const known = firstFound(
      view,
      (layer) => digestsSince(layer, digest.opensAt)[0]?.opensAt === digest.opensAt || undefined,
    );
    if (known || !addDigest(view.top, digest)) return false;
    appendAudit(view.top, { at: means.now, kind: "digest", detail: digest.text });
    for (const dispatch of dispatches) if (addDispatch(view.top, dispatch)) auditDispatch(view.top, means, dispatch);
    return true;
  },

  writeDuty: (view: View, means: Means, change: DutyChange) => {
    putDuty(view.top, change);
    const { id, kind, person, by, madeBy, withdrawnAt, withdrawnBy = madeBy, rotation, from, to } = change;
    const span = `${minute(from)} to ${minute(to)}`;
    const what = `${kind} ${person}${by === undefined ? "" : ` by ${by}`}${rotation === undefined ? "" : ` in ${rotation}`}, ${span}`;
    const kindOfRow = withdrawnAt === undefined ? "duty-changed" : "duty-change-withdrawn";
    appendAudit(view.top, {
      at: means.now,
      kind: kindOfRow,
      person: withdrawnAt === undefined ? madeBy : withdrawnBy,
      detail: `${what} (${id})`,
    });
  },

  markHeard: (view: View, _means: Means, ref: string, person: string, at: number) =>
    putHeard(view.top, { ref, person, at }),

  deskAct: (view: View, means: Means, wish: DeskWish) => doDeskAct(view, means, wish),

  writePinLock: (view: View, _means: Means, lock: PinLock) => putPinLock(view.top, lock),

  audit: (view: View, _means: Means, entry: AuditEntry) => appendAudit(view.top, entry),

  auditOnce: (view: View, _means: Means, entry: AuditEntry) => {
    const isThere = view.all.some((layer) => view.read(layer, (from) => isInAudit(from, entry), false));
    if (!isThere) appendAudit(view.top, entry);
  },

  interruptedCalls: (view: View, means: Means): readonly MessageSummary[] => endInterrupted(view, means),

  retain: (view: View, means: Means, step: RetentionStep) => retain(view, means, step),

  erasePersonStep: (view: View, means: Means, step: Parameters<typeof erasePersonStep>[2]) =>
    erasePersonStep(view, means, step),
};

/** Reads: outside a transaction, over all layers, and what cannot be read is left out. */
export const READS = {
  unfinishedAlerts: (view: View) => alertsNotClosed(view),

  alertNow: (view: View, ref: string) => findAlert(view, ref),

  nextPublications: (view: View, limit: number): readonly Publication[] => {
    const done = new Set(
      view.all
        .flatMap((layer) =>
          view.read(layer, (from) => from.all<{ id: number }>("SELECT id FROM publications_done"), []),
        )
        .map((row) => row.id),
    );
    return union(
      view,
      (layer) =>
        layer.all<{ id: number; topic: string; payload: string; retain: number }>(
          "SELECT id, topic, payload, retain FROM publications ORDER BY id LIMIT ?",
          limit + done.size,
        ),
      (row) => row.id,
    )
      .filter((row) => !done.has(row.id))
      .sort((a, b) => a.id - b.id)
      .slice(0, limit)
      .map((row) => ({ ...row, retain: row.retain === 1 }));
  },

  unfinishedDispatches: (view: View, since: number): readonly Dispatch[] =>
    union(
      view,
      (layer) => dispatchesSince(layer, since),
      (dispatch) => dispatch.id,
    )
      .filter(goesOn)
      .sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id)),

  keptParts: (view: View): readonly InboundPart[] =>
    union(view, allParts, (row) => row.id)
      .filter((row) => row.done === 0)
      .sort((a, b) => a.received_at - b.received_at || a.id.localeCompare(b.id))
      .map((row) => JSON.parse(row.record) as InboundPart),

  digests: (view: View, since: number): readonly Digest[] =>
    union(
      view,
      (layer) => digestsSince(layer, since),
      (digest) => digest.opensAt,
    ).sort((a, b) => a.opensAt - b.opensAt),

  duties: (view: View, since: number): readonly DutyChange[] =>
    union(
      view,
      (layer) => dutiesSince(layer, since),
      (change) => change.id,
    ).sort((a, b) => a.madeAt - b.madeAt || a.id.localeCompare(b.id)),

  heardBy: (view: View, person: string, since: number): readonly string[] =>
    union(
      view,
      (layer) => heardSince(layer, person, since),
      (ref) => ref,
    ),

  pinLocks: (view: View): readonly PinLock[] =>
    union(
      view,
      (layer) => allPinLocks(layer),
      (lock) => lock.person,
    ),

  list: (view: View, limit: number, before?: number) => newestSummaries(view, limit, before ?? Number.MAX_SAFE_INTEGER),

  recentCallers: (view: View, since: number) => recentCallers(view, since),

  find: (view: View, ref: string) => summaryOf(view, ref),

  recording: (view: View, ref: string, part: SpokenPart) => {
    const message = firstFound(view, (layer) => getMessage(layer, ref));
    return message ? joinedRecording(view, message, part) : undefined;
  },

  retentionDue: (view: View, cut: RetentionCut, limit: number) => retentionDue(view, cut, limit),

  callsOfNumber: (view: View, digits: string) => callsOfNumber(view, digits),

  /** Reads nothing, but must not be inside a transaction. */
  giveBackPages: (view: View) => giveBackPages(view),
};

/** Pages that are not proved sent are their escalation's to send again; everything else that went out waits for its report. */
const goesOn = ({ state, purpose = "page", parts }: Dispatch): boolean => {
  if (state === "delivered" || state === "failedPermanently") return false;
  return state === "sent" ? parts !== undefined : purpose !== "page";
};

const newestPublication = (layer: Layer): number =>
  layer.get<{ id: number | null }>("SELECT max(id) AS id FROM publications")?.id ?? 0;

/** Copies all that belongs to a code into the top layer before it is changed there, so that the upper layer tells the whole. */
const bringUp = (view: View, ref: string): void => {
  if (view.all.length === 1 || getMessage(view.top, ref) || view.top.get("SELECT 1 FROM alerts WHERE ref = ?", ref))
    return;
  const message = firstFound(view, (layer) => getMessage(layer, ref));
  const alert = findAlert(view, ref);
  const callId = message?.callId ?? alert?.alert.callId;
  const call = callId ? findCall(view, callId) : undefined;
  if (call) putCall(view.top, call);
  if (message) putMessage(view.top, message);
  if (alert) writeAlertRow(view.top, alert.alert, alert.closedBy);
  for (const dispatch of findDispatches(view, ref)) addDispatch(view.top, dispatch);
};

const raise = (view: View, means: Means, alert: Alert, dispatches: readonly Dispatch[]): void => {
  const isNew = !findAlert(view, alert.ref);
  const before = isNew ? undefined : findAlert(view, alert.ref)?.alert.state;
  const written = putAlert(view.top, alert);
  if (isNew) appendAudit(view.top, { at: means.now, kind: "alert-raised", ref: alert.ref, detail: alert.urgency });
  else if (before !== written.state)
    appendAudit(view.top, { at: means.now, kind: `alert-${written.state}`, ref: alert.ref });
  for (const dispatch of dispatches) if (addDispatch(view.top, dispatch)) auditDispatch(view.top, means, dispatch);
};

/** No number and no text: the audit says who was told, by which way, and what became of it. */
const auditDispatch = (layer: Layer, means: Means, dispatch: Dispatch): void =>
  appendAudit(layer, {
    at: means.now,
    kind: `dispatch-${dispatch.state}`,
    ref: dispatch.ref,
    person: dispatch.person,
    detail: `${dispatch.way} ${dispatch.id}`,
  });

const storedAlert = (view: View, means: Means, ref: string): StoredAlert | TakeResult => {
  bringUp(view, ref);
  const stored = findAlert(view, ref);
  return stored ?? { kind: wasHandedOut(view, means.codes, ref) ? "lost" : "unknownCode" };
};

const stateNow = ({ alert, closedBy }: StoredAlert): TakeResult => {
  if (alert.state === "closed") {
    const by = closedBy ?? alert.takenBy;
    return { kind: "closed", at: alert.closedAt ?? alert.raisedAt, ...(by === undefined ? {} : { by }) };
  }
  return { kind: "alreadyTaken", by: alert.takenBy ?? "unknown", at: alert.takenAt ?? alert.raisedAt };
};

/** With the main database out of reach its ranges are too: then every position before the mark counts as handed out. */
const wasHandedOut = (view: View, codes: CodeLedger, ref: string): boolean => {
  const position = codes.sequence.positionOf(ref);
  if (position === undefined) return false;
  if (!view.all.some((layer) => layer.kept === "disk")) return position < codes.next;
  const inRange = (layer: Layer) =>
    layer.get("SELECT 1 FROM code_ranges WHERE first <= ? AND last >= ?", position, position);
  return firstFound(view, inRange) !== undefined;
};

const MOST_CODES_AT_ONCE = 1_000;

/** `2026-12-24T08:14Z`, for the audit; whatever a change says. */
const minute = (at: number): string =>
  Math.abs(at) <= MOST_TIME ? `${new Date(at).toISOString().slice(0, -8)}Z` : String(at);
/** ECMA-262 §21.4.1.1, milliseconds. */
const MOST_TIME = 8.64e15;

const reserve = (view: View, means: Means, count: number): readonly string[] => {
  const wanted = Math.max(0, Math.min(MOST_CODES_AT_ONCE, Math.trunc(count)));
  const first = Math.max(
    means.codes.next,
    positionByTime(means.now),
    ...view.all.map((layer) => view.read(layer, afterLastRange, 0)),
  );
  const codes: string[] = [];
  let position = first;
  for (; codes.length < wanted; position += 1) {
    const code = means.codes.sequence.at(position);
    if (code && !isUsed(view, code)) codes.push(code);
  }
  const durable = means.codes.advance(position);
  if (!durable && view.top.kept === "memory") means.codes.advance(position + CodeLedger.leap());
  if (wanted > 0)
    view.top.run("INSERT INTO code_ranges (first, last) VALUES (?, ?) ON CONFLICT DO NOTHING", first, position - 1);
  return codes;
};

const afterLastRange = (layer: Layer): number =>
  (layer.get<{ last: number | null }>("SELECT max(last) AS last FROM code_ranges")?.last ?? -1) + 1;

/** Never so while the ledger or the key is the same; a new box with an old database has neither. */
const isUsed = (view: View, code: string): boolean =>
  firstFound(view, (layer) =>
    layer.get("SELECT 1 FROM messages WHERE ref = ? UNION ALL SELECT 1 FROM alerts WHERE ref = ?", code, code),
  ) !== undefined;

/**
 * Gives every call without an end its ending. An answered one that left no message gets one, and a message that was
 * not finished becomes urgent unless somebody is told of it already: a caller whom we cut off may have had more to say. Returns what was found, and every urgent message that has no alert, so that a second crash
 * before the alert is raised loses nothing either.
 */
const endInterrupted = (view: View, means: Means): readonly MessageSummary[] => {
  settleAllTakes(view.top);
  const refs = new Set<string>();
  for (const call of callsWithoutEnd(view)) {
    const endedAt = Math.round((call.answeredAt ?? call.rangAt) + recordedMs(view, call.id));
    const known = messageRefsOfCall(view, call.id);
    putCall(view.top, { ...call, endedAt, ending: "interrupted" });
    if (known.length === 0 && call.answeredAt !== undefined) refs.add(leaveMessageFor(view, means, call));
    for (const ref of known) {
      makeUrgentIfUnfinished(view, ref);
      refs.add(ref);
    }
  }
  for (const { ref } of urgentWithoutAlert(view)) if (!findAlert(view, ref)) refs.add(ref);
  return [...refs].map((ref) => summaryOf(view, ref)).filter((summary) => summary !== undefined);
};

const callsWithoutEnd = (view: View): readonly CallRecord[] => {
  const rows = union(
    view,
    (layer) => layer.all<{ id: string }>("SELECT id FROM calls WHERE ended_at IS NULL"),
    (row) => row.id,
  );
  return rows
    .map((row) => findCall(view, row.id))
    .filter((call) => call !== undefined && call.endedAt === undefined) as CallRecord[];
};

const urgentWithoutAlert = (view: View): readonly { ref: string }[] =>
  union(
    view,
    (layer) =>
      layer.all<{ ref: string }>(
        "SELECT ref FROM messages m WHERE urgency = 'urgent' AND NOT EXISTS (SELECT 1 FROM alerts a WHERE a.ref = m.ref)",
      ),
    (row) => row.ref,
  );

const makeUrgentIfUnfinished = (view: View, ref: string): void => {
  bringUp(view, ref);
  const message = firstFound(view, (layer) => getMessage(layer, ref));
  if (!message || message.complete || findAlert(view, ref)) return;
  putMessage(view.top, { ...message, urgency: "urgent", urgencyBecause: "interrupted" });
};

const leaveMessageFor = (view: View, means: Means, call: CallRecord): string => {
  // The call's own code: a page with it may be on a doctor's phone already, sent while the disk stalled.
  const ref = call.ref !== undefined && !isUsed(view, call.ref) ? call.ref : reserve(view, means, 1)[0]!;
  putMessage(view.top, {
    callId: call.id,
    ref,
    receivedAt: call.rangAt,
    urgency: "urgent",
    urgencyBecause: "interrupted",
    callerKind: "unknown",
    language: "en",
    callbackConfirmed: false,
    complete: false,
  });
  return ref;
};
