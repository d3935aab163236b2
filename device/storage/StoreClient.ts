import type { Worker } from "node:worker_threads";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import type { DeskWish } from "../../firmware/message/frontDesk.ts";
import type { MessageStore, Written } from "../../firmware/message/MessageStore.ts";
import type { RetentionCut } from "../../firmware/message/Retention.ts";
import type { AuditVerdict } from "./auditChain.ts";
import type { DeskResult } from "./inbox/doDeskAct.ts";
import type { SettledMessage } from "./inbox/settleInbox.ts";
import type { StoreAnswer, StoreKind, StoreRequest } from "./protocol.ts";
import type { erasePersonStep, RetentionDue, RetentionStep, RetentionStepResult } from "./retention.ts";
import type { StoreWorkerData } from "./StoreWorker.ts";
import { makeStoreThread } from "./storeThread.ts";

export interface StoreOptions {
  readonly directory: string;
  /** 32 bytes, from `readDatabaseKey`. */
  readonly key: Uint8Array;
  /** Keys that emergency databases of earlier runs may have (`readDatabaseKey().otherKeys`). */
  readonly otherKeys?: readonly Uint8Array[];
  /** Keys of a rotation that was cut off (`readDatabaseKey().nextKeys`). */
  readonly nextKeys?: readonly Uint8Array[];
  /** Codes of firmware/health/faults.ts: STORE_UNREADABLE, STORE_FULL, STORE_FAILED; `cleared` when it is over. */
  readonly onFault: (code: string, detail: string, cleared?: boolean) => void;
  /** Messages of which something has changed, by whatever hand; it is on the disk, as far as anything is. */
  readonly onChanged?: (messages: readonly SettledMessage[]) => void;
  readonly log?: (line: string) => void;
  readonly now?: () => number;
  /** Lets `stallForMs` act: for the bench, which shows what a slow card does. */
  readonly allowStall?: boolean;
  /** No database grows beyond so many pages of 4096 bytes. */
  readonly maxPages?: number;
  readonly retryMs?: number;
  /** A thread that waits for its data (`makeStoreThreadAhead`); made here when there is none. */
  readonly thread?: Worker;
  /** The thread's program, when it is not StoreWorker.ts itself. */
  readonly program?: URL;
  /** Samples that may wait for the disk, in bytes, over all lines. */
  readonly mostWaitingAudio?: number;
}

export interface Store extends MessageStore {
  verifyAudit(): Promise<AuditVerdict>;
  /** Nothing is written when the same entry (time, kind, detail) is there already. */
  auditOnce(entry: Parameters<MessageStore["audit"]>[0]): Promise<Written>;
  /** A commit that changes nothing; answers with where writes go now. The proof that the store works. */
  probe(): Promise<Written>;
  /** What the days of the clinic file say is to go; at most `limit` calls of each kind. */
  retentionDue(cut: RetentionCut, limit: number): Promise<RetentionDue>;
  retain(step: RetentionStep): Promise<RetentionStepResult>;
  /** Some free pages go back to the disk; true: there are more. */
  giveBackPages(): Promise<boolean>;
  /** What somebody of the clinic does with a message; the answer says whether it was written, and why not. */
  deskAct(wish: DeskWish): Promise<DeskResult>;
  callsOfNumber(digits: string): Promise<readonly { readonly call: string; readonly open: boolean }[]>;
  erasePersonStep(step: Parameters<typeof erasePersonStep>[2]): Promise<RetentionStepResult>;
  /** Encrypts everything anew under this key, while all else goes on; rejects with everything under the old one. */
  rekey(newKey: Uint8Array): Promise<void>;
  /** The worker does nothing for so long, as with a card that stalls. Refused unless opened with `allowStall`. */
  stallForMs(ms: number): Promise<void>;
  /** Requests handed over and not yet answered. */
  readonly queueDepth: number;
  /** Samples among them, in bytes. */
  readonly waitingAudio: number;
}

