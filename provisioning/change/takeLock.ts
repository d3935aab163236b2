import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Of this process: a lock that names it and is not among these was left by another that had its number. */
const held = new Set<string>();

/** A lock that nobody holds is removed by one process at a time; more looks than this nobody needs. */
const LOOKS = 3;

/**
 * One act at a time, also within a process. A lock whose process is gone is taken over; it lies on a tmpfs, so none outlives a boot.
 * Undefined: somebody has it, or was faster just now.
 */
export function takeLock(path: string): (() => void) | undefined {
  const file = resolve(path);
  if (held.has(file)) return undefined;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Written beside it and given its name by link(2): nobody ever finds a lock that does not say yet whose it is.
  const mine = `${file}.${process.pid}`;
  rmSync(mine, { force: true });
  writeFileSync(mine, String(process.pid), { flag: "wx", mode: 0o600 });
  try {
    for (let looks = 0; looks < LOOKS; looks++) {
      if (named(mine, file)) {
        held.add(file);
        return giveBack(file);
      }
      if (isHeld(file) || !removed(file, mine)) return undefined;
    }
    return undefined;
  } finally {
    rmSync(mine, { force: true });
  }
}

function giveBack(file: string): () => void {
  let isMine = true;
  return () => {
    if (!isMine) return;
    isMine = false;
    held.delete(file);
    rmSync(file, { force: true });
  };
}

/** Removes a lock of a process that is gone. Two that find the same one: the slower would remove what the faster has put there by then. */
function removed(file: string, mine: string): boolean {
  const right = `${file}.over`;
  if (!named(mine, right)) {
    // Somebody removes it just now, or ended in the middle of that.
    if (!isHeld(right)) rmSync(right, { force: true });
    return false;
  }
  try {
    if (isHeld(file)) return false;
    rmSync(file, { force: true });
    return true;
  } finally {
    rmSync(right, { force: true });
  }
}

/** False: there is one of that name. */
function named(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isHeld(file: string): boolean {
  try {
    return isAlive(Number(readFileSync(file, "utf8")));
  } catch (error) {
    // Given back meanwhile.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Another process than this one. */
export function isAlive(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
