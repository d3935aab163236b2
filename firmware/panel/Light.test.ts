import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BLINK,
  FLICKER,
  HOLDS,
  LIT_WINKS,
  type Light,
  LONG_FLASHES,
  OFF,
  ON,
  patternText,
  THREE_FLASHES,
} from "./Light.ts";

/**
 * What an LED shows by such a text, as drivers/leds/trigger/ledtrig-pattern.c plays it: equal brightness in a row is a
 * step, and the tuple of 0 ms after it is skipped; anything else would be dimmed, which no text of ours may ask for.
 */
function played(text: string, untilMs: number): { readonly fromMs: number; readonly level: number }[] {
  const numbers = text.split(/\s+/).map(Number);
  assert.ok(numbers.length % 2 === 0 && numbers.every((each) => Number.isInteger(each) && each >= 0), text);
  assert.ok(text.length < 4_096, `sysfs takes a page, not ${text.length} bytes`);
  const tuples = Array.from({ length: numbers.length / 2 }, (_, i) => ({
    level: numbers[2 * i] as number,
    ms: numbers[2 * i + 1] as number,
  }));
  assert.ok(tuples.length >= 2 && tuples.length <= 1_024);
  const at = (i: number) => tuples[i % tuples.length] as { level: number; ms: number };
  const shown: { fromMs: number; level: number }[] = [];
  let [current, next, now] = [0, 1, 0];
  while (now < untilMs) {
    assert.equal(at(current).level, at(next).level, `dims from tuple ${current} on: ${text.slice(0, 80)}`);
    if (shown.at(-1)?.level !== at(current).level) shown.push({ fromMs: now, level: at(current).level });
    now += at(current).ms;
    if (at(next).ms === 0) [current, next] = [next, next + 1];
    [current, next] = [next, next + 1];
  }
  return shown;
}

test("on is on and off is off, for months", () => {
  assert.deepEqual(played(patternText(ON, 1), 1e9), [{ fromMs: 0, level: 1 }]);
  assert.deepEqual(played(patternText(OFF, 1), 1e9), [{ fromMs: 0, level: 0 }]);
  assert.deepEqual(played(patternText(ON, 255), 1e9), [{ fromMs: 0, level: 255 }]);
});

test("a lamp that is lit goes dark by itself when nobody writes any more, and stays so", () => {
  assert.deepEqual(played(patternText(ON, 1, OFF), 1e10), [
    { fromMs: 0, level: 1 },
    { fromMs: HOLDS, level: 0 },
  ]);
  assert.equal(played(patternText(BLINK, 1, OFF), 1e9).at(-1)?.fromMs, HOLDS - 500);
});

test("a lamp that is dark begins to blink by itself when nobody writes any more", () => {
  const shown = played(patternText(OFF, 1, BLINK), 60_000);
  assert.deepEqual(shown[0], { fromMs: 0, level: 0 });
  assert.deepEqual(shown[1], { fromMs: HOLDS, level: 1 });
  assert.deepEqual(shown[2], { fromMs: HOLDS + 500, level: 0 });
  assert.equal(shown.length, 1 + (60_000 - HOLDS) / 500);
});

const lights: readonly Light[] = [ON, OFF, BLINK, FLICKER, LIT_WINKS, THREE_FLASHES, LONG_FLASHES];

test("every light, with every afterwards, fits into what the kernel takes and dims nowhere", () => {
  for (const light of lights) {
    played(patternText(light, 255), 100_000);
    for (const afterwards of [OFF, BLINK, ON]) {
      const shown = played(patternText(light, 255, afterwards), 150_000);
      const late = shown.filter(({ fromMs }) => fromMs > HOLDS + 2_000);
      if (afterwards === OFF) assert.ok(late.every(({ level }) => level === 0));
      if (afterwards === BLINK) assert.ok(late.length > 100);
    }
  }
});
