import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallerId } from "../line/Line.ts";
import { callbackFrom, comparableNumber, isLikelyComplete, numberProblem } from "./callbackNumber.ts";

const number = (digits: string): CallerId => ({ kind: "number", number: digits });

test("the caller ID is offered as one dials it at home", () => {
  const table: readonly (readonly [string, string, string | undefined])[] = [
    ["3125550142", "US", "3125550142"],
    ["13125550142", "US", "3125550142"],
    ["+13125550142", "US", "3125550142"],
    ["(312) 555-0142", "US", "3125550142"],
    ["5550142", "US", "5550142"],
    ["+4930901820", "DE", "030901820"],
    ["+13125550142", "DE", "0013125550142"],
    ["+4930901820", "US", "0114930901820"],
    ["3125550142", "XX", "3125550142"],
    ["", "US", undefined],
    ["911", "US", undefined],
    ["0000000000", "US", undefined],
    ["Anonymous", "US", undefined],
    ["12345678901234567890", "US", undefined],
  ];
  for (const [told, country, offered] of table)
    assert.equal(callbackFrom(number(told), country), offered, `${told} in ${country}`);
});

test("one number is one number, however it was keyed or told", () => {
  const same: readonly (readonly [string, readonly string[]])[] = [
    ["US", ["+13125550142", "3125550142", "13125550142", "(312) 555-0142", "011 1 312 555 0142"]],
    ["DE", ["+4930901820", "030901820", "004930901820"]],
    ["DE", ["+13125550142", "0013125550142"]],
  ];
  for (const [country, numbers] of same)
    assert.equal(new Set(numbers.map((each) => comparableNumber(each, country))).size, 1, numbers.join());
  assert.notEqual(comparableNumber("3125550142", "US"), comparableNumber("3125550143", "US"));
  for (const nobody of ["", "911", "0000000000", "Anonymous"]) assert.equal(comparableNumber(nobody, "US"), undefined);
});

test("nothing is offered to a caller whose number did not come", () => {
  for (const kind of ["withheld", "unavailable", "none"] as const)
    assert.equal(callbackFrom({ kind }, "US"), undefined);
});

test("seven to fifteen digits are taken as they are", () => {
  assert.equal(numberProblem("911"), "callback-too-short");
  assert.equal(numberProblem("555014"), "callback-too-short");
  assert.equal(numberProblem("5550142"), undefined);
  assert.equal(numberProblem("012345678901234"), undefined);
  assert.equal(numberProblem("0123456789012345"), "callback-too-long");
  assert.equal(numberProblem("7777777777"), "callback-not-callable");
});

test("a North American number is known to be whole; elsewhere nobody guesses", () => {
  assert.equal(isLikelyComplete("3125550142", "US"), true);
  assert.equal(isLikelyComplete("1312555014", "US"), false);
  assert.equal(isLikelyComplete("13125550142", "US"), true);
  assert.equal(isLikelyComplete("3125550142", "DE"), false);
});
