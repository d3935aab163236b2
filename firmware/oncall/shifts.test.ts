import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import type { Rotation } from "../config/Clinic.ts";
import { type Shift, shiftAt } from "./shifts.ts";

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const iso = (ms: number) => Temporal.Instant.fromEpochMilliseconds(ms).toString();
const rotation = (change: Partial<Rotation> = {}): Rotation => ({
  id: "doctors",
  every: "week",
  handoff: { weekday: 1, time: "08:00" },
  starts: "2026-11-02",
  length: 1,
  people: [["chen"], ["patel"]],
  during: [],
  layer: 1,
  ...change,
});

function shift(of: Rotation, zone: string, when: string): Shift {
  const found = shiftAt(of, zone, at(when));
  assert(found !== undefined && "people" in found, `nobody is on call at ${when}`);
  return found;
}

test("the handoff's own moment belongs to the incoming doctor, the one before it to the outgoing (T1)", () => {
  assert.equal(shift(rotation(), "America/Chicago", "2026-11-09T13:59:59.999Z").people[0], "chen");
  assert.equal(shift(rotation(), "America/Chicago", "2026-11-09T14:00:00Z").people[0], "patel");
});

test("a daily handoff in an hour that comes twice happens at its first occurrence, once (T3)", () => {
  const daily = rotation({ every: "day", handoff: { time: "01:15" }, starts: "2027-11-01" });
  const before = shift(daily, "America/Denver", "2027-11-07T07:14:59Z");
  const after = shift(daily, "America/Denver", "2027-11-07T07:15:00Z");
  assert.notDeepEqual(before.people, after.people);
  assert.equal(shift(daily, "America/Denver", "2027-11-07T08:15:00Z").turn, after.turn);
  assert.equal(iso(after.end), "2027-11-08T08:15:00Z");
});

test("a handoff at a time that is skipped happens at the first instant after the gap (T4, T5)", () => {
  const berlin = rotation({ every: "day", handoff: { time: "02:20" }, starts: "2027-03-01" });
  assert.equal(iso(shift(berlin, "Europe/Berlin", "2027-03-28T12:00:00Z").start), "2027-03-28T01:00:00Z");
  const midnight = rotation({ every: "day", handoff: { time: "00:00" }, starts: "2027-09-01" });
  assert.equal(iso(shift(midnight, "America/Santiago", "2027-09-05T12:00:00Z").start), "2027-09-05T04:00:00Z");
});

test("a week with a change of the clocks has 167 or 169 hours (T7)", () => {
  const lisbon = rotation({ handoff: { weekday: 3, time: "07:00" }, starts: "2027-01-06" });
  const spring = shift(lisbon, "Europe/Lisbon", "2027-03-26T00:00:00Z");
  assert.equal((spring.end - spring.start) / 3_600_000, 167);
  const autumn = shift(lisbon, "Europe/Lisbon", "2027-10-30T00:00:00Z");
  assert.equal((autumn.end - autumn.start) / 3_600_000, 169);
});

test("a rotation that starts in the future says when, and has nobody until then", () => {
  assert.deepEqual(shiftAt(rotation(), "America/Chicago", at("2026-11-02T13:59:59Z")), {
    starts: at("2026-11-02T14:00:00Z"),
  });
});

test("starts on another weekday than the handoff: the first shift begins at the next handoff", () => {
  const found = shift(rotation({ starts: "2026-11-04" }), "America/Chicago", "2026-11-10T00:00:00Z");
  assert.equal(iso(found.start), "2026-11-09T14:00:00Z");
  assert.equal(found.people[0], "chen");
});

test("the box's own time zone changes nothing (T10)", () => {
  const before = process.env["TZ"];
  try {
    const answers = ["UTC", "Pacific/Apia", "America/St_Johns"].map((zone) => {
      process.env["TZ"] = zone;
      return shift(rotation(), "America/Chicago", "2026-11-30T13:59:00Z");
    });
    assert.deepEqual(answers[1], answers[0]);
    assert.deepEqual(answers[2], answers[0]);
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});

const anyRotation = fc.record({
  every: fc.constantFrom("hour" as const, "day" as const, "week" as const, "month" as const),
  length: fc.integer({ min: 1, max: 4 }),
  dayOfMonth: fc.integer({ min: 1, max: 31 }),
  weekday: fc.integer({ min: 1, max: 7 }),
  minute: fc.integer({ min: 0, max: 1439 }),
  starts: fc.integer({ min: 0, max: 365 * 40 }),
  people: fc.integer({ min: 1, max: 5 }),
  zone: fc.constantFrom(
    "America/Chicago",
    "Europe/Lisbon",
    "America/Santiago",
    "Pacific/Auckland",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Cairo",
  ),
});

const toRotation = (drawn: {
  every: Rotation["every"];
  length: number;
  dayOfMonth: number;
  weekday: number;
  minute: number;
  starts: number;
  people: number;
}): Rotation => ({
  id: "any",
  every: drawn.every,
  handoff: {
    ...(drawn.every === "week" ? { weekday: drawn.weekday as 1 } : {}),
    ...(drawn.every === "month" ? { dayOfMonth: drawn.dayOfMonth } : {}),
    time: `${String(Math.floor(drawn.minute / 60)).padStart(2, "0")}:${String(drawn.minute % 60).padStart(2, "0")}`,
  },
  length: drawn.length,
  starts: Temporal.PlainDate.from("2000-01-01").add({ days: drawn.starts }).toString(),
  people: Array.from({ length: drawn.people }, (_, index) => [`p${index}`]),
  during: [],
  layer: 1,
});

test("from the first handoff on somebody is always on call, without gap or overlap, and in the order of the list (P4, P5)", () => {
  fc.assert(
    fc.property(anyRotation, fc.integer({ min: 0, max: 2000 }), (drawn, skip) => {
      const any = toRotation(drawn);
      const notYet = shiftAt(any, drawn.zone, at("1999-06-01T00:00:00Z"));
      assert(notYet !== undefined && "starts" in notYet);
      let moment = notYet.starts + skip * 86_400_000;
      for (let i = 0; i < 12; i += 1) {
        const now = shiftAt(any, drawn.zone, moment);
        assert(now !== undefined && "people" in now && now.start <= moment && moment < now.end);
        const next = shiftAt(any, drawn.zone, now.end);
        assert(next !== undefined && "people" in next && next.start === now.end);
        assert.equal(next.turn, (now.turn + 1) % any.people.length);
        moment = now.end;
      }
    }),
    { numRuns: 100, seed: 4 },
  );
});

test("asked years after the anchor, the answer is what counting shift by shift from it gives (P6)", () => {
  fc.assert(
    fc.property(anyRotation, fc.integer({ min: 0, max: 250 }), (drawn, turns) => {
      const any = toRotation(drawn);
      const notYet = shiftAt(any, drawn.zone, at("1999-06-01T00:00:00Z"));
      assert(notYet !== undefined && "starts" in notYet);
      let found = shiftAt(any, drawn.zone, notYet.starts);
      for (let i = 0; i < turns; i += 1) found = shiftAt(any, drawn.zone, (found as Shift).end);
      assert.equal((found as Shift).turn, turns % any.people.length);
    }),
    { numRuns: 30, seed: 4 },
  );
});
