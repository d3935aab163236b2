import { execFile } from "node:child_process";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const PIECE = Buffer.alloc(4_096, "x");

export interface SmallDisk {
  /** Until the kernel says ENOSPC. */
  readonly fill: () => void;
  readonly free: () => void;
  readonly unmount: () => Promise<void>;
}

/** A disk of 8 MB at `path`, in memory; undefined where nothing may be mounted. */
export async function smallDisk(path: string): Promise<SmallDisk | undefined> {
  try {
    await run("mount", ["-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs", path]);
  } catch {
    return undefined;
  }
  const filler = join(path, "filler");
  return {
    fill: () => {
      try {
        for (;;) appendFileSync(filler, PIECE);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    },
    free: () => rmSync(filler, { force: true }),
    unmount: async () => {
      await run("umount", ["-l", path]);
    },
  };
}
