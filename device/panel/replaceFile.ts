import { closeSync, fchmodSync, openSync, renameSync, rmSync, writeSync } from "node:fs";

/**
 * Readers see the old text or the new one, never a half. Everybody may read it, whatever the umask. By the descriptor and
 * never by a name that is there already: root writes here, too, in folders that belong to others.
 */
export function replaceFile(path: string, text: string): void {
  const fresh = `${path}.new`;
  rmSync(fresh, { force: true });
  const file = openSync(fresh, "wx");
  try {
    fchmodSync(file, 0o644);
    writeSync(file, text);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}
