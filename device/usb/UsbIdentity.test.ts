import assert from "node:assert/strict";
import { test } from "node:test";
import { findAgain, parseUsbSpec, type UsbIdentity } from "./UsbIdentity.ts";

const device = (port: string, serial?: string, product = "9001", vendor = "1e0e"): UsbIdentity => ({
  vendor,
  product,
  port,
  ...(serial === undefined ? {} : { serial }),
});

const cases: [
  why: string,
  known: UsbIdentity,
  present: UsbIdentity[],
  taken: string[],
  expected: UsbIdentity | undefined,
][] = [
  ["it is where it was", device("1-1.2"), [device("1-1.2"), device("1-1.3")], [], device("1-1.2")],
  ["it is away, its twin is not it", device("1-1.2"), [device("1-1.3")], ["1-1.3"], undefined],
  ["another socket, no serial number, the only one", device("1-1.2"), [device("1-1.4")], [], device("1-1.4")],
  ["another socket, and two would do", device("1-1.2"), [device("1-1.4"), device("1-1.5")], [], undefined],
  [
    "its serial number decides, also in another socket",
    device("1-1.2", "A1"),
    [device("1-1.2", "A2"), device("1-1.4", "A1")],
    [],
    device("1-1.4", "A1"),
  ],
  ["a replacement in its place", device("1-1.2", "A1"), [device("1-1.2", "A2")], [], device("1-1.2", "A2")],
  ["a stranger with a serial number elsewhere", device("1-1.2", "A1"), [device("1-1.4", "A2")], [], undefined],
  [
    "a serial number that all have tells nothing: its place does",
    device("1-1.3", "0123456789ABCDEF"),
    [device("1-1.2", "0123456789ABCDEF"), device("1-1.3", "0123456789ABCDEF")],
    [],
    device("1-1.3", "0123456789ABCDEF"),
  ],
  [
    "it came back in another USB mode",
    device("1-1.2"),
    [device("1-1.2", undefined, "9011")],
    [],
    device("1-1.2", undefined, "9011"),
  ],
  ["something else is in its place now", device("1-1.2"), [device("1-1.2", "FT1", "6001", "0403")], [], undefined],
  ["nothing is there", device("1-1.2"), [], [], undefined],
  ["its place belongs to another line by now", device("1-1.2"), [device("1-1.2")], ["1-1.2"], undefined],
];

for (const [why, known, present, taken, expected] of cases) {
  test(`the same modem: ${why}`, () => assert.deepEqual(findAgain(known, present, taken), expected));
}

test("the clinic file's way to name a USB device", () => {
  assert.deepEqual(parseUsbSpec("usb:1e0e:9001"), { vendor: "1e0e", product: "9001" });
  assert.deepEqual(parseUsbSpec("usb:1e0e:9001:A-0.1"), { vendor: "1e0e", product: "9001", serial: "A-0.1" });
  for (const text of ["usb:1E0E:9001", "usb:1e0e", "/dev/ttyUSB2", "usb:1e0e:9001:", ""])
    assert.equal(parseUsbSpec(text), undefined, text);
});
