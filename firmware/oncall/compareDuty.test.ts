import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { compareDuty } from "./compareDuty.ts";
import type { DutyChange } from "./Duty.ts";
import { whoIsOnCall } from "./onCall.ts";

const HOUR_MS = 3_600_000;
const FROM = Date.UTC(2026, 10, 27, 14);
const clinic = testClinic();
const people = clinic.people.map(({ id }) => id);

const change = fc
  .record({
    kind: fc.constantFrom("replace", "add", "remove" as const),
    person: fc.constantFrom(...people),
    by: fc.constantFrom(...people),
    at: fc.integer({ min: -48, max: 24 * 14 }),
    hours: fc.integer({ min: 1, max: 24 * 9 }),
  })
  .map(
    ({ at, by, hours, kind, person }, place = 0): DutyChange => ({
      ...{ id: `d${place}`, kind, person, madeAt: FROM, madeBy: "front-desk" },
      ...(kind === "replace" ? { by } : {}),
      ...{ from: FROM + at * HOUR_MS, to: FROM + (at + hours) * HOUR_MS },
    }),
  );

test("what differs is what differs at every moment, and nothing else", () => {
  const to = FROM + 16 * 24 * HOUR_MS;
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), fc.array(change, { minLength: 1, maxLength: 2 }), (old, made) => {
      const duties = old.map((one, place) => ({ ...one, id: `o${place}`, madeAt: FROM - 100 + place }));
      const wished = made.map((one, place) => ({ ...one, id: `n${place}`, madeAt: FROM + place }));
      const differences = compareDuty(clinic, { from: FROM, to }, wished, { duties });
      for (let at = FROM; at < to; at += HOUR_MS / 2) {
        const before = whoIsOnCall(clinic, at, { duties });
        const after = whoIsOnCall(clinic, at, { duties: [...duties, ...wished] });
        const found = differences.find((difference) => difference.from <= at && at < difference.to);
        const isOther = names(before.people) !== names(after.people) || before.gap !== after.gap;
        assert.equal(found !== undefined, isOther);
        if (found === undefined) continue;
        assert.deepEqual(
          [names(found.before), names(found.after), found.gap, found.newGap],
          [names(before.people), names(after.people), after.gap, after.gap && !before.gap],
        );
      }
    }),
    { numRuns: 20 },
  );
});

const names = (all: readonly { readonly id: string }[]): string =>
  all
    .map(({ id }) => id)
    .toSorted()
    .join(" ");
