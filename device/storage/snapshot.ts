import { closeSync, existsSync, fsyncSync, openSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { verifyAudit } from "./auditChain.ts";
import { CONSOLE_FILE, DATABASE_FILE, emergencyFiles, removeDatabase } from "./files.ts";
import { Layer } from "./Layer.ts";
import { schemaOf } from "./migrate.ts";
import { openSqlite, type SqliteDatabase } from "./SqliteFile.ts";

/** Enough to see whether two databases hold the same. */
export interface DatabaseFacts {
  readonly file: string;
  readonly schema: number;
  readonly messages: number;
  readonly newestAt: number | null;
  readonly auditRows: number;
  readonly auditHead: string;
}

export interface Snapshot {
  readonly path: string;
  readonly facts: DatabaseFacts;
}

/** Databases of messages in a data directory: the main one, and what an emergency has left beside it. */
export const databaseFiles = (directory: string): string[] =>
  [join(directory, DATABASE_FILE), ...emergencyFiles(directory)].filter(isFilled);

/** Those, and the console's: users, and who saw and heard what. */
export const allDatabaseFiles = (directory: string): string[] => [
  ...databaseFiles(directory),
  ...[join(directory, CONSOLE_FILE)].filter(isFilled),
];

const isFilled = (path: string): boolean => existsSync(path) && statSync(path).size > 0;

/**
 * A copy of one database as it is at this moment, under a key of its own, while the appliance goes on writing: in WAL mode a
 * reader holds up no writer. It runs in the process of the command, never in the appliance's.
 */
export const snapshotDatabase = (
  path: string,
  keys: readonly Uint8Array[],
  into: string,
  snapshotKey: Uint8Array,
): Snapshot => {
  removeDatabase(into);
  const { db, key } = openWithOneOf(path, keys);
  try {
    db.pragma("busy_timeout = 10000");
    db.prepare("VACUUM INTO ?").run(into);
  } finally {
    db.close();
  }
  changeKey(into, key, snapshotKey);
  return { path: into, facts: databaseFacts(into, snapshotKey, basename(path)) };
};

/** The first key that opens it. @throws what SQLite says to the first key when none does. */
const openWithOneOf = (path: string, keys: readonly Uint8Array[]): { db: SqliteDatabase; key: Uint8Array } => {
  let first: unknown;
  for (const key of keys) {
    let db: SqliteDatabase | undefined;
    try {
      db = openSqlite(path, key, { readonly: true, busyMs: 10_000 });
      db.prepare("SELECT count(*) FROM sqlite_master").get();
      return { db, key };
    } catch (error) {
      db?.close();
      first ??= error;
    }
  }
  throw first;
};

/**
 * A copy that nobody else has open gets another key. The library does that in one transaction, with a journal beside the
 * file; whoever is interrupted throws the copy away.
 */
export const changeKey = (path: string, from: Uint8Array, to: Uint8Array): void => {
  const copy = openSqlite(path, from, { leaveJournal: true });
  try {
    copy.pragma("journal_mode = DELETE");
    copy.pragma(`rekey = "x'${Buffer.from(to).toString("hex")}'"`);
  } finally {
    copy.close();
  }
  syncFile(path);
};

export const syncFile = (path: string): void => {
  const file = openSync(path, "r");
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

/** Looks at every page, at the audit's chain, and counts. @throws for a database that is not whole. */
export const databaseFacts = (path: string, key: Uint8Array, file: string): DatabaseFacts => {
  const db = openSqlite(path, key, { readonly: true });
  try {
    const found = db.pragma("integrity_check(1)", { simple: true });
    if (found !== "ok") throw new Error(`${file} is damaged: ${found}`);
    const audit = verifyAudit(new Layer(db, "disk", path));
    if (!audit.ok) throw new Error(`the audit of ${file} is broken: ${audit.why}`);
    const { n, newest } =
      file === CONSOLE_FILE
        ? { n: 0, newest: null }
        : (db.prepare("SELECT count(*) AS n, max(received_at) AS newest FROM messages").get() as {
            n: number;
            newest: number | null;
          });
    return { file, schema: schemaOf(db), messages: n, newestAt: newest, auditRows: audit.rows, auditHead: audit.hash };
  } finally {
    db.close();
  }
};
