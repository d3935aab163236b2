import assert from "node:assert/strict";
import { test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { SCHEDULES, type ScheduleRow } from "../../test/vectors/onCallSchedules.ts";
import type { Clinic } from "../config/Clinic.ts";
import { whoIsOnCall } from "./onCall.ts";
import { shiftsBetween } from "./segments.ts";
import { firstInstant } from "./wallClock.ts";

const EMPTY: Clinic["onCall"] = {
  fallback: "nobody-else",
  rotations: [],
  rules: [],
  overrides: [],
  absences: [],
  temporary: [],
  calendars: [],
  groups: [],
};

const PLAIN = testClinic();

const everybodyIn = ({ onCall, at }: ScheduleRow): readonly string[] => [
  ...(onCall.rotations ?? []).flatMap(({ people }) => people.flat()),
  ...(onCall.rules ?? []).flatMap(({ people }) => people),
  ...at.flatMap(([, who]) => who.split(" ").filter((id) => id !== "")),
  ...(onCall.absences ?? []).flatMap(({ cover }) => cover ?? []),
];

function clinicOf(row: ScheduleRow): Clinic {
  const ids = [...new Set([EMPTY.fallback, ...everybodyIn(row)])].filter((id) => id !== "stranger");
  const clinic = {
    ...PLAIN,
    clinic: { ...PLAIN.clinic, timezone: row.zone },
    people: ids.map((id) => ({ ...PLAIN.people[0]!, id, name: id })),
    onCall: { ...EMPTY, ...row.onCall },
  };
  const holidays = (row.holidays ?? []).map((date) => ({ date, name: date }));
  return { ...clinic, hours: { ...clinic.hours, holidays } };
}

const moment = (text: string, zone: string): number =>
  text.endsWith("Z")
    ? Temporal.Instant.from(text.replace("Z", ":00Z")).epochMilliseconds
    : firstInstant(Temporal.PlainDateTime.from(text.replace(" ", "T")), zone);

for (const row of SCHEDULES) {
  test(`who is on call: ${row.source}`, () => {
    const clinic = clinicOf(row);
    const moments = row.at.map(([text]) => moment(text, row.zone));
    for (const [index, [text, who]] of row.at.entries()) {
      const answer = whoIsOnCall(clinic, moments[index]!);
      const ids = answer.gap ? [] : answer.people.map(({ id }) => id);
      assert.equal(ids.toSorted().join(" "), who, `${text}: ${answer.because.join("; ")}`);
    }
    // The same from a full expansion: half-open, whole, no two neighbours alike.
    const from = Math.min(...moments) - 86_400_000;
    const to = Math.max(...moments) + 86_400_000;
    const segments = shiftsBetween(clinic, from, to);
    assert.equal(segments[0]!.from, from);
    assert.equal(segments.at(-1)!.to, to);
    for (const [index, segment] of segments.entries()) {
      assert(segment.from < segment.to);
      if (index > 0) assert.equal(segment.from, segments[index - 1]!.to);
    }
    for (const at of moments) {
      const segment = segments.find((one) => one.from <= at && at < one.to)!;
      assert.deepEqual(segment.people, whoIsOnCall(clinic, at).people);
    }
  });
}
