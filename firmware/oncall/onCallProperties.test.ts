import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testClinic } from "../../test/clinic/testClinic.ts";
import type { Clinic, DutyWindow, OnCall, Rotation, WallSpan, Weekday } from "../config/Clinic.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS, wallText, weekdayOf } from "../time/civil.ts";
import type { DutyChange } from "./Duty.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { resolveTarget, whoIsOnCall } from "./onCall.ts";
import { gapsBetween, nextHandoff, shiftsBetween } from "./segments.ts";
import { shiftAt } from "./shifts.ts";

const SEED = { seed: 4 };
const IDS = ["chen", "patel", "okafor", "weber", "lopez"] as const;
const ZONES = [
  "America/Chicago",
  "Australia/Lord_Howe",
  "America/Santiago",
  "Asia/Beirut",
  "Europe/Lisbon",
  "UTC",
] as const;
/** A spring, an autumn and a new year in all of these zones. */
const EPOCH = Date.UTC(2027, 1, 20);
const SPAN_DAYS = 400;

const person = fc.constantFrom<string>(...IDS);
const people = fc.array(person, { minLength: 1, maxLength: 2 });
const clockTime = fc.integer({ min: 0, max: 95 }).map((quarter) => wallText(quarter * 15 * MINUTE_MS).slice(11));
const days = fc.uniqueArray(fc.constantFrom<Weekday>(1, 2, 3, 4, 5, 6, 7), { minLength: 1 }).map((list) => list.sort());
const window: fc.Arbitrary<DutyWindow> = fc.record({ days, holidays: fc.boolean(), from: clockTime, to: clockTime });
const layer = fc.integer({ min: 1, max: 3 });
const date = fc.integer({ min: 0, max: SPAN_DAYS }).map((day) => wallText(EPOCH + day * DAY_MS).slice(0, 10));

const rotation: fc.Arbitrary<Rotation> = fc.record({
  id: fc.constantFrom("first", "second", "third"),
  every: fc.constantFrom("hour" as const, "day" as const, "week" as const, "month" as const),
  length: fc.integer({ min: 1, max: 14 }),
  handoff: fc.record({
    weekday: fc.constantFrom<Weekday>(1, 3, 7),
    dayOfMonth: fc.integer({ min: 1, max: 31 }),
    time: clockTime,
  }),
  starts: date,
  people: fc.array(people, { minLength: 1, maxLength: 4 }),
  during: fc.array(window, { maxLength: 2 }),
  layer,
});

const span: fc.Arbitrary<WallSpan> = fc
  .tuple(fc.integer({ min: 0, max: SPAN_DAYS * 24 }), fc.integer({ min: 1, max: 24 * 20 }))
  .map(([from, hours]) => ({ from: wallText(EPOCH + from * HOUR_MS), to: wallText(EPOCH + (from + hours) * HOUR_MS) }));

const override = fc
  .tuple(span, fc.constantFrom("replace" as const, "add" as const, "remove" as const), person, person)
  .map(([when, kind, who, by]) => ({ ...when, kind, person: who, ...(kind === "replace" ? { by } : {}) }));
const absence = fc
  .tuple(span, person, fc.option(person, { nil: undefined }))
  .map(([when, who, cover]) => ({ ...when, person: who, ...(cover === undefined ? {} : { cover }) }));

const onCall: fc.Arbitrary<OnCall> = fc.record({
  fallback: person,
  rotations: fc.uniqueArray(rotation, { selector: ({ id }) => id, maxLength: 3 }),
  rules: fc.array(
    fc
      .tuple(window, people, layer)
      .map(([when, who, on]) => ({ ...when, id: `rule-${who[0]}`, people: who, layer: on })),
    { maxLength: 2 },
  ),
  overrides: fc.array(override, { maxLength: 8 }),
  absences: fc.array(absence, { maxLength: 4 }),
  temporary: fc.array(
    fc
      .tuple(span, people)
      .map(([when, who]) => ({ ...when, shifts: [{ ...when, to: when.from.slice(0, 10), people: who }] })),
    { maxLength: 1 },
  ),
  calendars: fc.constant([]),
  groups: fc.constant([]),
});

const duty: fc.Arbitrary<DutyChange> = fc
  .tuple(fc.integer({ min: 0, max: SPAN_DAYS * 24 }), fc.integer({ min: 1, max: 200 }), override, fc.nat(1_000_000))
  .map(([from, hours, { kind, person: who, by }, serial]) => ({
    ...{
      id: `d${serial}`,
      kind,
      person: who,
      ...(by === undefined ? {} : { by }),
      madeAt: serial,
      madeBy: "front-desk",
    },
    from: EPOCH + from * HOUR_MS,
    to: EPOCH + (from + hours) * HOUR_MS,
  }));
const duties = fc.uniqueArray(duty, { selector: ({ madeAt }) => madeAt, maxLength: 4 });
const zone = fc.constantFrom<string>(...ZONES);
const moment = fc.integer({ min: 0, max: SPAN_DAYS * 1440 }).map((minutes) => EPOCH + minutes * MINUTE_MS);

