import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { ClockWatch } from "./ClockWatch.ts";

const watchOf = (clock: VirtualClock, synchronised: () => boolean) => {
  const told: string[] = [];
  const onFault = (code: string, _: string, cleared: boolean) => told.push(cleared ? `${code} over` : code);
  return { told, watch: new ClockWatch({ clock, onFault, synchronised: async () => synchronised() }) };
};

test("the network tells another time than the box has: a person hears of it, until it is set", async () => {
  const clock = new VirtualClock();
  const { told, watch } = watchOf(clock, () => false);
  watch.start();
  await clock.advanceGently(Minutes(1));
  for (let i = 0; i < 2; i++) {
    watch.told("network", clock.now() + 3_600_000, clock.monotonic() - 500);
    await clock.advanceGently(Minutes(1));
  }
  assert.deepEqual(told, ["CLOCK_WRONG"]);
  assert.equal(watch.verdict.disagreement, 3_600_500);
  watch.told("network", clock.now());
  assert.deepEqual(told, ["CLOCK_WRONG", "CLOCK_WRONG over"]);
  assert.equal(watch.verdict.level, "trusted");
  await watch.stop();
  assert.deepEqual(clock.running(), []);
});

test("no server, no network, nobody: told after five minutes; a server that comes ends it", async () => {
  const clock = new VirtualClock();
  let served = false;
  const { told, watch } = watchOf(clock, () => served);
  watch.start();
  await clock.advanceGently(Minutes(7));
  assert.deepEqual(told, ["CLOCK_UNTRUSTED"]);
  served = true;
  await clock.advanceGently(Minutes(1));
  assert.deepEqual(told, ["CLOCK_UNTRUSTED", "CLOCK_UNTRUSTED over"]);
  await watch.stop();
});
