import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { EpochMs } from "../../firmware/time/Clock.ts";

const FILE = "last-time";

/** The last time that the box believed, beside its data. Never throws: a disk that takes nothing has greater troubles. */
export function keepLastTime(directory: string, at: EpochMs): void {
  try {
    const path = join(directory, FILE);
    writeFileSync(`${path}.new`, `${new Date(at).toISOString()}\n`, { mode: 0o600 });
    renameSync(`${path}.new`, path);
  } catch {
    // The next start then begins at an older time.
  }
}

export function lastTime(directory: string): EpochMs | undefined {
  try {
    const at = Date.parse(readFileSync(join(directory, FILE), "utf8").trim());
    return Number.isFinite(at) ? at : undefined;
  } catch {
    return undefined;
  }
}
