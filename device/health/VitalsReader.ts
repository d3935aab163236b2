import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { VitalsSlot } from "../../firmware/health/Vitals.ts";
import type { EpochMs } from "../../firmware/time/Clock.ts";
import { isOfSpan, VITALS_FOLDER } from "./vitalsFiles.ts";
import { readSlots } from "./vitalsText.ts";

/** What `VitalsKeeper` kept, read beside it. A day that has not changed is read once. */
export class VitalsReader {
  readonly #folder: string;
  readonly #days = new Map<string, { readonly stamp: string; readonly slots: readonly VitalsSlot[] }>();

  constructor(directory: string) {
    this.#folder = join(directory, VITALS_FOLDER);
  }

  slots(from: EpochMs, to: EpochMs): readonly VitalsSlot[] {
    const names = this.#names();
    for (const name of this.#days.keys()) if (!names.includes(name)) this.#days.delete(name);
    return names
      .filter((name) => isOfSpan(name, from, to))
      .flatMap((name) => this.#day(name))
      .filter(({ at }) => at >= from && at <= to);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder).sort();
    } catch {
      return [];
    }
  }

  #day(name: string): readonly VitalsSlot[] {
    const path = join(this.#folder, name);
    try {
      const { ino, mtimeMs, size } = statSync(path);
      const stamp = `${ino} ${mtimeMs} ${size}`;
      const known = this.#days.get(name);
      if (known?.stamp === stamp) return known.slots;
      const slots = readSlots(readFileSync(path, "utf8"));
      this.#days.set(name, { stamp, slots });
      return slots;
    } catch {
      return [];
    }
  }
}
