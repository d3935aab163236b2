import type { Dispatch } from "../../../firmware/message/MessageStore.ts";
import { endsAlike, numberTail } from "../../../firmware/message/numberSearch.ts";
import { union, type View } from "../Layer.ts";
import { type SpokenLength, spokenLengths } from "../recordedSound.ts";
import { findDispatches } from "../summaries.ts";
import { type InboxFacts, inboxFactsOf } from "./inboxFacts.ts";
import type { InboxPlace } from "./queryInbox.ts";

/** A message as a row of the inbox shows it. */
export interface InboxMessage extends InboxFacts {
  readonly spoken: readonly SpokenLength[];
}

/** Somebody has listened to it; the first time. */
export interface HeardOnce {
  readonly person: string;
  readonly at: number;
}

/** What the audit says of a message: its life, step by step. */
export interface AuditOfMessage {
  readonly at: number;
  readonly kind: string;
  readonly person: string | null;
  readonly detail: string | null;
}

/** And as its own page shows it. */
export interface InboxDetail extends InboxMessage {
  /** Pages alone. */
  readonly dispatches: readonly Dispatch[];
  readonly heardBy: readonly HeardOnce[];
  readonly audit: readonly AuditOfMessage[];
  /** Of the same number, newest first. */
  readonly sameCaller: readonly string[];
}

export const inboxMessage = (view: View, ref: string): InboxMessage | undefined => {
  const facts = inboxFactsOf(view, ref);
  return facts && { ...facts, spoken: spokenLengths(view, facts.message) };
};

export const inboxDetail = (view: View, ref: string): InboxDetail | undefined => {
  const message = inboxMessage(view, ref);
  if (message === undefined) return undefined;
  return {
    ...message,
    dispatches: findDispatches(view, ref),
    heardBy: union(
      view,
      (layer) => layer.all<HeardOnce>("SELECT person, at FROM heard WHERE ref = ? ORDER BY at", ref),
      ({ person }) => person,
    ).sort((a, b) => a.at - b.at),
    // Layers have chains of their own: the one below is the older.
    audit: view.all
      .toReversed()
      .flatMap((layer) =>
        view.read(
          layer,
          (from) =>
            from.all<AuditOfMessage>("SELECT at, kind, person, detail FROM audit WHERE ref = ? ORDER BY seq", ref),
          [],
        ),
      ),
    sameCaller: sameCaller(view, message),
  };
};

const MOST_OF_ONE_CALLER = 50;

/** By the number that the network told and by the one that the caller keyed; a professional's switchboard is one number for many. */
const sameCaller = (view: View, { call, message }: InboxFacts): readonly string[] => {
  const numbers = [call.callerId.kind === "number" ? call.callerId.number : undefined, message.callback];
  const known = numbers.filter((number) => number !== undefined);
  const tails = [...new Set(known.map(numberTail))].filter((tail) => tail !== undefined);
  type Row = InboxPlace & { readonly numbers: string };
  const sql = (column: string) => `SELECT ref, received_at AS receivedAt, numbers FROM inbox WHERE ${column} = ?`;
  const rows = tails.flatMap((tail) =>
    union(
      view,
      (layer) => [...layer.all<Row>(sql("caller_tail"), tail), ...layer.all<Row>(sql("callback_tail"), tail)],
      ({ ref }) => ref,
    ),
  );
  const same = rows.filter(({ numbers: theirs }) =>
    theirs.split(" ").some((number) => known.some((one) => endsAlike(one, number))),
  );
  return [...new Map(same.map((row) => [row.ref, row])).values()]
    .filter(({ ref }) => ref !== message.ref)
    .sort((a, b) => b.receivedAt - a.receivedAt)
    .slice(0, MOST_OF_ONE_CALLER)
    .map(({ ref }) => ref);
};
