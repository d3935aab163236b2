import type {
  AuditOfMessage,
  HeardOnce,
  InboxDetail,
  InboxFacts,
  InboxMessage,
  InboxPlace,
} from "../../../firmware/message/Inbox.ts";
import { endsAlike, numberTail } from "../../../firmware/message/numberSearch.ts";
import { union, type View } from "../Layer.ts";
import { spokenLengths } from "../recordedSound.ts";
import { findDispatches } from "../summaries.ts";
import { inboxFactsOf } from "./inboxFacts.ts";

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
