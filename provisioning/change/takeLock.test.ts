import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3-multiple-ciphers";
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
    assert.equal(takeLock(file), undefined, "who gave it back gives back nobody else's");
    second();
    for (const garbage of ["4194304", "", "no database, and longer than the header of one would be: ".repeat(9)]) {
      writeFileSync(file, garbage);
      const release = takeLock(file);
      assert.ok(release, `with "${garbage}" in it`);
      release();
    }
    assert.equal(statSync(file).mode & 0o077, 0);
    const other = new Sqlite(file);
    other.exec("BEGIN EXCLUSIVE");
    assert.equal(takeLock(file), undefined, "by somebody else");
    other.close();
    takeLock(file)?.();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("three processes at one lock, each of which is killed with it in the end: never two of them inside, and nobody is kept out", async () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-lock-"));
  try {
    const file = join(folder, "lock");
    const taker = async (): Promise<string> => {
      const child = spawn(process.execPath, [TAKER, file, "150"], { stdio: ["ignore", "pipe", "inherit"] });
      const [said, [, signal]] = await Promise.all([text(child.stdout), once(child, "exit")]);
      return `${said}${signal}`;
    };
    assert.deepEqual(await Promise.all([taker(), taker(), taker()]), ["SIGKILL", "SIGKILL", "SIGKILL"]);
    const release = takeLock(file);
    assert.ok(release);
    release();
    assert.deepEqual(readdirSync(folder), ["lock"]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
