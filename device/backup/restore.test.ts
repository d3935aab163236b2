import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { FileKeyPlace } from "../keys/FileKeyPlace.ts";
import { findDatabaseKey } from "../storage/key.ts";
import { openStore } from "../storage/StoreClient.ts";
import { aCall, aChunk, aMessage, anAlert } from "../storage/testStore.ts";

const PROGRAM = fileURLToPath(new URL("../main.ts", import.meta.url));

/** The program, as a person calls it. */
const firstring = (args: readonly string[], input = "") => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], { input, encoding: "utf8" });
  return { status, stdout, stderr };
};

const openAt = async (directory: string) => {
  const key = findDatabaseKey(directory, {});
  assert.ok(key);
  return openStore({ directory, ...key, onFault: (code, detail) => assert.fail(`${code} ${detail}`) });
};

test("a box is lost; from its backup another one has every message, the recordings, and codes of its own that go on", async () => {
  const at = mkdtempSync(join(tmpdir(), "firstring-restore-"));
  try {
    const [lost, fresh] = [join(at, "lost"), join(at, "fresh")];
    mkdirSync(lost);
    const place = new FileKeyPlace(lost);
    place.stageNext();
    place.promote();
    const store = await openAt(lost);
    const [ref = ""] = await store.reserveCodes(1);
    await store.writeCall(aCall("c0", { endedAt: 2_000_000 }));
    for (let second = 0; second < 5; second += 1) await store.appendAudio(aChunk("c0", second));
    await store.writeMessage(aMessage(ref, "c0", { complete: true }), anAlert(ref, "c0"));
    const sum = (await store.find(ref))?.recordings[0]?.sha256;
    mkdirSync(join(lost, "prompts/en"), { recursive: true });
    writeFileSync(join(lost, "prompts/en/greeting.wav"), "RIFF own voice");
    const file = join(at, "night.frbackup");
    const made = firstring(["backup", "--data", lost, "--to", file, "--passphrase"], "correct horse battery\n");
    assert.equal(made.status, 0, made.stderr);
    await store.close();

    assert.equal(firstring(["backup", "verify", file], "wrong passphrase\n").status, 1);
    const verified = firstring(["backup", "verify", file, "--json"], "correct horse battery\n");
    assert.equal(JSON.parse(verified.stdout).databases[0].messages, 1);
    assert.equal(verified.stdout.includes("databaseKey"), false);

    const slip = firstring(["restore", join(at, "no.frbackup"), "--identity", "rec.key", "--data", fresh]);
    assert.deepEqual([slip.status, existsSync(fresh)], [1, false], "a file that is not there makes no directory");
    mkdirSync(fresh);
    const words = "correct horse battery\n";
    const dry = firstring(["restore", file, "--data", fresh, "--without-clinic-file", "--dry-run"], words);
    assert.equal(dry.status, 0, dry.stderr);
    assert.deepEqual(readdirSync(fresh), ["database.key"]);
    const restored = firstring(["restore", file, "--data", fresh, "--without-clinic-file"], words);
    assert.equal(restored.status, 0, restored.stderr);
    assert.equal(readFileSync(join(fresh, "prompts/en/greeting.wav"), "utf8"), "RIFF own voice");
    assert.notDeepEqual(findDatabaseKey(fresh, {})?.key, findDatabaseKey(lost, {})?.key);
    const again = await openAt(fresh);
    assert.equal((await again.find(ref))?.recordings[0]?.sha256, sum, "sample for sample");
    assert.equal((await again.verifyAudit()).ok, true);
    const codes = await again.reserveCodes(50);
    assert.equal(codes.includes(ref), false);
    await again.writeMessage(aMessage(codes[0] ?? "", "c1", { complete: true }));
    await again.close();

    assert.equal(firstring(["restore", "--undo", "--data", fresh]).status, 0);
    assert.equal(existsSync(join(fresh, "firstring.db")), false, "it was a blank box");
    const next = firstring(["restore", file, "--data", fresh, "--without-clinic-file"], words);
    assert.equal(next.status, 0, `a restore that was undone is in nobody's way: ${next.stderr}`);
    assert.equal(firstring(["restore", "--undo", "--data", fresh]).status, 0);
    const kept = firstring(["restore", "--keep", "--data", fresh]);
    assert.deepEqual([kept.status, kept.stdout], [0, "What the restore had brought is gone.\n"]);
    assert.equal(existsSync(join(fresh, ".restore")), false);
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
});

test("a damaged backup changes nothing; messages that are there stay as they are", async () => {
  const at = mkdtempSync(join(tmpdir(), "firstring-restore-"));
  try {
    const place = new FileKeyPlace(at);
    place.stageNext();
    place.promote();
    const store = await openAt(at);
    await store.writeMessage(aMessage("7Q4K", "c0"));
    await store.close();
    const out = mkdtempSync(join(tmpdir(), "firstring-restore-"));
    const file = join(out, "b.frbackup");
    assert.equal(firstring(["backup", "keygen", "--out", join(out, "key.pem")]).status, 0);
    const recipient = firstring(["backup", "keygen", "--out", join(out, "key2.pem")]).stdout.trim();
    const made = firstring(["backup", "--data", at, "--to", file, "--recipient", recipient]);
    assert.equal(made.status, 0, made.stderr);
    const wrong = firstring(["restore", file, "--data", at, "--identity", join(out, "key.pem")]);
    assert.match(wrong.stderr, /locked with the recovery key/);
    const bytes = readFileSync(file);
    bytes[bytes.length - 20_000] = (bytes[bytes.length - 20_000] ?? 0) ^ 4;
    writeFileSync(file, bytes);
    const damaged = firstring(["restore", file, "--data", at, "--identity", join(out, "key2.pem")]);
    assert.equal(damaged.status, 1);
    assert.match(damaged.stderr, /Nothing was changed/);
    rmSync(out, { recursive: true, force: true });
    assert.equal(existsSync(join(at, ".restore")), false);
    const again = await openAt(at);
    assert.equal((await again.list(9)).length, 1);
    await again.close();
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
});
