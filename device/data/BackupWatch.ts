import { backupFaults } from "../../firmware/health/backupFaults.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Hours } from "../../firmware/time/Duration.ts";
import { readBackupRecord } from "../backup/backupRecord.ts";

export interface BackupWatchOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly onFault: (code: "BACKUP_FAILED" | "BACKUP_OLD", detail: string, cleared: boolean) => void;
}

const BETWEEN_LOOKS: Duration = Hours(1);
const CODES = ["BACKUP_FAILED", "BACKUP_OLD"] as const;

/** Tells when the backups that the clinic file asks for do not come about. They are made by a process of their own. */
export class BackupWatch {
  readonly #options: BackupWatchOptions;
  readonly #startedAt: number;
  readonly #told = new Set<string>();
  #timer: Timer | undefined;

  constructor(options: BackupWatchOptions) {
    this.#options = options;
    this.#startedAt = options.clock.now();
  }

  start(): void {
    this.#look();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #look(): void {
    const { clock, directory, onFault } = this.#options;
    this.#timer = clock.after("backup watch", BETWEEN_LOOKS, () => this.#look());
    const faults = backupFaults({ ...readBackupRecord(directory), now: clock.now(), startedAt: this.#startedAt });
    for (const code of CODES) {
      const detail = faults.get(code);
      if (detail !== undefined && !this.#told.has(code)) {
        this.#told.add(code);
        onFault(code, detail, false);
      } else if (detail === undefined && this.#told.delete(code)) onFault(code, "", true);
    }
  }
}
