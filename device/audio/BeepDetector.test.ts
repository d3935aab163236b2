import assert from "node:assert/strict";
import { test } from "node:test";
import { keyTone, plainKey } from "../../test/bench/dtmfCorpus.ts";
import { NETWORK_TONES, networkTone } from "../../test/bench/otherSounds.ts";
import { addNoise, Chance, delivered, joined, KEYS, type Sound, silence, tones } from "../../test/bench/signals.ts";
import { someVoices, speech } from "../../test/bench/syntheticSpeech.ts";
import { BeepDetector } from "./BeepDetector.ts";

function beepsIn(sound: Sound, piece = 160): number {
  let beeps = 0;
  const detector = new BeepDetector(() => {
    beeps += 1;
  });
  const samples = delivered(sound);
  for (let at = 0; at < samples.length; at += piece) detector.process(samples.subarray(at, at + piece));
  return beeps;
}

/** After a greeting, out of step with our frames, and with the silence behind it. */
const beep = (hz: number, ms: number, dBm0 = -12): Sound =>
  joined([silence(507), tones(ms, [{ hz, dBm0 }], 0.7), silence(500)]);

for (const hz of [440, 850, 1_000, 1_400, 2_000, 2_400])
  for (const ms of [250, 300, 1_000])
    test(`a voicemail's beep of ${hz} Hz for ${ms} ms is heard once`, () => assert.equal(beepsIn(beep(hz, ms)), 1));

test("a soft beep, and one in the noise of a bad line, are heard", () => {
  assert.equal(beepsIn(beep(1_000, 300, -30)), 1);
  const noisy = beep(1_000, 400);
  addNoise(noisy, -30, new Chance(9));
  assert.equal(beepsIn(noisy), 1);
});

test("two beeps are two", () => assert.equal(beepsIn(joined([beep(1_000, 300), beep(1_000, 300)])), 2));

test("however the sound is cut, the same is heard", () => {
  for (const piece of [1, 37, 160, 161, 4_000]) assert.equal(beepsIn(beep(1_000, 300), piece), 1);
});

test("a chirp of 100 ms is no beep, nor is a click or a tone that nobody can hear", () => {
  assert.equal(beepsIn(beep(1_000, 100)), 0);
  assert.equal(beepsIn(beep(1_000, 5)), 0);
  assert.equal(beepsIn(beep(1_000, 500, -45)), 0);
});

test("a siren that slides is no beep", () => {
  const siren = silence(2_000);
  let angle = 0;
  for (let n = 0; n < siren.length; n++) {
    angle += (2 * Math.PI * (600 + 400 * Math.sin(n / 2_000))) / 8_000;
    siren[n] = 8_000 * Math.sin(angle);
  }
  assert.equal(beepsIn(siren), 0);
});

for (const voice of someVoices(10, 11))
  test(`a voice of ${Math.round(voice.pitch)} Hz that talks for half a minute never beeps`, () =>
    assert.equal(beepsIn(speech(voice, 30, 5)), 0));

for (const digit of KEYS)
  test(`key ${digit}, held for a second, is no beep`, () => {
    for (const twist of [-8, 0, 4])
      assert.equal(beepsIn(keyTone(digit, { ...plainKey, twist, toneMs: 1_000 })), 0, `twist ${twist}`);
  });

for (const tone of NETWORK_TONES.filter(({ hz }) => hz.length > 1))
  test(`${tone.name} is no beep`, () => assert.equal(beepsIn(networkTone(tone, 9_000)), 0));

test("silence and noise are no beep", () => {
  const noise = silence(5_000);
  addNoise(noise, -20, new Chance(1));
  assert.equal(beepsIn(noise), 0);
  assert.equal(beepsIn(silence(5_000)), 0);
});
