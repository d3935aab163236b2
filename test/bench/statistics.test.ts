import assert from "node:assert/strict";
import { test } from "node:test";
import { measured } from "./report.ts";
import { spreadOf } from "./statistics.ts";

test("two slow calls of a hundred are not hidden by the others", () => {
  const values = [...Array.from({ length: 98 }, () => 1), 9, 30];
  assert.deepEqual(spreadOf(values), { n: 100, min: 1, median: 1, p99: 9, max: 30 });
});

test("nothing measured is no pass", () => {
  assert.equal(spreadOf([]), undefined);
  assert.equal(measured({ name: "x", values: [], bar: { atMost: 5, of: "p99" } }).verdict, "falls short");
});

test("fewer calls than were placed are no pass, however quick those were", () => {
  const row = measured({ name: "x", values: [1, 1], bar: { atMost: 5, of: "p99" }, expected: 3 });
  assert.equal(row.verdict, "falls short");
});