/** 17 minutes of 16-bit speech on a card that takes nothing at all. */
const MOST_WAITING_AUDIO = 16 * 1024 * 1024;
const RETRY_MS = 5_000;
/** A card may need long for its last flush; then the process ends all the same, and the WAL is taken up at the next start. */
const LONGEST_CLOSE_MS = 15_000;
const MOST_TRIES = 3;
const RESTART_AFTER_MS = 1_000;

interface Waiting {
  readonly request: StoreRequest;
  readonly audio: number;
  /** How often it was given to a thread. */
  posted: number;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens the databases of a directory in a thread of their own and returns once they are open, or once it is known
 * where writes go instead (then `onFault` has been told). Rejects with ApplianceError STORE_IN_USE only.
 */
export const openStore = async (options: StoreOptions): Promise<Store> => {
  const client = new StoreClient(options);
  await client.start();
  return client;
};

class StoreClient implements Store {
  readonly #options: StoreOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #waitingThread: Worker | undefined;
  #changedKey: Uint8Array | undefined;
  #nextId = 1;
  #waitingAudio = 0;
  #closing = false;
  #overflowing = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    this.#waitingThread = options.thread;
  }

  get queueDepth(): number {
    return this.#waiting.size;
  }

  get waitingAudio(): number {
    return this.#waitingAudio;
  }

