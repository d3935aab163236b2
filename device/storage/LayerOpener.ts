import { closeSync, existsSync, fsyncSync, openSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import type { CodeLedger } from "./CodeLedger.ts";
import { DATABASE_FILE, emergencyFiles, nextEmergencyFile, removeQuietly } from "./files.ts";
import { checkTables, inspect, openLook } from "./inspect.ts";
import { Layer } from "./Layer.ts";
import { isOurSchema, migrate } from "./migrate.ts";
import { openSqlite, type SqliteOptions } from "./SqliteFile.ts";
import { StorageFailure, storageFailureOf } from "./StorageFailure.ts";

export interface OpenerOptions {
  readonly directory: string;
  readonly key: Uint8Array;
  /** Keys that emergency databases of earlier runs may have. */
  readonly otherKeys?: readonly Uint8Array[];
  readonly codes: CodeLedger;
  readonly now: () => number;
  readonly sqlite?: SqliteOptions;
}

export interface Emergencies {
  /** Take writes; the newest first. */
  readonly writers: readonly Layer[];
  /** Damaged ones, or all when the disk takes no writes. */
  readonly readers: readonly Layer[];
}

/** A database that is not to be written, with what can be read of it. */
export class BadDatabase extends StorageFailure {
  readonly reader: Layer | undefined;

  constructor(failure: StorageFailure, reader: Layer | undefined) {
    super(failure.reason, failure.sentence.slice(0, -1), failure.cause);
    this.reader = reader;
  }
}

/** Opens the databases of a data directory, each only after it was looked at. Throws BadDatabase or StorageFailure. */
export class LayerOpener {
  readonly #options: OpenerOptions;
  #key: Uint8Array;
  #otherKeys: readonly Uint8Array[];

  constructor(options: OpenerOptions) {
    this.#options = options;
    this.#key = options.key;
    this.#otherKeys = options.otherKeys ?? [];
  }

  /** From now on this is the key; what is there already may still be under the one before. */
  useKey(key: Uint8Array): void {
    this.#otherKeys = [this.#key, ...this.#otherKeys];
    this.#key = key;
  }

  /** A new database for what comes while the main one is worked on. @throws StorageFailure */
  newEmergency(key: Uint8Array): Layer {
    return this.#forWriting(nextEmergencyFile(this.#options.directory), key, "emergency");
  }

  /** `open`: the layers that this process has open already. */
  main(mayCreate: boolean, open: readonly Layer[]): Layer {
    const path = join(this.#options.directory, DATABASE_FILE);
    if (existsSync(path) && statSync(path).size > 0) return this.#existing(path, this.#key, "disk", open);
    if (!mayCreate) throw new StorageFailure("gone", storeDetail.databaseMoved());
    return this.#forWriting(path, this.#key, "disk");
  }

  /** Those of earlier runs, or a new one. Without writers the disk is full or gone. */
  emergencies(open: readonly Layer[], unreadable: (path: string, why: string) => void): Emergencies {
    const paths = new Set(open.map((layer) => layer.path));
    const found = emergencyFiles(this.#options.directory)
      .filter((path) => !paths.has(path))
      .map((path) => this.emergency(path, unreadable))
      .reverse();
    const readers = found.map((it) => it.reader).filter((layer) => layer !== undefined);
    const writers = found.map((it) => it.writer).filter((layer) => layer !== undefined);
    return { writers: writers.length > 0 ? writers : this.#newEmergency(), readers };
  }

  /** With any key it may have been written with; one that does not open is told and left alone. */
  emergency(
    path: string,
    unreadable: (path: string, why: string) => void,
  ): { readonly writer?: Layer; readonly reader?: Layer } {
    let why = "";
    for (const key of [this.#key, ...this.#otherKeys]) {
      try {
        return { writer: this.#existing(path, key, "emergency", []) };
      } catch (error) {
        why = demandFailure(error).sentence;
        if (error instanceof BadDatabase && error.reader) return { reader: error.reader };
      }
    }
    unreadable(basename(path), why);
    return {};
  }

  memory(): Layer {
    const layer = new Layer(openSqlite(":memory:", this.#key), "memory", ":memory:");
    migrate(layer.db);
    return layer;
  }

  #newEmergency(): readonly Layer[] {
    const path = nextEmergencyFile(this.#options.directory);
    try {
      return [this.#forWriting(path, this.#key, "emergency")];
    } catch (error) {
      demandFailure(error);
      closeReader(error);
      removeQuietly(path);
      return [];
    }
  }

  #existing(path: string, key: Uint8Array, kept: Layer["kept"], open: readonly Layer[]): Layer {
    // Opening and closing a file beside SQLite drops the locks that SQLite holds on it (POSIX), so one of ours that is
    // open already is not looked at from outside.
    if (open.some((layer) => layer.path === path)) return this.#forWriting(path, key, kept, checkTables);
    const inspection = inspect(path, key, kept, kept === "disk" && this.#options.codes.keyChanged);
    if (inspection.kind === "bad") throw new BadDatabase(inspection.failure, inspection.reader);
    try {
      return this.#forWriting(path, key, kept);
    } catch (error) {
      if (error instanceof BadDatabase && error.reader) throw error;
      throw new BadDatabase(demandFailure(error), openLook(path, key, kept));
    }
  }

  /** Proves with a commit that it takes writes; one that does not is still a reader. */
  #forWriting(path: string, key: Uint8Array, kept: Layer["kept"], check: (db: Layer["db"]) => void = () => {}): Layer {
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
      const readable = hasOurSchema(layer);
      if (!readable) layer.close();
      throw new BadDatabase(demandFailure(error), readable ? layer : undefined);
    }
  }
}

/** Passes a bug on, keeps a disk's failure. */
export const demandFailure = (error: unknown): StorageFailure => {
  const failure = storageFailureOf(error);
  if (!failure) throw error;
  return failure;
};

export const closeReader = (error: unknown): void => {
  if (error instanceof BadDatabase) error.reader?.close();
};

const hasOurSchema = (layer: Layer): boolean => {
  try {
    return isOurSchema(layer.db);
  } catch {
    return false;
  }
};

/** SQLite would make it readable for everybody; what it puts beside it takes over the mode. */
const createPrivately = (path: string): void => {
  if (existsSync(path)) return;
  closeSync(openSync(path, "wx", 0o600));
  const directory = openSync(dirname(path), "r");
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
};
