import assert from "node:assert/strict";
import { test } from "node:test";
import type { Rung } from "../../../firmware/health/RecoveryRules.ts";
import { Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import { ModemRecovery } from "./ModemRecovery.ts";

function recoveryOf(
  clock: VirtualClock,
  perform: (rung: Rung, signal: AbortSignal) => Promise<boolean>,
  resets: number[] = [],
) {
  const ordered: Rung[] = [];
  const told: string[] = [];
  const remembered: (readonly number[])[] = [];
  const recovery: ModemRecovery = new ModemRecovery({
    clock,
    resets,
    available: () => ["reinit", "reopen", "radio", "reset"],
    busy: () => false,
    perform: (rung, signal) => {
      ordered.push(rung);
      return perform(rung, signal);
    },
    remember: (all) => void remembered.push(all),
    alarm: (code, _, cleared) => void told.push(cleared ? `${code} over` : code),
    log: () => undefined,
  });
  return { recovery, ordered, told, remembered };
}

test("a rung that hangs and heeds no signal does not stop the ladder", async () => {
  const clock = new VirtualClock();
  const hang = () => new Promise<boolean>(() => undefined);
  const { recovery, ordered, told } = recoveryOf(clock, hang);
  recovery.inService();
  recovery.failed("sick");
  await clock.advanceGently(Minutes(5));
  for (const rung of ["reinit", "reopen", "radio", "reset"] as const) assert.ok(ordered.includes(rung), rung);
  assert.deepEqual(told, ["MODEM_NOT_RECOVERED"]);
  await recovery.stop();
});

test("a rung that throws is a rung that did not help", async () => {
  const clock = new VirtualClock();
  const { recovery, ordered } = recoveryOf(clock, () => Promise.reject(new Error("no")));
  recovery.inService();
  recovery.failed("silent");
  await clock.advanceGently(Seconds(20));
  assert.ok(ordered.includes("reset"));
  await recovery.stop();
  assert.deepEqual(clock.running(), []);
});

test("resets are remembered before they are done, and yesterday's no longer count", async () => {
  const clock = new VirtualClock();
  const yesterday = clock.now() - 25 * 3_600_000;
  const { recovery, remembered } = recoveryOf(clock, async () => false, [yesterday, clock.now() - 3_600_000]);
  assert.equal(recovery.resetsToday, 1);
  recovery.inService();
  recovery.failed("silent");
  await clock.advanceGently(Seconds(20));
  assert.equal(remembered[0]?.length, 2);
  assert.equal(recovery.resetsToday, 2);
  await recovery.stop();
});
