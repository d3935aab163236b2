import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { activeSpeechLevel, PROMPT_LEVEL_DBM0 } from "../audio/polish.ts";
import { PromptLibrary } from "../call/PromptLibrary.ts";
import { packagedPrompts } from "../call/packagedPrompts.ts";
import { OwnClips } from "./OwnClips.ts";

const GREETING = "greeting.rosewood-family-practice";

/** A soft voice of so many seconds, with a second of silence around it. */
const spoken = (seconds: number, hz = 300): Int16Array =>
  Int16Array.from({ length: 8000 * (seconds + 2) }, (_, i) =>
    i < 8000 || i >= 8000 * (seconds + 1) ? 0 : Math.round(700 * Math.sin((2 * Math.PI * hz * i) / 8000)),
  );

function bench() {
  const own = mkdtempSync(join(tmpdir(), "firstring-clips-"));
  const library = PromptLibrary.load([own, packagedPrompts], ["en"]);
  const clips = new OwnClips({ own, packaged: packagedPrompts, library });
  return { own, library, clips, [Symbol.dispose]: () => rmSync(own, { recursive: true, force: true }) };
}

const lengthOf = (clip: Int16Array | undefined): number => (clip?.length ?? 0) / 8000;

test("a greeting that a doctor recorded is what callers hear, at once and after a restart, as loud as the others", async () => {
  using box = bench();
  assert.equal(await box.clips.keep(GREETING, "en", spoken(2)), undefined);
  for (const library of [box.library, PromptLibrary.load([box.own, packagedPrompts], ["en"])]) {
    const heard = library.clip(GREETING, "en")!;
    assert.ok(Math.abs(lengthOf(heard) - 2) < 0.1, `${lengthOf(heard)} s`);
    assert.ok(Math.abs(activeSpeechLevel(heard) - PROMPT_LEVEL_DBM0) < 1);
    assert.deepEqual(library.broken, []);
  }
});

test("undo brings back the one before, down to the one that came with the box, and undo again the newer one", async () => {
  using box = bench();
  const packaged = lengthOf(box.clips.current(GREETING, "en"));
  await box.clips.keep(GREETING, "en", spoken(2));
  assert.equal(await box.clips.undo(GREETING, "en"), true);
  assert.equal(lengthOf(box.clips.current(GREETING, "en")), packaged);
  assert.equal(await box.clips.undo(GREETING, "en"), true);
  assert.ok(Math.abs(lengthOf(box.clips.current(GREETING, "en")) - 2) < 0.1);
  await box.clips.keep(GREETING, "en", spoken(3));
  await box.clips.undo(GREETING, "en");
  assert.ok(Math.abs(lengthOf(box.clips.current(GREETING, "en")) - 2) < 0.1);
});

test("whenever the power goes, a recording lies in its place: the older one or the newer", async () => {
  using box = bench();
  await box.clips.keep(GREETING, "en", spoken(2));
  const file = join(box.own, "en", `${GREETING}.wav`);
  let missed = 0;
  const always = async (work: Promise<unknown>) => {
    let done = false;
    void work.finally(() => {
      done = true;
    });
    while (!done) {
      if (!existsSync(file)) missed += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  for (let i = 0; i < 5; i += 1) {
    await always(box.clips.keep(GREETING, "en", spoken(2)));
    await always(box.clips.undo(GREETING, "en"));
  }
  assert.equal(missed, 0);
});

test("where nothing was ever recorded, undo says so and changes nothing", async () => {
  using box = bench();
  const before = box.clips.current(GREETING, "en")!;
  assert.equal(await box.clips.undo(GREETING, "en"), false);
  assert.deepEqual(box.clips.current(GREETING, "en"), before);
});

test("silence does not become the greeting", async () => {
  using box = bench();
  const before = box.clips.current(GREETING, "en")!;
  assert.match((await box.clips.keep(GREETING, "en", new Int16Array(16_000))) ?? "", /hardly a sound/);
  assert.deepEqual(box.clips.current(GREETING, "en"), before);
});

test("a disk that takes nothing leaves the old greeting where it was", async () => {
  using box = bench();
  const own = join(box.own, "no-folder");
  writeFileSync(own, "a file where the folder should be");
  const clips = new OwnClips({ own, packaged: packagedPrompts, library: box.library });
  const before = box.clips.current(GREETING, "en")!;
  assert.notEqual(await clips.keep(GREETING, "en", spoken(2)), undefined);
  assert.deepEqual(clips.current(GREETING, "en"), before);
  assert.ok(!existsSync(join(own, "en")));
});
