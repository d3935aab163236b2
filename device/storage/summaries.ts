import type { Alert, CallRecord, Dispatch, MessageSummary, VoiceMessage } from "../../firmware/message/MessageStore.ts";
import { recordingSummaries } from "./audio.ts";
import { firstFound, union, type View } from "./Layer.ts";
import { getAlert, getCall, getMessage, pagesOf } from "./records.ts";

/** Reading over all layers: what an emergency database or memory holds counts before what lies below it. */

export const findCall = (view: View, id: string): CallRecord | undefined =>
  firstFound(view, (layer) => getCall(layer, id, true)) ?? firstFound(view, (layer) => getCall(layer, id, false));

export const findAlert = (view: View, ref: string) => firstFound(view, (layer) => getAlert(layer, ref));

export const findDispatches = (view: View, ref: string): readonly Dispatch[] =>
  union(
    view,
    (layer) => pagesOf(layer, ref),
    (dispatch) => dispatch.id,
  ).sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id));

export const summaryOf = (view: View, ref: string): MessageSummary | undefined => {
  const message = firstFound(view, (layer) => getMessage(layer, ref));
  return message ? summarize(view, message) : undefined;
};

const summarize = (view: View, message: VoiceMessage): MessageSummary => {
  const alert = findAlert(view, message.ref)?.alert;
  const nobody: CallRecord = {
    id: message.callId,
    line: "unknown",
    rangAt: message.receivedAt,
    callerId: { kind: "none" },
  };
  return {
    message,
    call: findCall(view, message.callId) ?? nobody,
    ...(alert ? { alert } : {}),
    dispatches: findDispatches(view, message.ref),
    recordings: recordingSummaries(view, message.callId, message),
  };
};

/** Without recordings: the sum of one that a crash cut off is computed when it is asked for, from all of its sound. */
export const recentCallers = (view: View, since: number) =>
  union(
    view,
    (layer) => layer.all<{ ref: string }>("SELECT ref FROM messages WHERE received_at > ?", Math.trunc(since)),
    (row) => row.ref,
  ).flatMap(({ ref }) => {
    const message = firstFound(view, (layer) => getMessage(layer, ref));
    if (message === undefined) return [];
    return [{ message, callerId: findCall(view, message.callId)?.callerId ?? ({ kind: "none" } as const) }];
  });

/** Newest first, received before `before`. */
export const newestSummaries = (view: View, limit: number, before: number): readonly MessageSummary[] =>
  union(
    view,
    (layer) =>
      layer.all<{ ref: string; at: number }>(
        "SELECT ref, received_at AS at FROM messages WHERE received_at < ? ORDER BY received_at DESC, ref LIMIT ?",
        before,
        limit,
      ),
    (row) => row.ref,
  )
    .sort((a, b) => b.at - a.at || a.ref.localeCompare(b.ref))
    .slice(0, limit)
    .map((row) => summaryOf(view, row.ref))
    .filter((summary) => summary !== undefined);

/** Oldest first: what went on longest comes first. */
export const alertsNotClosed = (view: View): readonly { alert: Alert; dispatches: readonly Dispatch[] }[] => {
  const refs = union(
    view,
    (layer) => layer.all<{ ref: string }>("SELECT ref FROM alerts WHERE state <> 'closed' ORDER BY raised_at, ref"),
    (row) => row.ref,
  );
  return refs
    .map(({ ref }) => findAlert(view, ref)?.alert)
    .filter((alert) => alert !== undefined && alert.state !== "closed")
    .map((alert) => ({ alert: alert as Alert, dispatches: findDispatches(view, (alert as Alert).ref) }))
    .sort((a, b) => a.alert.raisedAt - b.alert.raisedAt);
};

export const messageRefsOfCall = (view: View, callId: string): readonly string[] =>
  union(
    view,
    (layer) => layer.all<{ ref: string }>("SELECT ref FROM messages WHERE call_id = ?", callId),
    (row) => row.ref,
  ).map((row) => row.ref);
