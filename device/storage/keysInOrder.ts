import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { DATABASE_FILE } from "./files.ts";
import { openSqlite } from "./SqliteFile.ts";

interface Keys {
  readonly directory: string;
  readonly key: Uint8Array;
  readonly otherKeys: readonly Uint8Array[];
  readonly nextKeys?: readonly Uint8Array[];
}

/**
 * After a rotation that was cut off: the key that opens the main database comes first. Without one that does, all stays as it
 * was given. Called before anything is open: closing a file drops the locks that this process holds on it (POSIX).
 */
export function keysInOrder({ directory, key, otherKeys, nextKeys = [] }: Keys): Pick<Keys, "key" | "otherKeys"> {
  const path = join(directory, DATABASE_FILE);
  if (nextKeys.length === 0 || !existsSync(path) || statSync(path).size === 0) return { key, otherKeys };
  // Also a key beside the data: a rotation leads to it, or away from it.
  const fits = [key, ...nextKeys, ...otherKeys].find((candidate) => opens(path, candidate));
  if (fits === undefined || fits === key) return { key, otherKeys: [...otherKeys, ...nextKeys] };
  return { key: fits, otherKeys: [key, ...otherKeys, ...nextKeys] };
}

function opens(path: string, key: Uint8Array): boolean {
  try {
    const db = openSqlite(path, key, { readonly: true, busyMs: 3_000 });
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
