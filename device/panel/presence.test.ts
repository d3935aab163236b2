import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { bootMs, endPresence, readPresence, tellPresence } from "./presence.ts";

function folder(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "firstring-panel-"));
  t.after(() => rmSync(directory, { recursive: true }));
  return directory;
}

const MINUTE = 60_000;

test("whoever held the button is there for ten minutes, and not a moment longer", (t) => {
  const directory = folder(t);
  const at = (now: number) => readPresence({ directory, now: () => now });
  assert.equal(at(5 * MINUTE).present, false);
  tellPresence("button", { directory, now: () => 5 * MINUTE });
  assert.deepEqual(at(6 * MINUTE), {
    present: true,
    remainingMs: 9 * MINUTE,
    record: { provisioningUntil: 15 * MINUTE, pressedAt: 5 * MINUTE, by: "button" },
  });
  assert.equal(at(15 * MINUTE - 1).present, true);
  assert.equal(at(15 * MINUTE).present, false);
});

test("a second press starts the ten minutes anew; what is done is over at once", (t) => {
  const directory = folder(t);
  tellPresence("card", { directory, now: () => 0 });
  tellPresence("button", { directory, now: () => 9 * MINUTE });
  assert.equal(readPresence({ directory, now: () => 18 * MINUTE }).present, true);
  endPresence({ directory });
  endPresence({ directory });
  assert.equal(readPresence({ directory, now: () => 18 * MINUTE }).present, false);
  assert.deepEqual(readdirSync(directory), []);
});

test("everybody may read it, whatever the umask, and it is the machine's own uptime that counts", (t) => {
  const directory = folder(t);
  const umask = process.umask(0o077);
  t.after(() => void process.umask(umask));
  tellPresence("button", { directory });
  assert.equal(statSync(join(directory, "presence.json")).mode & 0o044, 0o044);
  const { present, remainingMs } = readPresence({ directory });
  assert.ok(present && remainingMs > 9 * MINUTE && remainingMs <= 10 * MINUTE + 1_500);
  assert.ok(bootMs() > 0);
});

test("garbage, a press that is yet to come, more than ten minutes, a folder in its place: nobody is there", (t) => {
  const directory = folder(t);
  const path = join(directory, "presence.json");
  const now = () => 5 * MINUTE;
  const bad = [
    "",
    "{",
    "null",
    "[]",
    '{"provisioningUntil":1e999,"pressedAt":0,"by":"button"}',
    '{"provisioningUntil":"600000","pressedAt":0,"by":"button"}',
    '{"provisioningUntil":600000,"pressedAt":0,"by":"letter"}',
    '{"provisioningUntil":600000,"by":"button"}',
    '{"provisioningUntil":360000,"pressedAt":360000,"by":"button"}',
    '{"provisioningUntil":100000000,"pressedAt":0,"by":"button"}',
    '{"provisioningUntil":600000,"pressedAt":-1,"by":"button"}',
  ];
  for (const text of bad) {
    writeFileSync(path, text);
    const presence = readPresence({ directory, now });
    assert.equal(presence.present, false, text);
    assert.notEqual(presence.problem, undefined, text);
  }
  rmSync(path);
  mkdirSync(path);
  assert.match(readPresence({ directory, now }).problem ?? "", /EISDIR/);
});
