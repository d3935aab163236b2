import assert from "node:assert/strict";
import { test } from "node:test";
import { Parts, Stopped } from "./Part.ts";

/** A part whose start takes until it is told to go on. */
function slowPart(name: string, log: string[]) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const part = {
    start: async () => {
      log.push(`${name} begins`);
      await promise;
      log.push(`${name} has begun`);
    },
    stop: () => void log.push(`${name} stopped`),
  };
  return { part, goOn: resolve };
}

test("asked to stop while a part starts: what it begins afterwards is stopped, and nothing begins after it", async () => {
  const log: string[] = [];
  const parts = new Parts(() => {});
  const first = slowPart("first", log);
  const second = slowPart("second", log);
  const start = (async () => {
    await parts.begin(first.part);
    await parts.begin(second.part);
  })();
  await parts.stopAll();
  first.goOn();
  await assert.rejects(start, Stopped);
  await parts.stopAll();
  assert.deepEqual(log, ["first begins", "first stopped", "first has begun", "first stopped"]);
});

test("what comes too late to be begun is stopped at once, and one that fails at it keeps no other", async () => {
  const log: string[] = [];
  const troubles: unknown[] = [];
  const parts = new Parts((error) => troubles.push(error));
  parts.stopLater(() => void log.push("first"));
  parts.stopLater(() => {
    throw new Error("second");
  });
  await parts.stopAll();
  assert.throws(() => parts.stopLater(() => void log.push("late")), Stopped);
  await parts.stopAll();
  assert.deepEqual([log, troubles.map(String)], [["first", "late"], ["Error: second"]]);
});
