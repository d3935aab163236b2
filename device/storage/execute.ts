import type { Written } from "../../firmware/message/MessageStore.ts";
import type { View } from "./Layer.ts";
import type { Means } from "./Means.ts";
import { READS, WRITES } from "./operations.ts";
import type { StoreRequest } from "./protocol.ts";
import { storageFailureOf } from "./StorageFailure.ts";

/** Requests whose answer is where the data went. */
const ANSWERED_BY_PLACE: ReadonlySet<StoreRequest["kind"]> = new Set([
  "writeCall",
  "writeMessage",
  "appendAudio",
  "writeAlert",
  "writeDispatch",
  "enqueuePublication",
  "keepPart",
  "writeDuty",
  "markHeard",
  "writePinLock",
  "partsDone",
  "audit",
  "auditOnce",
  "probe",
]);

export type Outcome = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

type Operation = (...parameters: readonly unknown[]) => unknown;

const lookUp = (table: object, kind: string): Operation | undefined =>
  Object.hasOwn(table, kind) ? (table as Record<string, Operation>)[kind] : undefined;

/**
 * One write among several in a transaction. A request that is wrong in itself (a bug of ours) is undone alone and
 * refused; a failing disk is thrown, for it concerns them all.
 */
export const executeWrite = (view: View, means: Means, request: StoreRequest): Outcome => {
  const operation = lookUp(WRITES, request.kind);
  if (!operation) return { ok: false, message: `the store knows no ${request.kind}` };
  view.top.db.exec("SAVEPOINT one_request");
  try {
    const value = operation(view, means, ...request.args);
    view.top.db.exec("RELEASE one_request");
    return { ok: true, value };
  } catch (error) {
    if (storageFailureOf(error)) throw error;
    view.top.db.exec("ROLLBACK TO one_request; RELEASE one_request");
    means.digests.forget();
    return { ok: false, message: String(error) };
  }
};

export const executeRead = (view: View, request: StoreRequest): Outcome => {
  const operation = lookUp(READS, request.kind);
  if (!operation) return { ok: false, message: `the store knows no ${request.kind}` };
  try {
    return { ok: true, value: operation(view, ...request.args) };
  } catch (error) {
    return { ok: false, message: String(error) };
  }
};

export const answerOf = (request: StoreRequest, outcome: Outcome, kept: Written["kept"]): Outcome =>
  outcome.ok && ANSWERED_BY_PLACE.has(request.kind) ? { ok: true, value: { kept } satisfies Written } : outcome;
