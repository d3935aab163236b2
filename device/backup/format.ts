import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import type { DatabaseFacts } from "../storage/snapshot.ts";

/**
 * A backup file, docs/backup-format.md has it in words:
 *
 *     magic (8) · version (1) · header length (4) · header JSON · header MAC (32) · chunks of ciphertext …
 *
 * All that follows the header is one stream of entries, cut into chunks of 64 KiB, each sealed by ChaCha20-Poly1305 with its
 * number and whether it is the last as nonce (the STREAM construction of Hoang, Reyhanitabar, Rogaway, Vizár, as in age).
 */
export const MAGIC = Buffer.from("FRSTBKUP", "latin1");
export const VERSION = 1;
export const CHUNK_BYTES = 65_536;
export const TAG_BYTES = 16;
export const MAC_BYTES = 32;
export const LARGEST_HEADER = 65_536;
export const PREFIX_BYTES = MAGIC.length + 1 + 4;

/** One way to the file's key. A backup may have several: a passphrase and the clinic's recovery key. */
export type Slot =
  | {
      readonly kind: "passphrase";
      readonly salt: string;
      readonly logN: number;
      readonly r: number;
      readonly p: number;
      readonly wrapped: string;
    }
  | {
      readonly kind: "recipient";
      /** The recovery key it is for, raw X25519 in base64: who has several knows which one to fetch. */
      readonly publicKey: string;
      readonly ephemeral: string;
      readonly wrapped: string;
    };

/** In the clear, but authenticated: nothing of the clinic, and nothing of a patient. */
export interface BackupHeader {
  readonly createdAt: string;
  readonly program: string;
  readonly salt: string;
  readonly slots: readonly Slot[];
}

/** What the backup holds; the first entry of the stream. */
export interface BackupManifest {
  readonly createdAt: string;
  readonly program: string;
  readonly clinic: string | null;
  readonly timezone: string | null;
  /** 64 hex digits: the key of the databases in this backup, made for it alone. */
  readonly databaseKey: string;
  readonly databases: readonly DatabaseFacts[];
  readonly entries: readonly { readonly name: string; readonly size: number }[];
}

export const MOST_ENTRIES = 10_000;
export const LARGEST_ENTRY = 64 * 1024 ** 3;

/** Names are made by us and read as hostile: no way up, no absolute path, nothing hidden. */
const ENTRY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,3}$/;

export const isEntryName = (name: unknown): name is string =>
  typeof name === "string" && ENTRY_NAME.test(name) && !name.includes("..");

export type BackupTrouble = "BACKUP_NOT_ONE" | "BACKUP_LOCKED" | "BACKUP_DAMAGED" | "BACKUP_TOO_NEW";

const CURES: Readonly<Record<BackupTrouble, string>> = {
  BACKUP_NOT_ONE: "Give a file that `firstring backup` has written; its name ends with .frbackup.",
  BACKUP_LOCKED: "Give the passphrase, or with --identity the recovery key, that this backup was made for.",
  BACKUP_DAMAGED: "Nothing was changed. Take another copy of this backup, or an older one.",
  BACKUP_TOO_NEW: "Install the FirstRing version that wrote it, or a newer one.",
};

export const backupTrouble = (code: BackupTrouble, message: string, cause?: unknown): ApplianceError =>
  new ApplianceError(code, message, { disposition: "operator", cure: CURES[code], cause });
