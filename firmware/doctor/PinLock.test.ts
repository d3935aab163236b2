import assert from "node:assert/strict";
import { test } from "node:test";
import { Hours, Minutes } from "../time/Duration.ts";
import { isLocked, LOCKED_FOR, type PinLock, pinRight, pinWrong, unlocked, WRONG_PINS_TO_LOCK } from "./PinLock.ts";

const AT = Date.UTC(2026, 10, 26, 2, 14);

const wrongTimes = (times: number, every: number, lock: PinLock = unlocked("chen")): PinLock =>
  Array.from({ length: times }, (_, i) => AT + i * every).reduce(pinWrong, lock);

test("five wrong PINs lock nothing, the sixth within an hour locks for thirty minutes", () => {
  assert.equal(isLocked(wrongTimes(WRONG_PINS_TO_LOCK - 1, 1_000), AT + 6_000), false);
  const locked = wrongTimes(WRONG_PINS_TO_LOCK, 1_000);
  assert.equal(isLocked(locked, AT + 5_000), true);
  assert.equal(isLocked(locked, AT + 5_000 + LOCKED_FOR - 1), true);
  assert.equal(isLocked(locked, AT + 5_000 + LOCKED_FOR), false);
});

test("wrong PINs that lie further apart than an hour are forgotten", () => {
  assert.equal(isLocked(wrongTimes(20, Minutes(13)), AT + 19 * Minutes(13)), false);
});

test("the right PIN forgives the wrong ones before it, and does not lift a lock", () => {
  const five = wrongTimes(5, 1_000);
  assert.deepEqual(pinRight(five, AT + 5_000), unlocked("chen"));
  const locked = wrongTimes(6, 1_000);
  assert.equal(pinRight(locked, AT + 6_000), locked);
});

test("tries while it is locked do not make it longer", () => {
  const locked = wrongTimes(6, 1_000);
  const later = Array.from({ length: 20 }, (_, i) => AT + 10_000 * (i + 1)).reduce(pinWrong, locked);
  assert.equal(later.lockedUntil, locked.lockedUntil);
});

test("a clock that is set back by a year locks nobody for a year", () => {
  assert.equal(isLocked(wrongTimes(6, 1_000), AT - Hours(24 * 365)), false);
});
