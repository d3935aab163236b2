import { closeSync, mkdirSync, openSync, truncateSync } from "node:fs";
import { dirname, resolve } from "node:path";
import Sqlite from "better-sqlite3-multiple-ciphers";

/** Of this process: a second connection of ours would only be told that the first one has it. */
const held = new Set<string>();

/**
 * One act at a time, also within a process. The lock is SQLite's own on an empty file, so the kernel lets go of it when its process
 * ends, however it ends, and nobody has to judge whether a lock was left behind. Undefined: somebody has it.
 */
export function takeLock(path: string): (() => void) | undefined {
  const file = resolve(path);
  if (held.has(file)) return undefined;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite would make it as open as the umask lets it.
  closeSync(openSync(file, "a", 0o600));
  const lock = locked(file);
  if (lock === undefined) return undefined;
  held.add(file);
  return () => {
    if (!lock.open) return;
    held.delete(file);
    lock.close();
  };
}

function locked(file: string, isSecond = false): Sqlite.Database | undefined {
  const lock = new Sqlite(file, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    const { code } = error as { readonly code?: string };
    if (code === "SQLITE_BUSY") return undefined;
    if (code !== "SQLITE_NOTADB" || isSecond) throw error;
    // A version before wrote a process's number into it. Emptied and not removed: two at once keep the same file.
    truncateSync(file);
    return locked(file, true);
  }
}
