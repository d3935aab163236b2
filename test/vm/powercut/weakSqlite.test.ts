import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const WEAK = fileURLToPath(new URL("./weakSqlite.ts", import.meta.url));
const WRITER = fileURLToPath(new URL("../../fault/storeWriter.ts", import.meta.url));

/** One call through the store, with SQLite made weaker than it is asked to be. */
function write(directory: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const args = ["--import", WEAK, WRITER, directory, "5a".repeat(32), "c", "1"];
    execFile(process.execPath, args, { env: { ...process.env, ...env } }, (error, stdout) =>
      error ? reject(error) : resolve(stdout),
    );
  });
}

for (const setting of ["synchronous=NORMAL", "journal_mode=DELETE"])
  test(`where SQLite keeps to ${setting}, no message is acknowledged as saved, and a fault says so`, async () => {
    const directory = mkdtempSync(join(tmpdir(), "firstring-weak-"));
    try {
      const said = await write(directory, { WEAK_SQLITE: setting, WEAK_SQLITE_ADMITS: "1" });
      assert.match(said, /fault STORE_UNREADABLE raised/);
      assert.match(said, /kept memory/);
      assert.doesNotMatch(said, /kept disk/);
      // The negative controls of the power cut: the same, hidden from the store.
      const hidden = await write(directory, { WEAK_SQLITE: setting });
      assert.match(hidden, /kept disk/);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
