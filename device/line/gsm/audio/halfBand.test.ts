import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Doubler, Halver } from "./halfBand.ts";

const PEAK = 20_000;
const SECONDS = 0.25;

const sine = (hertz: number, rate: number, peak = PEAK): Int16Array =>
  Int16Array.from({ length: rate * SECONDS }, (_, n) => Math.round(peak * Math.sin((2 * Math.PI * hertz * n) / rate)));

/** Power at one frequency, as the peak of a sine; edges left out. */
function peakAt(samples: Int16Array, hertz: number, rate: number): number {
  const part = samples.subarray(100, samples.length - 100);
  let [re, im, weights] = [0, 0, 0];
  part.forEach((value, n) => {
    const weight = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / (part.length - 1));
    re += weight * value * Math.cos((2 * Math.PI * hertz * n) / rate);
    im += weight * value * Math.sin((2 * Math.PI * hertz * n) / rate);
    weights += weight;
  });
  return (2 * Math.hypot(re, im)) / weights;
}

const rms = (samples: Int16Array): number => {
  const part = samples.subarray(100, samples.length - 100);
  return Math.sqrt(part.reduce((sum, value) => sum + value * value, 0) / part.length);
};

const decibels = (ratio: number): number => 20 * Math.log10(ratio);

for (const hertz of [100, 300, 697, 941, 1_000, 1_477, 1_633, 2_000, 2_500, 3_000])
  test(`${hertz} Hz of a 16 kHz call comes through at its own loudness, down and up`, () => {
    const halved = new Halver().process(sine(hertz, 16_000));
    assert.ok(Math.abs(decibels(peakAt(halved, hertz, 8_000) / PEAK)) < 0.5, "halved");
    const doubled = new Doubler().process(sine(hertz, 8_000));
    assert.ok(Math.abs(decibels(peakAt(doubled, hertz, 16_000) / PEAK)) < 0.5, "doubled");
  });

for (const hertz of [5_000, 5_500, 6_000, 6_500, 7_000, 7_700])
  test(`${hertz} Hz of a 16 kHz call is not heard as a ${8_000 - hertz} Hz tone in 8 kHz`, () => {
    const halved = new Halver().process(sine(hertz, 16_000));
    assert.ok(decibels((rms(halved) * Math.SQRT2) / PEAK) < -45, `${decibels((rms(halved) * Math.SQRT2) / PEAK)} dB`);
  });

for (const hertz of [300, 1_000, 2_000, 2_900])
  test(`${hertz} Hz made 16 kHz has no whistling mirror at ${8_000 - hertz} Hz`, () => {
    const doubled = new Doubler().process(sine(hertz, 8_000));
    assert.ok(decibels(peakAt(doubled, 8_000 - hertz, 16_000) / PEAK) < -45);
  });

test("up and down again gives the sound back", () => {
  const sound = sine(440, 8_000);
  const back = new Halver().process(new Doubler().process(sound));
  // Both filters take their time: the best of all delays.
  const differences = Array.from({ length: 40 }, (_, delay) => {
    let sum = 0;
    for (let n = 200; n < 1_200; n++) sum += (back[n]! - sound[n - delay + 20]!) ** 2;
    return Math.sqrt(sum / 1_000);
  });
  assert.ok(Math.min(...differences) < 0.01 * PEAK, `${Math.min(...differences)}`);
});

test("full-scale sound does not wrap round", () => {
  const loud = sine(1_000, 8_000, 32_767);
  const doubled = new Doubler().process(loud);
  for (let n = 40; n < doubled.length; n++) assert.ok(Math.abs(doubled[n]! - doubled[n - 1]!) < 16_000);
});

test("whatever the pieces, the sound is the same: no click where one frame meets the next", () => {
  const sound = sine(1_333, 16_000);
  const cut = (process: (samples: Int16Array) => Int16Array, sizes: readonly number[]): number[] => {
    const out: number[] = [];
    for (let at = 0, i = 0; at < sound.length; i++) {
      const size = sizes[i % sizes.length]!;
      out.push(...process(sound.subarray(at, at + size)));
      at += size;
    }
    return out;
  };
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 20 }), (sizes) => {
      const [halver, doubler] = [new Halver(), new Doubler()];
      assert.deepEqual(
        cut((part) => halver.process(part), sizes),
        [...new Halver().process(sound)],
      );
      assert.deepEqual(
        cut((part) => doubler.process(part), sizes),
        [...new Doubler().process(sound)],
      );
    }),
    { numRuns: 40 },
  );
});

test("half as many samples come out as went in, and twice as many: nothing is gained or lost over an hour", () => {
  const [halver, doubler] = [new Halver(), new Doubler()];
  let [halved, doubled] = [0, 0];
  for (let frame = 0; frame < 50 * 60; frame++) {
    halved += halver.process(new Int16Array(320)).length;
    doubled += doubler.process(new Int16Array(160)).length;
  }
  assert.ok(Math.abs(halved - 50 * 60 * 160) <= 16);
  assert.equal(doubled, 50 * 60 * 320);
});
