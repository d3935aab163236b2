import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CodeSequence, isCode, positionByTime } from "./CodeSequence.ts";

const sequence = new CodeSequence(Buffer.alloc(32, 7));

test("no code comes twice, and each can be typed on a phone at night", () => {
  const seen = new Set<string>();
  for (let position = 0; position < 20_000; position += 1) {
    const code = sequence.at(position);
    if (code === undefined) continue;
    assert.match(code, /^[2-9A-HJ-NP-Z]{4}$/);
    assert.match(code, /[2-9]/);
    assert.match(code, /[A-Z]/);
    assert.ok(!seen.has(code), code);
    seen.add(code);
  }
  assert.ok(seen.size > 13_000);
});

test("every position has its own code, and the code tells its position", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 3_000_000 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (position, secret) => {
        const other = new CodeSequence(secret);
        const code = other.at(position);
        if (code !== undefined) assert.equal(other.positionOf(code), position);
      },
    ),
  );
});

test("when four characters are used up there are five, which no verb makes from four", () => {
  const codes = Array.from({ length: 200 }, (_, i) => sequence.at(32 ** 4 + i)).filter((code) => code !== undefined);
  assert.ok(codes.length > 5);
  for (const code of codes) assert.match(code, /^[2-9][2-9A-HJ-NP-Z]{3}[2-9]$/);
});

test("words of the reply grammar and other texts are no codes", () => {
  for (const text of [
    "WHO",
    "HELP",
    "PASS",
    "DONE",
    "STOP",
    "ACK",
    "2222",
    "",
    "7Q4",
    "7q4k",
    "7Q4KA",
    "10OI",
    "7Q4K7Q",
  ]) {
    assert.equal(isCode(text), false, text);
    assert.equal(sequence.positionOf(text), undefined, text);
  }
});

test("the next code cannot be told from the last ones", () => {
  const first = Array.from({ length: 2_000 }, (_, i) => sequence.at(i)).filter((code) => code !== undefined);
  const heads = new Map<string, number>();
  for (const code of first) heads.set(code.slice(0, 1), (heads.get(code.slice(0, 1)) ?? 0) + 1);
  assert.ok(Math.max(...heads.values()) < first.length / 12, "no first character is much more frequent than others");
});

test("time alone moves the codes on, and a clock that is plainly wrong does not", () => {
  const day = 86_400_000;
  const now = Date.UTC(2026, 10, 24);
  assert.equal(positionByTime(now + day) - positionByTime(now), 96);
  assert.equal(positionByTime(0), 0);
  assert.equal(positionByTime(Date.UTC(2099, 0, 1)), 0);
});
