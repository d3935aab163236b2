import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { KEY_FILE, readDatabaseKey } from "./key.ts";

const inDirectory = (use: (directory: string) => void) => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-key-"));
  try {
    use(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const HEX = "0123456789abcdef".repeat(4);

test("the first start of a rehearsal makes a key, readable by its owner alone, and says that it protects little", () => {
  inDirectory((directory) => {
    const first = readDatabaseKey(directory, {});
    assert.equal(first.source, "new-file");
    assert.match(first.warning ?? "", /systemd credential/);
    assert.equal(statSync(join(directory, KEY_FILE)).mode & 0o777, 0o600);
    const again = readDatabaseKey(directory, {});
    assert.equal(again.source, "file");
    assert.deepEqual(again.key, first.key);
    assert.notDeepEqual(first.key, new Uint8Array(32));
  });
});

test("an appliance takes its key from the systemd credential before all else, in hex or raw", () => {
  inDirectory((directory) => {
    const env = { CREDENTIALS_DIRECTORY: directory, FIRSTRING_DATABASE_KEY: "f".repeat(64) };
    assert.equal(readDatabaseKey(directory, env).source, "environment");
    for (const content of [`${HEX}\n`, Buffer.from(HEX, "hex")]) {
      writeFileSync(join(directory, "database-key"), content);
      const found = readDatabaseKey(directory, env);
      assert.equal(found.source, "credential");
      assert.equal(Buffer.from(found.key).toString("hex"), HEX);
      assert.equal(found.warning, undefined);
    }
    assert.ok(!readdirSync(directory).includes(KEY_FILE));
  });
});

test("the key of a rehearsal that went before is still tried on what it left behind", () => {
  inDirectory((directory) => {
    const { key } = readDatabaseKey(directory, {});
    assert.deepEqual(readDatabaseKey(directory, { FIRSTRING_DATABASE_KEY: HEX }).otherKeys, [key]);
  });
});

test("a key that is none is said, never replaced", () => {
  inDirectory((directory) => {
    for (const wrong of ["secret", "g".repeat(64), "0".repeat(63)]) {
      assert.throws(() => readDatabaseKey(directory, { FIRSTRING_DATABASE_KEY: wrong }), { code: "STORE_KEY_INVALID" });
    }
    assert.throws(
      () => readDatabaseKey(directory, { FIRSTRING_DATABASE_KEY: "secret" }),
      (error: Error) => !error.message.includes("secret"),
    );
    assert.deepEqual(readdirSync(directory), []);
  });
});

test("a directory that cannot be written gets a key for this run, so that calls are answered", () => {
  assert.equal(readDatabaseKey("/nonexistent/firstring", {}).key.length, 32);
});
