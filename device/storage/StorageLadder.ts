import { closeSync, existsSync, fsyncSync, openSync, renameSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { CodeLedger } from "./CodeLedger.ts";
import { DATABASE_FILE, emergencyFiles, nextEmergencyFile, removeDatabase } from "./files.ts";
import { checkTables, inspect, openLook, removeOldLooks } from "./inspect.ts";
import { Layer, type View } from "./Layer.ts";
import { mergeInto } from "./merge.ts";
import { migrate, newestSchema, schemaOf } from "./migrate.ts";
import { openSqlite, type SqliteOptions } from "./SqliteFile.ts";
import { openingFault, runningFault, StorageFailure, storageFailureOf } from "./StorageFailure.ts";

export type FaultReport = (code: string, detail: string, cleared?: boolean) => void;

export interface LadderOptions {
  readonly directory: string;
  readonly key: Uint8Array;
  readonly otherKeys?: readonly Uint8Array[];
  readonly codes: CodeLedger;
  readonly onFault: FaultReport;
  readonly now: () => number;
  readonly sqlite?: SqliteOptions;
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
  #layers: Layer[] = [];
  readonly #raised = new Map<string, string>();

  constructor(options: LadderOptions) {
    this.#options = options;
  }

  open(): void {
    removeOldLooks(this.#options.directory);
    try {
      const main = this.#openMain(true);
      this.#layers = [main];
      this.#mergeEmergencies(main);
      this.#options.codes.confirmKey();
    } catch (error) {
      const failure = demandFailure(error);
      const reader = this.#layers[0] ?? (error instanceof BadDatabase ? error.reader : undefined);
      this.#layers = reader ? [reader] : [];
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
    if (!this.degraded) return true;
    if (this.#backToMain()) return true;
    if (this.kept === "memory") this.#memoryToEmergency();
    return false;
  }

  close(): void {
    for (const layer of this.#layers) layer.close();
    this.#layers = [];
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

  #openMain(mayCreate: boolean): Layer {
    const path = join(this.#options.directory, DATABASE_FILE);
    if (existsSync(path) && statSync(path).size > 0) return this.#openExisting(path, this.#options.key, "disk");
    if (!mayCreate) throw new StorageFailure("gone", "The database file is not where it was");
    return this.#openForWriting(path, this.#options.key, "disk");
  }

  #openExisting(path: string, key: Uint8Array, kept: Layer["kept"]): Layer {
    // Opening and closing a file beside SQLite drops the locks that SQLite holds on it (POSIX), so one of ours that is
    // open already is not looked at from outside.
    if (this.#layers.some((layer) => layer.path === path)) return this.#openForWriting(path, key, kept, checkTables);
    const inspection = inspect(path, key, kept, kept === "disk" && this.#options.codes.keyChanged);
    if (inspection.kind === "bad") throw new BadDatabase(inspection.failure, inspection.reader);
    try {
      return this.#openForWriting(path, key, kept);
    } catch (error) {
      if (error instanceof BadDatabase && error.reader) throw error;
      throw new BadDatabase(demandFailure(error), openLook(path, key, kept));
    }
  }

  /** Proves with a commit that it takes writes; one that does not is still a reader. */
  #openForWriting(
    path: string,
    key: Uint8Array,
    kept: Layer["kept"],
    check: (db: Layer["db"]) => void = () => {},
  ): Layer {
    createPrivately(path);
    const layer = new Layer(openSqlite(path, key, this.#options.sqlite), kept, path);
    try {
      check(layer.db);
      migrate(layer.db);
      layer.run(
        "INSERT INTO meta (name, value) VALUES ('opened', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        String(this.#options.now()),
      );
      return layer;
    } catch (error) {
      const readable = attempt(() => schemaOf(layer.db)) === newestSchema();
      if (!readable) layer.close();
      throw new BadDatabase(demandFailure(error), readable ? layer : undefined);
    }
  }

  /** Puts the next layer on top: an emergency database, else memory. Those of earlier runs are taken up. */
  #goBelow(code: string, failure: StorageFailure): void {
    const below = this.#layers;
    const emergencies = below[0]?.kept === "emergency" ? { writers: [], readers: [] } : this.#openEmergencies();
    const memory = emergencies.writers.length > 0 ? [] : [this.#openMemory()];
    this.#layers = [...memory, ...emergencies.writers, ...emergencies.readers, ...below];
    this.#raise(code, `${failure.sentence} ${failure.cure} ${whereItGoes(this.#top)}`);
  }

  /** Those of earlier runs, the newest first, or a new one. None writes when the disk is full or gone. */
  #openEmergencies(): { readonly writers: Layer[]; readonly readers: Layer[] } {
    const open = new Set(this.#layers.map((layer) => layer.path));
    const found = emergencyFiles(this.#options.directory)
      .filter((path) => !open.has(path))
      .map((path) => this.#openEmergency(path))
      .reverse();
    const readers = found.map((it) => it.reader).filter((layer) => layer !== undefined);
    const writers = found.map((it) => it.writer).filter((layer) => layer !== undefined);
    if (writers.length > 0) return { writers, readers };
    const path = nextEmergencyFile(this.#options.directory);
    try {
      return { writers: [this.#openForWriting(path, this.#options.key, "emergency")], readers };
    } catch (error) {
      demandFailure(error);
      if (error instanceof BadDatabase) error.reader?.close();
      removeQuietly(path);
      return { writers: [], readers };
    }
  }

  /** With any key it may have been written with; what does not open is told and left alone. */
  #openEmergency(path: string): { readonly writer?: Layer; readonly reader?: Layer } {
    let why = "";
    for (const key of [this.#options.key, ...(this.#options.otherKeys ?? [])]) {
      try {
        return { writer: this.#openExisting(path, key, "emergency") };
      } catch (error) {
        why = demandFailure(error).sentence;
        if (error instanceof BadDatabase && error.reader) return { reader: error.reader };
      }
    }
    this.#raise("STORE_UNREADABLE", `${basename(path)} is left as it is. ${why}`);
    return {};
  }

  #openMemory(): Layer {
    const layer = new Layer(openSqlite(":memory:", this.#options.key), "memory", ":memory:");
    migrate(layer.db);
    return layer;
  }

  #mergeEmergencies(main: Layer): void {
    for (const path of emergencyFiles(this.#options.directory)) {
      const { writer, reader } = this.#openEmergency(path);
      const emergency = writer ?? reader;
      if (!emergency) continue;
      try {
        inTransaction(main, () => mergeInto(main, emergency, this.#options.now()));
      } finally {
        emergency.close();
      }
      if (writer) removeQuietly(path);
      else keepAside(path);
    }
  }

  /** A new connection each time: a disk that was away leaves the old one with a dead file. */
  #backToMain(): boolean {
    let main: Layer | undefined;
    try {
      main = this.#openMain(!this.#layers.some((layer) => layer.kept === "disk"));
      const target = main;
      const above = this.#layers.filter((layer) => layer.kept !== "disk").reverse();
      inTransaction(target, () => {
        for (const layer of above) mergeInto(target, layer, this.#options.now());
      });
    } catch (error) {
      if (error instanceof BadDatabase) error.reader?.close();
      demandFailure(error);
      main?.close();
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
    const below = this.#layers.slice(1);
    const { writers, readers } = this.#openEmergencies();
    const [first, ...others] = writers;
    if (!first) {
      for (const reader of readers) reader.close();
      return;
    }
    try {
      inTransaction(first, () => mergeInto(first, memory, this.#options.now()));
    } catch (error) {
      for (const layer of [...writers, ...readers]) layer.close();
      demandFailure(error);
      return;
    }
    memory.close();
    this.#layers = [first, ...others, ...readers, ...below];
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

/** A database that was looked at and is not to be written; with what can be read of it. */
class BadDatabase extends StorageFailure {
  readonly reader: Layer | undefined;

  constructor(failure: StorageFailure, reader: Layer | undefined) {
    super(failure.reason, failure.sentence.slice(0, -1), failure.cause);
    this.reader = reader;
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

/** Passes a bug on, keeps a disk's failure. */
const demandFailure = (error: unknown): StorageFailure => {
  const failure = storageFailureOf(error);
  if (!failure) throw error;
  return failure;
};

const attempt = <T>(read: () => T): T | undefined => {
  try {
    return read();
  } catch {
    return undefined;
  }
};

/** SQLite would make it readable for everybody; what it puts beside it takes over the mode. */
const createPrivately = (path: string): void => {
  if (existsSync(path)) return;
  try {
    closeSync(openSync(path, "wx", 0o600));
    const directory = openSync(dirname(path), "r");
    try {
      fsyncSync(directory);
    } finally {
      closeSync(directory);
    }
  } catch (error) {
    demandFailure(error);
    throw error;
  }
};

/** A damaged emergency database whose readable part has been taken over: kept for the technician, out of our way. */
const keepAside = (path: string): void => {
  try {
    renameSync(path, `${path}.damaged`);
    removeDatabase(path);
  } catch {
    // Then it is read again at the next start, which does no harm.
  }
};

const removeQuietly = (path: string): void => {
  try {
    removeDatabase(path);
  } catch {
    // Merging it a second time does no harm.
  }
};

const whereItGoes = (top: Layer): string =>
  top.kept === "emergency"
    ? `New messages go to ${basename(top.path)}.`
    : "New messages are kept in memory only and would be lost at a power cut.";
