import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { MAKES, stationAt } from "./modemManagerGround.ts";

const BOUND = { timeout: 90_000 };
const OUR_RULES = new URL("../../systemd/78-firstring-modems.rules", import.meta.url);

/** The lines about ModemManager as it reads them without udev: one assignment in a line, at its end. */
function asModemManagerReads(rules: string): string {
  const lines = rules.split("\n").filter((line) => /^ATTRS.*ID_MM_/.test(line));
  return lines
    .flatMap((line) => {
      const conditions = line.match(/\S+=="[^"]*"/g) ?? [];
      const marks = line.match(/ENV\{ID_MM_\w+\}="1"/g) ?? [];
      return marks.map((mark) => [...conditions, mark].join(", "));
    })
    .join("\n");
}

describe("our udev rules keep ModemManager off", { concurrency: true }, () => {
  const rules = asModemManagerReads(readFileSync(OUR_RULES, "utf8"));
  const ids = [
    ["1e0e", "9001"],
    ["2c7c", "0125"],
    ["12d1", "1001"],
  ] as const;
  for (const [vendor, product] of ids) {
    test(`${vendor}:${product}: it sees the port and does not open it`, BOUND, async (t) => {
      const usb = { vendor, product, interfaceNumber: "02", name: "ttyUSB2" };
      const ground = await stationAt(t, { ...MAKES.generic, usb }, { rules: { "78-mm-firstring.rules": rules } });
      if (!ground) return;
      assert.match(ground.station.log, /\(tty\/ttyUSB2\): port filtered: device is blocklisted/);
      assert.deepEqual(await ground.station.mmcli("-L"), { "modem-list": [] });
      assert.doesNotMatch(ground.station.log, /opening serial port/);
    });
  }
});
