import { join } from "node:path";
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3-multiple-ciphers";
import { nameSourceLines } from "../runtime/sourceLines.ts";
import { RunningDigests } from "./audio.ts";
import { type AuditVerdict, verifyAudit } from "./auditChain.ts";
import { CodeLedger } from "./CodeLedger.ts";
import { answerOf, executeRead, executeWrite, type Outcome } from "./execute.ts";
import { LOCK_FILE } from "./files.ts";
import { InboxKeeper } from "./inbox/InboxKeeper.ts";
import { keysInOrder } from "./keysInOrder.ts";
import type { View } from "./Layer.ts";
import type { Means } from "./Means.ts";
import { isRead, RequestQueue, type StoreAnswer, type StoreRequest } from "./protocol.ts";
import { rekey } from "./Rekey.ts";
import { StorageLadder } from "./StorageLadder.ts";

/** Handed over when the thread is made. */
export interface StoreWorkerData {
  readonly directory: string;
  readonly key: Uint8Array;
  readonly otherKeys: readonly Uint8Array[];
  /** The main database may be under one of these: a rotation was cut off. */
  readonly nextKeys: readonly Uint8Array[];
  readonly allowStall: boolean;
  readonly maxPages?: number;
  /** First wait before the main database is tried again, in milliseconds; it doubles up to a minute. */
  readonly retryMs: number;
}

/** Another FirstRing on its way out may hold the directory for so long. */
const WAIT_FOR_LOCK_MS = 2_000;
const LONGEST_STALL_MS = 60_000;
const LONGEST_RETRY_MS = 60_000;
/** Samples kept when there is no disk: half an hour of 8-bit speech. RSS in a call is to stay under 120 MB. */
const MOST_AUDIO_IN_MEMORY = 16 * 1024 * 1024;

const UNREADABLE: AuditVerdict = { ok: false, rows: 0, brokenAt: 0, why: "the audit cannot be read" };

/** The first chain that is broken, or else that of the top layer. */
const verifyAll = (view: View): AuditVerdict => {
  const verdicts = view.all.map((layer) => view.read(layer, verifyAudit, UNREADABLE));
  return verdicts.find((verdict) => !verdict.ok) ?? verdicts[0] ?? UNREADABLE;
};

/** The answer comes by itself. */
const LATER: Outcome = { ok: true, value: undefined };

class StoreWorker {
  readonly #port: MessagePort;
  readonly #data: StoreWorkerData;
  #key: Uint8Array;
  #rekeying = false;
  readonly #queue = new RequestQueue();
  readonly #digests = new RunningDigests();
  readonly #codes: CodeLedger;
  readonly #ladder: StorageLadder;
  readonly #inbox: InboxKeeper;
  readonly #lock: Sqlite.Database | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs: number;
  #closed = false;

