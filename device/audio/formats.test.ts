import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AudioFormat } from "../../firmware/line/Line.ts";
import { bytesPerSample, decodeSamples, encodeSamples, silentSample } from "./formats.ts";

const formats: AudioFormat[] = ["u8", "s8", "ulaw", "alaw", "s16le"];
const everyByte = Uint8Array.from({ length: 256 }, (_, i) => i);

/** G.711 as other implementations print it (Sun's g711.c, ITU-T G.191), on the 16-bit scale. */
const known: [AudioFormat, number, number][] = [
  ["ulaw", 0x00, -32124],
  ["ulaw", 0x0f, -16764],
  ["ulaw", 0x10, -15996],
  ["ulaw", 0x70, -120],
  ["ulaw", 0x7e, -8],
  ["ulaw", 0x7f, 0],
  ["ulaw", 0x80, 32124],
  ["ulaw", 0x81, 31100],
  ["ulaw", 0xf0, 120],
  ["ulaw", 0xff, 0],
  ["alaw", 0x00, -5504],
  ["alaw", 0x2a, -32256],
  ["alaw", 0x55, -8],
  ["alaw", 0x54, -24],
  ["alaw", 0x80, 5504],
  ["alaw", 0xaa, 32256],
  ["alaw", 0xd5, 8],
  ["u8", 0, -32768],
  ["u8", 128, 0],
  ["u8", 255, 32512],
  ["s8", 0x80, -32768],
  ["s8", 0x7f, 32512],
];

test("a recording sounds as the modem sent it: known codes have their sample", () => {
  for (const [format, code, sample] of known) {
    assert.equal(decodeSamples(format, Uint8Array.of(code))[0], sample, `${format} 0x${code.toString(16)}`);
  }
});

test("every code of every format survives decoding, encoding and decoding", () => {
  for (const format of formats) {
    const samples = decodeSamples(format, everyByte);
    assert.deepEqual(decodeSamples(format, encodeSamples(format, samples)), samples, format);
  }
});

test("codes come back as they were, but for the two names that G.711 µ-law has for zero", () => {
  for (const format of formats) {
    const back = encodeSamples(format, decodeSamples(format, everyByte));
    const expected = format === "ulaw" ? everyByte.map((code) => (code === 0x7f ? 0xff : code)) : everyByte;
    assert.deepEqual(back, expected, format);
  }
});

test("a prompt is not distorted: each sample is encoded to the step that G.711 decides", () => {
  for (const format of formats) {
    const steps = Array.from(decodeSamples(format, everyByte)).sort((a, b) => a - b);
    const all = Int16Array.from({ length: 65536 }, (_, i) => i - 32768);
    const back = decodeSamples(format, encodeSamples(format, all));
    if (format === "s16le") assert.deepEqual(back, all);
    else assertNearest(format, all, back, steps);
  }
});

function assertNearest(format: string, samples: Int16Array, back: Int16Array, steps: number[]): void {
  let below = 0;
  for (let i = 0; i < samples.length; i++) {
    const sample = samples[i]!;
    while (below + 1 < steps.length && steps[below + 1]! <= sample) below++;
    const candidates = [steps[below]!, steps[Math.min(below + 1, steps.length - 1)]!];
    const nearest = Math.min(...candidates.map((step) => Math.abs(step - sample)));
    // G.711's decision value between two segments is not midway: there a sample may take the farther one, up to twice as far.
    const got = Math.abs(back[i]! - sample);
    assert.ok(got <= nearest * 2 + 1, `${format} ${sample} became ${back[i]}`);
  }
}

test("silence is silence in every format", () => {
  for (const format of formats) {
    const bytes = silentSample(format);
    assert.equal(bytes.length, bytesPerSample(format));
    assert.ok(Math.abs(decodeSamples(format, bytes)[0]!) <= 8, format);
  }
});

test("any bytes decode, also half a 16-bit sample", () => {
  fc.assert(
    fc.property(fc.constantFrom(...formats), fc.uint8Array({ maxLength: 64 }), (format, bytes) => {
      const samples = decodeSamples(format, bytes);
      assert.equal(samples.length, Math.floor(bytes.length / bytesPerSample(format)));
    }),
  );
});
