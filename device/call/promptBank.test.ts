import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { packSpeech, unpackSpeech } from "./packedSpeech.ts";
import { BANK_HEAD, bankIndex, indexEnd, writeBank } from "./promptBank.ts";

const clips = fc.array(
  fc.tuple(
    fc.string({ minLength: 1, unit: "grapheme" }),
    fc.int16Array({ minLength: 1, maxLength: 200 }).map((samples) => packSpeech(samples)),
  ),
  { maxLength: 8 },
);

test("a bank gives back every clip, sample for sample", () => {
  fc.assert(
    fc.property(clips, (given) => {
      const file = writeBank(given);
      const end = indexEnd(file.subarray(0, BANK_HEAD));
      const index = bankIndex(file.subarray(0, end), file.length) ?? [];
      assert.deepEqual(
        index.map(({ clip, samples, from, to }) => [
          clip,
          unpackSpeech({ length: samples, bytes: file.subarray(from, to) }),
        ]),
        given.map(([clip, speech]) => [clip, unpackSpeech(speech)]),
      );
    }),
  );
});

test("what is cut off, longer, or something else is no bank", () => {
  const file = writeBank([["hello", packSpeech(new Int16Array(100).fill(7))]]);
  assert.equal(bankIndex(file.subarray(0, 30), file.length), undefined);
  assert.equal(bankIndex(file, file.length - 1), undefined);
  assert.equal(bankIndex(file, file.length + 1), undefined);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => bankIndex(bytes, bytes.length) === undefined));
  fc.assert(
    fc.property(fc.nat(file.length - 1), fc.nat(255), (at, byte) => {
      const spoilt = file.slice();
      spoilt[at] = byte;
      for (const { from, to } of bankIndex(spoilt, spoilt.length) ?? []) assert.ok(from < to && to <= file.length);
    }),
  );
});
