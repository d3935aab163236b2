import { rmSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import { errorText } from "../../firmware/health/errorText.ts";
import { emergencyFiles, keepAside, REKEY_FILE, removeQuietly } from "./files.ts";
import { removeOldLooks } from "./inspect.ts";
import type { Layer, View } from "./Layer.ts";
import { BadDatabase, closeReader, demandFailure, LayerOpener, type OpenerOptions } from "./LayerOpener.ts";
import { mergeInto } from "./merge.ts";
import { isNewer } from "./migrate.ts";
import { openingFault, runningFault, StorageFailure, storageFailureOf } from "./StorageFailure.ts";

export type FaultReport = (code: string, detail: string, cleared?: boolean) => void;

export interface LadderOptions extends OpenerOptions {
  readonly onFault: FaultReport;
}

/**
 * Where writes go, best first:
 *
 *     firstring.db ──fails──▶ firstring-emergency-<n>.db ──fails──▶ memory
 *          ▲                             ▲                             │
 *          └──── recover(): merged ──────┴──────── recover() ──────────┘
 *
 * A layer that failed takes no more writes, but is read as far as it can be. Nothing here throws because of a disk.
 */
export class StorageLadder {
  readonly #options: LadderOptions;
  readonly #opener: LayerOpener;
  /** Top first. */
  #layers: readonly Layer[] = [];
  readonly #raised = new Map<string, string>();
  /** The main database is in order, but is being encrypted anew. */
  #aside = false;

  constructor(options: LadderOptions) {
    this.#options = options;
    this.#opener = new LayerOpener(options);
  }

  open(): void {
    removeOldLooks(this.#options.directory);
    // Of a rotation that was cut off: the database itself was not touched then.
    removeQuietly(join(this.#options.directory, REKEY_FILE));
    try {
      const main = this.#opener.main(true, []);
      this.#layers = [main];
      this.#options.codes.confirmKey();
      this.#mergeEmergencies(main);
    } catch (error) {
      const failure = demandFailure(error);
      if (error instanceof BadDatabase && error.reader) this.#layers = [error.reader];
      this.#goBelow(openingFault(failure.reason), failure);
    }
  }

  get degraded(): boolean {
    return this.#layers.length !== 1 || this.#top.kept !== "disk";
  }

  get kept(): Layer["kept"] {
    return this.#top.kept;
  }

  get layers(): readonly Layer[] {
    return this.#layers;
  }

  /** One transaction on the best layer that takes it. `undo` is called before it is tried again one step down. */
  transact<T>(
    work: (view: View) => T,
    undo: () => void = () => {},
  ): { readonly value: T; readonly kept: Layer["kept"] } {
    for (;;) {
      const top = this.#top;
      try {
        top.demandStillThere();
        return { value: inTransaction(top, () => work(this.#view(false))), kept: top.kept };
      } catch (error) {
        undo();
        const failure = storageFailureOf(error);
        if (!failure || top.kept === "memory") throw error;
        this.#goBelow(runningFault(failure.reason), failure);
      }
    }
  }

  /** Reads what can be read. */
  read<T>(work: (view: View) => T): T {
    return work(this.#view(true));
  }

  /** Tries to get back to the main database, or at least from memory to a disk. True when all is well. */
  recover(): boolean {
    if (this.#aside || !this.degraded) return true;
    if (this.#backToMain()) return true;
    if (this.kept === "memory") this.#memoryToEmergency();
    return false;
  }

  /** Writes go to an emergency database under `newKey`; the main one is only read. @throws when there is more than the main one. */
  setMainAside(newKey: Uint8Array): void {
    if (this.degraded) throw new Error("the message database is not in order");
    this.#layers = [this.#opener.newEmergency(newKey), ...this.#layers];
    this.#aside = true;
  }

  /**
   * Empties the main database's log, so that a copy in its place never meets a log that belongs to another file; then what
   * changes whenever another program writes. @throws while somebody reads.
   */
  settleMain(): number {
    const [result] = this.#main.db.pragma("wal_checkpoint(TRUNCATE)") as { readonly busy: number }[];
    if (result?.busy !== 0) throw new StorageFailure("in-use", storeDetail.readByOther());
    return this.#mainVersion();
  }

  /** False: somebody has written since `version`. Nobody can write while `exchange` puts another file in its place. */
  exchangeMain(version: number, exchange: () => void): boolean {
    const { db, path } = this.#main;
    db.exec("BEGIN IMMEDIATE");
    const log = statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
    if (this.#mainVersion() !== version || log > 0) {
      db.exec("ROLLBACK");
      return false;
    }
    exchange();
    db.exec("ROLLBACK");
    for (const suffix of ["-wal", "-shm"]) rmSync(path + suffix, { force: true });
    return true;
  }

  /** The main database takes writes again, with what has come meanwhile. */
  takeMainBack(newKey?: Uint8Array): void {
    this.#aside = false;
    if (newKey !== undefined) {
      this.#opener.useKey(newKey);
      this.#options.codes.useKey(newKey);
      for (const layer of this.#layers.filter(({ kept }) => kept === "disk")) layer.close();
      this.#layers = this.#layers.filter(({ kept }) => kept !== "disk");
    }
    this.#backToMain();
  }

  close(): void {
    for (const layer of this.#layers) layer.close();
    this.#layers = [];
  }

  #mainVersion(): number {
    return Number(this.#main.db.pragma("data_version", { simple: true }));
  }

  get #main(): Layer {
    const main = this.#layers.find(({ kept }) => kept === "disk");
    if (!main) throw new Error("the main database is not open");
    return main;
  }

  get #top(): Layer {
    const top = this.#layers[0];
    if (!top) throw new Error("the store is not open");
    return top;
  }

  #view(tolerant: boolean): View {
    const top = this.#top;
    return {
      top,
      all: this.#layers,
      read: (layer, read, otherwise) => {
        if (layer === top && !tolerant) return read(layer);
        return layer.tolerate(read, otherwise, (failure) =>
          this.#raise(runningFault(failure.reason), `${failure.sentence} ${failure.cure}`),
        );
      },
    };
  }

  /** Puts the next layer on top: an emergency database, else memory. Those of earlier runs are taken up. */
  #goBelow(code: string, failure: StorageFailure): void {
    const below = this.#layers;
    const { writers, readers } =
      below[0]?.kept === "emergency" ? { writers: [], readers: [] } : this.#opener.emergencies(below, this.#leftAlone);
    const memory = writers.length > 0 ? [] : [this.#opener.memory()];
    this.#layers = [...memory, ...writers, ...readers, ...below];
    this.#raise(code, `${failure.sentence} ${failure.cure} ${whereItGoes(this.#top)}`);
  }

  readonly #leftAlone = (name: string, why: string): void =>
    this.#raise("STORE_UNREADABLE", `${storeDetail.leftAsItIs({ file: name })} ${why}`);

  /** What earlier runs could not put into the main database. Throws when the main one does not take it. */
  #mergeEmergencies(main: Layer): void {
    for (const path of emergencyFiles(this.#options.directory)) {
      const { writer, reader } = this.#opener.emergency(path, this.#leftAlone);
      const emergency = writer ?? reader;
      if (!emergency) continue;
      try {
        const whole = this.#merge(main, [emergency]);
        // A later program may have put more into it than we know of.
        const taken = whole && writer !== undefined && !isNewer(writer.db);
        emergency.close();
        if (taken) removeQuietly(path);
        else if (whole !== undefined) keepAside(path);
      } finally {
        emergency.close();
      }
    }
  }

  /**
   * In one transaction of `target`. True when all was taken over, false when a source is damaged and its readable part
   * was; undefined when a record could not be taken over, so that all is left where it is. Throws StorageFailure of the target.
   */
  #merge(target: Layer, sources: readonly Layer[]): boolean | undefined {
    try {
      return inTransaction(target, () =>
        sources.map((source) => mergeInto(target, source, this.#options.now())).every((whole) => whole),
      );
    } catch (error) {
      if (storageFailureOf(error)) throw error;
      this.#raise(
        "STORE_FAILED",
        storeDetail.notTakenOver({ files: sources.map((it) => basename(it.path)).join(), why: errorText(error) }),
      );
      return undefined;
    }
  }

  /** A new connection each time: a disk that was away leaves the old one with a dead file. */
  #backToMain(): boolean {
    let main: Layer | undefined;
    try {
      main = this.#opener.main(!this.#layers.some((layer) => layer.kept === "disk"), this.#layers);
      const above = this.#layers.filter((layer) => layer.kept !== "disk").toReversed();
      if (this.#merge(main, above) === undefined) {
        main.close();
        return false;
      }
    } catch (error) {
      closeReader(error);
      main?.close();
      demandFailure(error);
      return false;
    }
    for (const layer of this.#layers) {
      layer.close();
      if (layer.kept === "emergency") removeQuietly(layer.path);
    }
    this.#layers = [main];
    this.#options.codes.confirmKey();
    this.#clear();
    return true;
  }

  #memoryToEmergency(): void {
    const memory = this.#top;
    const { writers, readers } = this.#opener.emergencies(this.#layers, this.#leftAlone);
    const [first] = writers;
    let done: boolean | undefined;
    try {
      if (first) done = this.#merge(first, [memory]);
    } catch (error) {
      demandFailure(error);
    }
    if (done === undefined) {
      for (const layer of [...writers, ...readers]) layer.close();
      return;
    }
    memory.close();
    this.#layers = [...writers, ...readers, ...this.#layers.slice(1)];
  }

  #raise(code: string, detail: string): void {
    if (this.#raised.get(code) === detail) return;
    this.#raised.set(code, detail);
    this.#options.onFault(code, detail);
  }

  #clear(): void {
    for (const [code, detail] of this.#raised) this.#options.onFault(code, detail, true);
    this.#raised.clear();
  }
}

const inTransaction = <T>(layer: Layer, work: () => T): T => {
  layer.db.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    layer.db.exec("COMMIT");
    return value;
  } catch (error) {
    rollBack(layer);
    throw error;
  }
};

/** SQLite has often done so already; why it began is more telling than why it could not be undone. */
const rollBack = (layer: Layer): void => {
  try {
    if (layer.db.inTransaction) layer.db.exec("ROLLBACK");
  } catch {
    // The disk is gone altogether.
  }
};

const whereItGoes = (top: Layer): string =>
  top.kept === "emergency" ? storeDetail.goesTo({ file: basename(top.path) }) : storeDetail.inMemory();
