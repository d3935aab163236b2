import assert from "node:assert/strict";
import { test } from "node:test";
import type { LampFacts, Lamps } from "../../firmware/health/lamp.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { LampWatch } from "./LampWatch.ts";

test("the lamps follow what is true within seconds, and are told only when they change", () => {
  const clock = new VirtualClock();
  let facts: LampFacts = { lines: { all: 1, ready: 0 }, smsReady: false, faults: [], openAlerts: 0, openMessages: 0 };
  const told: Lamps["ready"][] = [];
  const watch = new LampWatch({ clock, facts: () => facts, changed: ({ ready }) => told.push(ready) });
  watch.start();
  clock.advance(Seconds(60));
  assert.deepEqual(told, [], "it began dark");
  facts = { ...facts, lines: { all: 1, ready: 1 } };
  clock.advance(Seconds(2));
  facts = { ...facts, smsReady: true };
  clock.advance(Seconds(60));
  assert.deepEqual(told, ["blink", "on"]);
  watch.stop();
  assert.deepEqual(clock.running(), []);
});
