import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import { isApplianceError } from "../../../firmware/health/ApplianceError.ts";
import { SIM7600, UsbTree } from "../../usb/UsbTree.fixture.ts";
import { ModemPlace } from "./ModemPlace.ts";

const missing = (error: unknown): boolean => isApplianceError(error) && error.code === "PORT_MISSING";

test("usb:1e0e:9001: AT and sound by the table, again under other names, and not the other line's twin", () => {
  using tree = new UsbTree();
  const mine = SIM7600("1-1.2", 0);
  const place = new ModemPlace({ port: "usb:1e0e:9001", places: tree });
  assert.throws(() => place.locate(), missing);
  tree.plug(mine);
  tree.plug(SIM7600("1-1.3", 5));
  const found = {
    at: tree.path("ttyUSB2"),
    audio: tree.path("ttyUSB4"),
    second: tree.path("ttyUSB3"),
    usbPort: "1-1.2",
  };
  assert.deepEqual(place.locate(["1-1.3"]), found);
  tree.unplug(mine);
  assert.throws(() => place.locate(["1-1.3"]), missing);
  tree.plug(SIM7600("1-1.2", 10));
  assert.deepEqual(place.locate(["1-1.3"]), {
    at: tree.path("ttyUSB12"),
    audio: tree.path("ttyUSB14"),
    second: tree.path("ttyUSB13"),
    usbPort: "1-1.2",
  });
});

test("a kernel's name: the modem comes back one number further, and its own AT port is taken, not what has its name now", () => {
  using tree = new UsbTree();
  const before = SIM7600("1-1.2", 0);
  tree.plug(before);
  const place = new ModemPlace({ port: tree.path("ttyUSB2"), audio: tree.path("ttyUSB4"), places: tree });
  assert.deepEqual(place.locate(), {
    at: tree.path("ttyUSB2"),
    audio: tree.path("ttyUSB4"),
    second: tree.path("ttyUSB3"),
    usbPort: "1-1.2",
  });
  tree.unplug(before);
  assert.throws(() => place.locate(), missing);
  tree.plug(SIM7600("1-1.2", 1));
  assert.deepEqual(place.locate(), {
    at: tree.path("ttyUSB3"),
    audio: tree.path("ttyUSB5"),
    second: tree.path("ttyUSB4"),
    usbPort: "1-1.2",
  });
});

test("only half of its ports have come up: it waits for its own", () => {
  using tree = new UsbTree();
  const whole = SIM7600("1-1.2", 0);
  tree.plug(whole);
  const place = new ModemPlace({ port: tree.path("ttyUSB2"), places: tree });
  place.locate();
  tree.unplug(whole);
  tree.plug({ ...whole, ttys: { 0: "ttyUSB1", 1: "ttyUSB2" } });
  assert.throws(() => place.locate(), missing);
});

test("its name has gone to the other line's modem: that one is left alone", () => {
  using tree = new UsbTree();
  const mine = SIM7600("1-1.2", 0);
  tree.plug(mine);
  const place = new ModemPlace({ port: tree.path("ttyUSB2"), places: tree });
  place.locate();
  tree.unplug(mine);
  tree.plug(SIM7600("1-1.3", 0));
  assert.throws(() => place.locate(["1-1.3"]), missing);
  assert.equal(place.locate().usbPort, "1-1.3", "with no other line, somebody used another socket");
});

test("a replacement of another make at the same name is taken", () => {
  using tree = new UsbTree();
  const old = SIM7600("1-1.2", 0);
  tree.plug(old);
  const place = new ModemPlace({ port: tree.path("ttyUSB2"), places: tree });
  place.locate();
  tree.unplug(old);
  tree.plug({ port: "1-1.4", vendor: "2c7c", product: "0125", ttys: { 0: "ttyUSB0", 1: "ttyUSB1", 2: "ttyUSB2" } });
  assert.deepEqual(place.locate(), { at: tree.path("ttyUSB2"), usbPort: "1-1.4" });
});

test("after a restart the modem is known; with another port in the clinic file it is not", () => {
  using tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 0));
  const first = new ModemPlace({ port: tree.path("ttyUSB2"), places: tree });
  first.locate();
  tree.plug({ port: "1-1.4", vendor: "2c7c", product: "0125", ttys: { 2: "ttyUSB7" } });
  const same = new ModemPlace({ port: tree.path("ttyUSB2"), remembered: first.identity, places: tree });
  assert.equal(same.usbPort, "1-1.2");
  const other = new ModemPlace({ port: tree.path("ttyUSB7"), remembered: first.identity, places: tree });
  assert.equal(other.locate().usbPort, "1-1.4");
});

test("a link of udev is taken at its word; a pty and TCP are what they are", () => {
  using tree = new UsbTree();
  tree.plug(SIM7600("1-1.2", 0));
  const link = tree.link("mobile-at", "ttyUSB2");
  assert.deepEqual(new ModemPlace({ port: link, places: tree }).locate(), {
    at: link,
    second: tree.path("ttyUSB3"),
    usbPort: "1-1.2",
  });
  writeFileSync(tree.path("pty"), "");
  assert.deepEqual(new ModemPlace({ port: tree.path("pty"), places: tree }).locate(), { at: tree.path("pty") });
  const tcp = new ModemPlace({ port: "tcp://127.0.0.1:9", audio: "tcp://127.0.0.1:10", places: tree });
  assert.deepEqual(tcp.locate(), { at: "tcp://127.0.0.1:9", audio: "tcp://127.0.0.1:10" });
});
