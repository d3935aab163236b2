import { firstFound, type View } from "../Layer.ts";
import { addDispatch, getMessage, putCall, putMessage, writeAlertRow } from "../records.ts";
import { findAlert, findCall, findDispatches } from "../summaries.ts";

/** Copies all that belongs to a code into the top layer before it is changed there, so that the upper layer tells the whole. */
export const bringUp = (view: View, ref: string): void => {
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
