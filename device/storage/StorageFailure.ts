import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { storeDetail } from "../../firmware/health/details/storeDetails.ts";

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
  "wrong-key": storeDetail.putKeyBack(),
  foreign: storeDetail.moveFile(),
  "newer-schema": storeDetail.installNewer(),
  corrupt: storeDetail.restoreBackup(),
  "read-only": storeDetail.allowWriting(),
  full: storeDetail.freeSpace(),
  gone: storeDetail.plugDisk(),
  "in-use": storeDetail.stopOther(),
  failed: storeDetail.checkDisk(),
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

/** Names of sentences with a code in them. */
type Trouble =
  | "diskFull"
  | "pageDamaged"
  | "pageUnreadable"
  | "databaseReadOnly"
  | "databaseForbidden"
  | "databaseNotOpened"
  | "databaseHeld"
  | "diskError"
  | "noMemory"
  | "quotaUsed"
  | "diskReadOnly"
  | "folderForbidden"
  | "folderAway"
  | "folderNone"
  | "folderLoop"
  | "folderNameLong"
  | "diskAway"
  | "fileTooLarge";

const BY_SQLITE_CODE: readonly (readonly [prefix: string, reason: StorageReason, words: Trouble])[] = [
  ["SQLITE_FULL", "full", "diskFull"],
  // Opening a database makes its 32 kB of shared index first: on a full disk that is what fails.
  ["SQLITE_IOERR_SHMSIZE", "full", "diskFull"],
  ["SQLITE_CORRUPT", "corrupt", "pageDamaged"],
  ["SQLITE_NOTADB", "corrupt", "pageUnreadable"],
  ["SQLITE_READONLY", "read-only", "databaseReadOnly"],
  ["SQLITE_PERM", "read-only", "databaseForbidden"],
  ["SQLITE_CANTOPEN", "gone", "databaseNotOpened"],
  ["SQLITE_BUSY", "in-use", "databaseHeld"],
  ["SQLITE_LOCKED", "in-use", "databaseHeld"],
  ["SQLITE_PROTOCOL", "in-use", "databaseHeld"],
  ["SQLITE_IOERR", "failed", "diskError"],
  ["SQLITE_NOMEM", "failed", "noMemory"],
];

const BY_SYSTEM_CODE: Readonly<Record<string, readonly [StorageReason, Trouble]>> = {
  ENOSPC: ["full", "diskFull"],
  EDQUOT: ["full", "quotaUsed"],
  EROFS: ["read-only", "diskReadOnly"],
  EACCES: ["read-only", "folderForbidden"],
  EPERM: ["read-only", "folderForbidden"],
  ENOENT: ["gone", "folderAway"],
  ENOTDIR: ["gone", "folderNone"],
  ELOOP: ["gone", "folderLoop"],
  ENAMETOOLONG: ["gone", "folderNameLong"],
  ENODEV: ["gone", "diskAway"],
  EIO: ["failed", "diskError"],
  EFBIG: ["full", "fileTooLarge"],
};

/** What an error says about the disk; undefined when it is not the disk's but ours (a bug: let it be seen). */
export const storageFailureOf = (error: unknown): StorageFailure | undefined => {
  if (error instanceof StorageFailure) return error;
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  const sqlite = BY_SQLITE_CODE.find(([prefix]) => code.startsWith(prefix));
  if (sqlite) return new StorageFailure(sqlite[1], storeDetail[sqlite[2]]({ code }), error);
  const system = BY_SYSTEM_CODE[code];
  if (system) return new StorageFailure(system[0], storeDetail[system[1]]({ code }), error);
  // better-sqlite3 checks the directory itself and throws a TypeError without a code.
  if (error.message.includes("directory does not exist")) {
    return new StorageFailure("gone", storeDetail.noDataFolder(), error);
  }
  return undefined;
};
