import assert from "node:assert/strict";
import { createPrivateKey, randomBytes } from "node:crypto";
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { openSqlite } from "../storage/SqliteFile.ts";
import { aCall, aChunk, aMessage, anAlert, bench } from "../storage/testStore.ts";
import { BackupWriter } from "./BackupWriter.ts";
import { CHUNK_BYTES } from "./format.ts";
import { makeBackup } from "./makeBackup.ts";
import { readBackup } from "./readBackup.ts";
import { demandIdentity, demandRecipient, makeRecoveryKey } from "./recoveryKey.ts";
import type { Lock, Unlock } from "./slots.ts";

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), "firstring-backup-"));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
};

const recovery = makeRecoveryKey();
const lock: Lock = { kind: "recipient", publicKey: demandRecipient(recovery.publicKey) };
const unlock: Unlock = { kind: "identity", privateKey: demandIdentity(recovery.privatePem) };

/** A backup of so many bytes beside its list. */
const handMade = (path: string, contents: readonly Uint8Array[], locks: readonly Lock[] = [lock]) => {
  const file = openSync(path, "w");
  const writer = new BackupWriter(file, { createdAt: "2026-11-26T03:00:00Z", program: "0" }, locks);
  const entries = contents.map((content, i) => ({ name: `prompts/${i}.wav`, size: content.length }));
  writer.entry("manifest.json", Buffer.from(JSON.stringify({ databaseKey: "0".repeat(64), databases: [], entries })));
  for (const [i, content] of contents.entries()) writer.entry(`prompts/${i}.wav`, content);
  writer.end();
  closeSync(file);
};

const code = (work: () => unknown): string => {
  try {
    work();
    return "it was read";
  } catch (error) {
    assert.ok(isApplianceError(error), String(error));
    assert.notEqual(error.cure, "");
    return error.code;
  }
};

test("what goes in comes out, at every length around the borders of chunks", () => {
  using at = folder();
  for (const length of [0, 1, CHUNK_BYTES - 200, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES]) {
    const contents = [randomBytes(length), randomBytes(7), Buffer.alloc(0)];
    handMade(join(at.path, "b"), contents);
    const into = join(at.path, String(length));
    readBackup(join(at.path, "b"), [unlock], into);
    for (const [i, content] of contents.entries())
      assert.ok(content.equals(readFileSync(join(into, `prompts/${i}.wav`))));
  }
});

test("a byte changed anywhere, an end cut off anywhere, a chunk moved or doubled: nothing is given out as whole", () => {
  using at = folder();
  const path = join(at.path, "b");
  handMade(path, [randomBytes(2 * CHUNK_BYTES + 1000)]);
  const good = readFileSync(path);
  const bad = join(at.path, "bad");
  const every = (step: number, from: number, until: number) =>
    Array.from({ length: Math.ceil((until - from) / step) }, (_, i) => from + i * step);
  for (const i of [...every(1, 0, 600), ...every(4099, 600, good.length), good.length - 1]) {
    const changed = Buffer.from(good);
    changed[i] = (changed[i] ?? 0) ^ 1;
    writeFileSync(bad, changed);
    assert.match(
      code(() => readBackup(bad, [unlock])),
      /^BACKUP_/,
      `byte ${i}`,
    );
  }
  for (const length of [...every(37, 0, 600), ...every(4099, 600, good.length), good.length - 1]) {
    copyFileSync(path, bad);
    truncateSync(bad, length);
    assert.match(
      code(() => readBackup(bad, [unlock])),
      /^BACKUP_/,
      `cut at ${length}`,
    );
  }
  const sealed = CHUNK_BYTES + 16;
  const start = headLength(good);
  const parts = [
    good.subarray(start, start + sealed),
    good.subarray(start + sealed, start + 2 * sealed),
    good.subarray(start + 2 * sealed),
  ];
  const head = good.subarray(0, start);
  for (const order of [
    [1, 0, 2],
    [0, 2],
    [1, 2],
    [0, 0, 1, 2],
    [0, 1, 1, 2],
    [0, 1],
  ]) {
    writeFileSync(bad, Buffer.concat([head, ...order.map((i) => parts[i] ?? Buffer.alloc(0))]));
    assert.equal(
      code(() => readBackup(bad, [unlock])),
      "BACKUP_DAMAGED",
      order.join(),
    );
  }
  writeFileSync(bad, Buffer.concat([good, Buffer.from("more")]));
  assert.equal(
    code(() => readBackup(bad, [unlock])),
    "BACKUP_DAMAGED",
  );
});

/** Magic, version, length, header, MAC. */
const headLength = (file: Buffer): number => 13 + file.readUInt32BE(9) + 32;

