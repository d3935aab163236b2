import assert from "node:assert/strict";
import { test } from "node:test";
import { type StorageReading, step, UNWATCHED } from "./SimStorage.ts";

/** `[second, used of 40]`, one modem's SIM; gives what is done at each. */
function watch(readings: readonly (readonly [number, number])[], more: Partial<StorageReading> = {}): string[] {
  let state = UNWATCHED;
  return readings.map(([second, used]) => {
    const [next, effects] = step(state, { memory: "SM", used, total: 40, ...more }, second * 1_000);
    state = next;
    return effects.map(({ kind }) => kind).join("+");
  });
}

const ROWS: readonly (readonly [why: string, readings: readonly (readonly [number, number])[], done: string[]])[] = [
  ["some messages are nothing", [[0, 31]], [""]],
  ["from 80 % on what is safe is deleted", [[0, 32]], ["sweep"]],
  [
    "it is not read over and over",
    [
      [0, 32],
      [5, 33],
      [59, 33],
      [60, 33],
    ],
    ["sweep", "", "", "sweep"],
  ],
  [
    "full, and emptied by the sweep: nobody is told",
    [
      [0, 40],
      [5, 40],
      [21, 3],
    ],
    ["sweep", "", ""],
  ],
  [
    "full of what is not ours: told once, and when it is over",
    [
      [0, 40],
      [21, 40],
      [40, 40],
      [90, 2],
    ],
    ["sweep", "raise", "", "clear"],
  ],
  ["no store at all", [[0, 0]], [""]],
];

for (const [why, readings, done] of ROWS)
  test(`the SIM's store: ${why}`, () => assert.deepEqual(watch(readings), done));

test("a modem that says it has no places is not taken for full", () => {
  assert.deepEqual(
    watch(
      [
        [0, 0],
        [30, 0],
      ],
      { total: 0 },
    ),
    ["", ""],
  );
});

test("of two modems one is full: told until that one has room", () => {
  const of = (carrier: string, used: number): StorageReading => ({ carrier, memory: "SM", used, total: 10 });
  let state = UNWATCHED;
  const kinds = (reading: StorageReading, ms: number): string[] => {
    const [next, effects] = step(state, reading, ms);
    state = next;
    return effects.map(({ kind }) => kind);
  };
  kinds(of("a", 10), 0);
  kinds(of("b", 10), 0);
  assert.deepEqual(kinds(of("a", 10), 30_000), ["raise"]);
  assert.deepEqual(kinds(of("b", 10), 30_000), ["raise"]);
  assert.deepEqual(kinds(of("a", 1), 40_000), []);
  assert.deepEqual(kinds(of("b", 1), 40_000), ["clear"]);
});
