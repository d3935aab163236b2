import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootMs } from "../../../device/panel/presence.ts";

const FILE = "used";

/** Of set-up mode, in memory: told by the pages, the console and whoever opens it, looked at by whoever closes it. */
export function tellUse(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // Whole or not at all, and over a file of somebody else (root's `firstring setup-mode open`). The group: who closes has no right but that.
    const part = join(folder, `${FILE}.${process.pid}`);
    writeFileSync(part, String(bootMs()), { mode: 0o640 });
    renameSync(part, join(folder, FILE));
  } catch {
    // Then it closes ten minutes after the button was held: a nuisance, no harm.
  }
}

export function lastUse(folder: string): number | undefined {
  try {
    const at = Number(readFileSync(join(folder, FILE), "utf8"));
    return Number.isFinite(at) && at > 0 ? at : undefined;
  } catch {
    return undefined;
  }
}
