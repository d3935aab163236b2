import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import type { Store } from "../storage/StoreClient.ts";

/** Beside the data: one file for each entry that another process of the box (root's hand) wants in the audit. */
export const SPOOL_FOLDER = "audit-spool";
export const SPOOLED = /^\d{13,16}-[0-9a-f]{8}\.json$/;
/** A box whose program never runs again must not fill its disk with them; the record of changes has them all. */
export const MOST_SPOOLED = 2_000;
const LONGEST_DETAIL = 2_000;

export interface SpooledEntry {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly kind: string;
  readonly person: string;
  readonly detail: string;
}

/** In the order of time; two of one millisecond differ by lot. */
export const spoolName = ({ at }: SpooledEntry): string =>
  `${String(Math.trunc(at)).padStart(13, "0")}-${randomBytes(4).toString("hex")}.json`;

export const spoolText = ({ at, kind, person, detail }: SpooledEntry): string =>
  `${JSON.stringify({ at: Math.trunc(at), kind, person, detail: detail.slice(0, LONGEST_DETAIL) })}\n`;

function entryOf(text: string): SpooledEntry | undefined {
  let value: Partial<Record<keyof SpooledEntry, unknown>>;
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const { at, kind, person, detail } = value ?? {};
  if (typeof at !== "number" || !Number.isSafeInteger(at) || typeof person !== "string" || typeof detail !== "string")
    return undefined;
  if (typeof kind !== "string" || !/^[a-z][a-z-]{0,39}$/.test(kind)) return undefined;
  return { at, kind, person: person.slice(0, 100), detail: detail.slice(0, LONGEST_DETAIL) };
}

export interface AuditSpoolOptions {
  readonly directory: string;
  readonly clock: Clock;
  readonly store: Pick<Store, "auditOnce">;
  readonly note: (what: string) => void;
}

const LOOKS_EVERY: Duration = Seconds(20);

/** Takes what other processes have left into the audit. A file goes when its entry is on the disk: taken twice it is there once. */
export class AuditSpool {
  readonly #options: AuditSpoolOptions;
  #timer: Timer | undefined;
  #stopped = false;
  #taking: Promise<void> = Promise.resolve();

  constructor(options: AuditSpoolOptions) {
    this.#options = options;
  }

  start(): void {
    this.#look();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#taking;
  }

  #look(): void {
    this.#taking = this.#takeAll()
      .catch((error: unknown) => this.#options.note(`the audit could not take what was left for it: ${String(error)}`))
      .then(() => {
        if (!this.#stopped) this.#timer = this.#options.clock.after("audit spool", LOOKS_EVERY, () => this.#look());
      });
  }

  async #takeAll(): Promise<void> {
    const { directory, store, note } = this.#options;
    const folder = join(directory, SPOOL_FOLDER);
    for (const name of spooledIn(folder)) {
      if (this.#stopped) return;
      const path = join(folder, name);
      const entry = entryOf(readFileSync(path, "utf8"));
      if (entry === undefined) {
        // Kept for whoever looks into it, and not looked at again.
        renameSync(path, `${path}.unreadable`);
        note(`${name} in ${folder} is no entry for the audit`);
        continue;
      }
      const { kept } = await store.auditOnce(entry);
      if (kept === "memory") return;
      rmSync(path, { force: true });
    }
  }
}

export function spooledIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => SPOOLED.test(name))
      .sort();
  } catch {
    return [];
  }
}
