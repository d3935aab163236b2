// Calls, and what becomes of those that a power cut ended.

import type { CallRecord, MessageSummary } from "../../../firmware/message/MessageStore.ts";
import { recordedMs, settleAllTakes } from "../audio.ts";
import { firstFound, union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { getMessage, putCall, putMessage } from "../records.ts";
import { findAlert, findCall, messageRefsOfCall, summaryOf } from "../summaries.ts";
import { bringUp } from "./bringUp.ts";
import { isUsed, reserve } from "./codes.ts";

export const callsWrites = {
  writeCall: (view: View, _means: Means, call: CallRecord) => putCall(view.top, call),

  interruptedCalls: (view: View, means: Means): readonly MessageSummary[] => endInterrupted(view, means),
};

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
