// What goes out: written before it is sent, and what became of it.

import type { Dispatch } from "../../../firmware/message/MessageStore.ts";
import { appendAudit } from "../auditChain.ts";
import { firstFound, type Layer, union, type View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { dispatchesSince, getDispatch, putDispatch, reconcileDispatch } from "../records.ts";

export const dispatchesWrites = {
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
};

export const dispatchesReads = {
  unfinishedDispatches: (view: View, since: number): readonly Dispatch[] =>
    union(
      view,
      (layer) => dispatchesSince(layer, since),
      (dispatch) => dispatch.id,
    )
      .filter(goesOn)
      .sort((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id)),
};

/** Pages that are not proved sent are their escalation's to send again; everything else that went out waits for its report. */
const goesOn = ({ state, purpose = "page", parts }: Dispatch): boolean => {
  if (state === "delivered" || state === "failedPermanently") return false;
  return state === "sent" ? parts !== undefined : purpose !== "page";
};

/** No number and no text: the audit says who was told, by which way, and what became of it. */
export const auditDispatch = (layer: Layer, means: Means, dispatch: Dispatch): void =>
  appendAudit(layer, {
    at: means.now,
    kind: `dispatch-${dispatch.state}`,
    ref: dispatch.ref,
    person: dispatch.person,
    detail: `${dispatch.way} ${dispatch.id}`,
  });
