import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isPartOf } from "./deliveredAudio.ts";

const samples = (...values: readonly number[]): Uint8Array => new Uint8Array(Int16Array.from(values).buffer);

test("a take that was cut out of the stream is a part of it, wherever it begins", () => {
  fc.assert(
    fc.property(
      fc.int16Array({ minLength: 1, maxLength: 60 }),
      fc.nat(),
      fc.nat(),
      (delivered: Int16Array, one: number, other: number) => {
        const [from, to] = [one % (delivered.length + 1), other % (delivered.length + 1)].toSorted((a, b) => a - b);
        assert.ok(isPartOf(samples(...delivered), samples(...delivered.subarray(from, to))));
      },
    ),
  );
});

for (const [why, take] of [
  ["a lost sample", samples(2, 4, 5)],
  ["samples that nobody delivered", samples(4, 5, 6, 7)],
  ["one wrong sample", samples(2, 3, 9)],
  ["two takes put together", samples(4, 5, 1, 2)],
] as const)
  test(`a take is not what was delivered: ${why}`, () => {
    assert.equal(isPartOf(samples(1, 2, 3, 4, 5), take), false);
  });

test("the same bytes half a sample off are noise, not the same sound", () => {
  assert.equal(isPartOf(samples(0x0100, 0x0100, 0x0100), samples(0x0001, 0x0001)), false);
  assert.ok(isPartOf(samples(0x0100, 0x0001, 0x0001), samples(0x0001, 0x0001)), "though it is there further on");
});
