import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import type { BytePort } from "./BytePort.ts";
import { openWithin } from "./openWithin.ts";

function aPort(): BytePort & { closed: number } {
  const port = {
    closed: 0,
    close: async () => {
      port.closed += 1;
    },
  };
  return port as unknown as BytePort & { closed: number };
}

test("a port that opens in time is handed on, and no timer is left", async () => {
  const clock = new VirtualClock();
  const port = aPort();
  assert.equal(await openWithin(async () => port, Seconds(8), clock)("/dev/x"), port);
  assert.equal(port.closed, 0);
  assert.deepEqual(clock.running(), []);
});

for (const how of ["time", "abort"] as const)
  test(`one that opens too late (${how}) is refused in time, and closed when it opens`, async () => {
    const clock = new VirtualClock();
    const port = aPort();
    const driver = Promise.withResolvers<BytePort>();
    const given = new AbortController();
    const opened = openWithin(() => driver.promise, Seconds(8), clock)("/dev/x", given.signal);
    const refused = assert.rejects(opened, /does not open within 8 s/);
    if (how === "abort") given.abort();
    else await clock.advanceGently(Seconds(8));
    await refused;
    driver.resolve(port);
    await clock.advanceGently(Seconds(1));
    assert.equal(port.closed, 1);
    assert.deepEqual(clock.running(), []);
  });

test("its own reason for refusing is told", async () => {
  const open = openWithin(() => Promise.reject(new Error("busy")), Seconds(8), new VirtualClock());
  await assert.rejects(open("/dev/x"), /busy/);
});
