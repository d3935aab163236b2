import assert from "node:assert/strict";
import { test } from "node:test";
import { type ExchangeTime, type ExchangeTimeFields, step } from "./ExchangeTime.ts";

function heard(...lines: readonly string[]): readonly ExchangeTime[] {
  let fields: ExchangeTimeFields = {};
  const all: ExchangeTime[] = [];
  for (const text of lines) {
    const [next, told] = step(fields, text === "RING 1" ? { kind: "newCall" } : { kind: "line", text });
    fields = next;
    if (told !== undefined) all.push(told);
  }
  return all;
}

const noon: ExchangeTime = { month: 1, day: 17, hour: 12, minute: 34 };

const rows: readonly [why: string, lines: readonly string[], told: readonly ExchangeTime[]][] = [
  ["U.S. Robotics", ["DATE=0117", "TIME=1234", "NMBR=3125550142"], [noon]],
  ["Conexant", ["DATE = 0117", "TIME = 1234", "NMBR = 3125550142"], [noon]],
  ["the other way round", ["TIME=1234", "DATE=0117"], [noon]],
  ["empty fields", ["DATE = ", "TIME = "], []],
  ["a digit too many", ["DATE = 0312", "TIME = 12541"], []],
  ["no such month", ["DATE=1317", "TIME=1234"], []],
  ["no such hour", ["DATE=0117", "TIME=2534"], []],
  ["half of one call and half of the next", ["DATE=0117", "RING 1", "TIME=1234"], []],
  ["a second call", ["DATE=0117", "TIME=1234", "RING 1", "DATE=0117", "TIME=1234"], [noon, noon]],
];

for (const [why, lines, told] of rows)
  test(`the exchange's clock in a caller ID: ${why}`, () => assert.deepEqual(heard(...lines), told));
