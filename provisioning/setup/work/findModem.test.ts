import assert from "node:assert/strict";
import { test } from "node:test";
import { UsbTree } from "../../../device/usb/UsbTree.fixture.ts";
import { findModem } from "./findModem.ts";

test("the other modem, plugged in first, is said to be left where it is", async () => {
  using places = new UsbTree();
  places.plug({ port: "1-1.3", vendor: "0403", product: "6001", ttys: { 0: "ttyUSB0" } });
  const said: string[] = [];
  const found = await findModem(async () => ({ kind: "another", why: "a cellular modem (SIM7600)" }), {
    ...{ places, taken: [], withinMs: 0, say: (line) => void said.push(line) },
    signal: new AbortController().signal,
  });
  assert.equal(found, undefined);
  assert.deepEqual(said, [
    "Something is in USB socket 1-1.3: looking what it is.",
    "USB socket 1-1.3: a cellular modem (SIM7600). Leave it in: it is not the one that is looked for now.",
  ]);
});
