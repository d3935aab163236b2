import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../time/Duration.ts";
import { SpeechMeter } from "./SpeechMeter.ts";

/** Milliseconds of a noisy sound of the given RMS amplitude; deterministic. */
function sound(ms: number, rms: number): Int16Array {
  let seed = 12_345;
  return Int16Array.from({ length: ms * 8 }, () => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.round((seed / 2 ** 30 - 1) * rms * Math.sqrt(3));
  });
}

/** Syllables of 200 ms with 100 ms between them. */
const speech = (ms: number, rms = 3_000, noise = 20): Int16Array[] =>
  Array.from({ length: ms / 300 }, () => [sound(200, rms), sound(100, noise)]).flat();

const silences = (meter: SpeechMeter, pieces: readonly Int16Array[]): number[] =>
  pieces
    .flatMap((piece) => meter.process(piece))
    .flatMap((event) => (event.kind === "silenceAfterSpeech" ? [event.ms] : []));

test("nobody spoke: zero, and no silence after speech", () => {
  const meter = new SpeechMeter(Seconds(3));
  assert.deepEqual(silences(meter, [sound(20_000, 20)]), []);
  assert.equal(meter.speechMs, 0);
  assert.equal(meter.silentMs, 20_000);
});

test("speech is counted, its silence told once", () => {
  const meter = new SpeechMeter(Seconds(3));
  assert.deepEqual(silences(meter, [...speech(3_000), sound(10_000, 20)]), [3_000]);
  assert.ok(meter.speechMs >= 1_800 && meter.speechMs <= 2_400, `${meter.speechMs} ms`);
});

test("each stretch of silence is told once", () => {
  const meter = new SpeechMeter(Seconds(3));
  const told = silences(meter, [...speech(900), sound(5_000, 20), ...speech(900), sound(5_000, 20)]);
  assert.equal(told.length, 2);
});

test("a soft voice on a quiet line is a voice", () => {
  const meter = new SpeechMeter();
  silences(meter, [...speech(3_000, 400, 10), sound(1_000, 10)]);
  assert.ok(meter.speechMs > 1_500, `${meter.speechMs} ms`);
});

test("a click is not speech", () => {
  const meter = new SpeechMeter();
  silences(meter, [sound(2_000, 20), sound(30, 20_000), sound(2_000, 20)]);
  assert.equal(meter.speechMs, 0);
});

test("a key tone is not speech, the words after it are", () => {
  const meter = new SpeechMeter();
  silences(meter, [sound(500, 20), sound(60, 5_000)]);
  meter.notSpeech();
  silences(meter, [sound(100, 5_000), sound(500, 20)]);
  assert.equal(meter.speechMs, 0);
  silences(meter, [...speech(1_500), sound(500, 20)]);
  assert.ok(meter.speechMs > 800, `${meter.speechMs} ms`);
});

test("a steady hum becomes the floor, and is no speech after a while", () => {
  const meter = new SpeechMeter();
  silences(meter, [sound(30_000, 300)]);
  assert.ok(meter.speechMs < 10_000, `${meter.speechMs} ms`);
});

test("how the samples are cut makes no difference", () => {
  const all = [...speech(3_000), sound(5_000, 20)].flatMap((piece) => [...piece]);
  const measure = (size: number) => {
    const meter = new SpeechMeter();
    for (let at = 0; at < all.length; at += size) meter.process(Int16Array.from(all.slice(at, at + size)));
    return [meter.speechMs, meter.silentMs];
  };
  assert.deepEqual(measure(1), measure(997));
});
