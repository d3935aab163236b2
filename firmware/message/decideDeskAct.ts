import { assignedAct, type DeskAct, type DeskDeed, type DeskWish, undoableActs } from "./frontDesk.ts";
import { type Deed, type MessageFacts, type MessageStanding, messageStanding } from "./messageState.ts";

/** Why not, as data: who asks hears it in their language. */
export type DeskRefusal =
  /** It is so already: `by` somebody, `at` some time. */
  | ({ readonly kind: "already"; readonly state: "taken" | "calledBack" | "closed" } & Partial<Deed>)
  /** It is called back or closed: reopen it first. */
  | ({ readonly kind: "notOpen"; readonly state: "calledBack" | "closed" } & Partial<Deed>)
  /** There is nothing to reopen. */
  | { readonly kind: "isOpen" }
  /** Somebody has assigned it to another meanwhile; `to` absent: to nobody. */
  | { readonly kind: "assignedMeanwhile"; readonly act?: DeskAct }
  /** Somebody has done the same kind of thing since, or has taken it back already. */
  | { readonly kind: "notLast"; readonly act?: DeskAct };

export type DeskDecision =
  | { readonly kind: "write"; readonly act: DeskAct }
  /** It was asked before, or is so already, and by the same hand. */
  | { readonly kind: "done"; readonly act?: DeskAct }
  | { readonly kind: "refused"; readonly why: DeskRefusal };

/** Whether an act may be added. The one place that says so, inside the transaction that writes it. */
export function decideDeskAct(facts: MessageFacts, wish: DeskWish): DeskDecision {
  const known = facts.acts.find(({ id }) => id === wish.id);
  if (known !== undefined) return { kind: "done", act: known };
  const why = refusal(facts, wish);
  if (why === "so already") return { kind: "done" };
  if (why !== undefined) return { kind: "refused", why };
  const { id, ref, at, by } = wish;
  const deed = withPage(facts, wish.deed);
  // After everything that is known of it, wherever the clock stands.
  const last = facts.acts.reduce((highest, { order }) => Math.max(highest, order), facts.alert?.closedAt ?? 0);
  return { kind: "write", act: { id, ref, at, by, deed, order: Math.max(Math.trunc(last) + 1, Math.trunc(at)) } };
}

/** Whether somebody is being paged is known here, where it is written. */
function withPage({ alert }: MessageFacts, deed: DeskDeed): DeskDeed {
  if (deed.kind !== "calledBack" && deed.kind !== "closed") return deed;
  const isPaged = alert !== undefined && alert.state !== "closed";
  return { kind: deed.kind, ...(isPaged ? { endsPage: true } : {}) };
}

function refusal(facts: MessageFacts, { by, deed, was }: DeskWish): DeskRefusal | "so already" | undefined {
  const standing = messageStanding(facts);
  switch (deed.kind) {
    case "note":
      return undefined;
    case "taken":
      if (standing.state === "taken")
        return standing.taken?.by?.id === by.id ? "so already" : { kind: "already", state: "taken", ...standing.taken };
      return notOpen(standing);
    case "calledBack":
      if (standing.state === "calledBack") return { kind: "already", state: "calledBack", ...standing.calledBack };
      return notOpen(standing);
    case "closed":
      return standing.state === "closed" ? { kind: "already", state: "closed", ...standing.closed } : undefined;
    case "reopened":
      return standing.state === "closed" || standing.state === "calledBack" ? undefined : { kind: "isOpen" };
    case "assigned": {
      const last = assignedAct(facts.acts);
      const now = last?.deed.to?.id;
      if (was !== undefined && (was ?? undefined) !== now)
        return { kind: "assignedMeanwhile", ...(last === undefined ? {} : { act: last }) };
      return now === deed.to?.id && deed.handedOver !== true ? "so already" : undefined;
    }
    case "undone":
      return undoing(facts.acts, deed.act);
  }
}

function notOpen({ state, calledBack, closed }: MessageStanding): DeskRefusal | undefined {
  if (state !== "calledBack" && state !== "closed") return undefined;
  return { kind: "notOpen", state, ...(state === "closed" ? closed : calledBack) };
}

function undoing(acts: readonly DeskAct[], wanted: string): DeskRefusal | "so already" | undefined {
  if (undoableActs(acts).some(({ id }) => id === wanted)) return undefined;
  const act = acts.find(({ deed }) => deed.kind === "undone" && deed.act === wanted);
  if (act !== undefined) return "so already";
  const later = undoableActs(acts)[0];
  return { kind: "notLast", ...(later === undefined ? {} : { act: later }) };
}
