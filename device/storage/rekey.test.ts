import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openSqlite } from "./SqliteFile.ts";
import { StoreReader } from "./StoreReader.ts";
import { aCall, aChunk, aMessage, anAlert, bench } from "./testStore.ts";

const opens = (path: string, key: Uint8Array): boolean => {
  try {
    const db = openSqlite(path, key, { readonly: true });
    try {
      db.prepare("SELECT count(*) FROM sqlite_master").get();
      return true;
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
};

test("the key is changed while calls go on: every message is there, under the new key alone, and nothing is left behind", async () => {
  await using it = bench();
  const store = await it.open();
  const newKey = Uint8Array.from(randomBytes(32));
  await store.writeCall(aCall("c0", { endedAt: 2_000_000 }));
  for (let second = 0; second < 40; second += 1) await store.appendAudio(aChunk("c0", second));
  await store.writeMessage(aMessage("CCCC", "c0", { complete: true }), anAlert("CCCC", "c0"));

  let over = false;
  const changed = store.rekey(newKey).finally(() => {
    over = true;
  });
  const refs = "DEFGHJKMNPQRSTUVWXYZ".split("").map((letter) => letter.repeat(4));
  let during = 0;
  for (let i = 0; !over || i === 0; i += 1) {
    const ref = refs[i % refs.length] ?? "";
    await store.appendAudio(aChunk(`c${ref}`, i));
    if (i < refs.length) {
      const { kept } = await store.writeMessage(aMessage(ref, `c${ref}`, { complete: true }), anAlert(ref, `c${ref}`));
      assert.notEqual(kept, "memory");
      during += 1;
    }
    assert.equal(
      (await store.find("CCCC"))?.recordings[0]?.milliseconds,
      40_000,
      "what was there can be read all the time",
    );
    assert.equal((await store.takeAlert("CCCC", "chen", 5)).kind, "taken");
  }
  await changed;
  assert.ok(during > 0);
  assert.equal((await store.list(100)).length, during + 1);
  assert.equal((await store.unfinishedAlerts()).length, during + 1);
  assert.equal((await store.verifyAudit()).ok, true);
  assert.deepEqual(it.faults, []);
  await store.close();
  assert.deepEqual(
    readdirSync(it.directory).filter((name) => name.endsWith(".db")),
    ["firstring.db"],
  );
  assert.equal(opens(join(it.directory, "firstring.db"), it.key), false);
  assert.equal(opens(join(it.directory, "firstring.db"), newKey), true);
  const again = await it.open({ key: newKey });
  assert.equal((await again.find("CCCC"))?.alert?.takenBy, "chen");
  assert.deepEqual(it.faults, []);
});

test("an alert that is known to the ladder of keys only: a rotation that was cut off opens with either key", async () => {
  await using it = bench();
  const newKey = Uint8Array.from(randomBytes(32));
  const store = await it.open();
  await store.writeMessage(aMessage("CCCC", "c0", { complete: true }));
  await store.rekey(newKey);
  await store.close();
  // The power went before the new key took the old one's place.
  const after = await it.open({ key: it.key, otherKeys: [newKey], nextKeys: [newKey] });
  assert.equal((await after.list(9)).length, 1);
  assert.deepEqual(it.faults, []);
  const reader = StoreReader.open(it.directory, {
    ...{ key: it.key, source: "credential", otherKeys: [newKey], nextKeys: [newKey] },
  });
  assert.equal(reader.list(9).length, 1);
  assert.equal(reader.noteInAudit({ at: 1, kind: "message-heard", ref: "CCCC" }), undefined);
  reader.close();
});

test("a second change of the key, and one in an emergency, are refused with everything as it was", async () => {
  await using it = bench();
  const store = await it.open();
  await store.writeMessage(aMessage("CCCC", "c0"));
  const [first, second] = await Promise.allSettled([
    store.rekey(Uint8Array.from(randomBytes(32))),
    store.rekey(Uint8Array.from(randomBytes(32))),
  ]);
  assert.equal(first.status, "fulfilled");
  assert.equal(second.status, "rejected");
  await store.close();
  const emergency = await it.open();
  await assert.rejects(emergency.rekey(Uint8Array.from(randomBytes(32))), /not in order/);
  assert.ok(readFileSync(join(it.directory, "firstring.db")).length > 0);
});
