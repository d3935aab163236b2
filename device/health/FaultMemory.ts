import { readFileSync } from "node:fs";
import { rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FAULTS } from "../../firmware/health/faults.ts";
import { withoutNumbers } from "../../firmware/health/withoutNumbers.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";
import type { PastFault } from "./FaultBoard.ts";

/** Faults come in bursts, and an SD card wears out. */
const SAVE_AFTER: Duration = Seconds(5);

const LONGEST_CLOSE: Duration = Seconds(1);

export interface Remembered {
  /** Oldest first. */
  readonly history: readonly PastFault[];
  /** Codes that the broker holds as active. */
  readonly told: readonly string[];
}

/**
 * What was wrong, over a restart: who asks after a night of restarts wants to know why, and what a broker retains as
 * active must be taken back. Beside the store, because it must work when the store does not. A file that cannot be read
 * or written costs the memory, nothing else.
 */
export class FaultMemory {
  readonly #path: string;
  readonly #clock: Clock;
  #timer: Timer | undefined;
  #writing: Promise<void> = Promise.resolve();
  #latest: (() => Remembered) | undefined;

  constructor(directory: string, clock: Clock) {
    this.#path = join(directory, "faults.json");
    this.#clock = clock;
  }

  load(): Remembered {
    try {
      const { history, told } = JSON.parse(readFileSync(this.#path, "utf8")) as Remembered;
      return { history: history.filter(isPastFault), told: told.filter((code) => FAULTS.has(code)) };
    } catch {
      return { history: [], told: [] };
    }
  }

  /** Written a little later, never in the way of a call. */
  save(what: () => Remembered): void {
    this.#latest = what;
    this.#timer ??= this.#clock.after("faults.remember", SAVE_AFTER, () => this.#write());
  }

  /** What is still to be written, is; a disk that hangs does not keep the box from stopping. */
  async close(): Promise<void> {
    if (this.#timer !== undefined) this.#write();
    const { promise, resolve } = Promise.withResolvers<void>();
    const bound = this.#clock.after("faults.remembered", LONGEST_CLOSE, resolve);
    await Promise.race([this.#writing, promise]);
    bound.cancel();
  }

  #write(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    if (this.#latest === undefined) return;
    const { history, told } = this.#latest();
    const text = JSON.stringify({
      history: history.map((past) => ({ ...past, detail: withoutNumbers(past.detail) })),
      told,
    });
    this.#writing = this.#writing.then(() => this.#replace(text)).catch(() => undefined);
  }

  async #replace(text: string): Promise<void> {
    await writeFile(`${this.#path}.new`, text, { mode: 0o600 });
    await rename(`${this.#path}.new`, this.#path);
  }
}

function isPastFault(value: unknown): value is PastFault {
  if (typeof value !== "object" || value === null) return false;
  const { code, where, detail, since, until } = value as Record<string, unknown>;
  const named = [code, where, detail].every((part) => typeof part === "string");
  return named && typeof since === "number" && (until === undefined || typeof until === "number");
}
