import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { KEY_FILE } from "../../storage/key.ts";
import { openStore } from "../../storage/StoreClient.ts";
import { AccessAudit } from "../auth/AccessAudit.ts";
import { SessionBook } from "../auth/SessionBook.ts";
import { Users } from "../auth/Users.ts";
import { openConsoleStore } from "./ConsoleStore.ts";
import { rekeyConsole } from "./rekeyConsole.ts";

const PROGRAM = fileURLToPath(new URL("../../main.ts", import.meta.url));
const firstring = (args: readonly string[], input = "") =>
  spawnSync(process.execPath, [PROGRAM, ...args], { input, encoding: "utf8" });

const keyOf = (fill: number) => new Uint8Array(32).fill(fill);
const given = (key: Uint8Array, ...otherKeys: Uint8Array[]) => ({ key, otherKeys, source: "environment" as const });

function place() {
  const directory = mkdtempSync(join(tmpdir(), "firstring-console-store-"));
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

test("another key: users and audit stay, the old key opens nothing, and who has the file open notices", () => {
  using it = place();
  const [old, next] = [keyOf(1), keyOf(2)];
  const db = openConsoleStore(it.directory, given(old));
  const audit = new AccessAudit(db, new VirtualClock());
  new Users(db).add({ id: "lopez", name: "Maria Lopez", role: "manager" }, "test", 1);
  audit.note("lopez", { kind: "message-seen", ref: "7Q4K" });
  rekeyConsole(it.directory, [old, next], next);
  assert.throws(() => db.demandStillThere(), /not where it was/);
  assert.throws(() => audit.note("lopez", { kind: "message-seen", ref: "9P2T" }), /not where it was/);
  db.close();
  assert.throws(() => openConsoleStore(it.directory, given(old)), { code: "CONSOLE_STORE" });
  rekeyConsole(it.directory, [old, next], next);
  const again = openConsoleStore(it.directory, given(old, next));
  assert.equal(new Users(again).demand("lopez").name, "Maria Lopez");
  const kept = new AccessAudit(again, new VirtualClock());
  assert.deepEqual([kept.verify().ok, kept.of("7Q4K").length, kept.of("9P2T").length], [true, 1, 0]);
  again.close();
});

test("a backup has who may sign in and who saw what; restored, nobody is signed in, and the audit says so", async () => {
  using it = place();
  const [lost, fresh, file] = ["lost", "fresh", "night.frbackup"].map((name) => join(it.directory, name)) as [
    string,
    string,
    string,
  ];
  for (const directory of [lost, fresh]) spawnSync("mkdir", [directory]);
  writeFileSync(join(lost, KEY_FILE), Buffer.from(keyOf(3)).toString("hex"), { mode: 0o600 });
  await (await openStore({ directory: lost, key: keyOf(3), onFault: () => {} })).close();
  const db = openConsoleStore(lost, given(keyOf(3)));
  assert.equal(statSync(join(lost, "console.db")).mode & 0o777, 0o600);
  new Users(db).add({ id: "lopez", name: "Maria Lopez", role: "manager" }, "test", 1);
  new SessionBook(db, new VirtualClock()).begin("lopez", "127.0.0.1", "test");
  db.close();
  const made = firstring(["backup", "--data", lost, "--to", file, "--passphrase"], "correct horse battery\n");
  assert.equal(made.status, 0, made.stderr);
  const words = "correct horse battery\n";
  const restored = firstring(["restore", file, "--data", fresh, "--without-clinic-file"], words);
  assert.equal(restored.status, 0, restored.stderr);
  const listed = firstring(["console", "user", "list", "--json", "--data", fresh]);
  assert.equal(JSON.parse(listed.stdout)[0].id, "lopez", listed.stderr);
  const { status, stdout } = firstring(["console", "user", "invite", "lopez", "--json", "--data", fresh]);
  assert.deepEqual([status, JSON.parse(stdout).user], [0, "lopez"]);
  assert.equal(existsSync(join(fresh, "console.db")), true);
});
