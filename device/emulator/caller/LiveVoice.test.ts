import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FarEndAudio } from "./FarEndAudio.ts";
import { LiveVoice } from "./LiveVoice.ts";

const FRAME = 160;
const frame = (n: number): Int16Array => Int16Array.from({ length: FRAME }, (_, at) => n * FRAME + at + 1);

test("frames that come unevenly are on the line one behind the other, without a hole", () => {
  const [voice, audio] = [new LiveVoice(), new FarEndAudio()];
  // By 20 ms each on average, up to 60 ms late.
  const arrivals = [0, 500, 505, 510, 700, 1100, 1110, 1120];
  for (const [n, here] of arrivals.entries()) voice.speak(frame(n), here, audio);
  const heard = audio.mix(0, 4_000);
  const first = heard.findIndex((sample) => sample !== 0);
  assert.equal(first, 640, "held back by 80 ms");
  assert.deepEqual(
    heard.subarray(first, first + 8 * FRAME),
    Int16Array.from({ length: 8 * FRAME }, (_, at) => at + 1),
  );
  assert.deepEqual([voice.gaps, voice.dropped], [0, 0]);
});

test("after a stall there is one hole, and what piles up is left out instead of making everybody late for good", () => {
  const [voice, audio] = [new LiveVoice(), new FarEndAudio()];
  voice.speak(frame(0), 0, audio);
  for (let n = 1; n < 60; n++) voice.speak(frame(n), 20_000, audio);
  assert.equal(voice.gaps, 1);
  assert.equal(voice.dropped, 59 * FRAME - 22 * FRAME, "half a second is kept");
  assert.equal(audio.mix(20_640, 20_641)[0], FRAME + 1);
});

test("whatever the arrivals, what is heard is what was said, in its order", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2_000), { maxLength: 60 }), (pauses) => {
      const [voice, audio] = [new LiveVoice(), new FarEndAudio()];
      let here = 0;
      for (const [n, pause] of pauses.entries()) {
        here += pause;
        voice.speak(frame(n), here, audio);
      }
      const heard = [...audio.mix(0, here + 10_000)].filter((sample) => sample !== 0);
      assert.deepEqual(
        heard,
        heard.toSorted((a, b) => a - b),
      );
      assert.equal(heard.length, pauses.length * FRAME - voice.dropped);
    }),
  );
});