  constructor(port: MessagePort, data: StoreWorkerData) {
    this.#port = port;
    this.#data = data;
    this.#retryMs = data.retryMs;
    this.#lock = takeLock(data.directory);
    const { key, otherKeys } = keysInOrder(data);
    this.#key = key;
    this.#codes = new CodeLedger(data.directory, key);
    this.#ladder = new StorageLadder({
      directory: data.directory,
      key,
      otherKeys,
      codes: this.#codes,
      now: Date.now,
      onFault: (code, detail, cleared) => this.#say({ kind: "fault", code, detail, cleared: cleared ?? false }),
      ...(data.maxPages ? { sqlite: { maxPages: data.maxPages } } : {}),
    });
    this.#inbox = new InboxKeeper(this.#ladder, (messages) => this.#say({ kind: "changed", messages }));
  }

  start(): void {
    this.#ladder.open();
    this.#inbox.open();
    this.#say({ kind: "opened", kept: this.#ladder.kept });
    this.#port.on("message", (request: StoreRequest) => {
      this.#queue.add(request);
      this.#workOff();
    });
    this.#retryWhenDegraded();
    this.#workOff();
  }

  /** Looks for newcomers between two commits, so that what is urgent waits for one commit at most. */
  #workOff(): void {
    for (;;) {
      for (let more = receiveMessageOnPort(this.#port); more; more = receiveMessageOnPort(this.#port)) {
        this.#queue.add(more.message as StoreRequest);
      }
      const batch = this.#queue.next();
      const [head] = batch;
      if (this.#closed) return;
      if (!head) {
        if (this.#inbox.settle()) continue;
        return;
      }
      if (isRead(head)) {
        const outcome = this.#lookUp(head);
        if (outcome !== LATER) this.#answer(head, outcome);
      } else this.#commit(batch);
    }
  }

  #commit(batch: readonly StoreRequest[]): void {
    const undo = () => this.#digests.forget();
    const work = (view: View) => batch.map((request) => executeWrite(view, this.#means(request.now), request));
    const { value: outcomes, kept } = this.#ladder.transact(work, undo);
    batch.forEach((request, i) => {
      const outcome = outcomes[i] ?? { ok: false, message: "no outcome" };
      this.#answer(request, answerOf(request, outcome, kept));
    });
    this.#retryWhenDegraded();
  }

  #means(now: number): Means {
    return {
      codes: this.#codes,
      digests: this.#digests,
      now,
      roomForAudio: (view, bytes) => this.#roomForAudio(view, bytes),
    };
  }

  #roomForAudio({ top }: View, bytes: number): boolean {
    if (top.kept !== "memory") return true;
    const held = top.get<{ length: number | null }>("SELECT sum(length) AS length FROM recordings")?.length ?? 0;
    return held + bytes <= MOST_AUDIO_IN_MEMORY;
  }

  #lookUp(request: StoreRequest): Outcome {
    switch (request.kind) {
      case "stall":
        return this.#stall(Number(request.args[0]));
      case "verifyAudit":
        return { ok: true, value: this.#ladder.read(verifyAll) };
      case "rekey":
        void this.#rekey(request);
        return LATER;
      case "close":
        return this.#close();
      default:
        return this.#ladder.read((view) => executeRead(view, request));
    }
  }

  /** Requests go on being answered meanwhile. */
  async #rekey(request: StoreRequest): Promise<void> {
    const newKey = request.args[0] as Uint8Array;
    if (this.#rekeying) return this.#answer(request, { ok: false, message: "the key is being changed already" });
    this.#rekeying = true;
    try {
      await rekey({ directory: this.#data.directory, ladder: this.#ladder, key: this.#key, newKey });
      this.#key = newKey;
      this.#answer(request, { ok: true, value: undefined });
    } catch (error) {
      this.#answer(request, { ok: false, message: String(error) });
    } finally {
      this.#rekeying = false;
      this.#retryWhenDegraded();
    }
  }

  #stall(ms: number): Outcome {
    if (!this.#data.allowStall) return { ok: false, message: "the store was not opened with allowStall" };
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Math.max(0, Math.min(ms || 0, LONGEST_STALL_MS)));
    return { ok: true, value: undefined };
  }

  #close(): Outcome {
    this.#closed = true;
    clearTimeout(this.#retry);
    // A disk that came back a moment ago still gets what memory holds.
    this.#ladder.recover();
    this.#ladder.close();
    this.#lock?.close();
    this.#port.unref();
    return { ok: true, value: undefined };
  }

  #retryWhenDegraded(): void {
    if (this.#retry || this.#closed || !this.#ladder.degraded) return;
    this.#retry = setTimeout(() => {
      this.#retry = undefined;
      this.#retryMs = this.#ladder.recover() ? this.#data.retryMs : Math.min(this.#retryMs * 2, LONGEST_RETRY_MS);
      this.#retryWhenDegraded();
    }, this.#retryMs);
  }

  #answer(request: StoreRequest, outcome: Outcome): void {
    this.#say(
      outcome.ok
        ? { kind: "answer", id: request.id, value: outcome.value }
        : { kind: "refused", id: request.id, message: outcome.message },
    );
  }

  #say(answer: StoreAnswer): void {
    this.#port.postMessage(answer);
  }
}

/**
 * One FirstRing to a directory: two would give the same reply codes. The lock is SQLite's own, so a killed process
 * leaves none behind. A directory that cannot be written needs none.
 */
function takeLock(directory: string): Sqlite.Database | undefined {
  let lock: Sqlite.Database;
  try {
    lock = new Sqlite(join(directory, LOCK_FILE), { timeout: WAIT_FOR_LOCK_MS });
  } catch {
    return undefined;
  }
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (error instanceof Error && "code" in error && error.code === "SQLITE_BUSY") throw new Error("STORE_IN_USE");
    return undefined;
  }
}

if (parentPort) {
  nameSourceLines();
  const port = parentPort;
  const begin = (data: StoreWorkerData) => new StoreWorker(port, data).start();
  // Made ahead, it is told later which store it is of (storeThread.ts).
  if (workerData) begin(workerData as StoreWorkerData);
  else port.once("message", begin);
}
