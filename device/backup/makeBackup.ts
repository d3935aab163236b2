import { randomBytes } from "node:crypto";
import { closeSync, mkdtempSync, renameSync, rmSync, statfsSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ApplianceError } from "../../firmware/health/ApplianceError.ts";
import { detail } from "../../firmware/health/details/detailWords.ts";
import type { DatabaseKey } from "../storage/key.ts";
import { allDatabaseFiles, databaseFiles, type Snapshot, snapshotDatabase, syncFile } from "../storage/snapshot.ts";
import { BackupWriter, createFile } from "./BackupWriter.ts";
import { CLINIC_ENTRY, filesOf, textOf } from "./contents.ts";
import type { BackupManifest } from "./format.ts";
import type { Lock } from "./slots.ts";

export interface BackupRequest {
  readonly directory: string;
  readonly key: DatabaseKey;
  /** The file that comes about; it appears under this name when it is whole, and not before. */
  readonly to: string;
  readonly locks: readonly Lock[];
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly program: string;
  readonly clinicFile?: string;
  readonly clinicName?: string;
  /** Credentials by name, when they are to go with it. */
  readonly secrets?: ReadonlyMap<string, Uint8Array>;
  readonly progress?: (words: string) => void;
}

export interface MadeBackup {
  readonly path: string;
  readonly bytes: number;
  readonly manifest: BackupManifest;
}

/** The place needs room for the copy of the databases and for the backup made of it. */
const ROOM_BESIDE = 16 * 1024 * 1024;

/** One encrypted file with all that a clinic would miss, made while calls go on. */
export const makeBackup = (request: BackupRequest): MadeBackup => {
  const { directory, to, progress = () => {} } = request;
  if (databaseFiles(directory).length === 0) throw nothingThere(directory);
  const databases = allDatabaseFiles(directory);
  demandRoom(dirname(to), databases);
  const scratch = mkdtempSync(join(dirname(to), ".firstring-backup-"));
  const part = join(scratch, "part");
  try {
    const snapshotKey = Uint8Array.from(randomBytes(32));
    const { key, nextKeys = [], otherKeys } = request.key;
    const snapshots = databases.map((path) => {
      progress(`Copying ${basename(path)} …`);
      return snapshotDatabase(path, [key, ...nextKeys, ...otherKeys], join(scratch, basename(path)), snapshotKey);
    });
    progress("Encrypting …");
    const { manifest, bytes } = write(request, part, snapshots, snapshotKey);
    renameSync(part, to);
    syncDirectory(dirname(to));
    return { path: to, bytes, manifest };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

function write(
  { directory, locks, now, program, clinicFile, clinicName, secrets }: BackupRequest,
  part: string,
  snapshots: readonly Snapshot[],
  snapshotKey: Uint8Array,
): { readonly manifest: BackupManifest; readonly bytes: number } {
  const createdAt = new Date(now).toISOString();
  const files = [
    ...snapshots.map(({ path, facts }) => ({ name: `databases/${facts.file}`, path })),
    ...filesOf(directory),
    ...(clinicFile === undefined ? [] : [{ name: CLINIC_ENTRY, path: clinicFile }]),
  ].map((file) => ({ ...file, size: statSync(file.path).size }));
  const credentials = [...(secrets ?? [])].map(([name, content]) => ({ name: `credentials/${name}`, content }));
  const manifest: BackupManifest = {
    ...{ createdAt, program },
    clinic: clinicName ?? null,
    timezone: textOf(join(directory, "timezone"))?.trim() ?? null,
    databaseKey: Buffer.from(snapshotKey).toString("hex"),
    databases: snapshots.map(({ facts }) => facts),
    entries: [
      ...files.map(({ name, size }) => ({ name, size })),
      ...credentials.map(({ name, content }) => ({ name, size: content.length })),
    ],
  };
  const file = createFile(part);
  try {
    const writer = new BackupWriter(file, { createdAt, program }, locks);
    writer.entry("manifest.json", Buffer.from(JSON.stringify(manifest)));
    for (const { name, path, size } of files) writer.file(name, path, size);
    for (const { name, content } of credentials) writer.entry(name, content);
    writer.end();
    return { manifest, bytes: writer.bytesWritten };
  } finally {
    closeSync(file);
  }
}

/** `syncFile` of a directory: that its entries are on the disk. A FAT stick may not know that. */
const syncDirectory = (path: string): void => {
  try {
    syncFile(path);
  } catch {
    // The file itself was synced.
  }
};

/** Messages need the disk's last megabytes more than a backup does. */
function demandRoom(folder: string, databases: readonly string[]): void {
  const needed = 2 * databases.reduce((sum, path) => sum + statSync(path).size, 0) + ROOM_BESIDE;
  let free: number;
  try {
    const { bavail, bsize } = statfsSync(folder);
    free = bavail * bsize;
  } catch (cause) {
    throw new ApplianceError(
      "BACKUP_FAILED",
      detail.noBackupFolder({ folder, code: (cause as NodeJS.ErrnoException).code ?? "" }),
      {
        disposition: "operator",
        cure: detail.makeFolder(),
        cause,
      },
    );
  }
  if (free >= needed) return;
  const mb = (bytes: number) => Math.ceil(bytes / 1e6);
  throw new ApplianceError("BACKUP_FAILED", detail.noBackupRoom({ folder, n: mb(free), n2: mb(needed) }), {
    disposition: "operator",
    cure: detail.freeThere(),
  });
}

const nothingThere = (directory: string): ApplianceError =>
  new ApplianceError("STORE_EMPTY", detail.noDatabase({ folder: directory }), {
    disposition: "operator",
    cure: detail.nameDataFolder(),
  });
