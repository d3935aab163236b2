import assert from "node:assert/strict";
import { test } from "node:test";
import { bench } from "./testStore.ts";

test("who has listened to what is known after a restart, each person for themselves", async () => {
  await using folder = bench();
  const store = await folder.open();
  assert.deepEqual(await store.markHeard("7Q4K", "chen", 1_000), { kept: "disk" });
  await store.markHeard("7Q4K", "chen", 9_000);
  await store.markHeard("8W3M", "chen", 5_000);
  await store.markHeard("8W3M", "patel", 5_000);
  await store.close();
  const again = await folder.open();
  assert.deepEqual(await again.heardBy("chen", 0), ["7Q4K", "8W3M"]);
  assert.deepEqual(await again.heardBy("chen", 2_000), ["8W3M"], "the first time counts");
  assert.deepEqual(await again.heardBy("okafor", 0), []);
});