/** Read once: a test draws thousands of clinics. */
const PLAIN = testClinic();
const PEOPLE = IDS.map((id) => ({ ...PLAIN.people[0]!, id, name: id }));
function clinicIn(timezone: string, schedule: OnCall): Clinic {
  const clinic = { ...PLAIN, clinic: { ...PLAIN.clinic, timezone }, onCall: schedule, people: PEOPLE };
  const holidays = ["2027-12-25", "2028-01-01", "2027-03-14"].map((day) => ({ date: day, name: day }));
  return { ...clinic, hours: { ...clinic.hours, holidays } };
}

const idsAt = (clinic: Clinic, at: number, options: OnCallOptions = {}): string =>
  whoIsOnCall(clinic, at, options)
    .people.map(({ id }) => id)
    .toSorted()
    .join(" ");

test("somebody is always on call, whatever is asked, and a reason is given", () => {
  fc.assert(
    fc.property(onCall, zone, fc.oneof(moment, fc.double()), duties, (schedule, timezone, at, changes) => {
      const clinic = clinicIn(timezone, schedule);
      const targets = [
        { kind: "on-call" as const },
        { kind: "rotation" as const, id: "first" },
        { kind: "rotation" as const, id: "none" },
      ];
      for (const target of targets) {
        for (const clockTrusted of [true, false]) {
          const answer = resolveTarget(clinic, target, at, { duties: changes, clockTrusted });
          assert(answer.people.length > 0 && answer.because.length > 0);
          assert.equal(new Set(answer.people).size, answer.people.length);
        }
      }
    }),
    { numRuns: 200, ...SEED },
  );
});

test("a full expansion has no gap between segments, no empty and no twin segment, and says what is said of each moment alone", () => {
  fc.assert(
    fc.property(
      onCall,
      zone,
      moment,
      duties,
      fc.array(fc.nat(9 * 1440 - 1), { maxLength: 12 }),
      (schedule, timezone, from, changes, minutes) => {
        const clinic = clinicIn(timezone, schedule);
        const to = from + 9 * DAY_MS;
        const segments = shiftsBetween(clinic, from, to, { duties: changes });
        let end = from;
        let before = "";
        for (const segment of segments) {
          const now = `${segment.gap} ${segment.people
            .map(({ id }) => id)
            .toSorted()
            .join(" ")}`;
          assert(segment.from === end && segment.to > segment.from && now !== before);
          end = segment.to;
          before = now;
        }
        assert.equal(end, to);
        for (const minute of minutes) {
          const at = from + minute * MINUTE_MS;
          const segment = segments.find((one) => one.from <= at && at < one.to)!;
          assert.equal(
            segment.people
              .map(({ id }) => id)
              .toSorted()
              .join(" "),
            idsAt(clinic, at, { duties: changes }),
          );
        }
        const gaps = segments.filter(({ gap }) => gap);
        assert.deepEqual(gapsBetween(clinic, from, to, { duties: changes }), gaps);
        if (segments.length > 1) assert.equal(nextHandoff(clinic, from, { duties: changes }), segments[0]!.to);
      },
    ),
    { numRuns: 50, ...SEED },
  );
});

test("the order in which overrides, absences, rules and changes are written down does not matter", () => {
  fc.assert(
    fc.property(onCall, zone, moment, duties, (schedule, timezone, at, changes) => {
      const turned: OnCall = {
        ...schedule,
        rotations: schedule.rotations.toReversed(),
        rules: schedule.rules.toReversed(),
        overrides: schedule.overrides.toReversed(),
        absences: schedule.absences.toReversed(),
      };
      assert.equal(
        idsAt(clinicIn(timezone, turned), at, { duties: changes.toReversed() }),
        idsAt(clinicIn(timezone, schedule), at, { duties: changes }),
      );
    }),
    { numRuns: 150, ...SEED },
  );
});

/** Whether anybody serves in `[from, to)` by the wall, looked at quarter by quarter and without any cleverness. */
function servesSlowly(during: readonly DutyWindow[], from: number, to: number, holidays: readonly string[]): boolean {
  for (let at = from; at < to; at += 15 * MINUTE_MS) {
    for (const back of [0, 1]) {
      const day = Math.floor(at / DAY_MS) - back;
      const isHoliday = holidays.includes(wallText(day * DAY_MS).slice(0, 10));
      for (const each of during) {
        if (!each.days.includes(weekdayOf(day) as Weekday) && !(each.holidays && isHoliday)) continue;
        const [begins, until] = [each.from, each.to].map(
          (text) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3)),
        );
        const ends = until! <= begins! ? until! + 1440 : until!;
        const minute = (at - day * DAY_MS) / MINUTE_MS;
        if (begins! <= minute && minute < ends) return true;
      }
    }
  }
  return false;
}

