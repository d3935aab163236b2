import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { answered, newState, withResult } from "./core/SetupState.ts";
import { Setup } from "./Setup.ts";
import { SetupStore } from "./SetupStore.ts";

const STORE = new URL("SetupStore.ts", import.meta.url).href;

test("answers for which there is no room any more are not kept, and those before them are not lost", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-answers-"));
  try {
    const places = { state: folder, secrets: join(folder, "secrets"), clinicFile: join(folder, "none") };
    const store = new SetupStore(places);
    store.save({ ...newState(undefined), text: "version: 1\n" });
    // The system takes 4096 bytes of a larger file and no more (setrlimit(2)): what it says of the first write is no error.
    const longer = JSON.stringify({ ...newState(undefined), text: `# ${"x".repeat(9000)}\n` });
    const script = `const { SetupStore } = await import("${STORE}"); new SetupStore(${JSON.stringify(places)}).save(${longer});`;
    const node = [process.execPath, "--input-type=module", "-e", script];
    const { status, signal } = spawnSync("sh", ["-c", 'ulimit -f 8; exec "$@"', "sh", ...node]);
    assert.notDeepEqual([status, signal], [0, null], "there was no room, and nobody said so");
    assert.equal(store.load().text, "version: 1\n");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name !== "answers.json" && !name.endsWith(".part")),
      [],
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("an outcome of many words, an answer that is too long and an entry that never was cost no answer that was given before", () => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-answers-"));
  try {
    const store = new SetupStore({ state: folder, secrets: join(folder, "secrets"), clinicFile: join(folder, "none") });
    const words = ["Done: the clinic file is put in place", ..."x".repeat(60)].join("; the secret pin-chen is kept; ");
    store.save(withResult(answered(newState(undefined), "clinic"), "apply", { ok: true, words: [words] }));
    assert.equal(store.load().done.clinic, "answered");
    assert.match(store.load().results["apply"]?.words.join() ?? "", /^Done: the clinic file is put in place; /);
    assert.throws(
      () => store.save({ ...store.load(), text: "x".repeat(3_000_000) }),
      /the answer could not be kept.*SETUP_NOT_KEPT/s,
    );
    const setup = new Setup({ store, work: () => undefined, now: () => Date.UTC(2026, 10, 26) });
    for (const index of [-1, 0, 7]) assert.equal(setup.remove("hours", index).ok, false);
    assert.equal(store.load().done.clinic, "answered");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
