// A later version is installed, takes messages, and is taken back: real store threads of both, on one data directory.
import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { newestSchema } from "./migrate.ts";
import { readableFrom } from "./schemaRange.ts";
import { aCall, aMessage, anAlert, type Bench, bench } from "./testStore.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The program as it is, with one migration more. */
const laterProgram = (migration: string): Disposable & { readonly worker: URL } => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-later-"));
  for (const part of ["firmware", "device/storage", "device/runtime", "device/audio"])
    cpSync(join(root, part), join(folder, part), { recursive: true });
  mkdirSync(join(folder, "device"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const version = String(newestSchema() + 1).padStart(4, "0");
  writeFileSync(join(folder, `device/storage/migrations/${version}-later.sql`), migration);
  return {
    worker: pathToFileURL(join(folder, "device/storage/StoreWorker.ts")),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** Takes one message, with the store thread of `program`; gives its reference. */
const takeMessage = async (it: Bench, call: string, program?: URL): Promise<string> => {
  const store = await it.open(program === undefined ? {} : { program });
  const [ref = ""] = await store.reserveCodes(1);
  await store.writeCall(aCall(call));
  assert.deepEqual(await store.writeMessage(aMessage(ref, call), anAlert(ref, call)), { kept: "disk" });
  await store.close();
  return ref;
};

const has = async (it: Bench, refs: readonly string[], program?: URL): Promise<void> => {
  const store = await it.open(program === undefined ? {} : { program });
  for (const ref of refs) assert.equal((await store.find(ref))?.message.ref, ref);
  await store.close();
};

const ADDITION = `-- readable from: ${newestSchema()}
ALTER TABLE calls ADD COLUMN mood TEXT NOT NULL DEFAULT 'unknown';
CREATE TABLE moods (ref TEXT PRIMARY KEY, mood TEXT NOT NULL) STRICT;
`;

test("there, back, and there again: every message that either version took is there in both", async () => {
  await using it = bench();
  using later = laterProgram(ADDITION);
  const before = await takeMessage(it, "c1");
  const meanwhile = await takeMessage(it, "c2", later.worker);
  await has(it, [before, meanwhile]);
  const afterwards = await takeMessage(it, "c3");
  await has(it, [before, meanwhile, afterwards], later.worker);
  await has(it, [before, meanwhile, afterwards]);
  assert.deepEqual(it.faults, []);
});

test("a later version that says nothing of older ones is not touched by them, and its calls are answered all the same", async () => {
  await using it = bench();
  using later = laterProgram("CREATE TABLE moods (ref TEXT PRIMARY KEY, mood TEXT NOT NULL) STRICT;");
  const meanwhile = await takeMessage(it, "c1", later.worker);
  const store = await it.open();
  assert.match(
    (await it.fault(({ detail }) => /newer FirstRing/.test(detail))).detail,
    /Install the FirstRing version/,
  );
  const [ref = ""] = await store.reserveCodes(1);
  assert.notEqual((await store.writeMessage(aMessage(ref, "c2"))).kept, "disk");
  await store.close();
  await has(it, [meanwhile, ref], later.worker);
});

test("a migration that lets older programs in does nothing but add", () => {
  const folder = new URL("./migrations/", import.meta.url);
  for (const name of readdirSync(folder).filter((file) => file.endsWith(".sql"))) {
    const sql = readFileSync(new URL(name, folder), "utf8");
    if (readableFrom(Number(name.slice(0, 4)), sql) === Number(name.slice(0, 4))) continue;
    // What a trigger writes into a table of its own migration is nothing that an older program reads.
    const own = [...sql.matchAll(/^CREATE TABLE (\w+)/gm)].map(([, table]) => table).join("|") || "-";
    const ownTrigger = new RegExp(
      `^CREATE TRIGGER \\w+ AFTER [^;]* BEGIN\n(  (INSERT INTO|DELETE FROM) (${own})\\b[^;]*;\n)+END;$`,
      "gm",
    );
    const statements = sql
      .replace(/--.*$/gm, "")
      .replace(ownTrigger, "")
      .split(";")
      .map((text) => text.trim());
    for (const statement of statements.filter((text) => text !== "")) {
      const adds = new RegExp(
        `^(CREATE (TABLE|INDEX)\\b|CREATE UNIQUE INDEX \\w+ ON (${own})\\b|INSERT INTO (${own})\\b|ALTER TABLE \\w+ ADD COLUMN \\w+ \\w+( NOT NULL)? DEFAULT |ALTER TABLE \\w+ ADD COLUMN \\w+ \\w+$)`,
      );
      assert.match(statement, adds, `${name}: an older program could not go on after this`);
    }
  }
});
