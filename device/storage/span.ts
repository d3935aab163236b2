import type { Alert, CallRecord, Dispatch, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import type { AlertFacts, CallFacts, EventFacts, MessageFacts, PageFacts } from "../../firmware/report/ReportFacts.ts";
import { REPORTED_EVENTS } from "../../firmware/report/ReportFacts.ts";
import type { Layer, View } from "./Layer.ts";

/**
 * Everything of the calls that rang in a span, as a report may have it: row by row, what tells of a patient dropped as it is
 * read. Whatever an upper layer knows of a call, message, alert or page counts before what lies below.
 */
export function readSpan(view: View, from: number, to: number): readonly CallFacts[] {
  const calls = new Map<string, CallFacts & { readonly id: string }>();
  const messages = new Map<string, MessageFacts & { readonly callId: string }>();
  const alerts = new Map<string, Omit<AlertFacts, "pages" | "events">>();
  const pages = new Map<string, PageFacts & { readonly ref: string }>();
  const events: (EventFacts & { readonly ref: string })[] = [];
  // Calls of the clinic's own people, to hear what patients left, are nobody's who waits.
  const doctors = new Set<string>();
  for (const layer of view.all) {
    view.read(
      layer,
      (it) => {
        for (const call of records<CallRecord>(it, CALLS, from, to)) {
          if (call.person !== undefined) doctors.add(call.id);
          once(calls, call.id, () => callFacts(call));
        }
        for (const message of records<VoiceMessage>(it, MESSAGES, from, to))
          once(messages, message.ref, () => messageFacts(message));
        for (const alert of records<Alert>(it, ALERTS, from, to)) once(alerts, alert.ref, () => alertFacts(alert));
        for (const page of records<Dispatch>(it, PAGES, from, to)) once(pages, page.id, () => pageFacts(page));
        events.push(...eventsOf(it, from, to));
      },
      undefined,
    );
  }
  for (const id of doctors) calls.delete(id);
  return joined(calls, messages, alerts, groupBy([...pages.values()]), groupBy(events));
}

const IN_SPAN = "c.rang_at >= ? AND c.rang_at < ?";
const CALLS = `SELECT c.record FROM calls c WHERE c.known = 1 AND ${IN_SPAN} ORDER BY c.rang_at`;
const MESSAGES = `SELECT m.record FROM messages m JOIN calls c ON c.id = m.call_id WHERE ${IN_SPAN}`;
const ALERTS = `SELECT a.record FROM alerts a JOIN calls c ON c.id = a.call_id WHERE ${IN_SPAN}`;
const PAGES = `SELECT d.record FROM alerts a JOIN calls c ON c.id = a.call_id JOIN dispatches d ON d.ref = a.ref
  WHERE d.purpose = 'page' AND ${IN_SPAN} ORDER BY d.created_at, d.id`;
const EVENTS = `SELECT e.ref, e.kind, e.person, e.at FROM alerts a JOIN calls c ON c.id = a.call_id JOIN audit e ON e.ref = a.ref
  WHERE e.kind IN (${REPORTED_EVENTS.map((kind) => `'${kind}'`).join(", ")}) AND ${IN_SPAN} ORDER BY e.seq`;

function* records<T>(layer: Layer, sql: string, from: number, to: number): Generator<T> {
  for (const { record } of layer.iterate<{ record: string }>(sql, Math.floor(from), Math.floor(to)))
    yield JSON.parse(record) as T;
}

function once<T>(found: Map<string, T>, key: string, make: () => T): void {
  if (!found.has(key)) found.set(key, make());
}

const eventsOf = (layer: Layer, from: number, to: number): (EventFacts & { readonly ref: string })[] =>
  layer
    .all<{ ref: string; kind: EventFacts["kind"]; person: string | null; at: number }>(
      EVENTS,
      Math.floor(from),
      Math.floor(to),
    )
    .map(({ ref, kind, person, at }) => ({ ref, kind, at, ...(person === null ? {} : { person }) }));

const callFacts = ({ id, rangAt, answeredAt, ending, keys }: CallRecord) => ({
  id,
  rangAt,
  ...given({ answeredAt, ending }),
  keys: keys?.length ?? 0,
  messages: [],
});

const messageFacts = (message: VoiceMessage) => {
  const { callId, urgency, urgencyBecause: because, callerKind, complete, urgentAt, savedAt } = message;
  return { callId, urgency, because, callerKind, complete, ...given({ urgentAt, savedAt }) };
};

const alertFacts = ({ raisedAt, state, takenAt, closedAt }: Alert) => ({
  raisedAt,
  state,
  ...given({ takenAt, closedAt }),
});

/** The id of a page is `<ref>.<step>.<round>.<person>.<way>`. */
const pageFacts = ({ id, ref, person, way, state, createdAt, sentAt, deliveredAt }: Dispatch) => ({
  ref,
  person,
  way,
  state,
  createdAt,
  group: id.split(".").slice(1, 3).join("."),
  ...given({ sentAt, deliveredAt }),
});

const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

function groupBy<T extends { readonly ref: string }>(rows: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(row.ref, [...(groups.get(row.ref) ?? []), row]);
  return groups;
}

function joined(
  calls: ReadonlyMap<string, CallFacts & { readonly id: string }>,
  messages: ReadonlyMap<string, MessageFacts & { readonly callId: string }>,
  alerts: ReadonlyMap<string, Omit<AlertFacts, "pages" | "events">>,
  pages: ReadonlyMap<string, readonly PageFacts[]>,
  events: ReadonlyMap<string, readonly EventFacts[]>,
): readonly CallFacts[] {
  const left = new Map<string, MessageFacts[]>();
  for (const [ref, { callId, ...message }] of messages) {
    const alert = alerts.get(ref);
    const whole = alert && { ...alert, pages: pages.get(ref) ?? [], events: events.get(ref) ?? [] };
    left.set(callId, [...(left.get(callId) ?? []), { ...message, ...(whole === undefined ? {} : { alert: whole }) }]);
  }
  return [...calls.values()]
    .map(({ id, ...call }) => ({ ...call, messages: left.get(id) ?? [] }))
    .sort((a, b) => a.rangAt - b.rangAt);
}