test("a passphrase or the recovery key opens it, whichever it was locked with; others do not", () => {
  using at = folder();
  const path = join(at.path, "b");
  const words: Lock = { kind: "passphrase", passphrase: "höchst geheim" };
  handMade(path, [Buffer.from("x")], [words, lock]);
  readBackup(path, [{ kind: "passphrase", passphrase: "höchst geheim" }]);
  readBackup(path, [unlock]);
  assert.equal(
    code(() => readBackup(path, [{ kind: "passphrase", passphrase: "wrong" }])),
    "BACKUP_LOCKED",
  );
  assert.throws(() => readBackup(path, [{ kind: "passphrase", passphrase: "wrong" }]), /what was given is another one/);
  assert.throws(() => readBackup(path, []), /which was not given/);
  const other = demandIdentity(makeRecoveryKey().privatePem);
  assert.equal(
    code(() => readBackup(path, [{ kind: "identity", privateKey: other }])),
    "BACKUP_LOCKED",
  );
  assert.equal(
    code(() => readBackup(path, [])),
    "BACKUP_LOCKED",
  );
});

test("files that are no backup, empty ones and folders are told apart in words", () => {
  using at = folder();
  const path = join(at.path, "b");
  for (const content of ["", "FRST", "FRSTBKUP", "#!/bin/sh\nrm -rf /\n".repeat(100)]) {
    writeFileSync(path, content);
    assert.match(
      code(() => readBackup(path, [unlock])),
      /^BACKUP_(NOT_ONE|TOO_NEW|DAMAGED)$/,
    );
  }
  assert.equal(
    code(() => readBackup(at.path, [unlock])),
    "BACKUP_NOT_ONE",
  );
  assert.equal(
    code(() => readBackup(join(at.path, "none"), [unlock])),
    "BACKUP_NOT_ONE",
  );
  assert.equal(
    code(() => demandRecipient("Zm9v")),
    "BACKUP_RECIPIENT_INVALID",
  );
  assert.equal(
    code(() => demandIdentity("-----BEGIN")),
    "BACKUP_IDENTITY_INVALID",
  );
  assert.equal(createPrivateKey(recovery.privatePem).asymmetricKeyType, "x25519");
});

test("names that lead out of the folder are refused, whoever wrote them", () => {
  using at = folder();
  const path = join(at.path, "b");
  for (const name of ["../x", "/etc/passwd", "a/../../x", ".hidden", "a//b", "a/b/c/d/e"]) {
    const file = openSync(path, "w");
    const writer = new BackupWriter(file, { createdAt: "", program: "" }, [lock]);
    const entries = [{ name, size: 1 }];
    writer.entry("manifest.json", Buffer.from(JSON.stringify({ databaseKey: "0".repeat(64), databases: [], entries })));
    writer.entry(name, Buffer.from("x"));
    writer.end();
    closeSync(file);
    const into = join(at.path, "into");
    assert.equal(
      code(() => readBackup(path, [unlock], into)),
      "BACKUP_DAMAGED",
      name,
    );
    assert.equal(existsSync(into), false);
  }
});

test("a backup made while the appliance writes holds what was committed before it, and holds up no write", async () => {
  await using it = bench();
  using at = folder();
  const store = await it.open();
  mkdirSync(join(it.directory, "prompts/en"), { recursive: true });
  writeFileSync(join(it.directory, "prompts/en/greeting.wav"), "RIFF");
  writeFileSync(join(at.path, "clinic.yaml"), "version: 1\n");
  await store.writeCall(aCall("c0", { endedAt: 2_000_000 }));
  for (let second = 0; second < 30; second += 1) await store.appendAudio(aChunk("c0", second));
  await store.writeMessage(aMessage("7Q4K", "c0", { complete: true }), anAlert("7Q4K", "c0"));
  const key = { key: it.key, source: "credential" as const, otherKeys: [] };
  const to = join(at.path, "night.frbackup");
  const writes: Promise<unknown>[] = [];
  const made = makeBackup({
    ...{ directory: it.directory, key, to, locks: [lock], now: 1_000, program: "9.9" },
    clinicFile: join(at.path, "clinic.yaml"),
    clinicName: "Rosewood",
    progress: () => writes.push(store.appendAudio(aChunk("c1", writes.length))),
  });
  await Promise.all(writes);
  assert.deepEqual(readdirSync(at.path).sort(), ["clinic.yaml", "night.frbackup"], "nothing is left beside it");
  assert.equal(readFileSync(to).includes("CANARY"), false);
  assert.equal(readFileSync(to).includes("Rosewood"), false, "not even whose it is");

  const into = join(at.path, "into");
  const { manifest } = readBackup(to, [unlock], into);
  assert.deepEqual(manifest, made.manifest);
  assert.equal(manifest.databases[0]?.messages, 1);
  const names = manifest.entries.map(({ name }) => name);
  assert.deepEqual(names, ["databases/firstring.db", "firstring.codes", "prompts/en/greeting.wav", "clinic.yaml"]);
  const db = openSqlite(join(into, "databases/firstring.db"), Buffer.from(manifest.databaseKey, "hex"), {
    readonly: true,
  });
  assert.equal((db.prepare("SELECT count(*) AS n FROM audio WHERE call_id = 'c0'").get() as { n: number }).n, 30);
  db.close();
  assert.throws(() => {
    const wrong = openSqlite(join(into, "databases/firstring.db"), it.key, { readonly: true });
    try {
      wrong.prepare("SELECT 1 FROM sqlite_master").get();
    } finally {
      wrong.close();
    }
  }, "the copy has a key of its own, not the box's");
});
