import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { takeLock } from "./takeLock.ts";

test("a lock is one's alone, also within a process; one that is left by a process that is gone is taken over", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-lock-"));
  try {
    const file = join(folder, "lock");
    const first = takeLock(file);
    assert.ok(first);
    assert.equal(takeLock(file), undefined, "by the same process");
    first();
    const second = takeLock(file);
    assert.ok(second);
    first();
    assert.ok(existsSync(file), "who gave it back gives back nobody else's");
    second();
    for (const gone of [String(process.pid), "4194304", ""]) {
      writeFileSync(file, gone);
      const release = takeLock(file);
      assert.ok(release, `left by "${gone}"`);
      release();
    }
    writeFileSync(file, String(process.ppid));
    assert.equal(takeLock(file), undefined, "by a process that runs");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
