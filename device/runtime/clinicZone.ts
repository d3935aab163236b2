import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Temporal } from "temporal-polyfill";

/**
 * The clinic's time zone, beside its data: who lists messages on another machine, or on a box that is set to UTC, has no
 * clinic file at hand, and a page that says 02:14 must be found as 02:14.
 */
const FILE = "timezone";

/** Never throws: a disk that takes nothing has greater troubles. */
export function noteZone(directory: string, zone: string): void {
  try {
    if (noted(directory) !== zone) writeFileSync(join(directory, FILE), `${zone}\n`, { mode: 0o600 });
  } catch {
    // Times are then shown in the machine's zone, which says its name.
  }
}

/** The clinic's, or the machine's where nothing was noted. */
export const zoneOf = (directory: string): string => noted(directory) ?? Temporal.Now.timeZoneId();

function noted(directory: string): string | undefined {
  try {
    const zone = readFileSync(join(directory, FILE), "utf8").trim();
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    return undefined;
  }
}
