import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { testClinic } from "../../../test/clinic/testClinic.ts";
import { writtenClip } from "../../call/writeClip.ts";
import { openConsoleStore } from "../store/ConsoleStore.ts";
import { Drafts } from "./Drafts.ts";
import { PromptBook } from "./PromptBook.ts";
import { PromptShelf, type ShelfEntry } from "./PromptShelf.ts";
import { PromptVersions } from "./PromptVersions.ts";

/** Counts how often the disk is asked. */
class CountingShelf extends PromptShelf {
  folders = 0;
  files = 0;

  override own(language: string): ReadonlyMap<string, ShelfEntry> {
    this.folders += 1;
    return super.own(language);
  }

  override ownFile(language: string, clip: string): Uint8Array | undefined {
    this.files += 1;
    return super.ownFile(language, clip);
  }
}

const about = {
  language: "en",
  clip: "parking",
  at: 1,
  by: "MARIA",
  how: "recorded",
  words: "Parking.",
  ms: 10,
} as const;

test("the list of all sentences reads the clinic's folder once, and a recording only when its file is another one", () => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-book-"));
  const db = openConsoleStore(directory, { key: new Uint8Array(32), source: "environment", otherKeys: [] });
  try {
    const versions = new PromptVersions(db);
    const shelf = new CountingShelf(() => directory);
    const book = new PromptBook({ clinic: { current: testClinic() }, drafts: new Drafts(), shelf, versions });
    const clips = book.rows("en").map(({ clip }) => clip);
    assert.deepEqual([clips.length > 50, shelf.folders, shelf.files], [true, 1, 0]);
    mkdirSync(join(directory, "en"));
    const [first = ""] = clips;
    for (const [at, clip] of [first, clips[1] ?? ""].entries()) {
      const sound = writtenClip(Int16Array.from({ length: 80 }, () => at));
      writeFileSync(join(directory, "en", `${clip}.wav`), sound);
      versions.add({ ...about, clip, sound });
    }
    const changedBy = () => book.rows("en").find(({ clip }) => clip === first)?.changedBy;
    assert.deepEqual([changedBy(), shelf.folders, shelf.files], ["MARIA", 2, 2]);
    assert.deepEqual([changedBy(), shelf.folders, shelf.files], ["MARIA", 3, 2], "a second look reads no sound");
    writeFileSync(join(directory, "en", `${first}.wav`), writtenClip(new Int16Array(160)));
    assert.deepEqual([changedBy(), shelf.folders, shelf.files], [undefined, 4, 3], "it came another way");
  } finally {
    db.close();
    rmSync(directory, { recursive: true, force: true });
  }
});
