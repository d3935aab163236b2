import Sqlite from "better-sqlite3-multiple-ciphers";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";
import { StorageFailure } from "./StorageFailure.ts";

export type SqliteDatabase = Sqlite.Database;

export interface SqliteOptions {
  readonly readonly?: boolean;
  /** Longest wait for another program's transaction (`firstring messages play` writes one audit row). */
  readonly busyMs?: number;
  /** Called before each statement; what it throws is thrown by the statement. For traces and for failing the n-th write. */
  readonly onStatement?: (sql: string) => void;
  /** The file may not grow beyond so many pages of 4096 bytes; then it is "full". */
  readonly maxPages?: number;
  /** A copy that only we have open, as it is: no WAL is made for it. */
  readonly leaveJournal?: boolean;
}

const BUSY_MS = 1_000;

/**
 * Opens or creates one encrypted database. SQLCipher 4's format with a raw key, so that Debian's `sqlcipher` 4.6 opens a
 * backup: `PRAGMA key = "x'…'"`. Nothing of the file is read before the first statement.
 */
export const openSqlite = (path: string, key: Uint8Array, options: SqliteOptions = {}): SqliteDatabase => {
  const db = new Sqlite(path, {
    readonly: options.readonly ?? false,
    timeout: options.busyMs ?? BUSY_MS,
    ...(options.onStatement ? { verbose: (sql: unknown) => options.onStatement?.(String(sql)) } : {}),
  });
  try {
    if (path !== ":memory:") unlock(db, key);
    db.pragma("temp_store = MEMORY");
    db.pragma("foreign_keys = ON");
    if (!options.readonly && !options.leaveJournal) {
      prepareForWriting(db, options);
      if (path !== ":memory:") demandDurable(db);
    }
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
};

const unlock = (db: SqliteDatabase, key: Uint8Array): void => {
  db.pragma("cipher = 'sqlcipher'");
  db.pragma("legacy = 4");
  db.pragma(`key = "x'${Buffer.from(key).toString("hex")}'"`);
};

/** FULL: a commit in WAL mode is on the card when it returns; NORMAL would lose the last ones at a power cut. */
const prepareForWriting = (db: SqliteDatabase, options: SqliteOptions): void => {
  // Only a file that is still empty takes it: pages that are freed can then be given back in small steps.
  db.pragma("auto_vacuum = INCREMENTAL");
  db.pragma("journal_mode = WAL");
  db.pragma("synchronous = FULL");
  db.pragma("secure_delete = ON");
  db.pragma("journal_size_limit = 8388608");
  // In KiB. The library's own choice of 16 MB would fill over the weeks, and reads here are few and short.
  db.pragma("cache_size = -1024");
  if (options.maxPages) db.pragma(`max_page_count = ${Math.trunc(options.maxPages)}`);
};

/** As SQLite's `synchronous` pragma answers FULL. */
const FULL = 2;

/** Asked back, because SQLite says nothing where it cannot do it: a file system without shared memory keeps it in rollback mode. */
const demandDurable = (db: SqliteDatabase): void => {
  const journal = db.pragma("journal_mode", { simple: true });
  const level = db.pragma("synchronous", { simple: true });
  if (journal === "wal" && level === FULL) return;
  throw new StorageFailure(
    "failed",
    storeDetail.notThroughPowerCut({ journal: String(journal), level: String(level) }),
  );
};
