import { type DeskDecision, decideDeskAct } from "../../../firmware/message/decideDeskAct.ts";
import type { DeskAct, DeskWish } from "../../../firmware/message/frontDesk.ts";
import { appendAudit } from "../auditChain.ts";
import type { View } from "../Layer.ts";
import type { Means } from "../Means.ts";
import { putDeskAct } from "./deskActs.ts";
import { inboxFactsOf } from "./inboxFacts.ts";
import { makeRow } from "./settleInbox.ts";

export type DeskResult = DeskDecision | { readonly kind: "noMessage" };

/** Decided and written in one transaction: whoever comes second sees what the first did. */
export const doDeskAct = (view: View, means: Means, wish: DeskWish): DeskResult => {
  const facts = inboxFactsOf(view, wish.ref);
  if (facts === undefined) return { kind: "noMessage" };
  const decision = decideDeskAct(facts, wish);
  if (decision.kind !== "write") return decision;
  const { act } = decision;
  putDeskAct(view.top, act);
  appendAudit(view.top, {
    ...{ at: means.now, kind: `desk-${act.deed.kind}`, ref: act.ref, person: act.by.id },
    ...auditDetail(act),
  });
  makeRow(view, act.ref);
  return decision;
};

/** The audit outlives the message: whom it was assigned to, but no word of a note. */
const auditDetail = ({ by, deed }: DeskAct): { readonly detail: string } => {
  switch (deed.kind) {
    case "assigned":
      return { detail: `by ${by.name}, to ${deed.to?.id ?? "nobody"}${deed.handedOver ? ", handed over" : ""}` };
    case "undone":
      return { detail: `by ${by.name}, act ${deed.act}` };
    case "note":
    case "taken":
    case "calledBack":
    case "closed":
    case "reopened":
      return { detail: `by ${by.name}` };
  }
};
