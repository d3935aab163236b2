/** A box that hangs is started again by whoever still lives: systemd for the daemon, the hardware for the kernel. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { PROGRAMS } from "./guestPrograms.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
/** WatchdogSec= and a start on an emulated processor that others use, too. */
const BACK_WITHIN_MS = 900_000;

suite("watchdogs", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start({ starts: false, isSetUp: true });
      // Three times that of the unit: on a computer that is busy enough the whole machine stands still for 30 s.
      await clinic.machine.run(`
        mkdir -p /run/systemd/system/firstring.service.d
        printf '[Service]\\nWatchdogSec=90s\\nEnvironment=NODE_OPTIONS=--import=${PROGRAMS}/test/vm/guest/blockOnSignal.mjs\\n' > /run/systemd/system/firstring.service.d/vm-test.conf
        systemctl daemon-reload`);
      await clinic.begin();
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const restarted = async (how: string, signal: string): Promise<void> => {
    const pid = await clinic.ready();
    const restarts = Number(await clinic.property("NRestarts"));
    const began = performance.now();
    await clinic.machine.run(`kill -${signal} ${pid}`);
    await clinic.ready(pid, BACK_WITHIN_MS);
    figure(`${how} → ready again by the watchdog`, seconds(performance.now() - began));
    assert.ok(Number(await clinic.property("NRestarts")) > restarts);
    const journal = await clinic.machine.run("journalctl -b -u firstring.service -o cat --no-pager | grep -i watchdog");
    assert.match(journal, /Watchdog timeout/);
  };

  test("a daemon that is stopped (SIGSTOP) is started again, and answers the next call", async () => {
    await restarted("SIGSTOP", "STOP");
    const { outcome } = await clinic.call();
    assert.equal(outcome, "answered");
    await clinic.page();
  });

  test("a daemon whose event loop is blocked is started again, and answers the next call", async () => {
    const before = clinic.pages.length;
    await restarted("event loop blocked", "USR2");
    const { outcome } = await clinic.call();
    assert.equal(outcome, "answered");
    await clinic.page(before);
  });

  test("a kernel that has crashed is reset by the hardware watchdog, and the box says why it was away", async () => {
    const { machine } = clinic;
    assert.match(await machine.run("cat /sys/class/watchdog/watchdog0/identity"), /i6300ESB/);
    await machine.run("systemctl show -P RuntimeWatchdogUSec | grep -v infinity");
    // As systemd/system.conf.d has it; the test machine begins with more patience.
    await machine.run(
      "busctl set-property org.freedesktop.systemd1 /org/freedesktop/systemd1 org.freedesktop.systemd1.Manager RuntimeWatchdogUSec t 10000000",
    );
    await machine.run("sync; echo 0 > /proc/sys/kernel/panic; echo 1 > /proc/sys/kernel/sysrq");
    const before = machine.qmp.events.length;
    const began = performance.now();
    machine.tries("echo c > /proc/sysrq-trigger", 1_000).catch(() => {});
    await machine.qmp.event("WATCHDOG", () => true, 120_000, before);
    figure("kernel crash → reset by the hardware watchdog", seconds(performance.now() - began));
    await machine.backAfterReset();
    await machine.booted();
    await clinic.mountPrograms();
    await clinic.ready("", BACK_WITHIN_MS);
    figure("kernel crash → ready again", seconds(performance.now() - began));
    const told = await machine.run("firstring audit list --since 00:00 --json || firstring audit list", 180_000);
    assert.match(told, /watchdog|hung|crash/i, "the cause of the end is in the audit");
  });
});
