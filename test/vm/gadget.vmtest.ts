/** The box on a technician's USB cable, by the kernel's own loop-back controller (dummy_hcd): both ends are in one machine. */
import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { assertConsoleOnly, assertDocumented, LISTENING } from "./documentedPorts.ts";
import { figure } from "./tell.ts";
import { VmClinic } from "./VmClinic.ts";

const LAPTOP = "ip netns exec laptop";

suite("the USB cable", { timeout: 10_800_000 }, () => {
  let clinic: VmClinic;
  let port = "";
  before(
    async () => {
      clinic = await VmClinic.start({ starts: false, shortPrompts: false, plugged: [], isSetUp: true });
      await clinic.machine.run("modprobe dummy_hcd && modprobe cdc_ncm && modprobe cdc_acm");
    },
    { timeout: 3_600_000 },
  );
  after(() => clinic?.[Symbol.asyncDispose]());

  /** With what the box says of its set-up mode, where it did not come about. */
  const explained = async <T>(work: Promise<T>): Promise<T> =>
    work.catch(async (error: unknown) => {
      const story = await clinic.machine.tries(
        `ip addr; ${LAPTOP} ip addr; systemctl --no-pager status 'firstring-setup*' firstring-gadget firstring-apply.socket; journalctl -b --no-pager -n 60 -u 'firstring-setup*' -u firstring-gadget -u systemd-networkd`,
        120_000,
      );
      throw new Error(`${String(error)}\n${story.output}`);
    });

  test("set-up mode: the box is a network and a serial port for the laptop, which needs no driver", async () => {
    const began = performance.now();
    // At the boot there was no controller to appear on yet.
    await clinic.machine.run(
      "systemctl stop firstring-setup.target firstring-gadget.service; systemctl reset-failed; systemctl start firstring-setup.target firstring-gadget.service",
      400_000,
    );
    port = (
      await clinic.machine.until(
        "the laptop's end",
        // udev gives it its lasting name a moment after it appears.
        "udevadm settle; for it in /sys/class/net/*; do case $(readlink $it/device/driver) in */cdc_ncm) basename $it; exit 0;; esac; done; exit 1",
        240_000,
      )
    ).trim();
    await clinic.machine.until("the serial port", "test -c /dev/ttyACM0 && test -c /dev/ttyGS0", 60_000);
    figure(
      "set-up mode opened → network and serial port at the laptop",
      `${((performance.now() - began) / 1000).toFixed(1)} s`,
    );
    const seen = await clinic.machine.run(
      "cat /sys/bus/usb/drivers/cdc_ncm/*/../bNumConfigurations /sys/bus/usb/drivers/cdc_ncm/*/../bDeviceClass | sort -u",
    );
    assert.deepEqual(
      seen.trim().split("\n").sort(),
      ["1", "ef"],
      "one configuration, class EF: Windows binds nothing else",
    );
  });

  test("the laptop gets an address, and no router or name server: it keeps its internet", async () => {
    const leased = clinic.machine.run(
      `ip netns add laptop && ip link set ${port} netns laptop && ${LAPTOP} ip link set ${port} up
cat > /usr/local/bin/lease <<'SCRIPT'
#!/bin/sh
[ "$1" = bound ] && { ip addr add "$ip/29" dev "$interface"; echo "ip=$ip router=$router dns=$dns" > /run/leased; }
exit 0
SCRIPT
chmod +x /usr/local/bin/lease
${LAPTOP} busybox udhcpc -i ${port} -n -q -t 30 -T 2 -s /usr/local/bin/lease`,
      180_000,
    );
    await explained(leased);
    assert.match(await clinic.machine.run("cat /run/leased"), /^ip=10\.55\.0\.[2-6] router= dns=$/m);
  });

  test("https on its address, http only to lead there, and nothing else", async () => {
    const page = await explained(
      clinic.machine.until("the page", `${LAPTOP} curl -sk --max-time 120 https://10.55.0.1/ -L`, 400_000),
    );
    assert.match(page, /<html/i);
    const redirect = await clinic.machine.run(
      `${LAPTOP} curl -s --max-time 60 -o /dev/null -w '%{http_code} %{redirect_url}' http://10.55.0.1/`,
      120_000,
    );
    assert.match(redirect, /^30[1278] https:\/\/10\.55\.0\.1\//);
    assertDocumented(await clinic.machine.run(LISTENING));
  });

  test("the serial port speaks to whoever opens a terminal", async () => {
    await clinic.machine.run("stty -F /dev/ttyACM0 raw -echo 115200; cat /dev/ttyACM0 > /run/heard &");
    await explained(
      clinic.machine.until(
        "the wizard's greeting",
        "printf '\\r' > /dev/ttyACM0; sleep 2; grep -q FirstRing /run/heard",
        400_000,
      ),
    );
    const said = await clinic.machine.run("cat /run/heard");
    assert.doesNotMatch(said, /login:/, "a wizard, never a login");
  });

  test("closed: the cable is dead and nothing listens", async () => {
    await clinic.machine.run("systemctl stop firstring-setup.target firstring-gadget.service", 120_000);
    await clinic.machine.until("the device to vanish", "! test -e /dev/ttyACM0", 60_000);
    assertConsoleOnly(await clinic.machine.run(LISTENING));
  });
});
