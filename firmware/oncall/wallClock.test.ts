import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { firstInstant, lastInstant, wallTime } from "./wallClock.ts";

const iso = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();

// Zone, wall clock, first instant, last instant; checked against Python's zoneinfo.
const TABLE: readonly (readonly [string, string, string, string])[] = [
  ["America/Chicago", "2026-11-02T08:00", "2026-11-02T14:00:00Z", "2026-11-02T14:00:00Z"],
  ["Europe/Paris", "2027-10-31T02:30", "2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"],
  ["America/Denver", "2027-11-07T01:15", "2027-11-07T07:15:00Z", "2027-11-07T08:15:00Z"],
  ["Europe/Berlin", "2027-03-28T02:20", "2027-03-28T01:00:00Z", "2027-03-28T01:00:00Z"],
  ["America/Santiago", "2027-09-05T00:00", "2027-09-05T04:00:00Z", "2027-09-05T04:00:00Z"],
  ["Pacific/Auckland", "2027-09-26T06:00", "2027-09-25T17:00:00Z", "2027-09-25T17:00:00Z"],
  ["Australia/Lord_Howe", "2027-10-03T02:10", "2027-10-02T15:30:00Z", "2027-10-02T15:30:00Z"],
  ["UTC", "2027-03-28T02:20", "2027-03-28T02:20:00Z", "2027-03-28T02:20:00Z"],
];

for (const [zone, wall, first, last] of TABLE) {
  test(`${wall} in ${zone} begins at ${first} and ends at ${last}`, () => {
    const time = Temporal.PlainDateTime.from(wall);
    assert.equal(iso(firstInstant(time, zone)), first);
    assert.equal(iso(lastInstant(time, zone)), last);
  });
}

test("the doctor's page shows the time of the clinic's wall, not of the box", () => {
  assert.equal(wallTime(Date.UTC(2026, 10, 24, 8, 14, 59), "America/Chicago"), "02:14");
});

test("any wall time of any zone has a first and a last instant, in that order, and never before the wall shows it", () => {
  const zones = [
    "America/Chicago",
    "Europe/Berlin",
    "America/Santiago",
    "Asia/Kathmandu",
    "Africa/Casablanca",
    "Pacific/Apia",
  ];
  const day = fc.integer({ min: 0, max: 365 * 20 });
  const minute = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(fc.constantFrom(...zones), day, minute, (zone, days, minutes) => {
      const wall = Temporal.PlainDateTime.from("2010-01-01").add({ days, minutes });
      const first = firstInstant(wall, zone);
      assert(first <= lastInstant(wall, zone));
      const shown = Temporal.Instant.fromEpochMilliseconds(first).toZonedDateTimeISO(zone).toPlainDateTime();
      assert(Temporal.PlainDateTime.compare(shown, wall) >= 0);
    }),
    { numRuns: 300 },
  );
});
