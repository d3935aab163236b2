import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { rightsOfOthers } from "../../test/harness/rightsOfOthers.ts";
import { DATABASE_FILE } from "./files.ts";
import { openSqlite } from "./SqliteFile.ts";
import type { Store } from "./StoreClient.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert, type Bench, bench } from "./testStore.ts";

const mainOf = (it: Bench) => join(it.directory, DATABASE_FILE);
const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
const firstCode = async (store: Store) => (await store.reserveCodes(1))[0] ?? "";
const emergencies = (it: Bench) => readdirSync(it.directory).filter((name) => /emergency-\d+\.db$/.test(name));

/** A store that was used and closed: one urgent message, paged. */
const used = async (it: Bench): Promise<string> => {
  const store = await it.open();
  const ref = await firstCode(store);
  await store.writeCall(aCall("old"));
  await store.writeMessage(aMessage(ref, "old"), anAlert(ref, "old"), [aDispatch(ref)]);
  for (let i = 0; i < 20; i += 1) await store.appendAudio(aChunk("old", i));
  await store.close();
  return ref;
};

/** An urgent call comes in: everything a store is asked during one. Returns where it was kept, and its code. */
const urgentCall = async (store: Store, id: string) => {
  const ref = await firstCode(store);
  await store.writeCall(aCall(id));
  const { kept } = await store.writeMessage(aMessage(ref, id), anAlert(ref, id), [aDispatch(ref)]);
  await store.appendAudio(aChunk(id, 0));
  await store.writeDispatch(aDispatch(ref, { state: "sent" }));
  await store.enqueuePublication("firstring/alert", ref, true);
  assert.deepEqual(await store.takeAlert(ref, "chen", 7), { kind: "taken" });
  assert.equal((await store.find(ref))?.alert?.takenBy, "chen");
  assert.equal((await store.recording(ref, "reason"))?.bytes.length, 8000);
  return { ref, kept };
};

interface Spoiled {
  readonly name: string;
  readonly spoil: (path: string, it: Bench) => void;
  readonly says: RegExp;
}

