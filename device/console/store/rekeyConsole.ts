import { existsSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { CONSOLE_FILE, removeDatabase, syncFolder } from "../../storage/files.ts";
import { openSqlite, type SqliteDatabase } from "../../storage/SqliteFile.ts";
import { databaseFacts, snapshotDatabase } from "../../storage/snapshot.ts";
import { belongsToItsFolder } from "./ConsoleStore.ts";

const COPY = "console-rekey.db";
/** The console writes a row now and then; between two of them there is time. */
const MOST_TRIES = 100;

/**
 * The console's database under another key: a copy takes its place, while nobody can write into it. A console that runs
 * notices that its file is another one and starts anew. Wherever it is cut off, the file is under one of the two keys.
 */
export function rekeyConsole(directory: string, keys: readonly Uint8Array[], newKey: Uint8Array): void {
  const path = join(directory, CONSOLE_FILE);
  if (!existsSync(path) || opens(path, newKey)) return;
  const copy = join(directory, COPY);
  const held = hold(path, keys);
  try {
    snapshotDatabase(path, keys, copy, newKey);
    belongsToItsFolder(copy);
    databaseFacts(copy, newKey, CONSOLE_FILE);
    renameSync(copy, path);
    // Empty, and of the file before.
    for (const end of ["-wal", "-shm"]) rmSync(path + end, { force: true });
    syncFolder(dirname(path));
  } finally {
    removeDatabase(copy);
    held.close();
  }
}

/** Nobody else writes while it is open, and nothing is left in the log: that would be applied to the copy. */
function hold(path: string, keys: readonly Uint8Array[]): SqliteDatabase {
  const key = keys.find((candidate) => opens(path, candidate));
  if (key === undefined) throw new Error(`none of the keys opens ${path}`);
  const db = openSqlite(path, key, { busyMs: 10_000 });
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    db.pragma("wal_checkpoint(TRUNCATE)");
    db.exec("BEGIN IMMEDIATE");
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) === 0) return db;
    db.exec("ROLLBACK");
  }
  db.close();
  throw new Error(`the console went on writing into ${path}`);
}

function opens(path: string, key: Uint8Array): boolean {
  try {
    const db = openSqlite(path, key, { readonly: true, busyMs: 10_000 });
    try {
      db.prepare("SELECT count(*) FROM sqlite_master").get();
      return true;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}
