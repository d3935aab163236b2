import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Playout } from "../../../device/console/client/telephone/Playout.ts";

const piece = (from: number, length: number): Float32Array => Float32Array.from({ length }, (_, n) => from + n);

test("it begins when enough has come, and plays on without a hole while pieces are late by less", () => {
  const playout = new Playout({ hold: 100, most: 1_000 });
  playout.push(piece(1, 60));
  assert.deepEqual([...playout.take(20)], Array(20).fill(0));
  playout.push(piece(61, 60));
  assert.deepEqual([...playout.take(50)], [...piece(1, 50)]);
  assert.deepEqual([...playout.take(60)], [...piece(51, 60)], "the next piece was late");
  playout.push(piece(121, 60));
  assert.deepEqual([...playout.take(70)], [...piece(111, 70)]);
});

test("a short end is said, too, and after it there is silence", () => {
  const playout = new Playout({ hold: 100, most: 1_000 });
  playout.push(piece(1, 30));
  const heard = Array.from({ length: 20 }, () => [...playout.take(10)]).flat();
  assert.deepEqual(
    heard.filter((sample) => sample !== 0),
    [...piece(1, 30)],
  );
  assert.equal(playout.queued, 0);
});

test("after a stall the old is skipped: nobody is late for good", () => {
  const playout = new Playout({ hold: 100, most: 1_000 });
  for (let n = 0; n < 50; n++) playout.push(piece(n * 100, 100));
  assert.ok(playout.queued <= 1_000);
  assert.ok((playout.take(1)[0] ?? 0) >= 3_900);
  playout.clear();
  assert.deepEqual([...playout.take(5)], [0, 0, 0, 0, 0]);
});

test("whatever comes and is taken: each sample at most once, in order, and always as many as were asked for", () => {
  const move = fc.tuple(fc.nat(80), fc.integer({ min: 1, max: 80 }));
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const playout = new Playout({ hold: 50, most: 100_000 });
      const heard: number[] = [];
      let said = 1;
      for (const [pushed, taken] of moves) {
        if (pushed > 0) playout.push(piece(said, pushed));
        said += pushed;
        const out = playout.take(taken);
        assert.equal(out.length, taken);
        heard.push(...out.filter((sample) => sample !== 0));
      }
      assert.deepEqual(
        heard,
        heard.map((_, n) => n + 1),
      );
    }),
  );
});
