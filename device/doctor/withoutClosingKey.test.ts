import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutClosingKey } from "./withoutClosingKey.ts";

const sound = (ms: number, ...hz: number[]): number[] =>
  Array.from({ length: ms * 8 }, (_, i) =>
    Math.round(hz.reduce((sum, each) => sum + 6_000 * Math.sin((2 * Math.PI * each * i) / 8000), 0)),
  );

test("the pound that ends a greeting is not in it", () => {
  const spoken = sound(1_000, 250, 410);
  const kept = withoutClosingKey(Int16Array.from([...spoken, ...sound(120, 941, 1477), ...sound(60)]));
  assert.ok(Math.abs(kept.length - spoken.length) < 400, `${kept.length / 8} ms`);
});

test("a greeting that no key ended is whole, also with a key pressed early in it", () => {
  const samples = Int16Array.from([...sound(120, 941, 1477), ...sound(4_000, 250, 410)]);
  assert.equal(withoutClosingKey(samples).length, samples.length);
});
