import type { EpochMs } from "../time/Clock.ts";
import { Days, type Duration } from "../time/Duration.ts";
import { detail } from "./details/detailWords.ts";

export interface BackupFacts {
  readonly now: EpochMs;
  /** When this run of the box began: a box that has just been set up has no backup yet. */
  readonly startedAt: EpochMs;
  readonly lastGoodAt?: EpochMs;
  readonly trouble?: string;
}

/** Three nights in a row. */
const OLD_AFTER: Duration = Days(3);

/** What is wrong with the backups that the clinic file asks for. */
export function backupFaults({
  now,
  startedAt,
  lastGoodAt,
  trouble,
}: BackupFacts): ReadonlyMap<"BACKUP_FAILED" | "BACKUP_OLD", string> {
  const faults = new Map<"BACKUP_FAILED" | "BACKUP_OLD", string>();
  if (trouble !== undefined) faults.set("BACKUP_FAILED", trouble);
  const since = lastGoodAt ?? startedAt;
  if (now - since > OLD_AFTER)
    faults.set(
      "BACKUP_OLD",
      lastGoodAt === undefined ? detail.noBackup() : detail.backupOld({ n: Math.floor((now - since) / Days(1)) }),
    );
  return faults;
}
