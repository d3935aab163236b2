import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ClockWish } from "../../firmware/time/SettingClock.ts";

/** Where the daemon leaves its wish for another time; a `.path` unit looks for it. Made at boot, by tmpfiles. */
export const WISHES = "/run/firstring-clock";
const FILE = "wish.json";
const LONGEST = 1_000;

/** False where there is nobody who would hear it. */
export function leaveWish(directory: string, wish: ClockWish): boolean {
  try {
    const path = join(directory, FILE);
    writeFileSync(`${path}.new`, JSON.stringify(wish), { mode: 0o644 });
    renameSync(`${path}.new`, path);
    return true;
  } catch {
    return false;
  }
}

/** Taken away by being read: what is wished for once is looked at once. */
export function takeWish(directory: string): ClockWish | undefined {
  const path = join(directory, FILE);
  try {
    const text = readFileSync(path, "utf8");
    rmSync(path, { force: true });
    const { now, atMs, because } = JSON.parse(text.slice(0, LONGEST)) as ClockWish;
    if (!Number.isFinite(now) || !Number.isFinite(atMs)) return undefined;
    return { now, atMs, because: String(because).slice(0, 100) };
  } catch {
    return undefined;
  }
}
