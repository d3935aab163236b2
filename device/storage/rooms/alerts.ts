// Alerts: raised with their message, taken once, closed.

import type { Alert, Dispatch, TakeResult } from "../../../firmware/message/MessageStore.ts";
import { appendAudit } from "../auditChain.ts";
import type { View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { addDispatch, putAlert, type StoredAlert, writeAlertRow } from "../records.ts";
import { alertsNotClosed, findAlert } from "../summaries.ts";
import { bringUp } from "./bringUp.ts";
import { wasHandedOut } from "./codes.ts";
import { auditDispatch } from "./dispatches.ts";

export const alertsWrites = {
  writeAlert: (view: View, means: Means, alert: Alert, dispatches: readonly Dispatch[]) => {
    bringUp(view, alert.ref);
    raise(view, means, alert, dispatches);
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
};

export const alertsReads = {
  unfinishedAlerts: (view: View) => alertsNotClosed(view),

  alertNow: (view: View, ref: string) => findAlert(view, ref),
};

export const raise = (view: View, means: Means, alert: Alert, dispatches: readonly Dispatch[]): void => {
  const isNew = !findAlert(view, alert.ref);
  const before = isNew ? undefined : findAlert(view, alert.ref)?.alert.state;
  const written = putAlert(view.top, alert);
  if (isNew) appendAudit(view.top, { at: means.now, kind: "alert-raised", ref: alert.ref, detail: alert.urgency });
  else if (before !== written.state)
    appendAudit(view.top, { at: means.now, kind: `alert-${written.state}`, ref: alert.ref });
  for (const dispatch of dispatches) if (addDispatch(view.top, dispatch)) auditDispatch(view.top, means, dispatch);
};

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
