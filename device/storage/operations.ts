import type { RetentionCut } from "../../firmware/message/Retention.ts";
import { type AuditEntry, appendAudit, isInAudit } from "./auditChain.ts";
import type { View } from "./Layer.ts";
import type { Means } from "./Means.ts";
import {
  callsOfNumber,
  erasePersonStep,
  giveBackPages,
  type RetentionStep,
  retain,
  retentionDue,
} from "./retention.ts";
import { alertsReads, alertsWrites } from "./rooms/alerts.ts";
import { callsWrites } from "./rooms/calls.ts";
import { codesWrites } from "./rooms/codes.ts";
import { digestsReads, digestsWrites } from "./rooms/digests.ts";
import { dispatchesReads, dispatchesWrites } from "./rooms/dispatches.ts";
import { messagesReads, messagesWrites } from "./rooms/messages.ts";
import { peopleReads, peopleWrites } from "./rooms/people.ts";
import { publicationsReads, publicationsWrites } from "./rooms/publications.ts";
import { shortMessagesReads, shortMessagesWrites } from "./rooms/shortMessages.ts";

/** Writes: each runs inside a transaction on `view.top`. The names are those of MessageStore. */
export const WRITES = {
  ...codesWrites,
  ...messagesWrites,
  ...callsWrites,
  ...alertsWrites,
  ...dispatchesWrites,
  ...shortMessagesWrites,
  ...publicationsWrites,
  ...peopleWrites,
  ...digestsWrites,

  // SQLite writes the page of its header anew, also with the same number in it.
  probe: ({ top }: View) => {
    const version = Number(top.db.pragma("user_version", { simple: true }));
    top.db.pragma(`user_version = ${version}`);
  },

  audit: (view: View, _means: Means, entry: AuditEntry) => appendAudit(view.top, entry),

  auditOnce: (view: View, _means: Means, entry: AuditEntry) => {
    const isThere = view.all.some((layer) => view.read(layer, (from) => isInAudit(from, entry), false));
    if (!isThere) appendAudit(view.top, entry);
  },

  retain: (view: View, means: Means, step: RetentionStep) => retain(view, means, step),

  erasePersonStep: (view: View, means: Means, step: Parameters<typeof erasePersonStep>[2]) =>
    erasePersonStep(view, means, step),
};

/** Reads: outside a transaction, over all layers, and what cannot be read is left out. */
export const READS = {
  ...messagesReads,
  ...alertsReads,
  ...dispatchesReads,
  ...shortMessagesReads,
  ...publicationsReads,
  ...peopleReads,
  ...digestsReads,

  retentionDue: (view: View, cut: RetentionCut, limit: number) => retentionDue(view, cut, limit),

  callsOfNumber: (view: View, digits: string) => callsOfNumber(view, digits),

  /** Reads nothing, but must not be inside a transaction. */
  giveBackPages: (view: View) => giveBackPages(view),
};
