import { statSync } from "node:fs";
import type Sqlite from "better-sqlite3-multiple-ciphers";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import type { Written } from "../../firmware/message/MessageStore.ts";
import type { SqliteDatabase } from "./SqliteFile.ts";
import { StorageFailure, storageFailureOf } from "./StorageFailure.ts";

type Value = string | number | null | Uint8Array;

/** One open database: the main one, an emergency one, or one in memory. Statements are prepared once. */
export class Layer {
  readonly db: SqliteDatabase;
  readonly kept: Written["kept"];
  readonly path: string;
  readonly #statements = new Map<string, Sqlite.Statement<Value[]>>();
  readonly #inode: number | undefined;
  readonly #dispose: () => void;

  constructor(db: SqliteDatabase, kept: Written["kept"], path: string, dispose: () => void = () => {}) {
    this.db = db;
    this.kept = kept;
    this.path = path;
    this.#inode = kept === "memory" ? undefined : inodeOf(path);
    this.#dispose = dispose;
  }

  get<Row>(sql: string, ...values: Value[]): Row | undefined {
    return this.#statement(sql).get(...values) as Row | undefined;
  }

  all<Row>(sql: string, ...values: Value[]): Row[] {
    return this.#statement(sql).all(...values) as Row[];
  }

  /** Row by row, for what may be large. The database cannot be written while it runs. */
  iterate<Row>(sql: string, ...values: Value[]): IterableIterator<Row> {
    return this.#statement(sql).iterate(...values) as IterableIterator<Row>;
  }

  run(sql: string, ...values: Value[]): number {
    return this.#statement(sql).run(...values).changes;
  }

  /** What can be read, `otherwise` when the file is damaged or gone. `failed` is told why. */
  tolerate<T>(read: (layer: Layer) => T, otherwise: T, failed: (failure: StorageFailure) => void): T {
    try {
      return read(this);
    } catch (error) {
      const failure = storageFailureOf(error);
      if (!failure) throw error;
      failed(failure);
      return otherwise;
    }
  }

  /** SQLite goes on writing into a file that was deleted or whose disk was replaced; nobody would find it again. */
  demandStillThere(): void {
    if (this.#inode === undefined || inodeOf(this.path) === this.#inode) return;
    throw new StorageFailure("gone", storeDetail.databaseMoved());
  }

  /** May be called twice. */
  close(): void {
    try {
      this.db.close();
    } catch {
      // A disk that is gone cannot be closed tidily; the WAL is taken up at the next start.
    }
    this.#dispose();
  }

  #statement(sql: string): Sqlite.Statement<Value[]> {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.db.prepare<Value[]>(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

const inodeOf = (path: string): number | undefined => {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
};

/** What one operation works on. `top` takes the writes; `all` is read, top first. */
export interface View {
  readonly top: Layer;
  readonly all: readonly Layer[];
  /** Reading a layer below never fails an operation: it yields `otherwise`, and the fault is told. */
  read<T>(layer: Layer, read: (layer: Layer) => T, otherwise: T): T;
}

/** The first layer that knows, from the top. */
export const firstFound = <T>(view: View, read: (layer: Layer) => T | undefined): T | undefined => {
  for (const layer of view.all) {
    const found = view.read(layer, read, undefined);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Rows of all layers, each key once, the upper layer's row winning. */
export const union = <Row>(view: View, read: (layer: Layer) => Row[], keyOf: (row: Row) => string | number): Row[] => {
  const rows = new Map<string | number, Row>();
  for (const layer of view.all) {
    for (const row of view.read(layer, read, [])) if (!rows.has(keyOf(row))) rows.set(keyOf(row), row);
  }
  return [...rows.values()];
};
