import { randomBytes } from "node:crypto";
import { RunningDigests } from "../../device/storage/audio.ts";
import { type AuditVerdict, verifyAudit } from "../../device/storage/auditChain.ts";
import { CodeLedger } from "../../device/storage/CodeLedger.ts";
import { answerOf, executeRead, executeWrite } from "../../device/storage/execute.ts";
import { Layer, type View } from "../../device/storage/Layer.ts";
import { migrate } from "../../device/storage/migrate.ts";
import type { Means } from "../../device/storage/operations.ts";
import { isRead, type StoreRequest } from "../../device/storage/protocol.ts";
import { openSqlite } from "../../device/storage/SqliteFile.ts";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { Clock } from "../../firmware/time/Clock.ts";

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
  readonly #turns: () => number;
  /** Alerts whose take or close is done, and not answered yet. */
  readonly answering = new Set<string>();

  /** `turns`: so many turns of the loop pass before an answer comes, in which everything else goes on. */
  constructor(turns: () => number = () => 0) {
    this.#turns = turns;
    this.#layer = new Layer(openSqlite(":memory:", new Uint8Array(32)), "disk", ":memory:");
    migrate(this.#layer.db);
    this.#view = { top: this.#layer, all: [this.#layer], read: (layer, read) => read(layer) };
  }

  /** The store as the process that begins now sees it. */
  newProcess(clock: Clock, death?: Death): MessageStore {
    this.#life += 1;
    this.answering.clear();
    this.#death = death;
    const life = this.#life;
    return new Proxy({} as MessageStore, {
      get: (_target, name) => {
        if (typeof name !== "string" || name === "then") return undefined;
        if (name === "close") return () => Promise.resolve();
        return (...args: readonly unknown[]) => {
          try {
            return this.#ask(life, name, args, clock.now());
          } catch (error) {
            return Promise.reject(error);
          }
        };
      },
    });
  }

  /** The process that runs now dies then. */
  killAt(death: Death): void {
    this.#death = death;
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

  #ask(life: number, kind: string, args: readonly unknown[], now: number): Promise<unknown> {
    if (life !== this.#life || this.dead) return new Promise(() => {});
    // As the thread would get it: a copy, and what cannot be copied is an error.
    const request = structuredClone({ id: this.#nextId++, kind, args, now }) as StoreRequest;
    if (isRead(request)) return this.#late(life, this.#answer(request, executeRead(this.#view, request)));
    const dies = this.#countDown();
    if (dies === "before") return new Promise(() => {});
    const answer = this.#write(request);
    if (dies === "after") return new Promise(() => {});
    const ref = kind === "takeAlert" || kind === "closeAlert" ? String(args[0]) : undefined;
    return this.#late(life, answer, ref);
  }

  async #late(life: number, answer: Promise<unknown>, ref?: string): Promise<unknown> {
    if (ref !== undefined) this.answering.add(ref);
    for (let left = this.#turns(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
    if (life !== this.#life || this.dead) {
      answer.catch(() => undefined);
      return new Promise(() => {});
    }
    if (ref !== undefined) this.answering.delete(ref);
    return answer;
  }

  #countDown(): "before" | "after" | undefined {
    if (this.#death === undefined) return undefined;
    const { atWrite, committed } = this.#death;
    this.#death = { atWrite: atWrite - 1, committed };
    if (atWrite > 1) return undefined;
    return committed ? "after" : "before";
  }

  #write(request: StoreRequest): Promise<unknown> {
    const means: Means = { codes: this.#codes, digests: this.#digests, now: request.now, roomForAudio: () => true };
    this.#layer.db.exec("BEGIN IMMEDIATE");
    const outcome = executeWrite(this.#view, means, request);
    this.#layer.db.exec("COMMIT");
    return this.#answer(request, answerOf(request, outcome, "disk"));
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
