import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LampFiles } from "./LampFiles.ts";

function leds(names: readonly string[]) {
  const root = mkdtempSync(join(tmpdir(), "firstring-leds-"));
  for (const name of names) mkdirSync(join(root, `firstring:${name}`));
  return {
    root,
    read: (lamp: string, file: string) => readFileSync(join(root, `firstring:${lamp}`, file), "utf8"),
    write: (lamp: string, file: string, text: string) => writeFileSync(join(root, `firstring:${lamp}`, file), text),
    [Symbol.dispose]: () => rmSync(root, { recursive: true }),
  };
}

test("the kernel's LEDs show what the lamps say, and blink by themselves", () => {
  using files = leds(["ready", "message", "urgent", "fault"]);
  const lamps = new LampFiles({ root: files.root, onTrouble: assert.fail });
  lamps.show({ ready: "on", message: "off", urgent: "blink", fault: "off" });
  assert.deepEqual([files.read("ready", "trigger"), files.read("ready", "brightness")], ["none", "255"]);
  assert.deepEqual([files.read("message", "trigger"), files.read("message", "brightness")], ["none", "0"]);
  assert.deepEqual(
    [files.read("urgent", "trigger"), files.read("urgent", "delay_on"), files.read("urgent", "delay_off")],
    ["timer", "500", "500"],
  );
});

test("a lamp that does not change is not written again: its blinking would stumble", () => {
  using files = leds(["ready", "fault"]);
  const lamps = new LampFiles({ root: files.root, onTrouble: assert.fail });
  const shown = { ready: "on", message: "off", urgent: "off", fault: "blink" } as const;
  lamps.show(shown);
  files.write("fault", "trigger", "untouched");
  lamps.show({ ...shown, ready: "blink" });
  assert.equal(files.read("fault", "trigger"), "untouched");
  assert.equal(files.read("ready", "trigger"), "timer");
  lamps.dark();
  assert.deepEqual([files.read("ready", "brightness"), files.read("fault", "brightness")], ["0", "0"]);
});

test("a box without lamps is a box without lamps", () => {
  using files = leds([]);
  new LampFiles({ root: files.root, onTrouble: assert.fail }).show({
    ready: "on",
    message: "on",
    urgent: "blink",
    fault: "blink",
  });
  new LampFiles({ root: join(files.root, "nowhere"), onTrouble: assert.fail }).dark();
});

test("a lamp that may not be written is said once, and stops nothing", () => {
  using files = leds(["ready"]);
  mkdirSync(join(files.root, "firstring:ready", "trigger"));
  const said: string[] = [];
  const lamps = new LampFiles({ root: files.root, onTrouble: (why) => said.push(why) });
  for (let i = 0; i < 3; i += 1) lamps.show({ ready: "on", message: "off", urgent: "off", fault: "off" });
  assert.equal(said.length, 1);
});
