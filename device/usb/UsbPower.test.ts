import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import { isApplianceError } from "../../firmware/health/ApplianceError.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { canReauthorise, POWER_OFF, reauthorise, switchPower } from "./UsbPower.ts";
import { SIM7600, UsbTree } from "./UsbTree.fixture.ts";

/** Real files are written on another thread: waits until the switch waits on the clock, or has ended. */
async function untilOff(clock: VirtualClock, switching: Promise<unknown>): Promise<void> {
  let ended = false;
  switching.then(
    () => (ended = true),
    () => (ended = true),
  );
  while (!ended && clock.running().length === 0) await turn();
}

const codeOf = (code: string) => (error: unknown) =>
  isApplianceError(error) && error.code === code && error.cure !== "";

function powerFile(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "firstring-power-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "brightness");
  writeFileSync(file, "1");
  return file;
}

test("a USB device is taken away from the kernel for a second and given back", async () => {
  using tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 0));
  const clock = new VirtualClock();
  const authorized = join(tree.sys, "bus/usb/devices/1-1.2/authorized");
  assert.ok(canReauthorise("1-1.2", tree.sys));
  const done = reauthorise("1-1.2", { clock, sys: tree.sys });
  await untilOff(clock, done);
  assert.equal(readFileSync(authorized, "utf8")[0], "0");
  clock.advance(Seconds(1));
  await done;
  assert.equal(readFileSync(authorized, "utf8")[0], "1");
});

test("a kernel without that switch: the driver is unbound and bound", async () => {
  using tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 0));
  rmSync(join(tree.sys, "bus/usb/devices/1-1.2/authorized"));
  const drivers = join(tree.sys, "bus/usb/drivers/usb");
  for (const name of ["bind", "unbind"]) writeFileSync(join(drivers, name), "");
  assert.ok(!canReauthorise("1-1.2", tree.sys));
  const clock = new VirtualClock();
  const done = reauthorise("1-1.2", { clock, sys: tree.sys });
  await untilOff(clock, done);
  assert.equal(readFileSync(join(drivers, "unbind"), "utf8"), "1-1.2");
  assert.equal(readFileSync(join(drivers, "bind"), "utf8"), "");
  clock.advance(Seconds(1));
  await done;
  assert.equal(readFileSync(join(drivers, "bind"), "utf8"), "1-1.2");
});

test("a modem that is not plugged in cannot be switched, and nothing outside sysfs is ever written", async () => {
  using tree = new UsbTree();
  const clock = new VirtualClock();
  await assert.rejects(reauthorise("1-1.2", { clock, sys: tree.sys }), codeOf("USB_DEVICE_GONE"));
  await assert.rejects(reauthorise("../../etc", { clock, sys: tree.sys }), TypeError);
  assert.ok(!canReauthorise("..", tree.sys));
});

test("without the right to switch, it says which rule to install", async (context) => {
  using tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 0));
  chmodSync(join(tree.sys, "bus/usb/devices/1-1.2/authorized"), 0o444);
  if (process.getuid?.() === 0) {
    // Root may write everything: as nobody, then.
    process.seteuid?.(65_534);
    context.after(() => process.seteuid?.(0));
  }
  const refused = reauthorise("1-1.2", { clock: new VirtualClock(), sys: tree.sys });
  await assert.rejects(refused, codeOf("USB_SWITCH_FORBIDDEN"));
  process.seteuid?.(process.getuid?.() ?? 0);
});

test("the power is off for its ten seconds and then on", async (context) => {
  const file = powerFile(context);
  const clock = new VirtualClock();
  const done = switchPower(file, POWER_OFF, { clock });
  await untilOff(clock, done);
  clock.advance(Seconds(9));
  assert.equal(readFileSync(file, "utf8"), "0");
  clock.advance(Seconds(1));
  await done;
  assert.equal(readFileSync(file, "utf8"), "1");
});

test("stopped while the power is off: it is on again, and it ends as stopped", async (context) => {
  const file = powerFile(context);
  const clock = new VirtualClock();
  const stop = new AbortController();
  const done = switchPower(file, POWER_OFF, { clock, signal: stop.signal });
  await untilOff(clock, done);
  stop.abort();
  await assert.rejects(done, { name: "AbortError" });
  assert.equal(readFileSync(file, "utf8"), "1");
  assert.deepEqual(clock.running(), []);
});

test("a switch that is not there says so, and is not made", async (context) => {
  const file = powerFile(context);
  mkdirSync(`${file}.d`);
  const missing = join(`${file}.d`, "brightness");
  await assert.rejects(switchPower(missing, POWER_OFF, { clock: new VirtualClock() }), codeOf("POWER_SWITCH_FAILED"));
  assert.throws(() => readFileSync(missing));
});
