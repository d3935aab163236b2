import assert from "node:assert/strict";
import { test } from "node:test";
import { birthDate, dateOrderOf } from "./birthDate.ts";

const now = Date.UTC(2026, 10, 23, 23, 30);

test("eight digits are a date, in the order of the country", () => {
  const table = [
    ["03251980", "mdy", "1980-03-25"],
    ["25031980", "dmy", "1980-03-25"],
    ["25031980", "mdy", undefined],
    ["02292000", "mdy", "2000-02-29"],
    ["02291900", "mdy", undefined],
    ["02302001", "mdy", undefined],
    ["00002000", "mdy", undefined],
    ["12311899", "mdy", undefined],
    ["01011900", "mdy", "1900-01-01"],
    ["0325198", "mdy", undefined],
  ] as const;
  for (const [digits, order, date] of table) assert.equal(birthDate(digits, order, now), date, `${digits} ${order}`);
  assert.equal(dateOrderOf("US"), "mdy");
  assert.equal(dateOrderOf("DE"), "dmy");
});

test("a baby born today is a patient; one born next year is a wrong key", () => {
  assert.equal(birthDate("11242026", "mdy", now), "2026-11-24");
  assert.equal(birthDate("11262026", "mdy", now), undefined);
});

test("a box whose clock was never set refuses nobody", () => {
  assert.equal(birthDate("05052020", "mdy", 0), "2020-05-05");
});
