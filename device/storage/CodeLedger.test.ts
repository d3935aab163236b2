import assert from "node:assert/strict";
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { CodeLedger, LEDGER_FILE } from "./CodeLedger.ts";
import { DATABASE_FILE } from "./files.ts";
import { bench } from "./testStore.ts";

const A_DAY_OF_2026 = () => Date.UTC(2026, 5, 1);

test("a database restored from yesterday does not give yesterday's codes again", async () => {
  await using it = bench();
  const store = await it.open({ now: A_DAY_OF_2026 });
  const before = await store.reserveCodes(10);
  await store.close();
  const [file, backup] = [join(it.directory, DATABASE_FILE), join(it.directory, "backup")];
  copyFileSync(file, backup);
  const later = await it.open({ now: A_DAY_OF_2026 });
  const given = await later.reserveCodes(500);
  await later.close();
  copyFileSync(backup, file);
  const restored = await it.open({ now: A_DAY_OF_2026 });
  const after = await restored.reserveCodes(500);
  assert.equal(new Set([...before, ...given, ...after]).size, 1010);
});

test("a card restored from an old image, ledger and all, is moved on by the clock", async () => {
  await using it = bench();
  const store = await it.open({ now: A_DAY_OF_2026 });
  const files = [DATABASE_FILE, LEDGER_FILE].map((name) => join(it.directory, name));
  const before = await store.reserveCodes(1);
  await store.close();
  for (const file of files) copyFileSync(file, `${file}.image`);
  const later = await it.open({ now: () => A_DAY_OF_2026() + 86_400_000 });
  const given = await later.reserveCodes(50);
  await later.close();
  for (const file of files) copyFileSync(`${file}.image`, file);
  const restored = await it.open({ now: () => A_DAY_OF_2026() + 2 * 86_400_000 });
  const after = await restored.reserveCodes(50);
  assert.equal(new Set([...before, ...given, ...after]).size, 101);
});

test("a lost ledger is made up for by the database and the key", async () => {
  await using it = bench();
  const store = await it.open({ now: A_DAY_OF_2026 });
  const before = await store.reserveCodes(300);
  await store.close();
  rmSync(join(it.directory, LEDGER_FILE));
  const again = await it.open({ now: A_DAY_OF_2026 });
  assert.equal(new Set([...before, ...(await again.reserveCodes(300))]).size, 600);
});

test("a ledger torn by a power cut at any byte still knows a mark that was on the disk", async () => {
  await using it = bench();
  const path = join(it.directory, LEDGER_FILE);
  const ledger = new CodeLedger(it.directory, it.key);
  ledger.advance(100);
  const old = readFileSync(path);
  ledger.advance(200);
  const fresh = readFileSync(path);
  for (let cut = 0; cut <= fresh.length; cut += 37) {
    writeFileSync(path, Buffer.concat([fresh.subarray(0, cut), old.subarray(cut)]));
    assert.ok([100, 200].includes(new CodeLedger(it.directory, it.key).next), `cut at ${cut}`);
  }
  for (const nonsense of [Buffer.alloc(0), Buffer.alloc(5000, 255), Buffer.from("{}")]) {
    writeFileSync(path, nonsense);
    assert.equal(new CodeLedger(it.directory, it.key).next, 0);
  }
});