test("turns of a restricted rotation are what counting shift by shift from its beginning gives", () => {
  const drawn = fc.record({
    every: fc.constantFrom("hour" as const, "day" as const),
    length: fc.integer({ min: 1, max: 30 }),
    during: fc.array(window, { minLength: 1, maxLength: 2 }),
    time: clockTime,
    people: fc.integer({ min: 2, max: 5 }),
    shifts: fc.integer({ min: 1, max: 60 }),
  });
  const holidays = ["2027-12-25", "2028-01-01", "2027-03-14"];
  fc.assert(
    fc.property(drawn, ({ every, length, during, time, people: count, shifts }) => {
      const starts = "2027-03-08";
      const one: Rotation = {
        ...{ id: "first", every, length, during, starts, handoff: { time }, layer: 1 },
        people: Array.from({ length: count }, (_, index) => [IDS[index]!]),
      };
      const clinic = clinicIn("UTC", { ...PLAIN.onCall, fallback: "chen", rotations: [one] });
      const step = length * (every === "hour" ? HOUR_MS : DAY_MS);
      const anchor = Date.UTC(2027, 2, 8, Number(time.slice(0, 2)), Number(time.slice(3)));
      let served = 0;
      for (let n = 0; n < shifts; n += 1) {
        const from = anchor + n * step;
        if (!servesSlowly(during, from, from + step, holidays)) continue;
        for (let at = from; at < from + step; at += 15 * MINUTE_MS) {
          if (!servesSlowly(during, at, at + 1, holidays)) continue;
          assert.equal(idsAt(clinic, at), IDS[served % count], `${wallText(at)}, shift ${n}`);
          break;
        }
        served += 1;
      }
    }),
    { numRuns: 30, ...SEED },
  );
});

test("daily is the same as every 24 hours, weekly as every 7 days (T8)", () => {
  fc.assert(
    fc.property(zone, moment, clockTime, fc.array(window, { maxLength: 2 }), (timezone, at, time, during) => {
      const one = { id: "first", starts: "2027-02-22", people: [["a"], ["b"], ["c"]], during, layer: 1 };
      const weekday: Weekday = 1;
      const pairs = [
        [
          { every: "day", length: 1 },
          { every: "hour", length: 24 },
        ],
        [
          { every: "week", length: 1 },
          { every: "day", length: 7 },
        ],
      ] as const;
      for (const [a, b] of pairs) {
        const of = (rhythm: Pick<Rotation, "every" | "length">): ReturnType<typeof shiftAt> =>
          shiftAt({ ...one, ...rhythm, handoff: { time, weekday } }, timezone, at);
        assert.deepEqual(of(a), of(b));
      }
    }),
    { numRuns: 200, ...SEED },
  );
});

test("the box's own time zone changes nothing (T10)", () => {
  const before = process.env["TZ"];
  try {
    fc.assert(
      fc.property(onCall, zone, moment, (schedule, timezone, at) => {
        const answers = ["UTC", "Pacific/Apia", "America/St_Johns"].map((own) => {
          process.env["TZ"] = own;
          return whoIsOnCall(clinicIn(timezone, schedule), at).because;
        });
        assert.deepEqual(answers[1], answers[0]);
        assert.deepEqual(answers[2], answers[0]);
      }),
      { numRuns: 40, ...SEED },
    );
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});

test("a schedule that no check has seen is answered all the same: with the fallback, not with a crash or a hang (P8)", () => {
  const junk = fc.oneof(fc.string(), fc.constantFrom("", "24:00", "99:99", "2027-13-45", "mon"), clockTime, date);
  const broken = fc.record({
    every: fc.constantFrom("hour" as const, "month" as const),
    length: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN)),
    starts: junk,
    ends: junk,
    time: junk,
    from: junk,
    to: junk,
    people: fc.array(fc.array(person, { maxLength: 1 }), { maxLength: 2 }),
  });
  fc.assert(
    fc.property(broken, fc.oneof(moment, fc.double()), (drawn, at) => {
      const { every, length, starts, ends, time, from, to, people: turns } = drawn;
      const hours: DutyWindow = { days: [1, 2], holidays: true, from, to };
      const clinic = clinicIn("America/Chicago", {
        ...PLAIN.onCall,
        fallback: "weber",
        rotations: [
          { id: "first", every, length, starts, ends, handoff: { time }, people: turns, during: [hours], layer: 1 },
        ],
        rules: [{ ...hours, id: "rule", people: [], layer: 2 }],
        overrides: [{ from, to, kind: "replace", person: "chen" }],
        absences: [{ from, to, person: "patel" }],
        temporary: [{ from: to, to: from, shifts: [{ from, to, people: ["lopez"] }] }],
      });
      assert(whoIsOnCall(clinic, at).people.length > 0);
      shiftsBetween(clinic, EPOCH, EPOCH + DAY_MS);
    }),
    { numRuns: 150, ...SEED },
  );
});
