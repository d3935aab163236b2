import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { testClinic } from "../../../test/clinic/testClinic.ts";
import { shiftsBetween } from "../segments.ts";
import { type ReadCalendarOptions, readCalendar } from "./readCalendar.ts";
import { writeCalendar } from "./writeCalendar.ts";

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const iso = (ms: number): string => Temporal.Instant.fromEpochMilliseconds(ms).toString().slice(0, 16);

const PEOPLE = { "Dr Chen": "chen", "patel@example.com": "patel", Okafor: "okafor" };
const options = (from: string, until: string, timezone = "America/Chicago"): ReadCalendarOptions => ({
  ...{ timezone, people: PEOPLE },
  from: at(`${from}T00:00:00Z`),
  until: at(`${until}T00:00:00Z`),
});

const calendar = (...events: readonly string[]): string =>
  [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    ...events.map((event) => `BEGIN:VEVENT\n${event}\nEND:VEVENT`),
    "END:VCALENDAR",
  ].join("\n");

const shifts = (text: string, given: ReadCalendarOptions): readonly string[] =>
  readCalendar(text, given).shifts.map(({ person, from, to }) => `${person} ${iso(from)} ${iso(to)}`);

test("an event of a place keeps to its wall when the clocks change, and is known by its title", () => {
  const text = calendar(
    "UID:1\nSUMMARY:Night: Dr Chen\nDTSTART;TZID=America/Chicago:20261030T170000\nDTEND;TZID=America/Chicago:20261031T080000\nRRULE:FREQ=DAILY;COUNT=3",
  );
  assert.deepEqual(shifts(text, options("2026-10-25", "2026-11-10")), [
    "chen 2026-10-30T22:00 2026-10-31T13:00",
    "chen 2026-10-31T22:00 2026-11-01T14:00",
    "chen 2026-11-01T23:00 2026-11-02T14:00",
  ]);
});

// The facts of grafana/oncall engine/apps/schedules/tests/calendars: all-day events that end on the day after, one edited
// occurrence of a daily event, and one that claims to replace what never was.
test("all-day events end before the day that they name as their end", () => {
  const text = calendar(
    "UID:1\nSUMMARY:@Okafor\nDTSTART;VALUE=DATE:20210127\nDTEND;VALUE=DATE:20210128\nTRANSP:TRANSPARENT",
    "UID:2\nSUMMARY:Dr Chen\nDTSTART;VALUE=DATE:20210127\nDTEND;VALUE=DATE:20210129",
    "UID:3\nSUMMARY:Okafor\nDTSTART;VALUE=DATE:20210201",
  );
  assert.deepEqual(shifts(text, options("2021-01-20", "2021-02-20", "Asia/Yekaterinburg")), [
    "okafor 2021-01-26T19:00 2021-01-27T19:00",
    "chen 2021-01-26T19:00 2021-01-28T19:00",
    "okafor 2021-01-31T19:00 2021-02-01T19:00",
  ]);
});

const DAILY =
  "UID:1\nSUMMARY:Dr Chen\nDTSTART;TZID=Asia/Yekaterinburg:20210124T130000\nDTEND;TZID=Asia/Yekaterinburg:20210124T220000\nRRULE:FREQ=DAILY";

test("an edited occurrence replaces that one and no other; a cancelled one is gone; an exception is left out", () => {
  const edited =
    "UID:1\nSUMMARY:Okafor\nRECURRENCE-ID;TZID=Asia/Yekaterinburg:20210127T130000\nDTSTART;TZID=Asia/Yekaterinburg:20210127T130000\nDTEND;TZID=Asia/Yekaterinburg:20210127T220000";
  const cancelled =
    "UID:1\nSUMMARY:Dr Chen\nSTATUS:CANCELLED\nRECURRENCE-ID:20210126T080000Z\nDTSTART;TZID=Asia/Yekaterinburg:20210126T130000\nDTEND;TZID=Asia/Yekaterinburg:20210126T220000";
  const text = calendar(edited, `${DAILY}\nEXDATE;TZID=Asia/Yekaterinburg:20210125T130000`, cancelled);
  assert.deepEqual(shifts(text, options("2021-01-24", "2021-01-29", "UTC")), [
    "chen 2021-01-24T08:00 2021-01-24T17:00",
    "okafor 2021-01-27T08:00 2021-01-27T17:00",
    "chen 2021-01-28T08:00 2021-01-28T17:00",
  ]);
});

