import assert from "node:assert/strict";
import { type AddressInfo, createServer } from "node:net";
import { test } from "node:test";
import type { Clinic, LineConfig } from "../../firmware/config/Clinic.ts";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { openLog } from "../runtime/openLog.ts";
import { CellularModems } from "./CellularModems.ts";

test("a modem that takes the port's opening and then says nothing keeps the other lines waiting for five seconds at most", async () => {
  const mute = createServer(() => {});
  await new Promise<void>((listening) => mute.listen(0, "127.0.0.1", listening));
  const port = `tcp://127.0.0.1:${(mute.address() as AddressInfo).port}`;
  const lines = [{ id: "mobile", driver: "gsm", port }] as unknown as readonly LineConfig[];
  const clock = new VirtualClock();
  const modems = new CellularModems({
    clinic: { lines } as Clinic,
    clock,
    dataDirectory: "/firstring-no-such-directory",
    log: openLog("fatal"),
    fault: () => {},
    onNetworkTime: () => {},
  });
  let startedAtMs: number | undefined;
  void modems.start().then(() => {
    startedAtMs = clock.monotonic();
  });
  // The connection is a real one, time is not.
  while (startedAtMs === undefined && clock.monotonic() < Seconds(60)) await clock.advanceGently(Milliseconds(50));
  assert.equal(startedAtMs, Seconds(5));
  const stopped = modems.stop().then(() => mute.close());
  await clock.advanceGently(Seconds(1));
  await stopped;
  assert.deepEqual(clock.running(), []);
});
