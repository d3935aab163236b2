import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type Granted, writeSaid } from "../../firmware/time/SettingClock.ts";
import type { CliIo } from "../cli/Cli.ts";
import { clockCommand } from "../cli/clock.ts";
import { SystemClock } from "../runtime/SystemClock.ts";
import { leaveWish, takeWish } from "./ClockWishes.ts";
import { keepLastTime, lastTime } from "./LastTime.ts";
import { batteryTime, rtcTime } from "./systemClock.ts";

function folder(t: TestContext): string {
  const path = mkdtempSync(join(tmpdir(), "firstring-clock-"));
  t.after(() => rmSync(path, { recursive: true }));
  return path;
}

const run = async (...args: readonly string[]): Promise<{ readonly kind: string }> => {
  let text = "";
  const stream = { write: (chunk: string) => (text += chunk) };
  await clockCommand([...args, "--dry-run", "--json"], { stdout: stream, stderr: stream } as unknown as CliIo);
  return JSON.parse(text);
};

test("the last time that was believed survives, to the millisecond; rubbish in its place is none", (t) => {
  const data = folder(t);
  assert.equal(lastTime(data), undefined);
  keepLastTime(data, 1_795_000_000_123);
  assert.equal(lastTime(data), 1_795_000_000_123);
  writeFileSync(join(data, "last-time"), "yesterday\n");
  assert.equal(lastTime(data), undefined);
});

test("a wish is taken once; whatever else lies there is none", async (t) => {
  const data = folder(t);
  const clock = new SystemClock();
  const wish = { now: clock.now() + 3_600_000, atMs: clock.monotonic(), because: "two other clocks agree against it" };
  assert.ok(leaveWish(data, wish));
  assert.deepEqual(takeWish(data), wish);
  assert.ok(!existsSync(join(data, "wish.json")));
  for (const text of ["", "{", "null", '{"now":"soon","atMs":1}']) {
    writeFileSync(join(data, "wish.json"), text);
    assert.equal(takeWish(data), undefined, text);
  }
  assert.ok(!leaveWish(join(data, "none"), wish), "nobody is there");
});

test("`firstring clock` says what it would set, and why", async (t) => {
  const data = folder(t);
  const clock = new SystemClock();
  leaveWish(data, {
    now: clock.now() + 3_600_000,
    atMs: clock.monotonic(),
    because: "two other clocks agree against it",
  });
  assert.equal((await run("set", "--wishes", data, "--data", data)).kind, "set");
  assert.equal(
    (await run("set", "--wishes", data, "--data", data)).kind,
    "left",
    "what is wished for once is looked at once",
  );
  keepLastTime(data, clock.now() + 86_400_000);
  assert.equal((await run("restore", "--data", data)).kind, "set");
});

test("the battery clock as the kernel has it: UTC, months from 0, years from 1900", (t) => {
  const fields = rtcTime(Date.UTC(2026, 10, 25, 20, 3, 5));
  assert.deepEqual(
    [0, 4, 8, 12, 16, 20].map((at) => fields.readInt32LE(at)),
    [5, 3, 20, 25, 10, 126],
  );
  const sysfs = folder(t);
  assert.equal(batteryTime(sysfs), undefined);
  writeFileSync(join(sysfs, "since_epoch"), "1795000000\n");
  assert.equal(batteryTime(sysfs), 1_795_000_000_000);
});

test("what a person has said is set, the time that it took to get here added; no time, one of long ago, and no plausible one are refused", async (t) => {
  const data = folder(t);
  const clock = new SystemClock();
  const to = Date.UTC(2030, 0, 1);
  const granted = (await run("set", "--said", writeSaid(to, clock.monotonic() - 1_500), "--data", data)) as Granted;
  assert.ok(granted.kind === "set" && granted.to >= to + 1_500, JSON.stringify(granted));
  for (const text of [
    "now",
    "",
    writeSaid(to, clock.monotonic() - 600_000),
    writeSaid(to, clock.monotonic() + 60_000),
    "100000000000-1",
    `${to}`,
  ])
    await assert.rejects(run("set", "--said", text, "--data", data), /is no time that can be now/, text);
});
