import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Resampler } from "../../../device/console/client/telephone/Resampler.ts";

const sine = (hertz: number, rate: number, length: number): Float32Array =>
  Float32Array.from({ length }, (_, n) => 0.5 * Math.sin((2 * Math.PI * hertz * n) / rate));

const power = (samples: Float32Array): number => samples.reduce((sum, x) => sum + x * x, 0) / samples.length;

/** After the edges. */
const inside = (samples: Float32Array): Float32Array => samples.subarray(200, samples.length - 200);

/** How much of it is not that tone, in dB below it. */
function purity(samples: Float32Array, hertz: number, rate: number): number {
  let [re, im] = [0, 0];
  for (let n = 0; n < samples.length; n++) {
    re += samples[n]! * Math.cos((2 * Math.PI * hertz * n) / rate);
    im += samples[n]! * Math.sin((2 * Math.PI * hertz * n) / rate);
  }
  const [a, b] = [(2 * re) / samples.length, (2 * im) / samples.length];
  const rest = samples.map(
    (x, n) => x - a * Math.cos((2 * Math.PI * hertz * n) / rate) - b * Math.sin((2 * Math.PI * hertz * n) / rate),
  );
  return 10 * Math.log10(power(samples) / power(rest));
}

for (const device of [16_000, 44_100, 48_000, 96_000])
  test(`speech of a ${device} Hz microphone comes to the line unchanged, and what a line cannot carry is left out`, () => {
    for (const hertz of [300, 1_000, 3_000, 3_400]) {
      const out = inside(new Resampler(device, 8_000).push(sine(hertz, device, device)));
      assert.ok(Math.abs(10 * Math.log10(power(out) / 0.125)) < 0.5, `${hertz} Hz is as loud as it was`);
      assert.ok(purity(out, hertz, 8_000) > 60, `${hertz} Hz: ${purity(out, hertz, 8_000).toFixed(1)} dB`);
    }
    for (const hertz of [4_700, 6_000, 7_000]) {
      const out = inside(new Resampler(device, 8_000).push(sine(hertz, device, device)));
      assert.ok(10 * Math.log10(power(out) / 0.125) < -55, `${hertz} Hz is not folded back`);
    }
  });

for (const device of [16_000, 44_100, 48_000])
  test(`and the line's sound to a ${device} Hz loudspeaker, without images above the band`, () => {
    for (const hertz of [300, 1_000, 3_400]) {
      const out = inside(new Resampler(8_000, device).push(sine(hertz, 8_000, 8_000)));
      assert.ok(Math.abs(10 * Math.log10(power(out) / 0.125)) < 0.5);
      assert.ok(purity(out, hertz, device) > 50, `${hertz} Hz: ${purity(out, hertz, device).toFixed(1)} dB`);
    }
  });

test("in whatever pieces it comes, the same comes out, and as many samples as the rates say", () => {
  const whole = sine(700, 48_000, 6_000);
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { minLength: 1, maxLength: 40 }), (sizes) => {
      const [one, many] = [new Resampler(48_000, 8_000), new Resampler(48_000, 8_000)];
      const expected = one.push(whole);
      const parts: number[] = [];
      for (let at = 0, n = 0; at < whole.length; n++) {
        const size = sizes[n % sizes.length]!;
        parts.push(...many.push(whole.slice(at, at + size)));
        at += size;
      }
      assert.deepEqual(parts, [...expected]);
      assert.ok(Math.abs(expected.length - 1_000) < 40);
    }),
    { numRuns: 30 },
  );
});
