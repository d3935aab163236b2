import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { addNoise, Chance, delivered, joined, type Sound, silence, tones } from "../../../../test/bench/signals.ts";
import { someVoices, speech } from "../../../../test/bench/syntheticSpeech.ts";
import { decodeSamples, encodeSamples } from "../../../audio/formats.ts";
import { SampleAligner } from "./SampleAligner.ts";

const FRAME_BYTES = 320;

function aligned(pieces: readonly Uint8Array[]): { bytes: Buffer; slips: number } {
  const out: Uint8Array[] = [];
  const aligner = new SampleAligner((bytes) => out.push(bytes));
  for (const piece of pieces) aligner.push(piece);
  return { bytes: Buffer.concat(out), slips: aligner.slips };
}

const wire = (sound: Sound | Int16Array): Uint8Array =>
  encodeSamples("s16le", sound instanceof Int16Array ? sound : delivered(sound));

const louder = (sound: Sound, factor: number): Sound => sound.map((value) => value * factor);

const VOICES = someVoices(5, 4);
const TALK = joined(VOICES.map((voice, i) => speech(voice, 3, i)));
const KEYS = joined([1209, 1336, 1477, 1633].flatMap((high) => [697, 941].map((low) => key(low, high))));
const NOISE = silence(3_000);
addNoise(NOISE, -12, new Chance(5));

function key(low: number, high: number): Sound {
  return tones(200, [
    { hz: low, dBm0: -8 },
    { hz: high, dBm0: -6 },
  ]);
}

/** As if an 8-bit recording had been made 16 bits wide. */
const eightBits = (sound: Sound): Int16Array => delivered(sound).map((value) => value & 0xff00);
/** Everything on the rails. */
const clipped = (sound: Sound): Int16Array => delivered(sound).map((value) => (value < 0 ? -32_768 : 32_767));

const sounds: readonly (readonly [name: string, sound: Sound | Int16Array])[] = [
  ["silence", silence(2_000)],
  ["speech", TALK],
  ["quiet speech", louder(TALK, 0.02)],
  ["very quiet speech", louder(TALK, 0.004)],
  ["shouting into the rails", louder(TALK, 12)],
  ["keys", KEYS],
  ["loud noise", NOISE],
  ["speech of eight bits made sixteen", eightBits(TALK)],
  ["quiet speech of eight bits made sixteen", eightBits(louder(TALK, 0.1))],
  ["keys of eight bits made sixteen", eightBits(KEYS)],
  ["a hum that is all rails", clipped(tones(1_000, [{ hz: 120, dBm0: 0 }]))],
  ["keys that are all rails", clipped(KEYS)],
  ["a beep of 1400 Hz", tones(1_000, [{ hz: 1400, dBm0: -3 }])],
  ["the highest tone that there is", tones(1_000, [{ hz: 3_900, dBm0: -3 }])],
];

for (const [name, sound] of sounds)
  test(`${name}: read as it is, no byte of it is shifted or lost`, () => {
    const bytes = Buffer.from(wire(sound));
    const result = aligned([bytes]);
    assert.equal(result.slips, 0);
    // The last frame waits for the byte after it.
    assert.ok(bytes.length - result.bytes.length <= FRAME_BYTES);
    assert.ok(result.bytes.equals(bytes.subarray(0, result.bytes.length)));
  });

const slips: readonly (readonly [name: string, sound: Sound, atMs: number])[] = [
  ["loud speech", louder(TALK, 2), 4_000],
  ["speech", TALK, 4_000],
  ["quiet speech", louder(TALK, 0.05), 4_000],
  ["very quiet speech", louder(TALK, 0.02), 4_000],
  ["silence before speech", joined([silence(2_000), TALK]), 500],
  ["keys", KEYS, 300],
  ["keys after silence", joined([silence(1_000), KEYS]), 500],
  [
    "a person who speaks behind noise",
    (() => {
      const sound = TALK.slice();
      addNoise(sound, -45, new Chance(2));
      return sound;
    })(),
    4_000,
  ],
];

for (const [name, sound, atMs] of slips)
  test(`a byte lost in ${name}: found again, once, and all that follows is as it was`, () => {
    const bytes = Buffer.from(wire(sound));
    const at = atMs * 16 + 1;
    const slipped = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    const result = aligned([slipped]);
    assert.equal(result.slips, 1);
    // From the end backwards it must be the original's; what differs is the sample that lost its byte and at most a frame more.
    const end = result.bytes.length;
    const whole = bytes.subarray(0, bytes.length - (bytes.length - end - 2));
    let same = 0;
    while (same < end && result.bytes[end - 1 - same] === whole[whole.length - 1 - same]) same += 1;
    const audible = loudestBetween(sound, atMs, atMs + (end - same) / 16);
    assert.ok(end - same < atMs * 16 + 2 * FRAME_BYTES || audible < 500, `${end - same - atMs * 16} bytes of noise`);
  });

function loudestBetween(sound: Sound, fromMs: number, toMs: number): number {
  const part = delivered(sound).subarray(fromMs * 8, Math.max(fromMs, toMs) * 8);
  return part.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

test("three bytes lost one after the other, seconds apart: found each time", () => {
  const bytes = [...wire(joined([TALK, TALK]))];
  for (const atMs of [22_000, 12_000, 3_000]) bytes.splice(atMs * 16 + 1, 1);
  assert.equal(aligned([Uint8Array.from(bytes)]).slips, 3);
});

test("however the bytes are cut into reads, the samples are the same", () => {
  const bytes = wire(joined([silence(100), TALK.subarray(0, 8_000), KEYS.subarray(0, 3_200)]));
  const cuts = fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(cuts, fc.option(fc.nat(bytes.length - 2)), (sizes, lost) => {
      const sent = lost === null ? bytes : Uint8Array.from([...bytes.subarray(0, lost), ...bytes.subarray(lost + 1)]);
      const pieces: Uint8Array[] = [];
      for (let at = 0, i = 0; at < sent.length; i++) {
        const size = sizes[i % sizes.length]!;
        pieces.push(sent.subarray(at, at + size));
        at += size;
      }
      const whole = aligned([sent]);
      const cut = aligned(pieces);
      assert.equal(cut.slips, whole.slips);
      assert.ok(cut.bytes.equals(whole.bytes));
      assert.equal(cut.bytes.length % 2, 0);
    }),
    { numRuns: 60 },
  );
});

test("a new stretch of audio does not begin with half a sample of the last one", () => {
  const out: Uint8Array[] = [];
  const aligner = new SampleAligner((bytes) => out.push(bytes));
  aligner.push(Uint8Array.of(1, 2, 3));
  aligner.restart();
  const bytes = wire(TALK.subarray(0, 1_600));
  aligner.push(bytes);
  assert.deepEqual(decodeSamples("s16le", out[0]!), delivered(TALK.subarray(0, 160)));
});
