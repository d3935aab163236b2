import { randomBytes } from "node:crypto";
import { RunningDigests } from "../../device/storage/audio.ts";
import { type AuditVerdict, verifyAudit } from "../../device/storage/auditChain.ts";
import { CodeLedger } from "../../device/storage/CodeLedger.ts";
import { answerOf, executeRead, executeWrite } from "../../device/storage/execute.ts";
import { Layer, type View } from "../../device/storage/Layer.ts";
import type { Means } from "../../device/storage/Means.ts";
import { migrate } from "../../device/storage/migrate.ts";
import { isRead, RequestQueue, type StoreRequest } from "../../device/storage/protocol.ts";
import { openSqlite } from "../../device/storage/SqliteFile.ts";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds } from "../../firmware/time/Duration.ts";

/** When the process dies: before its n-th write from now, or just after it, unanswered. */
export interface Death {
  readonly atWrite: number;
  readonly committed: boolean;
}

/**
 * The store's own tables and operations, on a database in memory and without their thread: thousands of lives of a box in
 * seconds. A process that dies leaves what was committed; what was asked by the dead is neither done nor answered.
 */
export class LocalStore {
  readonly #layer: Layer;
  readonly #codes = new CodeLedger("/dev/null/none", Uint8Array.from(randomBytes(32)));
  readonly #digests = new RunningDigests();
  readonly #view: View;
  #life = 0;
  #death: Death | undefined;
  #nextId = 1;
  readonly #pace: (() => Duration) | undefined;

  /** `pace`: how long the card takes for the next commit or read. Without it everything is done and answered at once. */
  constructor(pace?: () => Duration) {
    this.#pace = pace;
    this.#layer = new Layer(openSqlite(":memory:", new Uint8Array(32)), "disk", ":memory:");
    migrate(this.#layer.db);
    this.#view = { top: this.#layer, all: [this.#layer], read: (layer, read) => read(layer) };
  }

  /** The store as the process that begins now sees it. */
  newProcess(clock: Clock, death?: Death): MessageStore {
    this.#life += 1;
    this.#death = death;
    const life = this.#life;
    const thread = this.#pace === undefined ? undefined : this.#thread(life, clock, this.#pace);
    return new Proxy({} as MessageStore, {
      get: (_target, name) => {
        if (typeof name !== "string" || name === "then") return undefined;
        if (name === "close") return () => Promise.resolve();
        return (...args: readonly unknown[]) => {
          try {
            if (life !== this.#life || this.dead) return new Promise(() => {});
            // As the thread would get it: a copy, and what cannot be copied is an error.
            const request = structuredClone({ id: this.#nextId++, kind: name, args, now: clock.now() }) as StoreRequest;
            return thread === undefined ? (this.#do([request])?.[0] ?? new Promise(() => {})) : thread(request);
          } catch (error) {
            return Promise.reject(error);
          }
        };
      },
    });
  }

  /** The process that runs now dies then; one that is dead already stays dead. */
  killAt(death: Death): void {
    if (!this.dead) this.#death = death;
  }

  get dead(): boolean {
    return this.#death !== undefined && this.#death.atWrite <= 0;
  }

  verifyAudit(): AuditVerdict {
    return verifyAudit(this.#layer);
  }

  rows<Row>(sql: string, ...values: string[]): Row[] {
    return this.#layer.all<Row>(sql, ...values);
  }

  close(): void {
    this.#layer.close();
  }

  /** What waits is done in the order of the thread's own queue, and answered in the order in which it was done. */
  #thread(life: number, clock: Clock, pace: () => Duration): (request: StoreRequest) => Promise<unknown> {
    const queue = new RequestQueue();
    const waiting = new Map<number, PromiseWithResolvers<unknown>>();
    const gone = (): boolean => life !== this.#life || this.dead;
    let busy = false;
    const workOff = (): void => {
      if (gone()) return;
      const batch = queue.next();
      busy = batch.length > 0;
      if (!busy) return;
      clock.after("store", pace(), () => {
        if (gone()) return;
        // Each answer is a message of its own: what follows from one has happened before the next comes.
        this.#do(batch)?.forEach((answer, i) => {
          answer.catch(() => undefined);
          clock.after("store answer", Milliseconds(0), () => {
            if (!gone()) waiting.get(batch[i]!.id)?.resolve(answer);
          });
        });
        workOff();
      });
    };
    return (request) => {
      const answered = Promise.withResolvers<unknown>();
      waiting.set(request.id, answered);
      queue.add(request);
      if (!busy) workOff();
      return answered.promise;
    };
  }

  /** One read, or writes that share a commit: a crash takes all of them or none. Undefined: nobody is there to be answered. */
  #do(batch: readonly StoreRequest[]): readonly Promise<unknown>[] | undefined {
    const [head] = batch;
    if (head !== undefined && isRead(head)) return [this.#answer(head, executeRead(this.#view, head))];
    const dies = batch.map(() => this.#countDown()).find((when) => when !== undefined);
    if (dies === "before") return undefined;
    const answers = this.#commit(batch);
    return dies === "after" ? undefined : answers;
  }

  #countDown(): "before" | "after" | undefined {
    if (this.#death === undefined) return undefined;
    const { atWrite, committed } = this.#death;
    this.#death = { atWrite: atWrite - 1, committed };
    if (atWrite > 1) return undefined;
    return committed ? "after" : "before";
  }

  #commit(batch: readonly StoreRequest[]): readonly Promise<unknown>[] {
    this.#layer.db.exec("BEGIN IMMEDIATE");
    const outcomes = batch.map((request) => {
      const means: Means = { codes: this.#codes, digests: this.#digests, now: request.now, roomForAudio: () => true };
      return executeWrite(this.#view, means, request);
    });
    this.#layer.db.exec("COMMIT");
    return batch.map((request, i) => this.#answer(request, answerOf(request, outcomes[i]!, "disk")));
  }

  #answer(
    request: StoreRequest,
    outcome: { readonly ok: boolean; readonly value?: unknown; readonly message?: string },
  ): Promise<unknown> {
    return outcome.ok
      ? Promise.resolve(structuredClone(outcome.value))
      : Promise.reject(new Error(`${request.kind}: ${outcome.message}`));
  }
}
