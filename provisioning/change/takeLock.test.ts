import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { takeLock } from "./takeLock.ts";

const TAKER = fileURLToPath(new URL("../../test/change/lockTaker.ts", import.meta.url));

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

test("three processes at one lock, which is left behind now and then: never two of them inside, and nothing is left", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-lock-"));
  try {
    const taker = () => promisify(execFile)(process.execPath, [TAKER, join(folder, "lock"), "150"]);
    for (const { stdout, stderr } of await Promise.all([taker(), taker(), taker()]))
      assert.deepEqual([stdout, stderr], ["", ""]);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== "lock"),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
