import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * As `mkdir -p`, readable by us alone. Not Node's own `recursive`: that never returns below a directory that takes no
 * entries (`/proc/x`, Node 24). Throws what the file system says.
 */
export function makeDirectory(path: string): void {
  if (existsSync(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeDirectory(parent);
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
