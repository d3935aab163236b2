import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { noteZone } from "../runtime/clinicZone.ts";
import { KEY_FILE } from "../storage/key.ts";
import { aCall, aDispatch, aMessage, anAlert, type Bench, bench } from "../storage/testStore.ts";
import { UsageError } from "./Cli.ts";
import { reportCommand } from "./report.ts";

const run = async (it: Bench, ...argv: string[]) => {
  let [stdout, stderr] = ["", ""];
  const io = {
    stdout: { write: (text: string) => (stdout += text) },
    stderr: { write: (text: string) => (stderr += text) },
    dataDir: it.directory,
  };
  const code = await reportCommand(argv, io);
  return { code, stdout, stderr };
};

const MINUTE = 60_000;
/** 31 October 23:59 and 1 November 00:00 in Chicago, where the clock is set back that night. */
const HALLOWEEN = Date.UTC(2026, 10, 1, 4, 59);
const NOVEMBER = Date.UTC(2026, 10, 1, 5);

/** A call with its message, alert and page; taken and called back. */
async function leavesMessage(store: Awaited<ReturnType<Bench["open"]>>, id: string, ref: string, at: number) {
  await store.writeCall(aCall(id, { rangAt: at, answeredAt: at + 1_500, endedAt: at + MINUTE, ending: "completed" }));
  await store.writeMessage(
    aMessage(ref, id, { receivedAt: at + 1_500, urgentAt: at + 20_000, savedAt: at + 61_500, complete: true }),
    anAlert(ref, id, { raisedAt: at + 20_000 }),
    [aDispatch(ref, { createdAt: at + 20_000, updatedAt: at + 20_000 })],
  );
  await store.writeDispatch(aDispatch(ref, { state: "sent", createdAt: at + 20_000, updatedAt: at + 22_000 }));
  await store.audit({ at: at + MINUTE, kind: "passed", ref, person: "patel" });
  await store.takeAlert(ref, "chen", at + 5 * MINUTE);
  await store.closeAlert(ref, "chen", at + 15 * MINUTE);
}

async function withTwoMonths(it: Bench) {
  writeFileSync(join(it.directory, KEY_FILE), Buffer.from(it.key).toString("hex"), { mode: 0o600 });
  noteZone(it.directory, "America/Chicago");
  const store = await it.open();
  await leavesMessage(store, "c1", "7Q4K", HALLOWEEN);
  await leavesMessage(store, "c2", "2B3C", NOVEMBER);
  await store.writeCall(aCall("c3", { rangAt: NOVEMBER + MINUTE, ending: "abandoned", keys: [] }));
  return store;
}

test("a month in figures, beside the running appliance", async () => {
  await using it = bench();
  await withTwoMonths(it);
  const { code, stdout } = await run(it, "--month", "2026-11", "--json");
  assert.equal(code, 0);
  const report = JSON.parse(stdout);
  assert.deepEqual(
    [report.name, report.firstDay, report.lastDay, report.zone],
    ["2026-11", "2026-11-01", "2026-11-30", "America/Chicago"],
  );
  assert.deepEqual([report.calls.rang, report.messages.all, report.pages.all], [2, 1, 1]);
  assert.deepEqual(report.times.raisedToSent, { n: 1, median: 2, p90: 2, max: 2 });
  assert.equal(report.times.urgentToTaken.median, 4 * 60 + 40);
  assert.equal(report.times.urgentToCalledBack.median, 14 * 60 + 40);
  assert.deepEqual(report.people, [
    { id: "chen", paged: 1, taken: 1, passed: 0, calledBack: 1 },
    { id: "patel", paged: 0, taken: 0, passed: 1, calledBack: 0 },
  ]);
  const before = JSON.parse((await run(it, "--month", "2026-10", "--json")).stdout);
  assert.deepEqual([before.calls.rang, before.messages.all], [1, 1], "the minute before midnight is October's");
});

test("nothing in a report tells of a patient", async () => {
  await using it = bench();
  await withTwoMonths(it);
  for (const form of [[], ["--csv"], ["--json"]]) {
    const { stdout } = await run(it, "--month", "2026-11", ...form);
    for (const secret of ["3125550142", "QUILLFEATHER", "7Q4K", "2B3C", "+1312"])
      assert.ok(!stdout.includes(secret), `${secret} in ${form}`);
  }
});

test("a month before the first call is a month without calls, not a failure", async () => {
  await using it = bench();
  await withTwoMonths(it);
  const { code, stdout } = await run(it, "--month", "2020-01");
  assert.deepEqual([code, stdout], [0, "2020-01: 2020-01-01 to 2020-01-31 (America/Chicago)\n\nNo calls.\n"]);
});

test("who asks for no span in a box's first month is told of the month that runs", async () => {
  await using it = bench();
  await it.open();
  writeFileSync(join(it.directory, KEY_FILE), Buffer.from(it.key).toString("hex"), { mode: 0o600 });
  const { stdout } = await run(it);
  const month = new Date().toISOString().slice(0, 7);
  assert.ok(stdout.endsWith(`\n\nNo calls.\nThis month so far: firstring report --month ${month}\n`), stdout);
});

test("a month that has not begun is said to be that", async () => {
  await using it = bench();
  await withTwoMonths(it);
  await assert.rejects(run(it, "--month", "2999-01"), /2999-01 has not begun/);
});

test("what was asked wrongly is told before anything is read", async () => {
  await using it = bench();
  await assert.rejects(run(it, "--month", "Nov"), UsageError);
  await assert.rejects(run(it, "--csv", "--json"), UsageError);
  assert.match((await run(it, "--help")).stdout, /--week WEEK/);
});
