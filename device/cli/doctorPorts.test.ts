import assert from "node:assert/strict";
import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { Clinic, LineConfig } from "../../firmware/config/Clinic.ts";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { SIM7600, UsbTree } from "../usb/UsbTree.fixture.ts";
import { type Machine, portFindings } from "./doctorPorts.ts";
import { findingsInWords } from "./Finding.ts";

type Gsm = Extract<LineConfig, { driver: "gsm" }>;

const gsm = (change: Partial<Gsm>): Clinic =>
  testClinic({ lines: [{ driver: "gsm", id: "mobile", port: "usb:1e0e:9001", ...change }] });

/** A machine of our own: one SIM7600 with its five ports. */
function machine() {
  const tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 0));
  const root = dirname(tree.sys);
  const at: Machine = { sys: tree.sys, dev: tree.dev, proc: join(root, "proc"), udev: [join(root, "rules.d")] };
  mkdirSync(join(root, "proc"));
  mkdirSync(join(root, "rules.d"));
  const put = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  return { tree, at, put, [Symbol.dispose]: () => tree[Symbol.dispose]() };
}

const said = (clinic: Clinic, at: Machine, own: readonly number[] = []): string =>
  findingsInWords(portFindings(clinic, own, at));

test("a modem named by its USB ids is found by the port that its model uses, and so is its sound", () => {
  using it = machine();
  const text = said(gsm({ audio: "usb:1e0e:9001" }), it.at);
  assert.match(text, /ok {3}line mobile: .*ttyUSB2 \(usb:1e0e:9001\) can be opened/);
  assert.match(text, /ok {3}line mobile, sound: .*ttyUSB4 \(usb:1e0e:9001\) can be opened/);
  assert.match(text, /Nothing is wrong/);
});

test("a modem that is not plugged in, or that FirstRing does not know, is told with what to do", () => {
  using it = machine();
  const absent = said(gsm({ port: "usb:2c7c:0125" }), it.at);
  assert.match(
    absent,
    /NOT {2}line mobile: usb:2c7c:0125 \(Quectel EC25\/EG25\) is not plugged in\.\n +What to do: Plug/,
  );
  assert.match(said(gsm({ port: "usb:dead:beef" }), it.at), /does not know which port of usb:dead:beef/);
});

test("two modems alike: the doctor asks for the serial number", () => {
  using it = machine();
  it.tree.plug(SIM7600("1-1.3", 5, "A1"));
  assert.match(
    said(gsm({}), it.at),
    /more than one usb:1e0e:9001 is plugged in\.\n +What to do: Add the serial number/,
  );
});

test("a sound card is looked for by its name", () => {
  using it = machine();
  const clinic = gsm({ audio: "alsa:Android" });
  assert.match(said(clinic, it.at), /NOT {2}line mobile, sound: the sound card Android is not there/);
  it.put("proc/asound/Android/id", "Android\n");
  assert.match(said(clinic, it.at), /ok {3}line mobile, sound: the sound card Android is there/);
});

test("a port that is not there, and one that cannot be looked at from here", () => {
  using it = machine();
  const clinic = testClinic({
    lines: [
      { driver: "voice-modem", id: "front", port: "/dev/firstring/nowhere", pickup: "caller-id" },
      { driver: "voice-modem", id: "back", port: "tcp://modem.local:5000", pickup: "caller-id" },
    ],
  });
  const text = said(clinic, it.at);
  assert.match(text, /NOT {2}line front: \/dev\/firstring\/nowhere is not there/);
  assert.match(text, /· {4}line back: tcp:\/\/modem\.local:5000 is on the network/);
});

test("the program that holds the port is named; the FirstRing that runs is no stranger there", () => {
  using it = machine();
  const { proc: _, ...real } = it.at;
  const port = it.tree.path("ttyUSB2");
  const held = openSync(port, "r");
  try {
    // This process holds it, and does not count as a stranger to itself.
    assert.match(said(gsm({}), real), /can be opened/);
  } finally {
    closeSync(held);
  }
  it.put("proc/4711/comm", "minicom\n");
  mkdirSync(join(it.at.proc!, "4711/fd"), { recursive: true });
  assert.match(said(gsm({}), it.at), /can be opened/);
  symlinkSync(port, join(it.at.proc!, "4711/fd/3"));
  assert.match(said(gsm({}), it.at), /is held by minicom \(process 4711\)\.\n +What to do: End that program/);
  assert.match(said(gsm({}), it.at, [4711]), /can be opened/);
});

test("ModemManager is told, unless our rules keep it off the modems", () => {
  using it = machine();
  it.put("proc/814/comm", "ModemManager\n");
  assert.match(said(gsm({}), it.at), /NOT {2}ModemManager runs \(process 814\).*\n.*systemctl mask --now ModemManager/);
  it.put("rules.d/78-firstring-modems.rules", "");
  assert.match(said(gsm({}), it.at), /· {4}ModemManager runs; our udev rules keep it off/);
  const analog = testClinic({
    lines: [{ driver: "voice-modem", id: "front", port: "tcp://a:1", pickup: "caller-id" }],
  });
  assert.ok(!said(analog, it.at).includes("ModemManager"));
});
