import { closeSync, existsSync, fsyncSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

export const DATABASE_FILE = "firstring.db";
/** Users, sessions and access audit of the console (device/console/store/). */
export const CONSOLE_FILE = "console.db";
export const LOCK_FILE = "firstring.lock";
/** The copy under the next key, while it is made. */
export const REKEY_FILE = "firstring-rekey.db";

const EMERGENCY = /^firstring-emergency-(\d{1,9})\.db$/;

/** Emergency databases in a directory, oldest first. */
export const emergencyFiles = (directory: string): string[] => {
  let names: string[];
  try {
    names = readdirSync(directory);
  } catch {
    return [];
  }
  return names
    .filter((name) => EMERGENCY.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((name) => join(directory, name));
};

const numberOf = (name: string): number => Number(EMERGENCY.exec(basename(name))?.[1] ?? 0);

export const nextEmergencyFile = (directory: string): string => {
  const last = emergencyFiles(directory).at(-1);
  return join(directory, `firstring-emergency-${(last ? numberOf(last) : 0) + 1}.db`);
};

/** A database with what SQLite keeps beside it. */
export const removeDatabase = (path: string): void => {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(path + suffix, { force: true });
};

/** What remains is merged or looked at again at the next start, which does no harm. */
export const removeQuietly = (path: string): void => {
  try {
    removeDatabase(path);
  } catch {
    // The directory may not be writable any more.
  }
};

/** A damaged emergency database whose readable part has been taken over: kept for the technician, out of our way. */
export const keepAside = (path: string): void => {
  try {
    for (const suffix of ["-wal", ""])
      if (existsSync(path + suffix)) renameSync(path + suffix, `${path}.damaged${suffix}`);
  } catch {
    // Then it is read again at the next start, which does no harm.
  }
};

/** That its entries are on the disk. */
export function syncFolder(path: string): void {
  let folder: number;
  try {
    folder = openSync(path, "r");
  } catch {
    return;
  }
  try {
    fsyncSync(folder);
  } catch {
    // A FAT stick may not know that.
  } finally {
    closeSync(folder);
  }
}
