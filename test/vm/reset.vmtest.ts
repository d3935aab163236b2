/** The factory reset by the button, from power-up to a box that begins anew: held, let go while all lamps are lit, pressed once more. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { GUEST_NODE, PROGRAMS } from "./guestPrograms.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

/** The panel's BTN_0. */
const BUTTON = 256;
const REBOOTS_WITHIN_MS = 900_000;
/** firmware/panel/Button.ts: later, a button that is held is no longer one that was held at power-up. */
const POWER_UP_S = 120;

/**
 * A button that a finger is on when the power comes. It is uinput's (Debian's kernels have no simulated GPIO), made by a
 * program of the tests, early in each boot; like a driver of the kernel, it tells nobody that opens it later that it is down.
 */
const FURNISH = `
mkdir -p /etc/udev/rules.d
cat > /etc/udev/rules.d/80-test.rules <<'RULES'
SUBSYSTEM=="input", KERNEL=="event*", ATTRS{name}=="firstring-test-button", GROUP="firstring-panel", MODE="0640"
RULES
cat > /etc/systemd/system/vm-button.service <<'UNIT'
[Unit]
Description=A finger on the button
DefaultDependencies=no
Requires=local-fs.target systemd-udevd.service
After=local-fs.target systemd-udevd.service
Before=firstring-panel.service
[Service]
ExecStartPre=/bin/mkdir -p ${PROGRAMS}
ExecStartPre=/bin/mount -o ro /dev/disk/by-id/virtio-programs ${PROGRAMS}
ExecStartPre=/sbin/modprobe uinput
ExecStartPre=/bin/mkfifo /run/button
ExecStart=/bin/sh -c 'exec 3<>/run/button; exec ${GUEST_NODE} ${PROGRAMS}/test/vm/guest/virtualButton.ts ${BUTTON} down <&3'
[Install]
WantedBy=sysinit.target
UNIT
systemctl daemon-reload && systemctl enable vm-button.service && sync`;

suite("factory reset by the button", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  before(
    async () => {
      clinic = await VmClinic.start();
      await clinic.ready();
      assert.equal((await clinic.call()).outcome, "answered");
      await clinic.page();
      await clinic.machine.run(FURNISH);
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  /** The power comes back with the button down, and the panel has seen it. Tried again where the computer was so busy that it came too late. */
  const powerUpHeld = async (): Promise<void> => {
    const { machine } = clinic;
    for (let tries = 0; tries < 3; tries++) {
      const events = machine.qmp.events.length;
      await machine.run("sync");
      await machine.qmp.ask("system_reset");
      await machine.qmp.event("RESET", () => true, REBOOTS_WITHIN_MS, events);
      await machine.backAfterReset();
      await machine.until("the panel", `grep -q '"button":"there"' /run/firstring-panel/panel.json`, REBOOTS_WITHIN_MS);
      const up = Number((await machine.run("cut -d. -f1 /proc/uptime")).trim());
      if (up < POWER_UP_S) return;
    }
    throw new Error(`this computer is too busy: the panel was never there ${POWER_UP_S} s after the power came`);
  };
  const messages = (): Promise<string> => clinic.machine.run("firstring messages list", 240_000);

  test("held at power-up and let go while all lamps are lit, and not pressed again: nothing is erased", async () => {
    const { machine } = clinic;
    const kept = await messages();
    await powerUpHeld();
    await machine.run(
      "sleep 14; echo up > /run/button; sleep 12; echo down > /run/button; sleep 1; echo up > /run/button; sleep 2",
    );
    assert.equal((await machine.tries("test -e /run/firstring-panel/do/reset")).code, 1);
    await machine.booted();
    await clinic.ready();
    assert.equal(await messages(), kept);
  });

  test("pressed again while they flicker: the box erases itself, restarts, and is nobody's", async () => {
    const { machine } = clinic;
    await powerUpHeld();
    const events = machine.qmp.events.length;
    const began = performance.now();
    await machine.run(
      "sleep 14; echo up > /run/button; sleep 3; echo down > /run/button; sleep 1; echo up > /run/button",
    );
    await machine.qmp.event("RESET", () => true, REBOOTS_WITHIN_MS, events);
    figure("factory reset: pressed → blank and restarting", `${((performance.now() - began) / 1000).toFixed(0)} s`);
    await machine.backAfterReset();
    await machine.run("systemctl stop vm-button.service; systemctl disable vm-button.service");
    await machine.booted();
    const left = await machine.run(
      "find /var/lib/firstring /etc/firstring /var/lib/firstring-apply /var/lib/firstring-setup -type f 2>/dev/null; true",
    );
    assert.doesNotMatch(left, /clinic\.yaml|firstring\.db/);
    assert.match(await machine.run("cat /etc/firstring/erased.log"), /erased by the button$/m);
    assert.equal(await clinic.property("ActiveState"), "inactive");
    assert.equal(await clinic.property("ActiveState", "firstring-setup.target"), "active");
    assert.match(await machine.run("firstring apply --status --json", 240_000), /"claimed":false/);
  });

  test("the blank box is set up anew: it answers, and knows nothing of before", async () => {
    const pages = clinic.pages.length;
    await clinic.usePrompts();
    await clinic.begin();
    await clinic.ready();
    assert.equal((await clinic.call()).outcome, "answered");
    await clinic.page(pages);
    assert.equal((await messages()).match(/3125550142/g)?.length, 1, await messages());
  });
});
