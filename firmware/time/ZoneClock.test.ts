import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { firstInstant, lastInstant, wallDateTime } from "../oncall/wallClock.ts";
import { civilDate, dayNumber, dayOfMonthIndex, monthIndexOf, readWallMs, wallText, weekdayOf } from "./civil.ts";
import { zoneClock } from "./ZoneClock.ts";

const ZONES = [
  "UTC",
  "America/Chicago",
  "America/Havana",
  "America/Santiago",
  "America/St_Johns",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Australia/Lord_Howe",
  "Europe/Lisbon",
  "Pacific/Apia",
];

test("dates in whole numbers are those of the calendar library, weekday and month's end included", () => {
  fc.assert(
    fc.property(fc.integer({ min: -800_000, max: 800_000 }), fc.integer({ min: 1, max: 31 }), (days, day) => {
      const date = Temporal.PlainDate.from("1970-01-01").add({ days });
      assert.deepEqual(civilDate(days), { year: date.year, month: date.month, day: date.day });
      assert.equal(dayNumber(date.year, date.month, date.day), days);
      assert.equal(weekdayOf(days), date.dayOfWeek);
      const clamped = dayOfMonthIndex(monthIndexOf(civilDate(days)), day);
      assert.equal(civilDate(clamped).day, Math.min(day, date.daysInMonth));
      assert.equal(civilDate(clamped).month, date.month);
    }),
    { numRuns: 500, seed: 4 },
  );
});

test("a zone's instants are those of the calendar library, by our rules for skipped and repeated times", () => {
  const minute = fc.integer({ min: 0, max: 40 * 366 * 1440 });
  fc.assert(
    fc.property(fc.constantFrom(...ZONES), minute, (zone, minutes) => {
      const wall = Temporal.PlainDateTime.from("2005-01-01").add({ minutes });
      const wallMs = wall.toZonedDateTime("UTC").epochMilliseconds;
      const clock = zoneClock(zone);
      assert.equal(clock.first(wallMs), firstInstant(wall, zone));
      assert.equal(clock.last(wallMs), lastInstant(wall, zone));
      assert.equal(clock.text(wallMs), wallDateTime(wallMs, zone));
    }),
    { numRuns: 400, seed: 4 },
  );
});

test("around every change of the clocks of 30 years, minute by minute where it matters", () => {
  for (const zone of ZONES) {
    const clock = zoneClock(zone);
    let moment: Temporal.ZonedDateTime | null = Temporal.Instant.from("2010-01-01T00:00Z").toZonedDateTimeISO(zone);
    for (
      moment = moment.getTimeZoneTransition("next");
      moment !== null;
      moment = moment.getTimeZoneTransition("next")
    ) {
      if (moment.year > 2040) break;
      const offset = moment.offsetNanoseconds / 1e6;
      for (const minutes of [-121, -61, -60, -59, -31, -30, -1, 0, 1, 29, 30, 31, 59, 60, 61, 121]) {
        const wallMs: number = moment.epochMilliseconds + offset + minutes * 60_000;
        const wall: Temporal.PlainDateTime = Temporal.Instant.fromEpochMilliseconds(wallMs)
          .toZonedDateTimeISO("UTC")
          .toPlainDateTime();
        assert.equal(clock.first(wallMs), firstInstant(wall, zone), `${wall.toString()} ${zone}`);
        assert.equal(clock.last(wallMs), lastInstant(wall, zone), `${wall.toString()} ${zone}`);
      }
    }
  }
});

test("a wall time is read as it is shown, and nothing else is", () => {
  assert.equal(wallText(readWallMs("2028-02-29 23:59")!), "2028-02-29 23:59");
  assert.equal(wallText(readWallMs("2026-12-24", true)!), "2026-12-25 00:00");
  assert.equal(wallText(readWallMs("2026-12-24 24:00")!), "2026-12-25 00:00");
  for (const text of ["", "2027-02-29", "2026-12-24 24:01", "2026-13-01", "2026-12-24 8:00", "24.12.2026"])
    assert.equal(readWallMs(text), undefined);
});

test("moments beyond all calendars are answered, not thrown at", () => {
  for (const at of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e18, -1e18])
    assert(Number.isFinite(zoneClock("America/Chicago").wallAt(at) + zoneClock("America/Chicago").first(at)));
  assert.throws(() => zoneClock("Nowhere/Land"), RangeError);
});

// The facts of target/goalert util/timeutil/clock_test.go, FirstOfDay and LastOfDay, America/Chicago.
const CHICAGO_2018: readonly (readonly [string, string, string])[] = [
  ["2018-03-09 01:00", "2018-03-09T07:00:00Z", "2018-03-09T07:00:00Z"],
  ["2018-03-11 01:00", "2018-03-11T07:00:00Z", "2018-03-11T07:00:00Z"],
  ["2018-03-11 01:30", "2018-03-11T07:30:00Z", "2018-03-11T07:30:00Z"],
  ["2018-03-11 02:00", "2018-03-11T08:00:00Z", "2018-03-11T08:00:00Z"],
  ["2018-03-11 02:30", "2018-03-11T08:00:00Z", "2018-03-11T08:00:00Z"],
  ["2018-03-11 03:00", "2018-03-11T08:00:00Z", "2018-03-11T08:00:00Z"],
  ["2018-03-11 03:30", "2018-03-11T08:30:00Z", "2018-03-11T08:30:00Z"],
  ["2018-11-04 00:30", "2018-11-04T05:30:00Z", "2018-11-04T05:30:00Z"],
  ["2018-11-04 01:00", "2018-11-04T06:00:00Z", "2018-11-04T07:00:00Z"],
  ["2018-11-04 01:30", "2018-11-04T06:30:00Z", "2018-11-04T07:30:00Z"],
  ["2018-11-04 02:00", "2018-11-04T08:00:00Z", "2018-11-04T08:00:00Z"],
  ["2018-11-04 02:30", "2018-11-04T08:30:00Z", "2018-11-04T08:30:00Z"],
];

for (const [wall, first, last] of CHICAGO_2018) {
  test(`${wall} in Chicago is first at ${first} and last at ${last}`, () => {
    const clock = zoneClock("America/Chicago");
    const iso = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toString();
    assert.deepEqual([iso(clock.first(readWallMs(wall)!)), iso(clock.last(readWallMs(wall)!))], [first, last]);
  });
}