test("what claims to replace an occurrence that never was counts beside the others", () => {
  const text = calendar(
    "UID:1\nSUMMARY:Dr Chen\nDTSTART;VALUE=DATE:20230717\nDTEND;VALUE=DATE:20230725\nRRULE:FREQ=WEEKLY;WKST=MO;UNTIL=20230806;INTERVAL=3;BYDAY=MO",
    "UID:1\nSUMMARY:Dr Chen\nRECURRENCE-ID;TZID=Europe/Warsaw:19700101T010000\nDTSTART;TZID=Europe/Warsaw:20230717T100000\nDTEND;TZID=Europe/Warsaw:20230724T100000",
  );
  assert.deepEqual(shifts(text, options("2023-07-01", "2023-09-01", "Europe/Berlin")), [
    "chen 2023-07-16T22:00 2023-07-24T22:00",
    "chen 2023-07-17T08:00 2023-07-24T08:00",
  ]);
});

test("people are known by name or address, whole, in any case; several may serve", () => {
  const when = "DTSTART:20261126T080000Z\nDURATION:PT12H";
  const text = calendar(
    `UID:1\n${when}\nSUMMARY:dr chen and OKAFOR`,
    `UID:2\n${when}\nSUMMARY:On call\nATTENDEE;CN="A, B";ROLE=REQ-PARTICIPANT:mailto:Patel@Example.com`,
    `UID:3\n${when}\nSUMMARY:Dr Cheng`,
  );
  const found = readCalendar(text, options("2026-11-20", "2026-11-30"));
  assert.deepEqual(
    found.shifts.map(({ person }) => person),
    ["chen", "okafor", "patel"],
  );
  assert.deepEqual(found.problems, ['"Dr Cheng" names nobody of this clinic: add the name to people: of the calendar']);
});

test("zones: Microsoft's names, a program's prefix, times without a zone, and one that nobody knows, which is told", () => {
  const event = (uid: number, tzid: string) =>
    `UID:${uid}\nSUMMARY:Okafor\nDTSTART${tzid}:20261126T080000\nDURATION:PT${uid}H`;
  const text = calendar(
    event(1, ";TZID=W. Europe Standard Time"),
    event(2, ";TZID=/freeassociation.sourceforge.net/Europe/Berlin"),
    event(3, ""),
    event(4, ";TZID=Moon/Base"),
  );
  const found = readCalendar(text, options("2026-11-20", "2026-11-30"));
  assert.deepEqual(
    found.shifts.map(({ from }) => iso(from)),
    ["2026-11-26T07:00", "2026-11-26T07:00", "2026-11-26T14:00", "2026-11-26T14:00"],
  );
  assert.deepEqual(found.problems, ['nobody knows the time zone "Moon/Base": its times are taken as the clinic\'s']);
});

test("of two versions of one event the newer counts, folded lines are whole, added dates count", () => {
  const text = calendar(
    "UID:1\nSEQUENCE:1\nSUMMARY:Okafor\nDTSTART:20261126T080000Z\nDTEND:20261126T090000Z",
    "UID:1\nSEQUENCE:2\nSUMMARY:Dr\n  Chen\nDTSTART:20261126T100000Z\nDTEND:20261126T110000Z\nRDATE:20261127T100000Z,20261128T100000Z",
  );
  assert.deepEqual(shifts(text, options("2026-11-20", "2026-11-30")), [
    "chen 2026-11-26T10:00 2026-11-26T11:00",
    "chen 2026-11-27T10:00 2026-11-27T11:00",
    "chen 2026-11-28T10:00 2026-11-28T11:00",
  ]);
});

