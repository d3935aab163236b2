import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

/** Of this process: a lock that names it and is not among these was left by another that had its number. */
const held = new Set<string>();

/** One act at a time, also within a process. A lock whose process is gone is taken over; it lies on a tmpfs, so none outlives a boot. Undefined: somebody has it. */
export function takeLock(path: string): (() => void) | undefined {
  const file = resolve(path);
  if (held.has(file)) return undefined;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  for (let tries = 0; tries < 2; tries++) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx", mode: 0o600 });
      held.add(file);
      let isMine = true;
      return () => {
        if (!isMine) return;
        isMine = false;
        held.delete(file);
        rmSync(file, { force: true });
      };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
      if (isAlive(Number(readFileSync(file, "utf8")))) return undefined;
      rmSync(file, { force: true });
    }
  }
  return undefined;
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
