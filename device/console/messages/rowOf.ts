/* @pure */
import { assignedAct, notesOf, undoableActs } from "../../../firmware/message/frontDesk.ts";
import type { InboxMessage } from "../../../firmware/message/Inbox.ts";
import { type Deed, messageStanding } from "../../../firmware/message/messageState.ts";
import type { Hand, MessageDetail, MessageRow } from "../api/messages.ts";
import type { NameOf } from "./names.ts";

/** A message of the store as the inbox shows it. */
export function rowOf(from: InboxMessage, nameOf: NameOf): MessageRow {
  const { alert, call, message } = from;
  const { calledBack, closed, state, taken } = messageStanding(from);
  const assigned = assignedAct(from.acts);
  const { callerId } = call;
  return {
    ref: message.ref,
    receivedAt: Math.trunc(message.receivedAt),
    urgency: message.urgency,
    urgencyBecause: message.urgencyBecause,
    callerKind: message.callerKind,
    line: call.line,
    ...(callerId.kind === "number" ? { callerId: callerId.number } : {}),
    ...(callerId.kind === "none" ? {} : given("callerName", callerId.name)),
    callerWithheld: callerId.kind === "withheld",
    ...given("callback", message.callback),
    callbackConfirmed: message.callbackConfirmed,
    language: message.language,
    ...given("dateOfBirth", message.dateOfBirth),
    complete: message.complete,
    state,
    ...given("alert", alert?.state),
    ...done("taken", taken, nameOf),
    ...done("calledBack", calledBack, nameOf),
    ...done("closed", closed, nameOf),
    ...(assigned?.deed.to === undefined ? {} : { assignedTo: assigned.deed.to, assignedAt: Math.trunc(assigned.at) }),
    notes: notesOf(from.acts).length,
    heard: from.heard,
    ...lengthOf(from, "name", "nameMs"),
    ...lengthOf(from, "reason", "reasonMs"),
  };
}

type Rest = Pick<MessageDetail, "notesMade" | "undo">;

/** What only the message's own page shows, without its timeline. */
export function restOf({ acts }: InboxMessage): Rest {
  return {
    notesMade: notesOf(acts).map(({ at, by, deed, id }) => ({ id, at: Math.trunc(at), by, text: deed.text })),
    undo: undoableActs(acts).map(({ at, by, deed, id }) => ({ act: id, what: deed.kind, by, at: Math.trunc(at) })),
  };
}

const given = <K extends string, T>(name: K, value: T | undefined): { readonly [N in K]?: T } =>
  (value === undefined ? {} : { [name]: value }) as { readonly [N in K]?: T };

/** `takenBy` and `takenAt`. */
const done = <K extends string>(
  what: K,
  deed: Deed | undefined,
  nameOf: NameOf,
): { readonly [N in `${K}By`]?: Hand } & { readonly [N in `${K}At`]?: number } => {
  if (deed === undefined) return {} as never;
  const { by } = deed;
  const hand = by === undefined ? undefined : { id: by.id, name: by.name ?? nameOf(by.id) ?? by.id };
  return { ...given(`${what}By`, hand), ...given(`${what}At`, Math.trunc(deed.at)) } as never;
};

const lengthOf = <K extends string>({ spoken }: InboxMessage, part: "name" | "reason", name: K) =>
  given(name, spoken.find((one) => one.part === part)?.ms);