const SPOILED: readonly Spoiled[] = [
  {
    name: "a text file",
    spoil: (path) => writeFileSync(path, "Dear diary, this is no database. ".repeat(1000)),
    says: /is not a FirstRing database/,
  },
  {
    name: "an unencrypted SQLite database",
    spoil: (path) => {
      rmSync(path);
      const db = openSqlite(path, randomBytes(32), { readonly: false });
      db.close();
      writeFileSync(path, Buffer.concat([Buffer.from("SQLite format 3\0"), randomBytes(8176)]));
    },
    says: /unencrypted SQLite database/,
  },
  {
    name: "an encrypted database of another program",
    spoil: (path, it) => {
      rmSync(path);
      const db = openSqlite(path, it.key);
      db.exec("CREATE TABLE recipes (name TEXT)");
      db.close();
    },
    says: /another program/,
  },
  {
    name: "a newer schema",
    spoil: (path, it) => {
      const db = openSqlite(path, it.key);
      db.pragma("user_version = 9999");
      db.exec("UPDATE meta SET value = '9999' WHERE name = 'readable-from'");
      db.close();
    },
    says: /newer FirstRing \(schema 9999/,
  },
  {
    name: "a damaged first page",
    spoil: (path) => overwrite(path, 200, randomBytes(300)),
    says: /cannot be decrypted/,
  },
  {
    name: "a database cut in half",
    spoil: (path) => writeFileSync(path, readFileSync(path).subarray(0, 3 * 4096)),
    says: /damaged|cannot be decrypted/,
  },
  {
    name: "noise",
    spoil: (path) => writeFileSync(path, randomBytes(16 * 4096)),
    says: /cannot be decrypted/,
  },
];

const overwrite = (path: string, at: number, bytes: Uint8Array) => {
  const file = openSync(path, "r+");
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
};

for (const { name, spoil, says } of SPOILED) {
  test(`${name} in place of the database: said clearly, left untouched, and urgent calls are kept beside it`, async () => {
    await using it = bench();
    await used(it);
    spoil(mainOf(it), it);
    const before = digest(mainOf(it));
    const store = await it.open();
    const { kept } = await urgentCall(store, "new");
    await store.close();
    assert.equal(kept, "emergency");
    assert.equal(it.faults[0]?.code, "STORE_UNREADABLE");
    assert.match(it.faults[0]?.detail ?? "", says);
    assert.match(it.faults[0]?.detail ?? "", /firstring-emergency-1\.db/);
    assert.equal(digest(mainOf(it)), before);
    assert.deepEqual(
      readdirSync(it.directory).filter((file) => file.startsWith("firstring.db")),
      ["firstring.db"],
    );
    assert.deepEqual(emergencies(it), ["firstring-emergency-1.db"]);
  });
}

test("with the wrong key nothing is lost: with the right one again, both databases are one", async () => {
  await using it = bench();
  const old = await used(it);
  const before = digest(mainOf(it));
  const wrong = Uint8Array.from(randomBytes(32));
  const locked = await it.open({ key: wrong });
  assert.match(it.faults[0]?.detail ?? "", /made with another key/);
  const { ref, kept } = await urgentCall(locked, "new");
  assert.equal(kept, "emergency");
  assert.equal(digest(mainOf(it)), before);
  await locked.close();

  const store = await it.open({ otherKeys: [wrong] });
  assert.equal((await store.find(ref))?.alert?.takenBy, "chen");
  assert.equal((await store.recording(ref, "reason"))?.bytes.length, 8000);
  assert.equal((await store.find(old))?.message.ref, old);
  assert.deepEqual(emergencies(it), []);
  assert.equal((await store.verifyAudit()).ok, true);
  assert.deepEqual(
    (await store.nextPublications(5)).map((row) => row.payload),
    [ref],
  );
  assert.notEqual(old, ref);
});

test("a damaged page: what can be read is read, an alert of before can be taken, the file stays as it is", async () => {
  await using it = bench();
  const ref = await used(it);
  const damaged = damageOnePageOf(it, "dispatches");
  const before = digest(mainOf(it));
  const store = await it.open();
  assert.equal(it.faults[0]?.code, "STORE_UNREADABLE");
  assert.match(it.faults[0]?.detail ?? "", /damaged/);
  assert.deepEqual(await store.takeAlert(ref, "chen", 9), { kind: "taken" });
  assert.deepEqual(await store.takeAlert(ref, "patel", 10), { kind: "alreadyTaken", by: "chen", at: 9 });
  assert.equal((await store.recording(ref, "reason"))?.bytes.length, 160_000);
  await urgentCall(store, "new");
  await store.close();
  assert.equal(digest(mainOf(it)), before, `page ${damaged}`);
  assert.equal(existsSync(`${mainOf(it)}-wal`), false);
});

/** Overwrites the root page of a table with noise, as a dying card does. */
const damageOnePageOf = (it: Bench, table: string): number => {
  const db = openSqlite(mainOf(it), it.key);
  const row = db.prepare("SELECT rootpage FROM sqlite_master WHERE name = ?").get(table) as { rootpage: number };
  db.close();
  overwrite(mainOf(it), (row.rootpage - 1) * 4096 + 500, randomBytes(64));
  return row.rootpage;
};

test("a damaged recording costs that recording only", async () => {
  await using it = bench();
  const ref = await used(it);
  const size = statSync(mainOf(it)).size;
  overwrite(mainOf(it), size - 10 * 4096 + 900, randomBytes(64));
  const store = await it.open();
  assert.deepEqual(it.faults, []);
  const recording = await store.recording(ref, "reason");
  assert.ok(recording === undefined || recording.bytes.length < 160_000);
  assert.equal((await urgentCall(store, "new")).kept, "disk");
  assert.equal((await store.find(ref))?.message.ref, ref);
});

test("the disk fills up during calls: pages go on, and all of it is one database again when there is room", async () => {
  await using it = bench();
  const full = await it.open({ maxPages: 110, retryMs: 600_000 });
  const ref = await firstCode(full);
  await full.writeMessage(aMessage(ref, "c0"), anAlert(ref, "c0"), [aDispatch(ref)]);
  const kinds: string[] = [];
  for (let i = 0; i < 56; i += 1) kinds.push((await full.appendAudio(aChunk("c0", i))).kept);
  assert.deepEqual([...new Set(kinds)], ["disk", "emergency", "memory"]);
  assert.deepEqual(new Set(it.faults.map((fault) => fault.code)), new Set(["STORE_FULL"]));
  const { ref: second, kept } = await urgentCall(full, "c1");
  assert.equal(kept, "memory");
  assert.equal((await full.find(ref))?.recordings[0]?.milliseconds, 56_000);
  assert.deepEqual(await full.takeAlert(ref, "patel", 8), { kind: "taken" });
  await full.close();

  const store = await it.open();
  assert.equal((await store.find(ref))?.alert?.takenBy, "patel");
  assert.equal((await store.find(ref))?.recordings[0]?.milliseconds, 56_000);
  assert.equal((await store.find(second))?.alert?.takenBy, "chen");
  assert.deepEqual(emergencies(it), []);
});

test("a disk that is gone and comes back: memory moves to it by itself, and the fault is cleared", async () => {
  await using it = bench();
  const old = await used(it);
  const away = `${it.directory}-away`;
  const store = await it.open();
  renameSync(it.directory, away);
  try {
    const { ref, kept } = await urgentCall(store, "c1");
    assert.equal(kept, "memory");
    assert.equal(it.faults[0]?.code, "STORE_FAILED");
    assert.deepEqual(await store.takeAlert(old, "patel", 8), { kind: "taken" });
    renameSync(away, it.directory);
    await it.fault((fault) => fault.cleared);
    assert.equal((await store.writeCall(aCall("c2"))).kept, "disk");
    assert.equal((await store.find(ref))?.alert?.takenBy, "chen");
    await store.close();
    const again = await it.open();
    assert.equal((await again.find(ref))?.alert?.takenBy, "chen");
    assert.equal((await again.find(old))?.alert?.takenBy, "patel");
    assert.equal((await again.recording(ref, "reason"))?.bytes.length, 8000);
    assert.deepEqual((await again.verifyAudit()).ok, true);
  } finally {
    rmSync(away, { recursive: true, force: true });
  }
});

test("a directory that is not there at start: calls are kept in memory and told so", async () => {
  await using it = bench();
  const directory = join(it.directory, "not-mounted");
  const store = await it.open({ directory });
  assert.equal((await urgentCall(store, "c1")).kept, "memory");
  assert.equal(it.faults[0]?.code, "STORE_UNREADABLE");
  assert.match(it.faults[0]?.detail ?? "", /memory only/);
  mkdirSync(directory);
  await it.fault((fault) => fault.cleared);
  assert.equal((await store.writeCall(aCall("c2"))).kept, "disk");
});

test("a read-only directory: what is there is read, calls are kept in memory", async () => {
  await using it = bench();
  const old = await used(it);
  for (const name of readdirSync(it.directory)) chmodSync(join(it.directory, name), 0o400);
  chmodSync(it.directory, 0o500);
  try {
    using _anybody = rightsOfOthers();
    const store = await it.open();
    assert.equal((await urgentCall(store, "c1")).kept, "memory");
    assert.deepEqual(await store.takeAlert(old, "chen", 3), { kind: "taken" });
    await store.close();
  } finally {
    chmodSync(it.directory, 0o700);
  }
});

test("two runs with a broken database leave two calls, and both come back when it is mended", async () => {
  await using it = bench();
  const old = await used(it);
  const good = `${mainOf(it)}.good`;
  renameSync(mainOf(it), good);
  writeFileSync(mainOf(it), "broken");
  const refs: string[] = [];
  for (const id of ["c1", "c2"]) {
    const store = await it.open();
    refs.push((await urgentCall(store, id)).ref);
    await store.close();
  }
  assert.deepEqual(emergencies(it), ["firstring-emergency-1.db"]);
  renameSync(good, mainOf(it));
  const store = await it.open();
  for (const ref of [old, ...refs]) assert.equal((await store.find(ref))?.message.ref, ref);
  assert.deepEqual(emergencies(it), []);
  assert.equal(new Set([old, ...refs]).size, 3);
});

test("a database that is mended while the appliance runs is taken up without a restart", async () => {
  await using it = bench();
  await used(it);
  const good = `${mainOf(it)}.good`;
  renameSync(mainOf(it), good);
  writeFileSync(mainOf(it), "broken");
  const store = await it.open();
  const { ref } = await urgentCall(store, "c1");
  renameSync(good, mainOf(it));
  await it.fault((fault) => fault.cleared);
  assert.equal((await store.writeCall(aCall("c2"))).kept, "disk");
  assert.equal((await store.find(ref))?.alert?.takenBy, "chen");
  assert.deepEqual(emergencies(it), []);
});
