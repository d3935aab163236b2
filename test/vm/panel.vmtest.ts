/** Lamps and button on a real kernel: LED class, pattern trigger, input events. The lamps are those of the emulated keyboard. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { clinicFile } from "./clinicFile.ts";
import { GUEST_NODE, PROGRAMS } from "./guestPrograms.ts";
import { figure } from "./tell.ts";
import { READY_WITHIN_MS, VmClinic } from "./VmClinic.ts";

/** The panel's BTN_0, and a key of the UPS's wire. */
const BUTTON = 256;

/**
 * What 79-firstring-panel.rules does for LEDs and keys of a board's GPIO, for those of this machine: its keyboard's, and
 * uinput's. The files of a trigger are there only once it has been chosen.
 */
const RULES = `ACTION=="remove", GOTO="end"
SUBSYSTEM=="leds", RUN+="/bin/sh -c 'cd /sys$devpath && chgrp -f firstring-panel brightness trigger pattern; chmod -f g+w brightness trigger pattern; true'"
SUBSYSTEM=="input", KERNEL=="event*", ATTRS{name}=="firstring-test-button", GROUP="firstring-panel", MODE="0640"
LABEL="end"
`;

suite("the panel in a machine", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  let ready = "";
  let fault = "";

  before(
    async () => {
      clinic = await VmClinic.start({ starts: false });
      const { machine } = clinic;
      await machine.run("modprobe -a atkbd input-leds uinput ledtrig-pattern; udevadm settle");
      const leds = (await machine.run("ls /sys/class/leds")).split(/\s+/);
      ready = leds.find((name) => name.endsWith("::capslock")) ?? "";
      fault = leds.find((name) => name.endsWith("::scrolllock")) ?? "";
      assert.ok(ready !== "" && fault !== "", `no LEDs of a keyboard: ${leds.join(" ")}`);
      await machine.run(
        `mkdir -p /run/udev/rules.d && cat > /run/udev/rules.d/80-test.rules <<'RULES'\n${RULES}RULES\nudevadm control --reload && udevadm trigger --subsystem-match=leds --action=change && udevadm settle`,
      );
      await clinic.writeClinic(`${clinicFile()}box: { lamps: { ready: "${ready}", fault: "${fault}" } }\n`);
      const started = await machine.tries("systemctl start firstring.service", 2 * READY_WITHIN_MS);
      assert.equal(started.code, 0, await clinic.story());
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  const lit = (led: string): string => `grep -qv '^0$' /sys/class/leds/${led}/brightness`;
  /** For a second on end: a lamp that is lit for a part of the service only winks. */
  const dark = (led: string): string =>
    `( for i in 1 2 3 4 5 6 7 8; do grep -q '^0$' /sys/class/leds/${led}/brightness || exit 1; sleep 0.12; done )`;
  const shines = async (withinMs: number): Promise<void> => {
    await clinic.machine.until("the ready lamp", lit(ready), withinMs).catch(async (error: unknown) => {
      const more = `ls -l /sys/class/leds/${ready}/; head -v /run/firstring-panel/*.json /run/firstring-panel/daemon/*`;
      throw new Error(`${String(error)}\n${(await clinic.machine.tries(more)).output}\n${await clinic.story()}`);
    });
  };
  /** Seconds of the guest's clock until that holds, looked at ten times a second. */
  const secondsUntil = async (what: string, condition: string, most: number): Promise<number> => {
    const output = await clinic.machine.run(
      `b=$(cut -d' ' -f1 /proc/uptime); i=0
       until ${condition}; do i=$((i + 1)); if [ $i -gt ${most * 10} ]; then echo "not: ${what}"; exit 1; fi; sleep 0.1; done
       a=$(cut -d' ' -f1 /proc/uptime); awk "BEGIN { print $a - $b }"`,
      most * 8_000,
    );
    return Number(output.trim());
  };
  /** Both within three seconds. */
  const blinks = async (led: string): Promise<boolean> => {
    const seen = await clinic.machine.run(
      `for i in $(seq 30); do cat /sys/class/leds/${led}/brightness; sleep 0.1; done | sort -u | wc -l`,
    );
    return Number(seen) === 2;
  };

  test("udev understands the rules of the panel", async () => {
    await clinic.machine.run("udevadm verify /usr/lib/udev/rules.d/79-firstring-panel.rules", 60_000);
  });

  test("ready shines when the box answers, and the kernel plays it", async () => {
    await shines(120_000);
    assert.match(await clinic.machine.run(`cat /sys/class/leds/${ready}/trigger`), /\[pattern\]/);
    const report = JSON.parse(await clinic.machine.run("firstring panel --json", 120_000)) as {
      panel: { lamps: Record<string, string> };
    };
    assert.equal(report.panel.lamps[ready], "ready");
    const rss = await clinic.machine.run(
      "awk '/VmRSS/ { print $2 / 1000 }' /proc/$(systemctl show firstring-panel -P MainPID)/status",
    );
    figure("panel: resident memory", `${rss.trim()} MB`);
  });

  test("the daemon is stopped by a signal: ready goes dark and fault blinks within 30 s", async () => {
    const pid = await clinic.ready();
    await shines(60_000);
    await clinic.machine.run(`kill -STOP ${pid}`);
    try {
      const took = await secondsUntil("ready is dark", dark(ready), 40);
      figure("panel: daemon stopped → ready dark", `${took.toFixed(1)} s`);
      await secondsUntil("fault is lit", lit(fault), 10);
      assert.ok(await blinks(fault), "fault blinks");
    } finally {
      await clinic.machine.run(`kill -CONT ${pid} || true`);
    }
    await clinic.ready();
    await shines(READY_WITHIN_MS);
  });

  test("daemon and panel are both stopped: the kernel alone tells it", async () => {
    const pid = await clinic.ready();
    await shines(60_000);
    const panel = await clinic.property("MainPID", "firstring-panel.service");
    await clinic.machine.run(`kill -STOP ${panel} ${pid}`);
    try {
      const took = await secondsUntil("ready is dark", dark(ready), 30);
      figure("panel: daemon and panel stopped → ready dark by the kernel", `${took.toFixed(1)} s`);
      await secondsUntil("fault is lit", lit(fault), 10);
      assert.ok(await blinks(fault), "fault blinks, though nobody writes");
    } finally {
      await clinic.machine.run(`kill -CONT ${panel} ${pid} || true`);
    }
    await clinic.ready();
    await shines(READY_WITHIN_MS);
  });

  test("the button held for four seconds is a person at the box", async () => {
    const { machine } = clinic;
    await machine.run(
      `mkfifo /run/button; (exec 3<>/run/button; exec ${GUEST_NODE} ${PROGRAMS}/test/vm/guest/virtualButton.ts ${BUTTON} <&3 >/run/button.log 2>&1) & sleep 0.1`,
    );
    await machine.until("the button", "grep -q ready /run/button.log", 120_000);
    await machine.until("the panel has found it", `grep -q '"button":"there"' /run/firstring-panel/panel.json`);
    await machine.run("echo down > /run/button; sleep 4; echo up > /run/button");
    const presence = await machine.until("presence", "cat /run/firstring-panel/presence.json");
    assert.equal(JSON.parse(presence).by, "button");
    await machine.until(
      "set-up mode is asked for",
      "systemctl show firstring-setup-open.service -P ExecMainStartTimestampMonotonic | grep -qv '^0$'",
    );
  });

  test("a press that is shorter is none of that", async () => {
    const { machine } = clinic;
    await machine.run(
      "rm -f /run/firstring-panel/presence.json; echo down > /run/button; sleep 0.5; echo up > /run/button",
    );
    await machine.until("the press", `grep -q pressedAtMs /run/firstring-panel/panel.json`);
    assert.equal((await machine.tries("test -e /run/firstring-panel/presence.json")).code, 1);
  });
});
