import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KNOWN_MODEMS } from "./knownModems.ts";
import { udevRules } from "./udevRules.ts";

const FILE = new URL("../../systemd/78-firstring-modems.rules", import.meta.url);

/** udev(7): comma-separated KEY{attribute}OPERATOR"value". */
const TERM = /^([A-Z_]+)(?:\{([\w./]+)\})?(==|!=|\+=|:=|=)"([^"]*)"$/;
const MATCHES = ["ACTION", "SUBSYSTEM", "ENV", "ATTR", "ATTRS", "TEST"];
const ASSIGNS = ["ENV", "ATTR", "SYMLINK", "RUN", "GOTO", "LABEL"];

const rules = readFileSync(FILE, "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.split(", ").map((term) => TERM.exec(term) ?? assert.fail(`${term} in: ${line}`)));

test("the udev rules are those of the modems we know", () => {
  const write = `node --input-type=module -e 'import { udevRules } from "./device/usb/udevRules.ts"; process.stdout.write(udevRules())' > systemd/78-firstring-modems.rules`;
  assert.equal(readFileSync(FILE, "utf8"), udevRules(), `a modem was added? Run: ${write}`);
});

test("each rule is one that udev reads: known keys, matches before assignments, every GOTO has its LABEL", () => {
  const labels = rules.flatMap((rule) => rule.filter((term) => term[1] === "LABEL").map((term) => term[4]));
  for (const rule of rules) {
    const isMatch = rule.map(([, , , operator]) => operator === "==" || operator === "!=");
    for (const [i, [, key, , , value]] of rule.entries()) {
      assert.ok((isMatch[i] ? MATCHES : ASSIGNS).includes(key ?? ""), `${key}`);
      assert.ok(i === 0 || isMatch[i - 1] || !isMatch[i], "a match after an assignment");
      if (key === "GOTO") assert.ok(labels.includes(value));
    }
  }
});

test("ModemManager keeps off every modem that we know, whatever the event", () => {
  for (const { vendor, product, name } of KNOWN_MODEMS) {
    const ignoring = rules.find(
      (rule) =>
        rule.some((term) => term[0] === `ATTRS{idVendor}=="${vendor}"`) &&
        rule.some((term) => term[0] === `ATTRS{idProduct}=="${product}"`) &&
        rule.some((term) => term[0] === 'ENV{ID_MM_DEVICE_IGNORE}="1"'),
    );
    assert.equal(ignoring?.length, 4, `${name}: no other condition, so that the device and all of its ports are meant`);
  }
});
