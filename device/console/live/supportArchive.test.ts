import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { Hours } from "../../../firmware/time/Duration.ts";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { ApiError } from "../api/errors.ts";
import { type ArchiveCommand, SupportArchive } from "./supportArchive.ts";

const script =
  (text: string): ArchiveCommand =>
  (file) => [process.execPath, "-e", text, file];
const writes = script("require('fs').writeFileSync(process.argv[1], 'archive')");
const codeOf = async (made: Promise<unknown>): Promise<string> =>
  made.then(
    () => "made",
    (error: unknown) => (error instanceof ApiError ? error.code : String(error)),
  );

test("one archive at a time; one that nobody waits for any more is ended with its program, and leaves nothing", async () => {
  const archive = new SupportArchive(new VirtualClock());
  const gone = new AbortController();
  let folder = "";
  const first = codeOf(
    archive.make((file) => {
      folder = file.replace(/\/[^/]*$/, "");
      return script("setInterval(() => {}, 1000)")(file);
    }, gone.signal),
  );
  assert.equal(await codeOf(archive.make(writes, new AbortController().signal)), "ARCHIVE_UNDER_WAY");
  while (folder === "") await new Promise((resolve) => setImmediate(resolve));
  assert.ok(existsSync(folder));
  gone.abort();
  assert.equal(await first, "NO_ARCHIVE");
  assert.ok(!existsSync(folder));
  assert.equal(String(await archive.make(writes, new AbortController().signal)), "archive");
});

test("six within an hour, whatever became of them; then it says when", async () => {
  const clock = new VirtualClock();
  const archive = new SupportArchive(clock);
  const ask = () => codeOf(archive.make(() => ["/nowhere/firstring"], new AbortController().signal));
  for (let made = 0; made < 6; made++) assert.equal(await ask(), "NO_ARCHIVE");
  assert.equal(await ask(), "ARCHIVE_TOO_OFTEN");
  clock.advance(Hours(1));
  assert.equal(await ask(), "NO_ARCHIVE");
});