  start(): Promise<void> {
    return new Promise((resolve, reject) => {
      const worker = this.#makeWorker();
      let opened = false;
      worker.on("message", (answer: StoreAnswer) => {
        this.#onAnswer(answer);
        if (answer.kind !== "opened") return;
        opened = true;
        this.#worker = worker;
        for (const waiting of this.#waiting.values()) this.#post(waiting);
        resolve();
      });
      let why: unknown = "it ended";
      worker.once("error", (error) => {
        why = error;
      });
      worker.once("exit", () => {
        if (opened) this.#restart(String(why));
        else reject(openingError(why, this.#options.directory));
      });
    });
  }

  writeCall: Store["writeCall"] = (call) => this.#ask("writeCall", [call]);
  writeMessage: Store["writeMessage"] = (message, alert, dispatches) =>
    this.#ask("writeMessage", [message, alert, dispatches]);
  reserveCodes: Store["reserveCodes"] = (count) => this.#ask("reserveCodes", [count]);
  writeAlert: Store["writeAlert"] = (alert, dispatches) => this.#ask("writeAlert", [alert, dispatches]);
  writeDispatch: Store["writeDispatch"] = (dispatch) => this.#ask("writeDispatch", [dispatch]);
  addDispatch: Store["addDispatch"] = (dispatch) => this.#ask("addDispatch", [dispatch]);
  unfinishedDispatches: Store["unfinishedDispatches"] = (since) => this.#ask("unfinishedDispatches", [since]);
  takeAlert: Store["takeAlert"] = (ref, person, at) => this.#ask("takeAlert", [ref, person, at]);
  closeAlert: Store["closeAlert"] = (ref, person, at) => this.#ask("closeAlert", [ref, person, at]);
  unfinishedAlerts: Store["unfinishedAlerts"] = () => this.#ask("unfinishedAlerts", []);
  alertNow: Store["alertNow"] = (ref) => this.#ask("alertNow", [ref]);
  enqueuePublication: Store["enqueuePublication"] = (topic, payload, retain) =>
    this.#ask("enqueuePublication", [topic, payload, retain]);
  nextPublications: Store["nextPublications"] = (limit) => this.#ask("nextPublications", [limit]);
  publicationDone: Store["publicationDone"] = (id) => this.#ask("publicationDone", [id]);
  writeInbound: Store["writeInbound"] = (message) => this.#ask("writeInbound", [message]);
  keepPart: Store["keepPart"] = (part) => this.#ask("keepPart", [part]);
  keptParts: Store["keptParts"] = () => this.#ask("keptParts", []);
  partsDone: Store["partsDone"] = (ids) => this.#ask("partsDone", [ids]);
  writeDigest: Store["writeDigest"] = (digest, dispatches) => this.#ask("writeDigest", [digest, dispatches]);
  digests: Store["digests"] = (since) => this.#ask("digests", [since]);
  writeDuty: Store["writeDuty"] = (change) => this.#ask("writeDuty", [change]);
  duties: Store["duties"] = (since) => this.#ask("duties", [since]);
  markHeard: Store["markHeard"] = (ref, person, at) => this.#ask("markHeard", [ref, person, at]);
  heardBy: Store["heardBy"] = (person, since) => this.#ask("heardBy", [person, since]);
  writePinLock: Store["writePinLock"] = (lock) => this.#ask("writePinLock", [lock]);
  pinLocks: Store["pinLocks"] = () => this.#ask("pinLocks", []);
  audit: Store["audit"] = (entry) => this.#ask("audit", [entry]);
  auditOnce: Store["auditOnce"] = (entry) => this.#ask("auditOnce", [entry]);
  interruptedCalls: Store["interruptedCalls"] = () => this.#ask("interruptedCalls", []);
  recentCallers: Store["recentCallers"] = (since) => this.#ask("recentCallers", [since]);
  list: Store["list"] = (limit, before) => this.#ask("list", [limit, before]);
  find: Store["find"] = (ref) => this.#ask("find", [ref]);
  recording: Store["recording"] = (ref, part) => this.#ask("recording", [ref, part]);
  verifyAudit: Store["verifyAudit"] = () => this.#ask("verifyAudit", []);
  retentionDue: Store["retentionDue"] = (cut, limit) => this.#ask("retentionDue", [cut, limit]);
  retain: Store["retain"] = (step) => this.#ask("retain", [step]);
  giveBackPages: Store["giveBackPages"] = () => this.#ask("giveBackPages", []);
  deskAct: Store["deskAct"] = (wish) => this.#ask("deskAct", [wish]);
  callsOfNumber: Store["callsOfNumber"] = (digits) => this.#ask("callsOfNumber", [digits]);
  erasePersonStep: Store["erasePersonStep"] = (step) => this.#ask("erasePersonStep", [step]);
  probe: Store["probe"] = () => this.#ask("probe", []);
  rekey: Store["rekey"] = async (newKey) => {
    await this.#ask("rekey", [newKey]);
    // A thread that is made anew must know it.
    this.#changedKey = newKey;
  };
  stallForMs: Store["stallForMs"] = (ms) => this.#ask("stall", [ms]);

  /**
   * Resolves when it is durable. The caller of the store need not wait for it: what waits for a stalled card is held
   * here up to `mostWaitingAudio`. Beyond that the chunk is not kept, which is told as a fault.
   */
  appendAudio: Store["appendAudio"] = (chunk) => {
    const most = this.#options.mostWaitingAudio ?? MOST_WAITING_AUDIO;
    if (this.#waitingAudio + chunk.bytes.length <= most) return this.#ask("appendAudio", [chunk], chunk.bytes.length);
    if (!this.#overflowing) {
      this.#overflowing = true;
      this.#options.onFault("STORE_FAILED", storeDetail.takesNoWrites());
    }
    return Promise.resolve<Written>({ kept: "memory" });
  };

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const worker = this.#worker;
    if (!worker) {
      this.#giveUpWaiting();
      return;
    }
    const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
    const closed = this.#ask("close", []).then(() => worker.terminate());
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LONGEST_CLOSE_MS);
    });
    await Promise.race([closed.then(() => ended), ended, late]);
    clearTimeout(timer);
    await worker.terminate();
    this.#giveUpWaiting();
  }

