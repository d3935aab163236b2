import assert from "node:assert/strict";
import { watch } from "node:fs";
import { test } from "node:test";
import { findDatabaseKey } from "../../device/storage/key.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import { CALLER, House, urgentCaller } from "./House.ts";
import { until } from "./until.ts";

test("told to stop in mid-call (a change, an update, a battery that ends): the record is kept with number and speech, and paged", {
  timeout: 120_000,
}, async () => {
  await using house = await House.build({ replies: true });
  const appliance = await house.start();
  const call = house.voice.call(urgentCaller({ speaksMs: 30_000 }));
  const kept = await until(
    "the number on a disk",
    () => appliance.events.find(({ kind, figures }) => kind === "kept" && figures?.["number"] === true),
    { story: () => appliance.story() },
  );
  await appliance.stop();
  assert.equal(appliance.exitCode, 0, appliance.story());
  await call;
  const next = await house.start();
  const ref = kept.ref ?? assert.fail();
  await until("its page", () => house.paged.includes(ref), { story: () => next.story() });
  await next.stop();
  const store = StoreReader.open(house.data, findDatabaseKey(house.data));
  try {
    const [summary, ...more] = store.list(9);
    assert.deepEqual([summary?.message.ref, summary?.message.callback, more.length], [ref, CALLER, 0]);
    assert.ok(summary?.call.endedAt !== undefined);
    assert.ok(
      store.auditOf(ref).some(({ kind }) => kind === "alert-taken"),
      JSON.stringify(store.auditOf(ref)),
    );
  } finally {
    store.close();
  }
});

/** Of the files that a start makes one after the other, from the first socket on. */
const SIGNS_OF_LIFE = [1, 8, 16, 24];

test("told to stop in the middle of its start, whenever that is: it ends at once, and nothing of it goes on", {
  timeout: 300_000,
}, async () => {
  await using house = await House.build();
  for (const sign of SIGNS_OF_LIFE) {
    const appliance = house.spawn();
    await signsOfLife(house.data, sign);
    // Fails when it has to be killed.
    await appliance.stop();
    assert.equal(appliance.exitCode, 0, appliance.story());
    assert.equal(appliance.stderr, "", `what it left at sign ${sign}`);
  }
  // Whatever it left half done.
  const appliance = await house.start();
  await appliance.stop();
});

/** Whether the process has come so far; it goes on meanwhile. */
function signsOfLife(folder: string, wanted: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  let seen = 0;
  const watcher = watch(folder, { recursive: true }, () => {
    seen += 1;
    if (seen === wanted) resolve();
  });
  return promise.finally(() => watcher.close());
}
