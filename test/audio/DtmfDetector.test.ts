import assert from "node:assert/strict";
import { test } from "node:test";
import { DtmfDetector } from "../../device/audio/DtmfDetector.ts";
import type { Digit } from "../../firmware/line/Line.ts";
import { digitStream, keyTone, plainKey } from "../bench/dtmfCorpus.ts";
import { hearCorpus, hearForbidden, type KeyHearing } from "../bench/dtmfHearing.ts";
import { hourOfSpeech, otherSounds } from "../bench/otherSounds.ts";
import { Chance, delivered, joined, KEYS, silence } from "../bench/signals.ts";

const hear: KeyHearing = (samples) => {
  const digits: Digit[] = [];
  const detector = new DtmfDetector((digit) => digits.push(digit));
  for (let at = 0; at < samples.length; at += 160) detector.process(samples.subarray(at, at + 160));
  return digits;
};

test("every key is heard exactly once, to the limits of Q.24, in noise, over tones, echoes and holes", () => {
  // A third of the corpus, in every kind of condition; the bench takes all 9056.
  for (const { name, pressed, found, extra } of hearCorpus(hear, 3)) {
    assert.deepEqual({ found, extra }, { found: pressed, extra: 0 }, name);
  }
});

test("what Q.24 says is no key is none: off by 3.5 %, 23 ms, −55 dBm0, one tone alone", () => {
  for (const { name, told } of hearForbidden(hear, 4)) assert.equal(told, 0, name);
});

test("nobody's voice presses a key", () => {
  for (const { name, samples } of hourOfSpeech(20)) assert.deepEqual(hear(samples), [], name);
});

test("neither busy, dial and ringing tones nor music press a key", () => {
  for (const { name, samples } of otherSounds(0.4))
    if (!name.startsWith("vowels")) assert.deepEqual(hear(samples), [], name);
});

test("a key held for seconds is one key, and so is one that fades", () => {
  const held = keyTone("7", { ...plainKey, toneMs: 3000 });
  const fading = held.map((value, i) => value * 10 ** (-i / 24000));
  assert.deepEqual(hear(delivered(joined([silence(50), held, silence(60), fading, silence(60)]))), ["7", "7"]);
});

test("the caller's thumb on one key twice is two keys", () => {
  const press = [keyTone("3", { ...plainKey, toneMs: 40 }), silence(40)];
  assert.deepEqual(hear(delivered(joined([silence(50), ...press, ...press, ...press]))), ["3", "3", "3"]);
});

test("a key is told while it is still pressed, with the moment at which it began", () => {
  const begin = 1234;
  const sound = joined([new Float64Array(begin), keyTone("5", { ...plainKey, toneMs: 300 }), silence(100)]);
  const samples = delivered(sound);
  let fed = 0;
  const told: { digit: Digit; atSample: number; fed: number }[] = [];
  const detector = new DtmfDetector((digit, atSample) => told.push({ digit, atSample, fed }));
  while (fed < samples.length) {
    fed += 80;
    detector.process(samples.subarray(fed - 80, fed));
    if (fed === begin + 6 + 1200) assert.equal(detector.hearsKey, true);
  }
  assert.equal(told.length, 1);
  assert.equal(told[0]!.digit, "5");
  assert.ok(Math.abs(told[0]!.atSample - begin) <= 40, `began at ${told[0]!.atSample}`);
  assert.ok(told[0]!.fed - begin <= 55 * 8, `told ${(told[0]!.fed - begin) / 8} ms after its begin`);
  assert.equal(detector.hearsKey, false);
});

test("the size of the pieces in which a modem delivers audio makes no difference", () => {
  const { samples } = digitStream({ ...plainKey, toneMs: 40, pauseMs: 40, snr: 15, format: "u8" }, 5);
  const chance = new Chance(8);
  const times = (pieces: () => number): string[] => {
    const told: string[] = [];
    const detector = new DtmfDetector((digit, atSample) => told.push(`${digit} ${atSample}`));
    for (let at = 0; at < samples.length; ) {
      const size = pieces();
      detector.process(samples.subarray(at, at + size));
      at += size;
    }
    return told;
  };
  const whole = times(() => samples.length);
  assert.equal(whole.length, KEYS.length);
  for (const size of [1, 7, 80, 1024])
    assert.deepEqual(
      times(() => size),
      whole,
    );
  assert.deepEqual(
    times(() => Math.floor(chance.between(0, 400))),
    whole,
  );
});

test("full-scale noise, a square wave and direct current are no keys and do no harm", () => {
  const chance = new Chance(3);
  const noise = Int16Array.from({ length: 80_000 }, () => Math.round(chance.between(-32768, 32767)));
  const square = Int16Array.from({ length: 40_000 }, (_, i) => (i % 11 < 5 ? 32767 : -32768));
  for (const samples of [noise, square, new Int16Array(40_000).fill(32767), new Int16Array(0)])
    assert.deepEqual(hear(samples), []);
});