test("what cannot be used is told in words, and costs nobody else their duty", () => {
  const text = calendar(
    "SUMMARY:Okafor\nDTSTART:tomorrow",
    "UID:2\nSUMMARY:Okafor\nDTSTART:20261126T080000Z\nDTEND:20261126T070000Z",
    "UID:3\nSUMMARY:Okafor\nDTSTART:20261126T080000Z\nDURATION:PT1H\nRRULE:FREQ=SECONDLY",
    "UID:4\nSUMMARY:Okafor\nDTSTART:19261126T080000Z\nDTEND:20261126T070000Z",
    "UID:5\nSUMMARY:Dr Chen\nDTSTART:20261126T080000Z\nDURATION:PT1H",
  );
  const { shifts: found, problems } = readCalendar(text, options("2026-11-20", "2026-11-30"));
  assert.deepEqual(
    found.map(({ person }) => person),
    ["chen", "okafor"],
  );
  assert.equal(problems.length, 4);
  assert.match(
    problems.join("\n"),
    /no beginning.*\n.*lasts longer than a year\n.*ends when it begins\n.*repeats in a way/,
  );
  assert.match(
    readCalendar("<html>log in</html>", options("2026-11-20", "2026-11-30")).problems[0]!,
    /no iCalendar file/,
  );
});

test("a hostile calendar ends, and is cut off", () => {
  const many = calendar(
    ...Array.from(
      { length: 5_100 },
      (_, n) => `UID:${n}\nSUMMARY:Okafor\nDTSTART:20261101T080000Z\nDURATION:PT1H\nRRULE:FREQ=HOURLY`,
    ),
  );
  const { shifts: found, problems } = readCalendar(many, options("2026-11-20", "2026-11-21"));
  assert(found.length <= 20_000);
  assert.match(problems.join(), /more than 5000 events.*more than 20000 shifts/);
  assert.deepEqual(
    readCalendar(`BEGIN:VCALENDAR\n${"BEGIN:VEVENT\n".repeat(100_000)}`, options("2026-11-20", "2026-11-21")).shifts,
    [],
  );
  const never =
    "UID:1\nSUMMARY:Okafor\nDTSTART:19700101T080000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYMONTHDAY=30;BYMONTH=2;COUNT=100";
  assert.deepEqual(shifts(calendar(never), options("2026-11-20", "2026-11-21")), []);
});

test("any text is a calendar or none, never a crash", () => {
  const piece = fc.constantFrom(
    "BEGIN:VCALENDAR\n",
    "BEGIN:VEVENT\n",
    "END:VEVENT\n",
    "DTSTART",
    ";TZID=",
    ":",
    "20261126T080000Z",
    "RRULE:FREQ=",
    "DAILY",
    ";COUNT=2",
    "EXDATE:",
    "DURATION:PT1H\n",
    "SUMMARY:Okafor\n",
    "\n ",
    '"',
    "\u0000",
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 40 }).map((parts) => parts.join("")),
      ),
      (text) => {
        readCalendar(text, options("2026-11-20", "2026-11-30"));
      },
    ),
    { numRuns: 500, seed: 4 },
  );
});

test("what we export is what we import: every duty, to the second, across a change of the clocks", () => {
  const clinic = testClinic();
  const [from, to] = [at("2026-10-01T00:00:00Z"), at("2026-12-31T00:00:00Z")];
  const segments = shiftsBetween(clinic, from, to);
  const text = writeCalendar(segments, { title: "Nights; weekends, all", site: "Rosewood", now: from });
  for (const line of text.split("\r\n")) assert(Buffer.byteLength(line) <= 75);
  const people = Object.fromEntries(clinic.people.map(({ id, name }) => [name, id]));
  const { shifts: found, problems } = readCalendar(text, { timezone: "UTC", people, from, until: to });
  assert.deepEqual(problems, []);
  assert.deepEqual(
    found.map((shift) => [shift.person, shift.from, shift.to]),
    segments.map((segment) => [segment.people[0]!.id, segment.from, segment.to]),
  );
});
