import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { readWav } from "../audio/wav.ts";
import { packagedPrompts } from "./packagedPrompts.ts";
import { packSpeech, unpackSpeech } from "./packedSpeech.ts";

test("what a caller hears is sample for sample what was recorded, whatever was recorded", () => {
  const anything = fc.oneof(
    fc.int16Array({ maxLength: 300 }),
    fc.array(fc.constantFrom(-32768, -1, 0, 1, 32767), { maxLength: 300 }).map((list) => Int16Array.from(list)),
  );
  fc.assert(fc.property(anything, (samples) => assert.deepEqual(unpackSpeech(packSpeech(samples)), samples)));
});

test("a prompt of ours takes less than two thirds of its memory", () => {
  const wav = readWav(readFileSync(join(packagedPrompts, "en/ask-caller-kind.wav")));
  assert.ok(!("error" in wav));
  const packed = packSpeech(wav.samples);
  assert.ok(
    packed.bytes.length < (2 / 3) * wav.samples.byteLength,
    `${packed.bytes.length} of ${wav.samples.byteLength}`,
  );
  assert.deepEqual(unpackSpeech(packed), wav.samples);
});
