import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DutyChange } from "./Duty.ts";
import { settledDuties } from "./settledDuties.ts";

let made = 0;
const change = (
  kind: DutyChange["kind"],
  person: string,
  by: string | undefined,
  from: number,
  to: number,
): DutyChange => ({
  id: `d${made}`,
  kind,
  person,
  ...(by === undefined ? {} : { by }),
  from,
  to,
  madeAt: made++,
  madeBy: person,
});

/** `chen→patel 0-10` */
const words = (changes: readonly DutyChange[]): readonly string[] =>
  settledDuties(changes)
    .map(
      ({ kind, person, by, from, to }) =>
        `${kind === "replace" ? `${person}→${by}` : `${kind} ${person}`} ${from}-${to}`,
    )
    .sort();

test("a stand-in who hands on hands on the duty that is not their own", () => {
  const first = change("replace", "chen", "patel", 0, 10);
  const then = change("replace", "patel", "okafor", 2, 6);
  assert.deepEqual(words([first, then]), ["chen→okafor 2-6", "chen→patel 0-2", "chen→patel 6-10", "patel→okafor 2-6"]);
});

test("whoever gives the duty back to its owner has it no longer", () => {
  const first = change("replace", "chen", "patel", 0, 10);
  const back = change("replace", "patel", "chen", 4, 10);
  assert.deepEqual(words([first, back]), ["chen→patel 0-4", "patel→chen 4-10"]);
});

test("the last word about a person counts", () => {
  const first = change("replace", "chen", "patel", 0, 10);
  const then = change("replace", "chen", "okafor", 5, 20);
  assert.deepEqual(words([first, then]), ["chen→okafor 5-20", "chen→patel 0-5"]);
});

test("somebody who was added and hands on is not on duty any more", () => {
  const added = change("add", "patel", undefined, 0, 10);
  const then = change("replace", "patel", "chen", 5, 8);
  assert.deepEqual(words([added, then]), ["add chen 5-8", "add patel 0-5", "add patel 8-10", "patel→chen 5-8"]);
});

test("taking back the last change brings back the one before it", () => {
  const first = change("replace", "chen", "patel", 0, 10);
  const then = { ...change("replace", "patel", "okafor", 2, 6), withdrawnAt: 3 };
  assert.deepEqual(words([first, then]), ["chen→patel 0-10"]);
});

test("a change within one rotation leaves those of all rotations alone", () => {
  const first = change("replace", "chen", "patel", 0, 10);
  const then = { ...change("replace", "chen", "okafor", 0, 10), rotation: "second" };
  assert.deepEqual(words([first, then]), ["chen→okafor 0-10", "chen→patel 0-10"]);
});

const people = fc.constantFrom("chen", "patel", "okafor", "weber");
const anyChange = fc.record({
  kind: fc.constantFrom<DutyChange["kind"]>("replace", "replace", "add", "remove"),
  person: people,
  by: people,
  from: fc.nat(20),
  to: fc.nat(20),
});

test("nobody is replaced twice at one time, and no stand-in is replaced", () => {
  fc.assert(
    fc.property(fc.array(anyChange, { maxLength: 8 }), (wishes) => {
      const changes = wishes
        .filter(({ person, by }) => person !== by)
        .map(({ kind, person, by, from, to }) => change(kind, person, kind === "replace" ? by : undefined, from, to));
      const settled = settledDuties(changes);
      for (let at = 0; at < 20; at += 1) {
        const now = settled.filter(({ from, to, kind }) => kind === "replace" && from <= at && at < to);
        assert.equal(new Set(now.map(({ person }) => person)).size, now.length);
      }
      for (const each of settled) assert(each.from < each.to);
      assert.equal(new Set(settled.map(({ id }) => id)).size, settled.length);
    }),
    { seed: 7, numRuns: 500 },
  );
});
