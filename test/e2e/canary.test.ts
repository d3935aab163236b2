import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { findScenario } from "../../device/rehearsal/scenarios.ts";
import { findDatabaseKey } from "../../device/storage/key.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";

const PROGRAM = fileURLToPath(new URL("../../device/main.ts", import.meta.url));

const filesBelow = (path: string): string[] =>
  readdirSync(path).flatMap((name) => {
    const at = join(path, name);
    const found = lstatSync(at);
    return found.isDirectory() ? filesBelow(at) : found.isFile() ? [at] : [];
  });

test("after a whole call nothing of the patient is in any file in the clear, nor in the support archive", {
  timeout: 240_000,
}, () => {
  const at = mkdtempSync(join(tmpdir(), "firstring-canary-"));
  try {
    const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
      spawnSync(process.execPath, [PROGRAM, ...args], {
        encoding: "utf8",
        env: { ...process.env, TMPDIR: join(at, "tmp"), ...env },
      });
    const data = join(at, "data");
    const before = new Set(readdirSync(tmpdir()));
    const call = spawnSync(process.execPath, [PROGRAM, "start", "--once", "--json", "--hurry", "--data", data], {
      encoding: "utf8",
    });
    assert.equal(call.status, 0, call.stderr);
    const directory = join(data, "rehearsal");

    // What the call was: from the encrypted store, by its key.
    const { caller } = findScenario("urgent") ?? assert.fail();
    const number = caller.number ?? assert.fail();
    const name = caller.name ?? assert.fail();
    const reader = StoreReader.open(directory, findDatabaseKey(directory, {}));
    const [summary] = reader.list(1);
    assert.ok(summary);
    assert.equal(JSON.stringify(summary.call.callerId).includes(number), true, "the canary was in the call");
    const speech = reader.recording(summary.message.ref, "reason")?.bytes ?? assert.fail();
    reader.close();
    const middle = Math.floor(speech.length / 2);
    const canaries: readonly (readonly [string, Uint8Array])[] = [
      ["the caller's name", Buffer.from(name)],
      ["the caller's surname", Buffer.from(name.split(" ")[0] ?? name)],
      ["the name in UTF-16", Buffer.from(name, "utf16le")],
      ["the caller's number", Buffer.from(number)],
      ["the number as it is written", Buffer.from(`${number.slice(3, 6)}-${number.slice(6)}`)],
      ["the speech", speech.subarray(middle, middle + 64)],
    ];
    const hits = (bytes: Uint8Array, where: string): string[] =>
      canaries
        .filter(([, canary]) => Buffer.from(bytes).includes(Buffer.from(canary)))
        .map(([what]) => `${what} in ${where}`);

    const archive = join(at, "support.json.gz");
    const made = run(["doctor", "--archive", archive, "--data", directory, "--config", join(directory, "clinic.yaml")]);
    assert.equal(made.status, 0, made.stderr);
    const told = gunzipSync(readFileSync(archive));
    assert.deepEqual(hits(told, "the support archive"), []);
    const inside = JSON.parse(told.toString("utf8"));
    assert.equal(inside.store.tables.messages, 1, "it says how many there are");
    assert.equal(inside.store.audit["alert-raised"], 1);
    const staff = /Dr\. Chen|Patel|\+1312/.exec(told.toString("utf8"));
    assert.equal(staff, null, "nor who works there");

    const files = filesBelow(directory);
    assert.ok(files.some((path) => path.endsWith("journal.log")));
    assert.deepEqual(
      files.flatMap((path) => hits(readFileSync(path), relative(directory, path))),
      [],
    );
    const status = run(["status", "--json", "--data", directory]);
    assert.deepEqual(hits(Buffer.from(status.stdout + status.stderr), "status"), []);
    const left = readdirSync(tmpdir()).filter((entry) => !before.has(entry) && entry.startsWith("firstring"));
    const inTemp = left.filter((entry) => join(tmpdir(), entry) !== at && lstatSync(join(tmpdir(), entry)).isFile());
    assert.deepEqual(
      inTemp.flatMap((entry) => hits(readFileSync(join(tmpdir(), entry)), entry)),
      [],
    );
  } finally {
    rmSync(at, { recursive: true, force: true });
  }
});
