import assert from "node:assert/strict";
import { test } from "node:test";
import type { Lamps } from "../health/lamp.ts";
import {
  BEEP,
  BLINK,
  DARK_WINKS,
  FLICKER,
  LIT_BLIP,
  LIT_WINKS,
  LONG_FLASHES,
  OFF,
  ON,
  THREE_FLASHES,
} from "./Light.ts";
import { type DaemonWord, type PanelFacts, panelLights, powerLight } from "./panelLights.ts";

const READY: Lamps = { ready: "on", message: "off", urgent: "off", fault: "off" };
const NOW = 1_000_000;

const word = (lamps: Partial<Lamps> = {}, more: Partial<DaemonWord> = {}): DaemonWord => ({
  ...{ atMs: NOW - 5_000, answers: true, raised: 3 },
  lamps: { ...READY, ...lamps },
  ...more,
});

const lights = (facts: Partial<PanelFacts>) =>
  panelLights({
    ...{ nowMs: NOW, word: word(), sign: undefined, present: false, asked: [], silence: undefined },
    ...facts,
  });

test("a daemon that works: its own lamps, and the line is held", () => {
  const all = lights({ word: word({ message: "on", urgent: "blink" }) });
  assert.deepEqual(all, { ready: ON, message: ON, urgent: BLINK, fault: OFF, buzzer: BEEP, relay: ON });
  assert.equal(lights({ word: word({ fault: "on" }) }).buzzer, OFF);
  assert.equal(lights({ word: word({}, { answers: false }) }).relay, OFF);
});

test("a daemon that has said nothing for fifteen seconds: not ready, fault, the line is let go; what waits still waits", () => {
  const told = word({ message: "on", urgent: "blink" });
  assert.deepEqual(lights({ word: { ...told, atMs: NOW - 14_999 } }).ready, ON);
  assert.deepEqual(lights({ word: { ...told, atMs: NOW - 15_000 } }), {
    ...{ ready: OFF, message: ON, urgent: BLINK, fault: BLINK, buzzer: BEEP, relay: OFF },
  });
  assert.deepEqual(lights({ word: undefined }), {
    ...{ ready: OFF, message: OFF, urgent: OFF, fault: BLINK, buzzer: BEEP, relay: OFF },
  });
});

test("a word from the time to come is not believed", () => {
  assert.equal(lights({ word: word({}, { atMs: NOW + 60_000 }) }).ready, OFF);
});

test("a short press: fault shines steadily and the buzzer is still, until something new comes or the hour is over", () => {
  const faulty = word({ fault: "blink" });
  const silence = { untilMs: NOW + 10, raised: 3 };
  assert.deepEqual([lights({ word: faulty, silence }).fault, lights({ word: faulty, silence }).buzzer], [ON, OFF]);
  assert.equal(lights({ word: { ...faulty, raised: 4 }, silence }).fault, BLINK);
  assert.equal(lights({ word: faulty, silence: { ...silence, untilMs: NOW } }).buzzer, BEEP);
  assert.equal(lights({ word: word({ urgent: "blink" }), silence }).urgent, BLINK);
});

test("set-up mode and work at the box are shown on ready, a refusal on fault; the worst first", () => {
  assert.equal(lights({ present: true }).ready, LIT_WINKS);
  assert.equal(lights({ present: true, word: undefined }).ready, DARK_WINKS);
  assert.equal(lights({ asked: ["setup", "working"] }).ready, FLICKER);
  assert.equal(lights({ asked: ["done"], present: true }).ready, LONG_FLASHES);
  assert.deepEqual(
    [lights({ asked: ["working", "refused"] }).fault, lights({ asked: ["refused"] }).ready],
    [THREE_FLASHES, ON],
  );
  assert.equal(lights({ asked: ["working"] }).relay, ON);
});

test("whoever holds the button is answered by all lamps", () => {
  for (const [sign, light] of [
    ["letGo", ON],
    ["countdown", BLINK],
    ["confirm", FLICKER],
  ] as const) {
    const { ready, message, urgent, fault, buzzer } = lights({ sign, asked: ["refused"] });
    assert.deepEqual([ready, message, urgent, fault, buzzer], [light, light, light, light, OFF]);
  }
});

test("a bare Pi: PWR is lit, blinks for what is urgent and winks for what can wait", () => {
  assert.equal(powerLight(lights({})), ON);
  assert.equal(powerLight(lights({ word: undefined })), BLINK);
  assert.equal(powerLight(lights({ word: word({ urgent: "blink" }) })), BLINK);
  assert.equal(powerLight(lights({ word: word({ fault: "on" }) })), LIT_BLIP);
  assert.equal(powerLight(lights({ word: word({ message: "on" }) })), LIT_BLIP);
  assert.equal(powerLight(lights({ asked: ["refused"] })), THREE_FLASHES);
});
