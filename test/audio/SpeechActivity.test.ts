import assert from "node:assert/strict";
import { test } from "node:test";
import { SpeechActivity } from "../../device/audio/SpeechActivity.ts";
import { addNoise, atActiveLevel, Chance, delivered, joined, type Sound, silence } from "../bench/signals.ts";
import { someVoices, speech } from "../bench/syntheticSpeech.ts";

/** Level, and the speech that must at least be found in six seconds: of a soft voice on a rushing line only the vowels. */
const LOUDNESS = [
  [-12, 1200],
  [-20, 1200],
  [-30, 150],
] as const;

function noisy(sound: Sound, dBm0: number): Int16Array {
  addNoise(sound, dBm0, new Chance(1));
  return delivered(sound, "u8");
}

function after(samples: Int16Array, block = 160): SpeechActivity {
  const activity = new SpeechActivity();
  for (let at = 0; at < samples.length; at += block) activity.process(samples.subarray(at, at + block));
  return activity;
}

test("a message ends when the caller has fallen silent, loud or soft, on a quiet or a rushing line", () => {
  for (const voice of someVoices(5, 2)) {
    for (const [level, leastMs] of LOUDNESS) {
      const spoken = atActiveLevel(speech(voice, 6, 9), level);
      const activity = after(noisy(joined([silence(500), spoken, silence(4000)]), level - 22));
      assert.ok(
        activity.speechMs > leastMs,
        `${voice.pitch} Hz, ${level} dBm0: only ${activity.speechMs} ms of speech`,
      );
      assert.ok(Math.abs(activity.silenceMs - 4000) < 700, `${level} dBm0: ${activity.silenceMs} ms of silence`);
      assert.ok(Math.abs(activity.heardMs - 10_500) < 1);
    }
  }
});

test("a line on which nobody speaks has no speech: rest, hiss, a click, direct current", () => {
  const click = silence(5000);
  click.fill(20_000, 20_000, 20_100);
  for (const samples of [
    noisy(silence(5000), -70),
    noisy(silence(5000), -40),
    noisy(click, -65),
    new Int16Array(40_000).fill(-900),
  ]) {
    const activity = after(samples);
    assert.equal(activity.speechMs, 0);
    assert.equal(activity.silenceMs, 5000);
  }
});

test("a busy tone or a key in the background of a message is not speech", () => {
  const loud = noisy(atActiveLevel(speech(someVoices(1, 3)[0]!, 3, 4), -15), -60);
  const activity = new SpeechActivity();
  for (let at = 0; at < loud.length; at += 160) activity.process(loud.subarray(at, at + 160), true);
  assert.equal(activity.speechMs, 0);
});

test("a next message begins at nought", () => {
  const activity = after(noisy(joined([speech(someVoices(1, 3)[0]!, 3, 4), silence(1000)]), -60));
  assert.ok(activity.speechMs > 0);
  activity.restart();
  assert.deepEqual([activity.speechMs, activity.silenceMs, activity.heardMs], [0, 0, 0]);
});
