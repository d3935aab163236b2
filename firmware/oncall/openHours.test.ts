import assert from "node:assert/strict";
import { test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { inZone } from "../../test/clinic/testClinic.ts";
import type { Clinic } from "../config/Clinic.ts";
import { closedBefore, isOpen, openHours } from "./openHours.ts";

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const hours = (change: Partial<Clinic["hours"]>): Partial<Clinic> => ({
  hours: {
    open: [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "17:00" }],
    holidays: [{ date: "2026-12-25", name: "Christmas" }],
    answer: "after-hours",
    ...change,
  },
});

const chicago = inZone("America/Chicago", hours({}));
const TABLE: readonly (readonly [string, boolean, string])[] = [
  ["2026-11-24T13:59:59Z", false, "one second before opening"],
  ["2026-11-24T14:00:00Z", true, "the opening itself"],
  ["2026-11-24T22:59:59Z", true, "the last second"],
  ["2026-11-24T23:00:00Z", false, "the closing itself"],
  ["2026-11-28T16:00:00Z", false, "Saturday"],
  ["2026-12-25T16:00:00Z", false, "a holiday on a Friday"],
];
for (const [when, open, why] of TABLE) {
  test(`${why}: the clinic is ${open ? "open" : "closed"}`, () => assert.equal(isOpen(chicago, at(when)), open));
}

test("a holiday is named as the reason", () => {
  assert.equal(openHours(chicago, at("2026-12-25T16:00:00Z")).because, "closed: Christmas");
});

test("a window over midnight belongs to the day it begins on, and 24:00 is the end of its day", () => {
  const clinic = inZone(
    "America/Chicago",
    hours({
      open: [
        { days: [5], from: "22:00", to: "06:00" },
        { days: [7], from: "20:00", to: "24:00" },
      ],
    }),
  );
  assert.equal(isOpen(clinic, at("2026-11-28T11:59:00Z")), true, "Saturday 05:59");
  assert.equal(isOpen(clinic, at("2026-11-28T12:00:00Z")), false, "Saturday 06:00");
  assert.equal(isOpen(clinic, at("2026-11-30T05:59:00Z")), true, "Sunday 23:59");
  assert.equal(isOpen(clinic, at("2026-11-30T06:00:00Z")), false, "Monday 00:00");
});

test("in an hour that comes twice it opens at the first and closes at the last: overlap, never a gap (T2)", () => {
  const night = inZone("Europe/Paris", hours({ open: [{ days: [6], from: "19:00", to: "02:30" }] }));
  const morning = inZone("Europe/Paris", hours({ open: [{ days: [7], from: "02:30", to: "09:00" }] }));
  assert.equal(isOpen(night, at("2027-10-31T01:29:59Z")), true);
  assert.equal(isOpen(night, at("2027-10-31T01:30:00Z")), false);
  assert.equal(isOpen(morning, at("2027-10-31T00:30:00Z")), true);
});

test("what came since the evening before: over a weekend, a holiday, a lunch break, a late evening; without hours nothing", () => {
  for (const [when, closed] of [
    ["2026-11-24T14:00:00Z", "2026-11-23T23:00:00Z"],
    ["2026-11-24T23:30:00Z", "2026-11-23T23:00:00Z"],
    ["2026-11-30T14:00:00Z", "2026-11-27T23:00:00Z"],
    ["2026-12-26T14:00:00Z", "2026-12-24T23:00:00Z"],
  ] as const)
    assert.equal(closedBefore(chicago, at(when)), at(closed), when);
  const days = [1, 2, 3, 4, 5] as const;
  const broken = inZone(
    "America/Chicago",
    hours({
      open: [
        { days, from: "08:00", to: "12:00" },
        { days, from: "18:00", to: "01:00" },
      ],
    }),
  );
  assert.equal(closedBefore(broken, at("2026-11-24T18:30:00Z")), at("2026-11-24T07:00:00Z"));
  assert.equal(closedBefore(inZone("America/Chicago", hours({ open: [] })), at("2026-11-24T14:00:00Z")), undefined);
});
