import assert from "node:assert/strict";
import { test } from "node:test";
import { CallProgressDetector, type CallProgressSign } from "../../device/audio/CallProgressDetector.ts";
import { corpusStreams } from "../bench/dtmfHearing.ts";
import { hourOfSpeech, music, NETWORK_TONES, networkTone, specialInformationTone } from "../bench/otherSounds.ts";
import { addNoise, Chance, delivered, joined, type Sound, silence } from "../bench/signals.ts";
import { adversarialVowels } from "../bench/syntheticSpeech.ts";

interface Told {
  readonly sign: CallProgressSign;
  readonly atMs: number;
  /** How much audio had been given by then. */
  readonly heardMs: number;
}

function listen(samples: Int16Array): Told[] {
  const told: Told[] = [];
  let heard = 0;
  const detector = new CallProgressDetector((sign, at) => told.push({ sign, atMs: at / 8, heardMs: heard / 8 }));
  while (heard < samples.length) {
    const block = samples.subarray(heard, heard + 160);
    heard += block.length;
    detector.process(block);
  }
  return told;
}

const QUIET_MS = 500;

function onTheLine(tone: Sound, noise: number): Int16Array {
  const sound = joined([silence(QUIET_MS), tone]);
  addNoise(sound, noise, new Chance(tone.length));
  return delivered(sound, "u8");
}

test("a caller who is gone is noticed within 4.5 s by the tone that the exchange sends, in every country", () => {
  for (const tone of NETWORK_TONES) {
    for (const level of [-10, -25, -36]) {
      for (const [frequencyOff, pace] of [
        [0, 1],
        [-1.5, 0.92],
        [1.5, 1.08],
      ] as const) {
        const told = listen(onTheLine(networkTone(tone, 8000, { level, frequencyOff, pace }), level - 16));
        const name = `${tone.name} at ${level} dBm0, ${frequencyOff} %, pace ${pace}`;
        assert.deepEqual(
          told.map(({ sign }) => sign),
          tone.sign === undefined ? [] : [tone.sign],
          name,
        );
        for (const { atMs, heardMs } of told) {
          assert.ok(Math.abs(atMs - QUIET_MS) < 60, `${name}: said to begin at ${atMs}`);
          assert.ok(heardMs - QUIET_MS < 4500, `${name}: told after ${heardMs - QUIET_MS} ms`);
        }
      }
    }
  }
});

test("a tone that was there before the listening began, at any moment of its cadence, is noticed as soon", () => {
  for (const tone of NETWORK_TONES.filter(({ sign }) => sign !== undefined)) {
    const sound = networkTone(tone, 9000, { level: -20, frequencyOff: 0, pace: 1 });
    for (let cutMs = 0; cutMs < 1500; cutMs += 50) {
      const told = listen(delivered(sound.subarray(cutMs * 8), "u8"));
      const name = `${tone.name}, from ${cutMs} ms on`;
      assert.equal(told[0]?.sign, tone.sign, name);
      assert.equal(told.length, 1, name);
      assert.ok((told[0]?.heardMs ?? 0) < 5000, `${name}: told after ${told[0]?.heardMs} ms`);
    }
  }
});

test("the three notes before an announcement of the network mean that nobody is there", () => {
  const [told, ...more] = listen(onTheLine(joined([specialInformationTone(), silence(400)]), -60));
  assert.equal(told?.sign, "fast-busy");
  assert.deepEqual(more, []);
});

test("nobody is cut off for the way they speak, for music behind them, or for pressing keys", () => {
  for (const { name, samples } of hourOfSpeech(16)) assert.deepEqual(listen(samples), [], name);
  assert.deepEqual(listen(delivered(adversarialVowels(60, 3))), [], "held vowels");
  assert.deepEqual(listen(delivered(music(60, 4))), [], "music");
  for (const { conditions, samples } of corpusStreams(12)) {
    if (conditions.under === undefined) assert.deepEqual(listen(samples), [], conditions.name);
  }
});

test("a busy tone that goes on is told once, and again only when a next one begins", () => {
  const busy = networkTone(NETWORK_TONES[0]!, 9000);
  const told = listen(onTheLine(joined([busy, silence(3000), busy]), -60));
  assert.deepEqual(
    told.map(({ sign }) => sign),
    ["busy", "busy"],
  );
  assert.ok(told[1]!.atMs > 12_000);
});

test("a tone is known as such while it sounds, so that it is not taken for speech", () => {
  const dial = onTheLine(networkTone({ name: "", hz: [350, 440], cadence: [3000] }, 3000), -60);
  const detector = new CallProgressDetector(() => {});
  detector.process(dial.subarray(0, 4000));
  assert.equal(detector.hearsTone, false);
  detector.process(dial.subarray(4000, 12_000));
  assert.equal(detector.hearsTone, true);
});
