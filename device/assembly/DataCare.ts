import type { ClockVerdict } from "../../firmware/time/ClockTrust.ts";
import { AuditSpool } from "../data/AuditSpool.ts";
import { BackupWatch } from "../data/BackupWatch.ts";
import { ConsoleWatch } from "../data/ConsoleWatch.ts";
import { erasePerson } from "../data/erasePerson.ts";
import { RestoreKeeper } from "../data/RestoreKeeper.ts";
import { RetentionJob, type RetentionOutcome } from "../data/RetentionJob.ts";
import type { Store } from "../storage/StoreClient.ts";
import type { ApplianceOptions, ReportFault } from "./ApplianceOptions.ts";
import type { Part } from "./Part.ts";

/** What is done with the messages over the months: erased when their days are over, encrypted anew when somebody wants it. */
export class DataCare implements Part {
  readonly #store: Store;
  readonly #retention: RetentionJob;
  readonly #backups: BackupWatch | undefined;
  readonly #restored: RestoreKeeper;
  readonly #spool: AuditSpool;
  readonly #now: () => number;
  /** Whether the clinic's pages are there. */
  readonly console: ConsoleWatch;

  constructor(options: ApplianceOptions, store: Store, clockVerdict: () => ClockVerdict, fault: ReportFault) {
    const { clinic, clock, log } = options;
    this.#store = store;
    this.#now = () => clock.now();
    this.#retention = new RetentionJob({
      ...{ clinic, clock, store, clockVerdict },
      onFault: (code, detail, cleared) => fault(code, "store", detail, cleared),
      note: (what) => log.info(what),
    });
    const directory = options.dataDirectory;
    if (clinic.backup !== undefined)
      this.#backups = new BackupWatch({
        ...{ directory, clock },
        onFault: (code, detail, cleared) => fault(code, "backup", detail, cleared),
      });
    this.#spool = new AuditSpool({ directory, clock, store, note: (what) => log.info(what) });
    this.console = new ConsoleWatch({
      ...{ directory, clock },
      onFault: (code, detail, cleared) => fault(code, "console", detail, cleared),
    });
    this.#restored = new RestoreKeeper({ directory, clock, note: (what) => log.info(what) });
  }

  start(): void {
    this.#retention.start();
    this.#backups?.start();
    this.#restored.start();
    this.#spool.start();
    this.console.start();
  }

  async stop(): Promise<void> {
    this.#backups?.stop();
    this.#restored.stop();
    this.console.stop();
    await Promise.all([this.#spool.stop(), this.#retention.stop()]);
  }

  eraseOldNow(): Promise<RetentionOutcome> {
    return this.#retention.runNow();
  }

  /** @throws with everything under the old key. */
  async changeKey(hex: string): Promise<void> {
    if (!/^[0-9a-f]{64}$/.test(hex)) throw new Error("a key is 64 hex digits");
    await this.#store.rekey(Uint8Array.from(Buffer.from(hex, "hex")));
    await this.#store.audit({ at: this.#now(), kind: "key-changed" });
  }

  erasePerson(digits: string, by: string): ReturnType<typeof erasePerson> {
    return erasePerson(this.#store, digits, by);
  }
}
