import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LOCKED_FOR, WRONG_PINS_TO_LOCK } from "../../firmware/doctor/PinLock.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { openStore } from "../storage/StoreClient.ts";
import { PinBook } from "./PinBook.ts";

test("a lock outlives a restart, is told again, and ends when it was said to", async (t) => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-pins-"));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const key = Uint8Array.from(randomBytes(32));
  const clock = new VirtualClock();
  const told: string[] = [];
  const boot = async () => {
    const store = await openStore({ directory, key, onFault: () => {} });
    const fault = (code: string, where: string, _detail: string, cleared: boolean) =>
      void told.push(`${cleared ? "-" : ""}${code} ${where}`);
    const book = new PinBook({ store, clock, fault });
    t.after(() => store.close());
    await book.load();
    const shutDown = async () => {
      book.stop();
      await store.close();
    };
    return { book, store, shutDown };
  };

  const first = await boot();
  for (let i = 1; i < WRONG_PINS_TO_LOCK; i += 1) first.book.tried("chen", false);
  assert.equal(first.book.isLocked("chen"), false);
  first.book.tried("chen", false);
  assert.equal(first.book.isLocked("chen"), true);
  assert.equal(first.book.isLocked("patel"), false, "nobody else is");
  await first.shutDown();

  clock.advance(Minutes(10));
  const second = await boot();
  assert.equal(second.book.isLocked("chen"), true);
  clock.advance(Minutes(LOCKED_FOR / 60_000 - 10));
  assert.equal(second.book.isLocked("chen"), false);
  assert.deepEqual(told, ["PIN_LOCKED chen", "PIN_LOCKED chen", "-PIN_LOCKED chen"]);
  second.book.tried("chen", true);
  assert.deepEqual(await second.store.pinLocks(), [{ person: "chen", wrongAt: [] }]);
  await second.shutDown();
});
