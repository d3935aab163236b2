import assert from "node:assert/strict";
import { test } from "node:test";
import {
  bandPath,
  type Figure,
  linePath,
  runs,
  scaleFor,
  stretches,
  summed,
} from "../../device/console/client/live/chartPaths.ts";

const flat = (value: number): Figure => [value - 1, value, value + 1];
const SCALE = { least: 0, most: 100 };

test("no line is drawn across a gap, and one step alone is seen", () => {
  const figures = [flat(50), flat(50), null, null, flat(20)];
  assert.deepEqual(stretches(figures), [
    [0, 2],
    [4, 5],
  ]);
  assert.equal(linePath(figures, SCALE), "M0 50L0.5 50L1.5 50L2 50M4 80L4.5 80L5 80");
  assert.equal(bandPath([flat(50)], SCALE), "M0 49L1 49L1 51L0 51Z");
});

test("figures beyond the scale stay in the picture; a scale grows to hold them", () => {
  assert.equal(linePath([flat(200)], SCALE), "M0 0L0.5 0L1 0");
  assert.deepEqual(scaleFor([[-121, -120, -48]], { least: -115, most: -50 }), { least: -125, most: -45 });
  assert.deepEqual(scaleFor([null], SCALE), SCALE);
});

test("what is said of a picture: least, most, the last, and for how long nothing is known", () => {
  assert.deepEqual(summed([[1, 2, 3], null, [0, 4, 9]]), { least: 0, most: 9, mean: 3, last: 4, gaps: 1 });
  assert.equal(summed([null]), undefined);
});

test("a ribbon in runs: whole, in part, not at all, not known", () => {
  assert.deepEqual(
    runs([1, 1, 0.4, 0, null]).map(({ from, part, to }) => `${part} ${from}-${to}`),
    ["well 0-2", "part 2-3", "wrong 3-4", "unknown 4-5"],
  );
});
