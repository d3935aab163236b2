import assert from "node:assert/strict";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { StoreReader } from "../storage/StoreReader.ts";
import { bench } from "../storage/testStore.ts";
import { AuditSpool, SPOOL_FOLDER, type SpooledEntry, spoolName, spoolText } from "./AuditSpool.ts";

const entry = (at: number, detail: string): SpooledEntry => ({ at, kind: "box-changed", person: "web", detail });

test("what root's hand left is in the audit's chain once, however often it is offered; what is no entry is put aside", async () => {
  await using it = bench();
  const folder = join(it.directory, SPOOL_FOLDER);
  mkdirSync(folder);
  const leave = (what: SpooledEntry) => writeFileSync(join(folder, spoolName(what)), spoolText(what));
  leave(entry(1_700_000_000_000, "kept: the clinic file"));
  leave(entry(1_700_000_001_000, "refused: a secret"));
  writeFileSync(join(folder, "1700000000500-0123abcd.json"), '{"at":"x"}');
  writeFileSync(join(folder, "1700000000500-0123abcd.json.part"), "half");
  const store = await it.open();
  const clock = new VirtualClock(1_700_000_100_000);
  const notes: string[] = [];
  const spool = new AuditSpool({ directory: it.directory, clock, store, note: (what) => notes.push(what) });
  spool.start();
  await spool.stop();
  // The program ended after the commit and before the file was gone; and one more came while it ran.
  leave(entry(1_700_000_000_000, "kept: the clinic file"));
  const next = new AuditSpool({ directory: it.directory, clock, store, note: (what) => notes.push(what) });
  next.start();
  await clock.advanceGently(Seconds(1));
  leave(entry(1_700_000_002_000, "The box was claimed."));
  while (readdirSync(folder).some((name) => name.endsWith(".json"))) await clock.advanceGently(Seconds(5));
  await next.stop();
  const reader = StoreReader.open(it.directory, { key: it.key, source: "credential", otherKeys: [] });
  const rows = reader.auditSince(0, 100).filter(({ kind }) => kind === "box-changed");
  const whole = reader.verifyAudit().every(({ verdict }) => verdict.ok);
  reader.close();
  assert.deepEqual(rows.map(({ detail }) => detail).sort(), [
    "The box was claimed.",
    "kept: the clinic file",
    "refused: a secret",
  ]);
  assert.ok(whole);
  assert.equal(notes.length, 1);
  assert.deepEqual(readdirSync(folder).sort(), [
    "1700000000500-0123abcd.json.part",
    "1700000000500-0123abcd.json.unreadable",
  ]);
});
