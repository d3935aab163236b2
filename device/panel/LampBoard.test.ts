import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { BLINK, OFF, ON, patternText } from "../../firmware/panel/Light.ts";
import type { PanelLights } from "../../firmware/panel/panelLights.ts";
import { LampBoard } from "./LampBoard.ts";
import { PanelBox } from "./PanelBox.fixture.ts";

const LIGHTS: PanelLights = { ready: ON, message: OFF, urgent: OFF, fault: OFF, buzzer: OFF, relay: ON };

function board(t: TestContext, leds: readonly string[]) {
  const box = new PanelBox(leds);
  t.after(() => box[Symbol.dispose]());
  const troubles: string[] = [];
  const lamps = new LampBoard({ root: join(box.root, "sys/class/leds"), onTrouble: (why) => troubles.push(why) });
  return { box, lamps, troubles };
}

test("what dies with us is written anew every four seconds, what stays once a minute", (t) => {
  const { box, lamps } = board(t, ["firstring:ready", "firstring:message"]);
  const rewritten = (led: string, nowMs: number): boolean => {
    writeFileSync(join(box.root, "sys/class/leds", led, "pattern"), "");
    lamps.show(LIGHTS, undefined, nowMs);
    return box.led(led) !== "";
  };
  lamps.show(LIGHTS, undefined, 0);
  assert.deepEqual(
    [1_000, 3_999, 4_000, 4_001].map((at) => rewritten("firstring:ready", at)),
    [false, false, true, false],
  );
  assert.deepEqual(
    [30_000, 59_999, 60_000].map((at) => rewritten("firstring:message", at)),
    [false, false, true],
  );
});

test("a relay is energised like a lamp, and let go by the kernel when nobody writes", (t) => {
  const { box, lamps } = board(t, ["firstring:relay"]);
  lamps.show(LIGHTS, undefined, 0);
  assert.equal(box.led("firstring:relay"), patternText(ON, 1, OFF));
});

test("a kernel without the pattern trigger: switched on and off, and told once", (t) => {
  const { box, lamps, troubles } = board(t, []);
  box.addLed("firstring:ready", "[none] timer");
  for (const at of [0, 4_000, 8_000]) lamps.show(LIGHTS, undefined, at);
  assert.equal(box.led("firstring:ready", "brightness"), "1");
  assert.equal(troubles.length, 1);
  assert.match(troubles[0] ?? "", /no pattern trigger.*cannot tell when we are dead/);
});

test("a trigger that is not chosen yet is chosen first", (t) => {
  const { box, lamps } = board(t, []);
  box.addLed("firstring:fault", "none [timer] pattern");
  lamps.show(LIGHTS, undefined, 0);
  assert.equal(box.led("firstring:fault", "trigger"), "pattern");
  assert.equal(box.led("firstring:fault"), patternText(OFF, 1, BLINK));
});

test("files that udev gives to us a moment later are no trouble, those that it never gives are", (t) => {
  const { box, lamps, troubles } = board(t, ["firstring:ready"]);
  const pattern = join(box.root, "sys/class/leds/firstring:ready/pattern");
  rmSync(pattern);
  mkdirSync(pattern);
  for (const at of [0, 1_000]) lamps.show(LIGHTS, undefined, at);
  assert.deepEqual(troubles, []);
  lamps.show(LIGHTS, undefined, 2_000);
  assert.match(troubles[0] ?? "", /firstring:ready.*EISDIR/);
  rmSync(pattern, { recursive: true });
  writeFileSync(pattern, "");
  lamps.show(LIGHTS, undefined, 3_000);
  assert.equal(box.led("firstring:ready"), patternText(ON, 1, OFF));
  assert.equal(troubles.length, 1);
});

test("the clinic file names LEDs: those and no others; none: none", (t) => {
  const { box, lamps } = board(t, ["hat:green", "ACT", "PWR", "firstring:ready", "firstring:fault"]);
  lamps.show(LIGHTS, "none", 0);
  assert.deepEqual([box.led("ACT"), box.led("firstring:ready")], ["", ""]);
  assert.deepEqual(lamps.names({ ready: "hat:green" }), { "hat:green": "ready", "firstring:fault": "fault" });
  assert.deepEqual(lamps.names(undefined), {
    ...{ "firstring:ready": "ready", "firstring:fault": "fault", ACT: "ready", PWR: "fault" },
  });
  assert.deepEqual(lamps.names({ ready: "../../etc" }), { "firstring:fault": "fault" });
});
