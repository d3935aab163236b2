import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { showOnPanel, showRequests } from "./showOnPanel.ts";

function folder(t: TestContext): string {
  const directory = mkdtempSync(join(tmpdir(), "firstring-panel-"));
  t.after(() => rmSync(directory, { recursive: true }));
  mkdirSync(join(directory, "show"));
  return directory;
}

test("what is asked for is shown until it is taken back, or has had its time", (t) => {
  const directory = folder(t);
  const at = (now: number) => showRequests({ directory, now: () => now }).map(({ name, kind }) => `${name} ${kind}`);
  assert.ok(showOnPanel("stick", "working", { directory, now: () => 1_000 }));
  assert.ok(showOnPanel("setup", "setup", { directory, now: () => 2_000 }));
  assert.deepEqual(at(3_000), ["setup setup", "stick working"]);
  assert.ok(showOnPanel("stick", "done", { directory, now: () => 4_000 }));
  assert.deepEqual(at(5_000), ["setup setup", "stick done"]);
  assert.deepEqual(at(64_000), ["setup setup"]);
  assert.ok(showOnPanel("setup", undefined, { directory }));
  assert.deepEqual(at(65_000), []);
});

test("a box without a panel, a stranger's files and garbage: nothing is shown and nothing fails", (t) => {
  const directory = folder(t);
  assert.equal(showOnPanel("stick", "done", { directory: join(directory, "nowhere") }), false);
  assert.deepEqual(showRequests({ directory: join(directory, "nowhere") }), []);
  assert.throws(() => showOnPanel("../presence", "done", { directory }), /no name/);
  for (const [name, text] of [
    ["a", "{"],
    ["b", "null"],
    ["c", '{"kind":"disco","sinceMs":1}'],
    ["d", '{"kind":"done","sinceMs":9e9}'],
    ["e", '{"kind":"done"}'],
    ["Loud", '{"kind":"done","sinceMs":1}'],
  ] as const) {
    writeFileSync(join(directory, "show", name), text);
  }
  mkdirSync(join(directory, "show", "f"));
  assert.deepEqual(showRequests({ directory, now: () => 2 }), []);
});
