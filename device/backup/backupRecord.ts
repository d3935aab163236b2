import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeSecretFile } from "../keys/files.ts";

/** How the scheduled backups went; beside the data, for the appliance, which tells a person. */
export interface BackupRecord {
  readonly lastGoodAt?: number;
  readonly lastTryAt?: number;
  /** Why the last try did not succeed. */
  readonly trouble?: string;
}

const FILE = "backup.json";

export function readBackupRecord(directory: string): BackupRecord {
  const path = join(directory, FILE);
  if (!existsSync(path)) return {};
  try {
    return JSON.parse(readFileSync(path, "utf8")) as BackupRecord;
  } catch {
    return {};
  }
}

export const writeBackupRecord = (directory: string, record: BackupRecord): void =>
  writeSecretFile(join(directory, FILE), Buffer.from(JSON.stringify(record)));
