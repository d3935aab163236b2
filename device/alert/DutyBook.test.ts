import assert from "node:assert/strict";
import { test } from "node:test";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";
import { Hours } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { bench } from "../storage/testStore.ts";
import { DutyBook } from "./DutyBook.ts";

const NIGHT = Date.UTC(2026, 10, 29, 8);

const cover = (from: number): DutyChange => ({
  ...{ id: "d1", kind: "replace", person: "chen", by: "patel" },
  ...{ from, to: from + Hours(12), madeAt: from, madeBy: "patel" },
});

test("a box that starts with a clock a month ahead, and is then set right, knows tonight's cover", async () => {
  await using folder = bench();
  const store = await folder.open();
  await store.writeDuty(cover(NIGHT));
  const book = new DutyBook(store, new VirtualClock(NIGHT + Hours(30 * 24)));
  await book.load();
  assert.deepEqual(book.inForce(NIGHT + Hours(30 * 24)), []);
  assert.equal(book.inForce(NIGHT + Hours(1))[0]?.by, "patel");
  await book.change({ ...cover(NIGHT + Hours(24)), id: "d2" });
  assert.equal(book.inForce(NIGHT + Hours(1))[0]?.id, "d1", "nor is it forgotten when another comes");
});

test("a change that is taken back is out of force, and stays known", async () => {
  await using folder = bench();
  const book = new DutyBook(await folder.open(), new VirtualClock(NIGHT));
  await book.change(cover(NIGHT));
  await book.withdraw("d1");
  assert.deepEqual(book.inForce(NIGHT), []);
  assert.equal(book.changes[0]?.withdrawnAt, NIGHT);
  assert.equal(book.withdraw("d1"), undefined, "it cannot be taken back twice");
});
