import { appendFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { mergeSlots, slotOf, type Vitals, type VitalsSlot } from "../../firmware/health/Vitals.ts";
import type { Clock, Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Minutes } from "../../firmware/time/Duration.ts";
import { dayFileOf, isKept, VITALS_FOLDER } from "./vitalsFiles.ts";
import { writeSlot } from "./vitalsText.ts";

const LOOKS_EVERY: Duration = Minutes(1);

export interface VitalsKeeperOptions {
  readonly clock: Clock;
  /** The data directory. */
  readonly directory: string;
  readonly look: () => Vitals;
}

/**
 * Looks at the box each minute and keeps what it saw: one line for five minutes, one file for a day, a month of them (2 MB). Beside the
 * store, because it must work when the store does not; a file that cannot be written costs the history, nothing else.
 */
export class VitalsKeeper {
  readonly #options: VitalsKeeperOptions;
  #slot: VitalsSlot | undefined;
  #timer: Timer | undefined;
  #file: string | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(options: VitalsKeeperOptions) {
    this.#options = options;
  }

  start(): void {
    const { clock } = this.#options;
    this.#timer = clock.after("vitals", LOOKS_EVERY, () => this.start());
    const slot = slotOf(this.#options.look(), clock.now());
    if (this.#slot?.at === slot.at) this.#slot = mergeSlots(this.#slot, slot);
    else {
      this.#keep();
      this.#slot = slot;
    }
  }

  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#keep();
    await this.#writing;
  }

  #keep(): void {
    if (this.#slot === undefined) return;
    const file = dayFileOf(this.#slot.at);
    const text = writeSlot(this.#slot);
    this.#slot = undefined;
    const isNewDay = file !== this.#file;
    this.#file = file;
    this.#writing = this.#writing.then(() => this.#append(file, text, isNewDay)).catch(() => undefined);
  }

  async #append(file: string, text: string, isNewDay: boolean): Promise<void> {
    const folder = join(this.#options.directory, VITALS_FOLDER);
    if (isNewDay) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      for (const name of await readdir(folder))
        if (!isKept(name, this.#options.clock.now())) await rm(join(folder, name), { force: true });
    }
    // A line that the power cut short ends here, so that it costs itself alone.
    await appendFile(join(folder, file), isNewDay ? `\n${text}` : text, { mode: 0o600 });
  }
}
