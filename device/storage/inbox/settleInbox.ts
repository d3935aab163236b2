import { assignedAct } from "../../../firmware/message/frontDesk.ts";
import type { InboxFacts } from "../../../firmware/message/Inbox.ts";
import { holderOf, isOpen, messageStanding } from "../../../firmware/message/messageState.ts";
import { numberTail } from "../../../firmware/message/numberSearch.ts";
import type { Layer, View } from "../Layer.ts";
import { inboxFactsOf } from "./inboxFacts.ts";

/** A message whose row was made anew. */
export interface SettledMessage {
  readonly ref: string;
  readonly isNew: boolean;
}

/** Rows in one commit: a moment even for a slow card. */
const MOST_A_STEP = 64;

/** The last row that waits to be made. What is there at a start was left by an earlier run or version, and is no news. */
export const newestMark = (layer: Layer): number =>
  layer.get<{ seq: number | null }>("SELECT max(seq) AS seq FROM inbox_stale")?.seq ?? 0;

/**
 * Makes the rows that triggers have marked, the newest change first, inside a transaction. What was marked up
 * to `old` is made as well, and not told. `more`: there are others.
 */
export const settleInbox = (
  view: View,
  old: number,
): { readonly settled: readonly SettledMessage[]; readonly more: boolean } => {
  const rows = view.top.all<{ seq: number; ref: string }>(
    "SELECT seq, ref FROM inbox_stale ORDER BY seq DESC LIMIT ?",
    MOST_A_STEP,
  );
  const settled = rows.map(({ seq, ref }) => ({ ref, isNew: settleOne(view, ref), told: seq > old }));
  return {
    settled: settled.filter(({ told }) => told).map(({ ref, isNew }) => ({ ref, isNew })),
    more: rows.length === MOST_A_STEP,
  };
};

const settleOne = (view: View, ref: string): boolean => {
  const isNew = makeRow(view, ref);
  view.top.run("DELETE FROM inbox_stale WHERE ref = ?", ref);
  return isNew;
};

/** The row as it is now; its mark stays, so that the change is told once it is written. True: this layer had no row of it. */
export const makeRow = (view: View, ref: string): boolean => {
  const { top } = view;
  const before = top.run("DELETE FROM inbox WHERE ref = ?", ref);
  const facts = inboxFactsOf(view, ref);
  if (facts !== undefined) putRow(top, facts);
  return before === 0 && facts !== undefined && !isBelow(view, ref);
};

const isBelow = (view: View, ref: string): boolean =>
  view.all
    .slice(1)
    .some((layer) => view.read(layer, (from) => from.get("SELECT 1 FROM inbox WHERE ref = ?", ref), undefined));

const putRow = (layer: Layer, facts: InboxFacts): void => {
  const { call, heard, message } = facts;
  const standing = messageStanding(facts);
  const open = isOpen(standing.state);
  const caller = call.callerId.kind === "number" ? call.callerId.number.replace(/\D/g, "") : undefined;
  const name = call.callerId.kind === "none" ? undefined : call.callerId.name;
  layer.run(
    `INSERT INTO inbox (received_at, ref, state, open, urgent, unheard, holder, numbers, name, caller_tail, callback_tail)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    Math.trunc(message.receivedAt),
    message.ref,
    standing.state,
    open ? 1 : 0,
    message.urgency === "urgent" ? 1 : 0,
    open && !heard ? 1 : 0,
    holderOf(assignedAct(facts.acts)?.deed.to, standing) ?? null,
    [caller, message.callback].filter((number) => number !== undefined).join(" "),
    name?.toLocaleLowerCase("en") ?? "",
    numberTail(caller) ?? null,
    numberTail(message.callback) ?? null,
  );
};
