import assert from "node:assert/strict";
import { test } from "node:test";
import { activeLevelDbm0, applyGain, clip16, dBm0OfSinePeak, levelOf, sinePeak } from "./level.ts";

const sine = (dBm0: number) =>
  Int16Array.from({ length: 8000 }, (_, i) => clip16(sinePeak(dBm0) * Math.sin((2 * Math.PI * 1020 * i) / 8000)));

test("levels mean what a telephone engineer means: a full-scale sine is +3.14 dBm0", () => {
  assert.ok(Math.abs(dBm0OfSinePeak(32768) - 3.14) < 1e-9);
  for (const level of [3, 0, -10, -25, -40]) assert.ok(Math.abs(levelOf(sine(level)) - level) < 0.05);
});

test("gain changes the level by its decibels and clips instead of wrapping round", () => {
  assert.ok(Math.abs(levelOf(applyGain(sine(-10), -6)) + 16) < 0.05);
  assert.deepEqual(applyGain(Int16Array.of(30000, -30000), 6), Int16Array.of(32767, -32768));
});

test("silence and nothing have no level", () => {
  assert.equal(levelOf(new Int16Array(0)), Number.NEGATIVE_INFINITY);
  assert.equal(levelOf(new Int16Array(9)), Number.NEGATIVE_INFINITY);
});

test("the pauses of a slow speaker do not make the prompt seem soft", () => {
  const slow = new Int16Array(24000);
  slow.set(sine(-17), 8000);
  assert.ok(Math.abs(activeLevelDbm0(slow) + 17) < 0.1);
  assert.equal(activeLevelDbm0(new Int16Array(800)), Number.NEGATIVE_INFINITY);
});
