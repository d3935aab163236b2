import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type AttemptGuard, type BootTime, beginAttempt, lockedForMs, NO_ATTEMPTS, seen } from "./AttemptGuard.ts";

const MINUTE = 60_000;
const at = (minutes: number, boot = "a"): BootTime => ({ boot, ms: minutes * MINUTE });

/** Wrong tries until it locks; for how many minutes. */
function lockAt(guard: AttemptGuard, time: BootTime): readonly [AttemptGuard, number, number] {
  let now = guard;
  for (let tries = 1; ; tries++) {
    const admission = beginAttempt(now, time);
    if (admission.kind === "locked") throw new Error("locked already");
    now = admission.guard;
    if (now.lock !== undefined) return [now, tries, now.lock.ms / MINUTE];
  }
}

test("five wrong ones lock for a quarter of an hour, the next five for half an hour, then an hour, a day at most", () => {
  let guard = NO_ATTEMPTS;
  let minutes = 0;
  const locks: number[] = [];
  for (let round = 0; round < 9; round++) {
    const [locked, tries, lock] = lockAt(guard, at(minutes));
    assert.equal(tries, 5);
    locks.push(lock);
    minutes += lock;
    guard = locked;
    assert.equal(beginAttempt(guard, at(minutes - 1)).kind, "locked");
  }
  assert.deepEqual(locks, [15, 30, 60, 120, 240, 480, 960, 1440, 1440]);
});

test("a power cycle does not shorten a lock: it begins again", () => {
  const [guard] = lockAt(NO_ATTEMPTS, at(100));
  assert.equal(lockedForMs(guard, at(110)), 5 * MINUTE);
  const rebooted = seen(guard, at(1, "b"));
  assert.equal(lockedForMs(rebooted, at(1, "b")), 15 * MINUTE);
  assert.equal(lockedForMs(rebooted, at(10, "b")), 6 * MINUTE);
  assert.equal(beginAttempt(rebooted, at(17, "b")).kind, "compare");
});

test("however time, power cycles and tries come, nobody gets more than five tries in a quarter of an hour of running", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom("try", "wait", "reboot"), fc.nat(20)), { maxLength: 200 }),
      (acts) => {
        let guard = NO_ATTEMPTS;
        let boot = 0;
        let ms = 0;
        let ran = 0;
        const tries: number[] = [];
        for (const [act, minutes] of acts) {
          const time: BootTime = { boot: String(boot), ms };
          guard = seen(guard, time);
          if (act === "reboot") {
            boot += 1;
            ms = 0;
          } else if (act === "wait") {
            ms += minutes * MINUTE;
            ran += minutes * MINUTE;
          } else {
            const admission = beginAttempt(guard, time);
            if (admission.kind === "locked") continue;
            guard = admission.guard;
            tries.push(ran);
          }
        }
        for (let i = 5; i < tries.length; i += 5) assert.ok(tries[i]! - tries[i - 1]! >= 15 * MINUTE);
      },
    ),
  );
});
