import assert from "node:assert/strict";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { isClockSynchronised } from "./clockSync.ts";

const NOW = Date.UTC(2026, 10, 25, 20, 3);
const HOUR = 3_600_000;

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-sync-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A timedatectl that answers so. */
function program(folder: string, script: string): string {
  const path = join(folder, "timedatectl");
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

test("timesyncd heard from its server: the clock is set by it; a day ago: it is not", async (context) => {
  const mark = join(folderOf(context), "synchronized");
  const timedatectl = "/nowhere/timedatectl";
  assert.equal(await isClockSynchronised(NOW, { mark, timedatectl }), false);
  writeFileSync(mark, "");
  for (const [age, expected] of [
    [0, true],
    [2 * HOUR, true],
    [24 * HOUR, false],
    [-24 * HOUR, false],
  ] as const) {
    utimesSync(mark, (NOW - age) / 1000, (NOW - age) / 1000);
    assert.equal(await isClockSynchronised(NOW, { mark, timedatectl }), expected, `${age}`);
  }
});

test("another program serves the time: the kernel knows, and timedatectl asks it", async (context) => {
  const folder = folderOf(context);
  const mark = "/nowhere/synchronized";
  for (const [script, expected] of [
    ['[ "$*" = "show --property=NTPSynchronized --value" ] && echo yes', true],
    ["echo no", false],
    ["echo yes; exit 1", false],
    ["echo Failed to connect to bus >&2; exit 1", false],
  ] as const) {
    assert.equal(await isClockSynchronised(NOW, { mark, timedatectl: program(folder, script) }), expected, script);
  }
});

test("this machine can be asked, whatever it has", async () => {
  assert.equal(typeof (await isClockSynchronised(NOW)), "boolean");
});
