import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { AudioFormat } from "../../firmware/line/Line.ts";
import { decodeSamples } from "./formats.ts";
import { readWav, toMono, type WavAudio, writeWav } from "./wav.ts";

const formats: AudioFormat[] = ["u8", "s8", "ulaw", "alaw", "s16le"];

function read(bytes: Uint8Array): WavAudio {
  const audio = readWav(bytes);
  assert.ok(!("error" in audio), "error" in audio ? audio.error : "");
  return audio;
}

function chunk(id: string, body: Uint8Array, padded = true): Uint8Array {
  const bytes = new Uint8Array(8 + body.length + (padded ? body.length % 2 : 0));
  bytes.set(new TextEncoder().encode(id));
  new DataView(bytes.buffer).setUint32(4, body.length, true);
  bytes.set(body, 8);
  return bytes;
}

function riff(...chunks: Uint8Array[]): Uint8Array {
  return Uint8Array.from(
    [..."RIFF\0\0\0\0WAVE"].map((letter) => letter.charCodeAt(0)).concat(...chunks.map((c) => [...c])),
  );
}

function formatChunk(tag: number, channels: number, rate: number, bits: number, subFormat?: number): Uint8Array {
  const body = new Uint8Array(subFormat === undefined ? 16 : 40);
  const view = new DataView(body.buffer);
  view.setUint16(0, tag, true);
  view.setUint16(2, channels, true);
  view.setUint32(4, rate, true);
  view.setUint32(8, (rate * channels * bits) / 8, true);
  view.setUint16(12, (channels * bits) / 8, true);
  view.setUint16(14, bits, true);
  if (subFormat !== undefined) view.setUint16(24, subFormat, true);
  return chunk("fmt ", body);
}

test("an exported recording holds the very bytes of the line, in all formats and any length", () => {
  fc.assert(
    fc.property(fc.constantFrom(...formats), fc.uint8Array({ maxLength: 99 }), (format, bytes) => {
      const audio = read(writeWav(format, bytes));
      assert.deepEqual(audio, { rate: 8000, channels: 1, samples: decodeSamples(format, bytes) });
    }),
  );
});

test("an imported prompt may come in stereo, 24 bits, or from an editor that writes WAVE_FORMAT_EXTENSIBLE", () => {
  const data = Uint8Array.of(0xff, 0x34, 0x12, 0x00, 0x00, 0x80);
  const stereo = read(riff(formatChunk(1, 2, 44100, 24), chunk("data", data)));
  assert.deepEqual(stereo, { rate: 44100, channels: 2, samples: Int16Array.of(0x1234, -32768) });
  assert.deepEqual(toMono(stereo), Int16Array.of(Math.round((0x1234 - 32768) / 2)));
  const extensible = read(riff(formatChunk(0xfffe, 1, 8000, 16, 1), chunk("data", Uint8Array.of(1, 2))));
  assert.deepEqual(extensible.samples, Int16Array.of(0x0201));
  const eightBits = read(riff(formatChunk(1, 1, 11025, 8), chunk("data", Uint8Array.of(128, 129))));
  assert.deepEqual(eightBits.samples, Int16Array.of(0, 256));
});

test("chunks come in any order, with notes of odd length between them, padded or not", () => {
  const data = chunk("data", Uint8Array.of(1, 2));
  const note = (padded: boolean) => chunk("LIST", Uint8Array.of(0x49, 0x4e, 0x46), padded);
  const format = formatChunk(1, 1, 8000, 16);
  for (const file of [
    riff(data, format),
    riff(note(true), format, note(false), data, note(true)),
    riff(note(false), data, format),
  ]) {
    assert.deepEqual(read(file).samples, Int16Array.of(0x0201));
  }
});

test("a file that a recorder never finished still gives the sound that is in it", () => {
  const data = Uint8Array.of(8, 0, 0, 0, 1, 2, 3, 4);
  data.set([0x64, 0x61, 0x74, 0x61, 0, 0, 0, 0]);
  const unfinished = riff(formatChunk(1, 1, 8000, 16), data, Uint8Array.of(1, 0, 2, 0));
  assert.deepEqual(read(unfinished).samples, Int16Array.of(1, 2));
  const truncated = writeWav("s16le", new Uint8Array(100)).subarray(0, 44 + 51);
  assert.equal(read(truncated).samples.length, 25);
});

test("what is no WAV file, or one we cannot read, is said in a sentence", () => {
  const refusals: [Uint8Array, RegExp][] = [
    [new Uint8Array(0), /not a WAV/],
    [riff(), /no format chunk/],
    [riff(formatChunk(1, 1, 8000, 16)), /no data chunk/],
    [riff(chunk("fmt ", new Uint8Array(4)), chunk("data", new Uint8Array(4))), /too short/],
    [riff(formatChunk(1, 1, 0, 16), chunk("data", new Uint8Array(4))), /0 Hz/],
    [riff(formatChunk(1, 0, 8000, 16), chunk("data", new Uint8Array(4))), /0 channels/],
    [riff(formatChunk(0x55, 1, 8000, 0), chunk("data", new Uint8Array(4))), /format 85/],
    [riff(formatChunk(1, 1, 8000, 12), chunk("data", new Uint8Array(4))), /12 bits/],
  ];
  for (const [bytes, expected] of refusals) {
    const result = readWav(bytes);
    assert.ok("error" in result);
    assert.match(result.error, expected);
  }
});

test("no file whatever makes the reader throw", () => {
  const valid = riff(formatChunk(1, 1, 8000, 16), chunk("LIST", new Uint8Array(5)), chunk("data", new Uint8Array(8)));
  const damage = fc.array(fc.tuple(fc.nat(valid.length - 1), fc.nat(255)), { maxLength: 8 });
  fc.assert(
    fc.property(damage, fc.nat(valid.length), (changes, length) => {
      const bytes = valid.slice(0, length);
      for (const [at, value] of changes) if (at < length) bytes[at] = value;
      readWav(bytes);
    }),
    { numRuns: 500 },
  );
});
