import assert from "node:assert/strict";
import { test } from "node:test";
import { KNOWN_MODEMS, knownModem } from "./knownModems.ts";
import { UsbSerialPorts } from "./UsbSerialPorts.ts";
import { SIM7600, UsbTree } from "./UsbTree.fixture.ts";

test("the ports of a modem are told by what they are for, not by their number", () => {
  using tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 3, "A0001"));
  tree.plug({ port: "1-1.4", vendor: "0baf", product: "0303", ttys: { 0: "ttyACM0" } });
  const ports = new UsbSerialPorts(tree).list();
  assert.equal(ports.length, 6, "a built-in serial port and a pty are no USB devices");
  const at = ports.find((port) => port.interfaceNumber === 2);
  const usb = { vendor: "1e0e", product: "9001", serial: "A0001", port: "1-1.2" };
  assert.deepEqual(at, { device: tree.path("ttyUSB5"), usb, interfaceNumber: 2 });
  assert.equal(ports.at(-1)?.device, tree.path("ttyACM0"));
});

test("unplugged and plugged in again under another name: found by what it is", () => {
  using tree = new UsbTree();
  const ports = new UsbSerialPorts(tree);
  const before = SIM7600("1-1.2", 0);
  tree.plug(before);
  const known = ports.identityOf(tree.link("mobile-at", "ttyUSB2"));
  assert.ok(known !== undefined);
  tree.unplug(before);
  assert.equal(ports.findPort(known), undefined);
  tree.plug(SIM7600("1-1.2", 7));
  assert.equal(ports.findPort(known), tree.path("ttyUSB9"));
});

test("of two identical modems each line finds its own, also while the other is away", () => {
  using tree = new UsbTree();
  const ports = new UsbSerialPorts(tree);
  const one = SIM7600("1-1.2", 0, "0123456789ABCDEF");
  const other = SIM7600("1-1.3", 5, "0123456789ABCDEF");
  tree.plug(one);
  tree.plug(other);
  const known = ports.identityOf(tree.path("ttyUSB2"));
  assert.ok(known !== undefined);
  tree.unplug(one);
  assert.equal(ports.findPort(known, ["1-1.3"]), undefined, "the other line's modem is not taken");
  tree.plug(SIM7600("1-1.2", 20, "0123456789ABCDEF"));
  assert.equal(ports.findPort(known, ["1-1.3"]), tree.path("ttyUSB22"));
  assert.equal(ports.findPort(known), tree.path("ttyUSB22"));
});

test("usb:1e0e:9001 of the clinic file finds the modem, and says when two would do", () => {
  using tree = new UsbTree();
  const ports = new UsbSerialPorts(tree);
  assert.equal(ports.findBySpec("usb:1e0e:9001", 2), undefined);
  tree.plug(SIM7600("1-1.2", 0, "A0001"));
  assert.equal(ports.findBySpec("usb:1e0e:9001", 2)?.device, tree.path("ttyUSB2"));
  assert.equal(ports.findBySpec("usb:1e0e:9001", 2)?.several, false);
  tree.plug(SIM7600("1-1.3", 5, "A0002"));
  assert.equal(ports.findBySpec("usb:1e0e:9001", 4)?.several, true);
  assert.equal(ports.findBySpec("usb:1e0e:9001:A0002", 4)?.device, tree.path("ttyUSB9"));
  assert.equal(ports.findBySpec("usb:1e0e:9001", 4, ["1-1.2"])?.device, tree.path("ttyUSB9"));
  for (const spec of ["usb:1e0e:9001:A0003", "usb:2c7c:0125", "/dev/ttyUSB0", "usb:1e0e"]) {
    assert.equal(ports.findBySpec(spec, 2), undefined, spec);
  }
});

test("a pty, a file, a built-in serial port and a dead link are no USB devices; and no sysfs is no error", () => {
  using tree = new UsbTree();
  const ports = new UsbSerialPorts(tree);
  for (const path of [tree.path("ttyS0"), tree.path("nothing"), tree.link("dead", "ttyUSB99"), "/dev/null", tree.sys]) {
    assert.equal(ports.identityOf(path), undefined, path);
  }
  assert.deepEqual(new UsbSerialPorts({ sys: "/nowhere" }).list(), []);
  assert.deepEqual(new UsbSerialPorts().list().length >= 0, true);
});

test("each known modem is listed once and gives each interface one task", () => {
  const ids = KNOWN_MODEMS.map((modem) => `${modem.vendor}:${modem.product}`);
  assert.equal(new Set(ids).size, ids.length);
  for (const modem of KNOWN_MODEMS) {
    assert.match(`${modem.vendor}${modem.product}`, /^[0-9a-f]{8}$/);
    const used = [modem.at, modem.secondAt, modem.audio].filter((number) => number !== undefined);
    assert.equal(new Set(used).size, used.length, modem.name);
  }
  assert.equal(knownModem({ vendor: "1e0e", product: "9001" })?.audio, 4);
  assert.equal(knownModem({ vendor: "1e0e", product: "0000" }), undefined);
});
