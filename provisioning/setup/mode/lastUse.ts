import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bootMs } from "../../../device/panel/presence.ts";

const FILE = "used";

/** Of set-up mode, in memory: told by the pages and the console, looked at by whoever closes it. */
export function tellUse(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, FILE), String(bootMs()));
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
