import type { InboxFacts } from "../../../firmware/message/Inbox.ts";
import { firstFound, type View } from "../Layer.ts";
import { getMessage } from "../records.ts";
import { findAlert, findCall } from "../summaries.ts";
import { deskActsOf } from "./deskActs.ts";

export const inboxFactsOf = (view: View, ref: string): InboxFacts | undefined => {
  const message = firstFound(view, (layer) => getMessage(layer, ref));
  if (message === undefined) return undefined;
  const found = findCall(view, message.callId);
  const stored = findAlert(view, ref);
  const alert = stored === undefined ? {} : { alert: stored.alert };
  const closedBy = stored?.closedBy === undefined ? {} : { alertClosedBy: stored.closedBy };
  return {
    message,
    call: found ?? { id: message.callId, line: "unknown", rangAt: message.receivedAt, callerId: { kind: "none" } },
    callGoesOn: found !== undefined && found.endedAt === undefined,
    ...alert,
    ...closedBy,
    wasPaged: isThere(view, "SELECT 1 FROM dispatches WHERE ref = ? AND purpose = 'page' LIMIT 1", ref),
    heard: isThere(view, "SELECT 1 FROM heard WHERE ref = ? LIMIT 1", ref),
    acts: deskActsOf(view, ref),
  };
};

const isThere = (view: View, sql: string, ref: string): boolean =>
  firstFound(view, (layer) => layer.get(sql, ref)) !== undefined;
