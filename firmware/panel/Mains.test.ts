import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Minutes, Seconds } from "../time/Duration.ts";
import {
  bothReadings,
  type MainsRules,
  mainsUnknown,
  nextMainsTime,
  powerOffAt,
  readingOf,
  stepMains,
} from "./Mains.ts";

type Told = readonly [seconds: number, mains: boolean | undefined, low?: boolean];

/** What counts after each look (`-` on mains, `lost@s` since then), and `off` where the box shuts down. */
function play(told: readonly Told[], rules: MainsRules = {}): string[] {
  let state = mainsUnknown;
  return told.map(([seconds, mains, batteryLow]) => {
    const reading = { ...(mains === undefined ? {} : { mains }), ...(batteryLow === undefined ? {} : { batteryLow }) };
    const [next, effects] = stepMains(state, { kind: "seen", reading, atMs: seconds * 1_000 }, rules);
    state = next;
    const counts = state.lostSinceMs === undefined ? "-" : `lost@${state.lostSinceMs / 1_000}`;
    return effects.length === 0 ? counts : `${counts} off`;
  });
}

test("mains counts as lost from the first look without it, once that has lasted three seconds", () => {
  assert.deepEqual(
    play([
      [0, true],
      [10, false],
      [12, false],
      [13, false],
      [14, true],
      [15, false],
      [30, true],
      [33, true],
    ]),
    ["-", "-", "-", "lost@10", "lost@10", "lost@10", "lost@10", "-"],
  );
});

test("a flicker is nothing; nothing that tells is nothing", () => {
  assert.deepEqual(
    play([
      [0, true],
      [1, false],
      [2, true],
      [5, true],
      [9, undefined],
    ]),
    ["-", "-", "-", "-", "-"],
  );
});

test("a low battery ends it after two minutes, once; a low battery that is being charged does not", () => {
  assert.deepEqual(
    play([
      [0, false, false],
      [10, false, true],
      [129, false, true],
      [130, false, true],
      [140, false, true],
    ]),
    ["-", "lost@0", "lost@0", "lost@0 off", "lost@0"],
  );
  assert.deepEqual(
    play([
      [0, true, true],
      [100, true, true],
    ]),
    ["-", "-"],
  );
});

test("mains that comes back in that time calls it off", () => {
  assert.deepEqual(
    play([
      [0, false, true],
      [50, true, true],
      [61, true, true],
      [200, true, true],
    ]).at(-1),
    "-",
  );
});

test("a time of the clinic file ends it, too, counted from when mains went", () => {
  const rules = { powerOffAfter: Minutes(20) };
  assert.equal(
    play(
      [
        [0, false],
        [1_199, false],
      ],
      rules,
    ).at(-1),
    "lost@0",
  );
  assert.equal(
    play(
      [
        [0, false],
        [1_200, false],
      ],
      rules,
    ).at(-1),
    "lost@0 off",
  );
  const [lost] = stepMains(
    stepMains(mainsUnknown, { kind: "seen", reading: { mains: false }, atMs: 0 }, rules)[0],
    { kind: "timePassed", atMs: Seconds(3) },
    rules,
  );
  assert.equal(powerOffAt(lost, rules), Minutes(20));
  assert.equal(nextMainsTime(lost, rules, Seconds(3)), Minutes(20));
  assert.equal(nextMainsTime(lost, {}, Seconds(3)), undefined);
});

test("power_supply: a mouse's battery is not ours, a box without a battery has no mains to lose", () => {
  assert.deepEqual(readingOf([]), {});
  assert.deepEqual(readingOf([{ type: "USB", online: false }]), {});
  assert.deepEqual(readingOf([{ type: "Battery", scope: "Device", capacityPercent: 3 }]), {});
  assert.deepEqual(readingOf([{ type: "Battery", status: "Discharging", capacityPercent: 80 }]), {
    mains: false,
    batteryLow: false,
  });
  assert.deepEqual(
    readingOf([
      { type: "UPS", online: true, capacityLevel: "Critical" },
      { type: "Mains", online: true },
    ]),
    {
      mains: true,
      batteryLow: true,
    },
  );
  assert.deepEqual(readingOf([{ type: "Battery", status: "Full", capacityPercent: 100 }]), {
    mains: true,
    batteryLow: false,
  });
  assert.deepEqual(bothReadings({ mains: true }, { mains: false, batteryLow: true }), {
    mains: false,
    batteryLow: true,
  });
});

test("whatever a UPS tells: it shuts down once at most, never without a lost mains or a low battery", () => {
  const look = fc.record({
    wait: fc.integer({ min: 0, max: 100_000 }),
    mains: fc.option(fc.boolean(), { nil: undefined }),
    low: fc.option(fc.boolean(), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(look, { maxLength: 40 }), fc.boolean(), (looks, timed) => {
      let state = mainsUnknown;
      let atMs = 0;
      let offs = 0;
      for (const { wait, mains, low } of looks) {
        atMs += wait;
        const reading = {
          ...(mains === undefined ? {} : { mains }),
          ...(low === undefined ? {} : { batteryLow: low }),
        };
        const rules = timed ? { powerOffAfter: Minutes(1) } : {};
        const [next, effects] = stepMains(state, { kind: "seen", reading, atMs }, rules);
        state = next;
        offs += effects.length;
        if (effects.length > 0) assert.ok(state.lostSinceMs !== undefined || state.lowSinceMs !== undefined);
      }
      assert.ok(offs <= 1);
    }),
  );
});
