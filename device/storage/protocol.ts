/* @pure */
import type { MessageStore, Written } from "../../firmware/message/MessageStore.ts";

/** What the worker can be asked: the calls of MessageStore as they are, and a few of the store's own. */
export interface StoreCalls extends Omit<MessageStore, "close"> {
  /** Only when the store was opened with `allowStall`: the worker does nothing for so long, as a slow card would. */
  stall(ms: number): Promise<void>;
  verifyAudit(): Promise<unknown>;
  auditOnce(entry: Parameters<MessageStore["audit"]>[0]): Promise<Written>;
  /** A write that changes nothing, committed: whoever gets an answer knows that this thread and its disk work. */
  probe(): Promise<Written>;
  retentionDue(cut: unknown, limit: number): Promise<unknown>;
  retain(step: unknown): Promise<unknown>;
  giveBackPages(): Promise<boolean>;
  deskAct(wish: unknown): Promise<unknown>;
  callsOfNumber(digits: string): Promise<unknown>;
  erasePersonStep(step: unknown): Promise<unknown>;
  /** Encrypts everything anew; other requests are answered meanwhile. */
  rekey(newKey: Uint8Array): Promise<void>;
}

export type StoreKind = keyof StoreCalls;

export interface StoreRequest {
  readonly id: number;
  readonly kind: StoreKind | "close";
  readonly args: readonly unknown[];
  /** Civil time when it was asked, for reply codes and the audit: the worker has no clock of its own to disagree. */
  readonly now: number;
}

export type StoreAnswer =
  | { readonly kind: "answer"; readonly id: number; readonly value: unknown }
  | { readonly kind: "refused"; readonly id: number; readonly message: string }
  | { readonly kind: "fault"; readonly code: string; readonly detail: string; readonly cleared: boolean }
  /** Messages whose place in the inbox was made anew, after something of them was written. */
  | { readonly kind: "changed"; readonly messages: readonly { readonly ref: string; readonly isNew: boolean }[] }
  | { readonly kind: "opened"; readonly kept: string };

/** Reads see what was asked before them, so those that look at audio wait for the audio; erasing what is old lets all else go first. */
const BEHIND_AUDIO: ReadonlySet<StoreRequest["kind"]> = new Set([
  "appendAudio",
  "recording",
  "find",
  "list",
  "interruptedCalls",
  "verifyAudit",
  "retentionDue",
  "retain",
  "giveBackPages",
  "callsOfNumber",
  "erasePersonStep",
  "rekey",
  "close",
]);

const READS: ReadonlySet<StoreRequest["kind"]> = new Set([
  "recentCallers",
  "unfinishedAlerts",
  "alertNow",
  "unfinishedDispatches",
  "keptParts",
  "digests",
  "duties",
  "heardBy",
  "pinLocks",
  "nextPublications",
  "list",
  "find",
  "recording",
  "verifyAudit",
  "retentionDue",
  "giveBackPages",
  "callsOfNumber",
  "rekey",
  "stall",
  "close",
]);

export const isRead = (request: StoreRequest): boolean => READS.has(request.kind);

/**
 * `complete` means that the caller is about to hear "your message is saved": that must not be true before the audio
 * handed over earlier. Everything else goes before audio that waits, an urgent message first of all. One with its alert never
 * waits: a take, a close or the alert's next state would overtake it, and find no alert or be overwritten by it.
 */
const waitsForAudio = (request: StoreRequest): boolean =>
  BEHIND_AUDIO.has(request.kind) ||
  (request.kind === "writeMessage" &&
    request.args[1] === undefined &&
    (request.args[0] as { complete?: boolean } | undefined)?.complete === true);

/** Most requests in one commit. A commit costs the card one flush, whatever its size; an urgent one waits for at most one. */
export const MOST_IN_A_COMMIT = 32;

/** What waits for the worker, in the order in which it is done. */
export class RequestQueue {
  readonly #first: StoreRequest[] = [];
  readonly #behindAudio: StoreRequest[] = [];

  add(request: StoreRequest): void {
    (waitsForAudio(request) ? this.#behindAudio : this.#first).push(request);
  }

  /** Writes that can share one commit, or one read; empty when nothing waits. */
  next(): readonly StoreRequest[] {
    const lane = this.#first.length > 0 ? this.#first : this.#behindAudio;
    const head = lane[0];
    if (!head) return [];
    if (isRead(head)) return lane.splice(0, 1);
    const end = lane.findIndex((request, i) => isRead(request) || i >= MOST_IN_A_COMMIT);
    return lane.splice(0, end === -1 ? lane.length : end);
  }

  get length(): number {
    return this.#first.length + this.#behindAudio.length;
  }
}
