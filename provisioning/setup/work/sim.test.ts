import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { GsmModemEmulator } from "../../../device/emulator/gsm/GsmModemEmulator.ts";
import { UsbTree } from "../../../device/usb/UsbTree.fixture.ts";
import { checkSim } from "./sim.ts";

test("a card that has refused a PIN wants a telephone, and is not said to take another try here", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "firstring-sim-"));
  t.after(() => rmSync(folder, { recursive: true }));
  using usb = new UsbTree();
  const gsm = new GsmModemEmulator({ simPin: "4711" });
  t.after(() => gsm.stop());
  const port = await gsm.listen({ kind: "pty", link: join(folder, "modem") });
  const check = async (pin: string | undefined) => {
    const finding = await checkSim({
      ...{ port, pin, places: usb, memory: folder, withinMs: 1_000 },
      ...{ say: () => {}, signal: new AbortController().signal },
    });
    assert.equal(finding.ok, false);
    return finding.words.join(" ");
  };
  assert.match(await check(undefined), /asks for its PIN, and none was entered\. Enter it here/);
  for (const pin of ["1111", "4711"])
    assert.match(await check(pin), /into a mobile telephone and enter its right PIN there, .*then put it back/i);
});