  #makeWorker(): Worker {
    const data: StoreWorkerData = {
      directory: this.#options.directory,
      key: this.#changedKey ?? this.#options.key,
      otherKeys: [...(this.#options.otherKeys ?? []), ...(this.#changedKey ? [this.#options.key] : [])],
      nextKeys: this.#options.nextKeys ?? [],
      allowStall: this.#options.allowStall ?? false,
      retryMs: this.#options.retryMs ?? RETRY_MS,
      ...(this.#options.maxPages ? { maxPages: this.#options.maxPages } : {}),
    };
    const waiting = this.#waitingThread;
    this.#waitingThread = undefined;
    // One that has ended before it was asked (-1) tells nobody why; a new one does.
    if (waiting === undefined || waiting.threadId < 0) return makeStoreThread(data, this.#options.program);
    waiting.postMessage(data);
    return waiting;
  }

  #ask<T>(kind: StoreKind | "close", args: readonly unknown[], audio = 0): Promise<T> {
    const request: StoreRequest = { id: this.#nextId, kind, args, now: this.#options.now?.() ?? Date.now() };
    this.#nextId += 1;
    return new Promise<T>((resolve, reject) => {
      if (this.#closing && kind !== "close") {
        reject(new Error(`the store is closed: ${kind}`));
        return;
      }
      const waiting = { request, audio, posted: 0, resolve: resolve as (value: unknown) => void, reject };
      this.#waiting.set(request.id, waiting);
      this.#waitingAudio += audio;
      this.#post(waiting);
    });
  }

  /** While the thread is being made anew, requests wait here; one that a thread died of is not tried for ever. */
  #post(waiting: Waiting): void {
    if (!this.#worker) return;
    waiting.posted += 1;
    try {
      if (waiting.posted > MOST_TRIES) throw new Error("the database thread died of it");
      this.#worker.postMessage(waiting.request);
    } catch (error) {
      this.#settle(waiting.request.id)?.reject(new Error(`the store cannot do ${waiting.request.kind}: ${error}`));
    }
  }

  #onAnswer(answer: StoreAnswer): void {
    switch (answer.kind) {
      case "opened":
        this.#options.log?.(`store open, messages are kept: ${answer.kept}`);
        return;
      case "fault":
        this.#options.onFault(answer.code, answer.detail, answer.cleared);
        return;
      case "changed":
        this.#options.onChanged?.(answer.messages);
        return;
      case "answer":
        this.#settle(answer.id)?.resolve(answer.value);
        return;
      case "refused":
        this.#settle(answer.id)?.reject(new Error(`the store refused a request: ${answer.message}`));
        return;
    }
  }

  #settle(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (!waiting) return undefined;
    this.#waiting.delete(id);
    this.#waitingAudio -= waiting.audio;
    if (this.#overflowing && this.#waitingAudio === 0) {
      this.#overflowing = false;
      this.#options.onFault("STORE_FAILED", storeDetail.writesAgain(), true);
    }
    return waiting;
  }

  /** A thread that died of a bug: a new one gets what was not answered, in order; every request may be done twice. */
  #restart(why: string): void {
    if (this.#closing) return;
    this.#options.log?.(`store worker ended: ${why}`);
    this.#options.onFault("STORE_FAILED", storeDetail.threadEnded());
    this.#worker = undefined;
    setTimeout(() => {
      if (this.#closing) return;
      this.start().then(
        () => this.#options.onFault("STORE_FAILED", "The database thread runs again.", true),
        (error: unknown) => this.#restart(String(error)),
      );
    }, RESTART_AFTER_MS);
  }

  #giveUpWaiting(): void {
    for (const { reject } of this.#waiting.values()) reject(new Error("the store is closed"));
    this.#waiting.clear();
    this.#waitingAudio = 0;
  }
}

const openingError = (error: unknown, directory: string): Error =>
  String(error).includes("STORE_IN_USE")
    ? new ApplianceError("STORE_IN_USE", `Another FirstRing is using the data directory ${directory}`, {
        disposition: "operator",
        cure: "Stop it first, or give another directory with --data.",
        cause: error,
      })
    : new ApplianceError("STORE_FAILED", "The database thread could not be started", {
        disposition: "operator",
        cure: "Install FirstRing again.",
        cause: error,
      });
