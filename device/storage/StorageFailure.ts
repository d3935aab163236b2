import { ApplianceError } from "../../firmware/health/ApplianceError.ts";

/** Why a database could not be opened or does not take a write. */
export type StorageReason =
  | "wrong-key"
  | "foreign"
  | "newer-schema"
  | "corrupt"
  | "read-only"
  | "full"
  | "gone"
  | "in-use"
  | "failed";

/** The fault (firmware/health/faults.ts) that a reason raises while running; at open it is STORE_UNREADABLE but for a full disk. */
const RUNNING_FAULT: Readonly<Record<StorageReason, string>> = {
  "wrong-key": "STORE_UNREADABLE",
  foreign: "STORE_UNREADABLE",
  "newer-schema": "STORE_UNREADABLE",
  corrupt: "STORE_FAILED",
  "read-only": "STORE_FAILED",
  full: "STORE_FULL",
  gone: "STORE_FAILED",
  "in-use": "STORE_FAILED",
  failed: "STORE_FAILED",
};

export const runningFault = (reason: StorageReason): string => RUNNING_FAULT[reason];
export const openingFault = (reason: StorageReason): string => (reason === "full" ? "STORE_FULL" : "STORE_UNREADABLE");

const CURE: Readonly<Record<StorageReason, string>> = {
  "wrong-key": "Put back the key this database was made with; the file is untouched.",
  foreign: "Move the file elsewhere and start again; it is untouched.",
  "newer-schema": "Install the FirstRing version that wrote it, or a newer one; the file is untouched.",
  corrupt: "Copy the file away and restore the last backup; what could be read stays readable.",
  "read-only": "Make the data directory writable for the service user.",
  full: "Free space on the data disk.",
  gone: "Plug the data disk in again.",
  "in-use": "Stop the other FirstRing that uses this data directory.",
  failed: "Check the SD card or disk.",
};

/** A disk or a file that does not do its duty: an expected event, answered by going one step down the ladder. */
export class StorageFailure extends ApplianceError {
  readonly reason: StorageReason;
  /** The message without its code: a fault carries that already. */
  readonly sentence: string;

  constructor(reason: StorageReason, message: string, cause?: unknown) {
    super(openingFault(reason), message, {
      disposition: reason === "full" || reason === "gone" || reason === "failed" ? "retry" : "operator",
      cure: CURE[reason],
      cause,
    });
    this.name = "StorageFailure";
    this.reason = reason;
    this.sentence = `${message}.`;
  }
}

const BY_SQLITE_CODE: readonly (readonly [prefix: string, reason: StorageReason, words: string])[] = [
  ["SQLITE_FULL", "full", "The disk is full"],
  // Opening a database makes its 32 kB of shared index first: on a full disk that is what fails.
  ["SQLITE_IOERR_SHMSIZE", "full", "The disk is full"],
  ["SQLITE_CORRUPT", "corrupt", "A page of the database is damaged"],
  ["SQLITE_NOTADB", "corrupt", "A page of the database cannot be decrypted"],
  ["SQLITE_READONLY", "read-only", "The database or its directory is read-only"],
  ["SQLITE_PERM", "read-only", "The database may not be written by this user"],
  ["SQLITE_CANTOPEN", "gone", "The database file cannot be opened"],
  ["SQLITE_BUSY", "in-use", "Another program holds the database"],
  ["SQLITE_LOCKED", "in-use", "Another program holds the database"],
  ["SQLITE_PROTOCOL", "in-use", "Another program holds the database"],
  ["SQLITE_IOERR", "failed", "The disk reports an input/output error"],
  ["SQLITE_NOMEM", "failed", "No memory for the database"],
];

const BY_SYSTEM_CODE: Readonly<Record<string, readonly [StorageReason, string]>> = {
  ENOSPC: ["full", "The disk is full"],
  EDQUOT: ["full", "The disk quota is used up"],
  EROFS: ["read-only", "The disk is read-only"],
  EACCES: ["read-only", "The data directory may not be written by this user"],
  EPERM: ["read-only", "The data directory may not be written by this user"],
  ENOENT: ["gone", "The data directory is not there"],
  ENOTDIR: ["gone", "The data directory is not a directory"],
  ELOOP: ["gone", "The data directory is a link to itself"],
  ENAMETOOLONG: ["gone", "The name of the data directory is too long"],
  ENODEV: ["gone", "The disk is not there"],
  EIO: ["failed", "The disk reports an input/output error"],
  EFBIG: ["full", "The file may not grow any more"],
};

/** What an error says about the disk; undefined when it is not the disk's but ours (a bug: let it be seen). */
export const storageFailureOf = (error: unknown): StorageFailure | undefined => {
  if (error instanceof StorageFailure) return error;
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const sqlite = BY_SQLITE_CODE.find(([prefix]) => code.startsWith(prefix));
  if (sqlite) return new StorageFailure(sqlite[1], `${sqlite[2]} (${code})`, error);
  const system = BY_SYSTEM_CODE[code];
  if (system) return new StorageFailure(system[0], `${system[1]} (${code})`, error);
  // better-sqlite3 checks the directory itself and throws a TypeError without a code.
  if (error.message.includes("directory does not exist")) {
    return new StorageFailure("gone", "The data directory is not there", error);
  }
  return undefined;
};
