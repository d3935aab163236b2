import assert from "node:assert/strict";
import { test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { testClinic } from "../../test/clinic/testClinic.ts";
import type { Clinic, DutyRule, OnCall } from "../config/Clinic.ts";
import { scheduleWarnings } from "./scheduleWarnings.ts";

const NOW = Temporal.Instant.from("2026-11-26T08:00:00Z").epochMilliseconds;
const PLAIN = testClinic().onCall;

const told = (change: Partial<OnCall>, more: Partial<Clinic> = {}): readonly string[] =>
  scheduleWarnings(testClinic({ onCall: { ...PLAIN, ...change }, ...more }), NOW).map(
    ({ path, what, instead }) => `${path.join(".")}: ${what} → ${instead}`,
  );

const nights: DutyRule = {
  ...{ id: "nights", days: [1, 2, 3, 4, 5], holidays: false, from: "17:00", to: "08:00" },
  people: ["chen"],
  layer: 1,
};

test("a schedule in order is nothing to speak of", () => assert.deepEqual(told({}), []));

const TABLE: readonly (readonly [string, Partial<OnCall>, RegExp])[] = [
  [
    "nobody in the schedule",
    { rotations: [] },
    /^onCall\.fallback: nobody is in the schedule, so the fallback okafor has duty/,
  ],
  [
    "an override that is over",
    { overrides: [{ from: "2026-11-01", to: "2026-11-02", kind: "add", person: "patel" }] },
    /^onCall\.overrides\.0: the override was over on 2026-11-03 00:00 and changes nothing any more → remove it/,
  ],
  [
    "an absence that is over",
    { absences: [{ person: "chen", from: "2026-11-01", to: "2026-11-02" }] },
    /absence was over/,
  ],
  [
    "a temporary schedule that is over",
    { temporary: [{ from: "2026-11-01", to: "2026-11-02", shifts: [] }] },
    /temporary schedule was over/,
  ],
  [
    "a stand-in who is replaced",
    {
      overrides: [
        { from: "2026-11-24", to: "2026-11-29", kind: "replace", person: "chen", by: "patel" },
        { from: "2026-11-26", to: "2026-11-27", kind: "remove", person: "patel" },
      ],
    },
    /patel stands in for chen and is taken off duty by another override/,
  ],
  [
    "a stand-in who is away",
    {
      overrides: [{ from: "2026-11-24", to: "2026-11-29", kind: "replace", person: "chen", by: "patel" }],
      absences: [{ person: "patel", from: "2026-11-26", to: "2026-11-27", cover: "okafor" }],
    },
    /patel stands in for chen, and is away/,
  ],
  [
    "an absence without a cover",
    { absences: [{ person: "chen", from: "2026-11-27", to: "2026-11-28" }] },
    /^onCall\.absences\.0: chen has duty in that time and no cover/,
  ],
  [
    "a fallback who is away",
    { absences: [{ person: "okafor", from: "2026-11-27", to: "2026-11-28" }] },
    /okafor is the fallback/,
  ],
  [
    "an override of somebody who has no duty then",
    { overrides: [{ from: "2026-11-27", to: "2026-11-28", kind: "replace", person: "patel", by: "chen" }] },
    /^onCall\.overrides\.0\.replace: patel has no duty at that time, so there is nothing to replace/,
  ],
  [
    "hours that nobody has",
    { rotations: [], rules: [nights] },
    /^onCall: nobody has duty from 2026-11-26 08:00 to 2026-11-26 17:00, and \d+ times more within 8 weeks: the fallback okafor/,
  ],
  ["holidays that are none", { rules: [{ ...nights, holidays: true }] }, /^onCall\.rules\.0\.days: days: holidays/],
];

for (const [name, change, expected] of TABLE) {
  test(`${name} is told in plain words`, () => {
    const found = told(change);
    assert(
      found.some((line) => expected.test(line)),
      found.join("\n"),
    );
  });
}

test("somebody whom only `everyone` would page is told", () => {
  const [model] = testClinic().people;
  const people = [...testClinic().people, { ...model!, id: "weber", name: "Dr. Weber" }];
  assert.deepEqual(told({}, { people }), [
    "onCall: weber is in no schedule, so only steps that notify everyone page them → add them to a rotation, or remove them",
  ]);
});

test("an absence in which one has no duty, and one that is covered, are nothing to speak of", () => {
  assert.deepEqual(told({ absences: [{ person: "patel", from: "2026-11-27", to: "2026-11-28" }] }), []);
  assert.deepEqual(told({ absences: [{ person: "chen", from: "2026-11-27", to: "2026-11-28", cover: "patel" }] }), []);
});
