import type { DutyRule, OnCall, Rotation, Weekday } from "../../firmware/config/Clinic.ts";

/** Who is on call when, as other projects' tests have it, and our own rows. */
export interface ScheduleRow {
  readonly source: string;
  readonly zone: string;
  readonly onCall: Partial<OnCall>;
  readonly holidays?: readonly string[];
  /** A wall time (the first, where it comes twice) or an instant, and who has duty; "" is nobody. */
  readonly at: readonly (readonly [string, string])[];
}

const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
const WEEKEND: readonly Weekday[] = [6, 7];
const DAILY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

const rule = (
  people: string,
  days: readonly Weekday[],
  from: string,
  to: string,
  layer = 1,
  more: Partial<DutyRule> = {},
): DutyRule => ({
  id: `${people}-${from}`.replace(":", ""),
  people: people.split(" "),
  days,
  holidays: false,
  from,
  to,
  layer,
  ...more,
});

const rotation = (people: string, change: Partial<Rotation>): Rotation => ({
  id: "rotation",
  every: "day",
  length: 1,
  handoff: { time: "00:00" },
  starts: "2024-08-01",
  people: people.split(" ").map((entry) => entry.split("+")),
  during: [],
  layer: 1,
  ...change,
});

const wholeDays = (days: readonly Weekday[]): Rotation["during"] => [
  { days, holidays: false, from: "00:00", to: "24:00" },
];

/** One row for each day at its noon. */
const noons = (from: string, people: string): readonly (readonly [string, string])[] => {
  const first = Date.parse(`${from}T12:00Z`);
  return people
    .split(" ")
    .map((who, day) => [
      new Date(first + day * 86_400_000).toISOString().slice(0, 16),
      who === "-" ? "" : who.replace("+", " "),
    ]);
};

const GOALERT_RULES = "target/goalert schedule/rule/rule_test.go";
const GOALERT_STATE = "target/goalert oncall/state_test.go";
const GRAFANA_SHIFTS = "grafana/oncall custom_shift_test_cases.py";
const GRAFANA_FINAL = "grafana/oncall test_on_call_schedule.py";
const ONEUPTIME = "OneUptime/oneuptime Common/Tests/Types/OnCallDutyPolicy";

const goalertRules: readonly ScheduleRow[] = [
  {
    source: `${GOALERT_RULES}: one day`,
    zone: "UTC",
    onCall: { rules: [rule("a", [1], "08:00", "20:00")] },
    at: [
      ["2017-07-20 08:00", ""],
      ["2017-07-25 08:00", ""],
      ["2017-07-24 08:00", "a"],
      ["2017-07-24 20:00", ""],
      ["2017-07-24 09:00", "a"],
    ],
  },
  {
    source: `${GOALERT_RULES}: overnight`,
    zone: "UTC",
    onCall: { rules: [rule("a", [1], "20:00", "08:00")] },
    at: [
      ["2017-07-20 08:00", ""],
      ["2017-07-26 08:00", ""],
      ["2017-07-24 20:00", "a"],
      ["2017-07-25 08:00", ""],
      ["2017-07-24 09:00", ""],
      ["2017-07-24 21:00", "a"],
      ["2017-07-25 07:00", "a"],
    ],
  },
  {
    source: `${GOALERT_RULES}: weekdays`,
    zone: "UTC",
    onCall: { rules: [rule("a", WEEKDAYS, "08:00", "20:00")] },
    at: [
      ["2017-07-23 08:00", ""],
      ["2017-07-24 08:00", "a"],
      ["2017-07-25 08:00", "a"],
      ["2017-07-26 08:00", "a"],
      ["2017-07-27 08:00", "a"],
      ["2017-07-28 08:00", "a"],
      ["2017-07-29 08:00", ""],
    ],
  },
  {
    source: `${GOALERT_RULES}: from one morning to the next`,
    zone: "UTC",
    onCall: { rules: [rule("a", WEEKDAYS, "08:00", "08:00")] },
    at: [
      ["2017-07-23 08:00", ""],
      ["2017-07-24 07:00", ""],
      ["2017-07-24 08:00", "a"],
      ["2017-07-25 08:00", "a"],
      ["2017-07-26 08:00", "a"],
      ["2017-07-27 08:00", "a"],
      ["2017-07-28 08:00", "a"],
      ["2017-07-29 07:00", "a"],
      ["2017-07-29 08:00", ""],
    ],
  },
  {
    source: `${GOALERT_RULES}: weekday nights`,
    zone: "UTC",
    onCall: { rules: [rule("a", WEEKDAYS, "20:00", "08:00")] },
    at: [
      ["2017-07-23 20:00", ""],
      ["2017-07-24 07:00", ""],
      ["2017-07-24 20:00", "a"],
      ["2017-07-25 07:00", "a"],
      ["2017-07-25 20:00", "a"],
      ["2017-07-26 07:00", "a"],
      ["2017-07-26 20:00", "a"],
      ["2017-07-27 07:00", "a"],
      ["2017-07-27 20:00", "a"],
      ["2017-07-28 07:00", "a"],
      ["2017-07-28 20:00", "a"],
      ["2017-07-29 07:00", "a"],
      ["2017-07-29 20:00", ""],
      ["2017-07-30 07:00", ""],
    ],
  },
];

const STATE_RULE = rule("a", DAILY, "08:00", "10:00");
const EIGHT_THIRTY = { from: "2018-01-01 08:30", to: "2018-01-01 08:45" };

const goalertStates: readonly ScheduleRow[] = [
  {
    source: `${GOALERT_STATE}: replace, the segment splits in three`,
    zone: "UTC",
    onCall: { rules: [STATE_RULE], overrides: [{ ...EIGHT_THIRTY, kind: "replace", person: "a", by: "b" }] },
    at: [
      ["2018-01-01 08:29", "a"],
      ["2018-01-01 08:30", "b"],
      ["2018-01-01 08:44", "b"],
      ["2018-01-01 08:45", "a"],
      ["2018-01-01 10:00", ""],
    ],
  },
  {
    source: `${GOALERT_STATE}: add`,
    zone: "UTC",
    onCall: {
      rules: [STATE_RULE],
      overrides: [
        { ...EIGHT_THIRTY, kind: "add", person: "b" },
        { from: "2018-01-01 08:00", to: "2018-01-01 08:15", kind: "add", person: "b" },
      ],
    },
    at: [
      ["2018-01-01 08:00", "a b"],
      ["2018-01-01 08:15", "a"],
      ["2018-01-01 08:30", "a b"],
      ["2018-01-01 08:45", "a"],
    ],
  },
  {
    source: `${GOALERT_STATE}: remove`,
    zone: "UTC",
    onCall: { rules: [STATE_RULE], overrides: [{ ...EIGHT_THIRTY, kind: "remove", person: "a" }] },
    at: [
      ["2018-01-01 08:29", "a"],
      ["2018-01-01 08:30", ""],
      ["2018-01-01 08:45", "a"],
    ],
  },
  {
    source: `${GOALERT_STATE}: a temporary schedule replaces all, its empty time included`,
    zone: "UTC",
    onCall: {
      rules: [STATE_RULE],
      temporary: [
        {
          from: "2018-01-01 08:15",
          to: "2018-01-01 08:45",
          shifts: [{ from: "2018-01-01 08:25", to: "2018-01-01 08:35", people: ["b"] }],
        },
      ],
    },
    at: [
      ["2018-01-01 08:14", "a"],
      ["2018-01-01 08:15", ""],
      ["2018-01-01 08:25", "b"],
      ["2018-01-01 08:35", ""],
      ["2018-01-01 08:45", "a"],
    ],
  },
  {
    source: "target/goalert oncall/overridecalculator_test.go: add, replace and remove at once",
    zone: "UTC",
    onCall: {
      rules: [rule("r z2 bin", DAILY, "00:00", "24:00")],
      overrides: [
        { from: "2000-01-02 03:05", to: "2000-01-02 03:06", kind: "add", person: "foo" },
        { from: "2000-01-02 03:05", to: "2000-01-02 03:06", kind: "replace", person: "r", by: "bar" },
        { from: "2000-01-02 03:05", to: "2000-01-02 03:06", kind: "remove", person: "z2" },
      ],
    },
    at: [
      ["2000-01-02 03:04", "bin r z2"],
      ["2000-01-02 03:05", "bar bin foo"],
      ["2000-01-02 03:06", "bin r z2"],
    ],
  },
  {
    source: "target/goalert oncall/singlerulecalculator_test.go",
    zone: "UTC",
    onCall: { rules: [rule("foo", DAILY, "03:05", "03:07")] },
    at: [
      ["2000-01-02 03:04", ""],
      ["2000-01-02 03:05", "foo"],
      ["2000-01-02 03:06", "foo"],
      ["2000-01-02 03:07", ""],
    ],
  },
  {
    source: `${GOALERT_STATE}: day and night rotations side by side (DailyRotation)`,
    zone: "America/Chicago",
    onCall: {
      rotations: [
        rotation("donna aru craig", {
          id: "day",
          starts: "2018-09-10",
          handoff: { time: "08:00" },
          during: [{ days: DAILY, holidays: false, from: "08:00", to: "20:00" }],
        }),
        rotation("caza cook", {
          id: "night",
          starts: "2018-09-10",
          handoff: { time: "08:00" },
          during: [{ days: DAILY, holidays: false, from: "20:00", to: "08:00" }],
        }),
      ],
    },
    at: [
      ["2018-09-12 15:00", "craig"],
      ["2018-09-12 20:00", "caza"],
      ["2018-09-13 08:00", "donna"],
      ["2018-09-13 20:00", "cook"],
      ["2018-09-14 08:00", "aru"],
      ["2018-09-14 20:00", "caza"],
      ["2018-09-15 08:00", "craig"],
      ["2018-09-15 20:00", "cook"],
      ["2018-09-16 08:00", "donna"],
    ],
  },
];

const ABCDE = "A B C D E";
const weekly = (starts: string, weekday: Weekday, length = 1): Partial<Rotation> => ({
  every: "week",
  length,
  starts,
  handoff: { weekday, time: "00:00" },
});

// Grafana counts the days on which a shift serves; ours is a shift of the wall clock. Its rows 2 and 15 (daily, interval 2, on some
// weekdays) therefore differ: there a turn is "two days of service" and its handoff wanders over the week; here "every: day,
// length: 2" is two days of the calendar, so that a handoff is at a time that a person can know by heart. Its row 17
// (weekly, interval 2) is on duty one week and nobody the next; our shifts follow each other without a pause. Rows 4, 7 and 18 use the
// month's first day as handoff, 3, 6, 16 and 17 the week's Monday.
const grafanaShifts: readonly ScheduleRow[] = [
  {
    source: `${GRAFANA_SHIFTS} 0`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C", { during: wholeDays([5]) })] },
    at: [
      ["2024-08-02T12:00", "A"],
      ["2024-08-09T12:00", "B"],
      ["2024-08-16T12:00", "C"],
      ["2024-08-08T12:00", ""],
    ],
  },
  {
    source: `${GRAFANA_SHIFTS} 1`,
    zone: "UTC",
    onCall: { rotations: [rotation(ABCDE, { starts: "2024-08-05", during: wholeDays(WEEKDAYS) })] },
    at: noons("2024-08-05", "A B C D E - - A B C D E"),
  },
  {
    source: `${GRAFANA_SHIFTS} 3`,
    zone: "UTC",
    onCall: { rotations: [rotation(ABCDE, { ...weekly("2024-08-05", 1), during: wholeDays(WEEKDAYS) })] },
    at: noons("2024-08-05", "A A A A A - - B B B B B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 4`,
    zone: "UTC",
    onCall: {
      rotations: [
        rotation(ABCDE, {
          every: "month",
          handoff: { dayOfMonth: 1, time: "00:00" },
          starts: "2024-08-01",
          during: wholeDays(WEEKDAYS),
        }),
      ],
    },
    at: noons("2024-08-26", "A A A A A - - B B B B B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 5`,
    zone: "UTC",
    onCall: { rotations: [rotation(ABCDE, { starts: "2024-08-08", during: wholeDays(WEEKDAYS) })] },
    at: noons("2024-08-08", "A B - - C D E A B - - C D E"),
  },
  {
    source: `${GRAFANA_SHIFTS} 6`,
    zone: "UTC",
    onCall: { rotations: [rotation(ABCDE, { ...weekly("2024-08-05", 1), during: wholeDays(WEEKDAYS) })] },
    at: noons("2024-08-08", "A A - - B B B B B - - C C C"),
  },
  {
    source: `${GRAFANA_SHIFTS} 7`,
    zone: "UTC",
    onCall: {
      rotations: [
        rotation(ABCDE, {
          every: "month",
          handoff: { dayOfMonth: 1, time: "00:00" },
          starts: "2024-08-01",
          during: wholeDays(WEEKDAYS),
        }),
      ],
    },
    at: noons("2024-08-29", "A A - - B B B B B - - B B B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 8`,
    zone: "UTC",
    onCall: { rotations: [rotation("A+B C", { starts: "2024-08-14" })] },
    at: noons("2024-08-14", "A+B C A+B C A+B C A+B C A+B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 9`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C", { starts: "2024-08-03", during: wholeDays(WEEKEND) })] },
    at: noons("2024-08-03", "A B - - - - - C A - - - - - B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 10, 11`,
    zone: "UTC",
    onCall: { rotations: [rotation(ABCDE, { starts: "2024-08-03", during: wholeDays(WEEKEND) })] },
    at: noons("2024-08-03", "A B - - - - - C D"),
  },
  {
    source: `${GRAFANA_SHIFTS} 12`,
    zone: "UTC",
    onCall: { rotations: [rotation("A", { during: wholeDays(WEEKEND) })] },
    at: noons("2024-08-01", "- - A A"),
  },
  {
    source: `${GRAFANA_SHIFTS} 13`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C", { during: wholeDays(WEEKEND) })] },
    at: noons("2024-08-01", "- - A B - - - - - C A - - - - - B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 14`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C D E F", { during: wholeDays(WEEKEND) })] },
    at: noons("2024-08-01", "- - A B - - - - - C D - - - - - E"),
  },
  {
    source: `${GRAFANA_SHIFTS} 16`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C", { ...weekly("2024-07-29", 1), during: wholeDays(WEEKEND) })] },
    at: noons("2024-08-01", "- - A A - - - - - B B - - - - - C C"),
  },
  {
    source: `${GRAFANA_SHIFTS} 18`,
    zone: "UTC",
    onCall: {
      rotations: [
        rotation("A B C", {
          every: "month",
          handoff: { dayOfMonth: 1, time: "00:00" },
          starts: "2024-08-01",
          during: wholeDays(WEEKEND),
        }),
      ],
    },
    at: noons("2024-08-29", "- - A B - - - - - B B - - - - - B B"),
  },
  {
    source: `${GRAFANA_SHIFTS} 19, 20`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C D E F G H I J", { starts: "2024-09-30" })] },
    at: noons("2024-09-30", "A B C D E F G H I J A B C D E F G H"),
  },
  {
    source: `${GRAFANA_SHIFTS} 22`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C D E F G H I J", { length: 7, starts: "2024-09-30" })] },
    at: noons("2024-09-30", "A A A A A A A B B B B B B B C C C C"),
  },
  {
    source: `${GRAFANA_SHIFTS} 23`,
    zone: "UTC",
    onCall: { rotations: [rotation("A", { during: wholeDays([1]) })] },
    at: noons("2024-08-01", "- - - - A - - - - - - A"),
  },
];

const grafanaFinal: readonly ScheduleRow[] = [
  {
    source: `${GRAFANA_FINAL}: final_schedule_events`,
    zone: "UTC",
    onCall: {
      rules: [
        rule("A", DAILY, "10:00", "15:00"),
        rule("B", DAILY, "11:00", "13:00"),
        rule("A", DAILY, "16:00", "19:00"),
        rule("A", DAILY, "21:00", "22:00"),
        rule("B", DAILY, "22:00", "24:00"),
        rule("C", DAILY, "12:00", "14:00", 2),
        rule("D", DAILY, "14:00", "15:00", 2),
        rule("D", DAILY, "17:00", "18:00", 2),
        rule("D", DAILY, "20:00", "23:00", 2),
      ],
      // Grafana's overrides take the place of the whole schedule; ours name whom they replace.
      overrides: [
        { from: "2026-11-23 22:30", to: "2026-11-23 23:00", kind: "replace", person: "D", by: "E" },
        { from: "2026-11-23 22:00", to: "2026-11-23 22:30", kind: "replace", person: "D", by: "A" },
      ],
    },
    at: [
      ["2026-11-23 00:00", ""],
      ["2026-11-23 09:59", ""],
      ["2026-11-23 10:00", "A"],
      ["2026-11-23 11:00", "A B"],
      ["2026-11-23 12:00", "C"],
      ["2026-11-23 14:00", "D"],
      ["2026-11-23 15:00", ""],
      ["2026-11-23 16:00", "A"],
      ["2026-11-23 17:00", "D"],
      ["2026-11-23 18:00", "A"],
      ["2026-11-23 19:00", ""],
      ["2026-11-23 20:00", "D"],
      ["2026-11-23 22:00", "A"],
      ["2026-11-23 22:30", "E"],
      ["2026-11-23 23:00", "B"],
    ],
  },
  {
    source: `${GRAFANA_FINAL}: final_schedule_splitting_events`,
    zone: "UTC",
    onCall: {
      rules: [
        rule("A", DAILY, "10:00", "20:00"),
        rule("B", DAILY, "12:00", "16:00"),
        rule("C", DAILY, "15:00", "18:00", 2),
      ],
    },
    at: [
      ["2026-11-23 10:00", "A"],
      ["2026-11-23 12:00", "A B"],
      ["2026-11-23 15:00", "C"],
      ["2026-11-23 18:00", "A"],
      ["2026-11-23 20:00", ""],
    ],
  },
  {
    source: `${GRAFANA_FINAL}: final_schedule_splitting_same_time_events`,
    zone: "UTC",
    onCall: {
      rules: [
        rule("A", DAILY, "10:00", "20:00"),
        rule("B", DAILY, "10:00", "20:00"),
        rule("C", DAILY, "10:00", "13:00", 2),
      ],
    },
    at: [
      ["2026-11-23 10:00", "C"],
      ["2026-11-23 13:00", "A B"],
      ["2026-11-23 19:59", "A B"],
    ],
  },
];

const oneUptime: readonly ScheduleRow[] = [
  {
    source: `${ONEUPTIME}/UserOverrideUtil.test.ts: overrides do not chain`,
    zone: "UTC",
    onCall: {
      rules: [rule("A", [4], "08:00", "14:00")],
      overrides: [
        { from: "2026-01-01 09:00", to: "2026-01-01 13:00", kind: "replace", person: "A", by: "B" },
        { from: "2026-01-01 10:00", to: "2026-01-01 12:00", kind: "replace", person: "B", by: "C" },
      ],
    },
    at: [
      ["2026-01-01 08:30", "A"],
      ["2026-01-01 11:00", "B"],
      ["2026-01-01 13:30", "A"],
    ],
  },
  {
    source: `${ONEUPTIME}/UserOverrideUtil.test.ts: an override at the very end`,
    zone: "UTC",
    onCall: {
      rules: [rule("A", [4], "08:00", "12:00")],
      overrides: [{ from: "2026-01-01 12:00", to: "2026-01-01 13:00", kind: "replace", person: "A", by: "B" }],
    },
    at: [
      ["2026-01-01 11:59", "A"],
      ["2026-01-01 12:00", ""],
    ],
  },
  {
    source: `${ONEUPTIME}/UserOverrideUtil.test.ts: what is said of one rotation beats what is said of all`,
    zone: "UTC",
    onCall: {
      rotations: [rotation("A", { starts: "2026-01-01" })],
      overrides: [
        { from: "2026-01-01 09:00", to: "2026-01-01 13:00", kind: "replace", person: "A", by: "B" },
        {
          from: "2026-01-01 09:00",
          to: "2026-01-01 13:00",
          kind: "replace",
          person: "A",
          by: "C",
          rotation: "rotation",
        },
      ],
    },
    at: [["2026-01-01 11:00", "C"]],
  },
  {
    source: `${ONEUPTIME}/LayerUtilRotationFixes.test.ts: every 2 days, from the middle of a turn`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B", { length: 2, starts: "2026-01-01" })] },
    at: [
      ["2026-01-03 12:00", "B"],
      ["2026-01-04 23:59", "B"],
      ["2026-01-05 00:00", "A"],
      ["2026-01-07 00:00", "B"],
      ["2026-01-09 00:00", "A"],
    ],
  },
  {
    source: `${ONEUPTIME}/LayerUtilRotationFixes.test.ts: every 3 hours`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C", { every: "hour", length: 3, starts: "2026-01-01" })] },
    at: [
      ["2026-01-01 10:30", "A"],
      ["2026-01-01 11:59", "A"],
      ["2026-01-01 12:00", "B"],
    ],
  },
  {
    source: `${ONEUPTIME}/LayerUtilRotationFixes.test.ts: 12,000 hours after its start`,
    zone: "UTC",
    onCall: { rotations: [rotation("A B C", { every: "hour", starts: "2024-01-01" })] },
    at: [["2025-05-15 00:00", "A"]],
  },
  {
    source: `${ONEUPTIME}/LayerUtilRotationFixes.test.ts: the weekend, not the nights between`,
    zone: "UTC",
    onCall: { rules: [rule("A", [5], "22:00", "mon 06:00")] },
    at: [
      ["2026-02-16 03:00", "A"],
      ["2026-02-16 06:00", ""],
      ["2026-02-17 02:00", ""],
      ["2026-02-18 02:00", ""],
      ["2026-02-19 02:00", ""],
      ["2026-02-20 21:59", ""],
      ["2026-02-20 22:00", "A"],
      ["2026-02-21 02:00", "A"],
      ["2026-02-22 23:00", "A"],
    ],
  },
  {
    source: `${ONEUPTIME}/LayerUtilRotationFixes.test.ts: nights with a handoff at midnight`,
    zone: "UTC",
    onCall: {
      rotations: [
        rotation("A B C", {
          starts: "2026-02-16",
          during: [{ days: DAILY, holidays: false, from: "22:00", to: "06:00" }],
        }),
      ],
    },
    at: [
      ["2026-02-16 23:00", "A"],
      ["2026-02-17 03:00", "B"],
    ],
  },
  {
    source: `${ONEUPTIME}/LayerUtilRotationFixes.test.ts: the lower layer fills what the upper leaves`,
    zone: "UTC",
    onCall: {
      rotations: [rotation("B", { starts: "2026-02-16" })],
      rules: [rule("A", [1, 2], "00:00", "24:00", 2)],
    },
    at: [
      ["2026-02-17 23:59", "A"],
      ["2026-02-18 00:00", "B"],
      ["2026-02-23 00:00", "A"],
    ],
  },
  {
    source: `${ONEUPTIME}/LayerUtilDstAudit.test.ts: a weekend in which the clocks go back, and one in which they go forward`,
    zone: "America/New_York",
    onCall: { rules: [rule("A", [5], "20:00", "mon 08:00")] },
    at: [
      ["2025-11-03 07:30", "A"],
      ["2025-11-03 08:30", ""],
      ["2026-03-09 07:30", "A"],
      ["2026-03-09 08:30", ""],
    ],
  },
  // Its months step from the one before, so that a 31st that met February stays on the 28th; ours are counted from the
  // anchor (T9), which its own comment calls the other way of doing it.
  {
    source: `${ONEUPTIME}/LayerUtilMonthYearAudit.test.ts, but counted from the anchor`,
    zone: "UTC",
    onCall: {
      rotations: [
        rotation("A B", { every: "month", starts: "2025-01-31", handoff: { dayOfMonth: 31, time: "00:00" } }),
      ],
    },
    at: [
      ["2025-02-27 12:00", "A"],
      ["2025-02-28 00:00", "B"],
      ["2025-03-30 23:59", "B"],
      ["2025-03-31 00:00", "A"],
      ["2025-12-30 12:00", "A"],
      ["2025-12-31 00:00", "B"],
    ],
  },
];

const NIGHT = rule("a", DAILY, "22:00", "02:30");
const MORNING = rule("b", DAILY, "02:30", "08:00");

const own: readonly ScheduleRow[] = [
  {
    source: "own: T2, a night and a morning that meet in the hour that comes twice are both on duty for it",
    zone: "Europe/Paris",
    onCall: { rules: [NIGHT, MORNING] },
    at: [
      ["2027-10-31T00:29Z", "a"],
      ["2027-10-31T00:30Z", "a b"],
      ["2027-10-31T01:29Z", "a b"],
      ["2027-10-31T01:30Z", "b"],
    ],
  },
  {
    source: "own: T4, they meet at the first instant after an hour that is skipped",
    zone: "Europe/Paris",
    onCall: { rules: [NIGHT, MORNING] },
    at: [
      ["2027-03-28T00:59Z", "a"],
      ["2027-03-28T01:00Z", "b"],
    ],
  },
  {
    source: "own: nights of a place where midnight is skipped, and where it comes twice",
    zone: "America/Santiago",
    onCall: { rules: [rule("a", DAILY, "00:00", "08:00"), rule("b", DAILY, "08:00", "24:00")] },
    at: [
      ["2027-09-05T03:59Z", "b"],
      ["2027-09-05T04:00Z", "a"],
      ["2027-04-04T02:59Z", "b"],
      ["2027-04-04T03:30Z", "b"],
      ["2027-04-04T04:00Z", "a"],
    ],
  },
  {
    source: "own: half an hour twice",
    zone: "Australia/Lord_Howe",
    onCall: { rules: [rule("a", DAILY, "20:00", "01:45"), rule("b", DAILY, "01:45", "20:00")] },
    at: [
      ["2027-04-03T14:44Z", "a"],
      ["2027-04-03T14:45Z", "a b"],
      ["2027-04-03T15:14Z", "a b"],
      ["2027-04-03T15:15Z", "b"],
    ],
  },
  {
    source: "own: a holiday belongs to the rule of the higher layer, on its own date only",
    zone: "America/Chicago",
    holidays: ["2026-12-25", "2027-01-01"],
    onCall: {
      rules: [rule("a", WEEKDAYS, "00:00", "24:00"), rule("b", [], "08:00", "08:00", 2, { holidays: true })],
    },
    at: [
      ["2026-12-25 07:59", "a"],
      ["2026-12-25 08:00", "b"],
      ["2026-12-26 07:59", "b"],
      ["2026-12-26 08:00", ""],
      ["2027-01-01 09:00", "b"],
      ["2027-01-04 09:00", "a"],
    ],
  },
  {
    source:
      "own: who is away is covered by name; without a cover the next of the rotation steps in, and no turn is moved",
    zone: "America/Chicago",
    onCall: {
      rotations: [rotation("a b c", { every: "week", starts: "2026-11-02", handoff: { weekday: 1, time: "08:00" } })],
      absences: [
        { person: "b", from: "2026-11-10", to: "2026-11-11", cover: "d" },
        { person: "b", from: "2026-11-12", to: "2026-11-12" },
        { person: "c", from: "2026-11-12", to: "2026-11-12" },
        { person: "c", from: "2026-11-16", to: "2026-11-22", cover: "e" },
        { person: "e", from: "2026-11-16", to: "2026-11-22" },
      ],
    },
    at: [
      ["2026-11-09 23:59", "b"],
      ["2026-11-10 00:00", "d"],
      ["2026-11-11 23:59", "d"],
      ["2026-11-12 00:00", "a"],
      ["2026-11-13 00:00", "b"],
      ["2026-11-16 12:00", "a"],
      ["2026-11-23 07:59", "c"],
      ["2026-11-23 08:00", "a"],
    ],
  },
  {
    source: "own: of two who serve together one may be away",
    zone: "UTC",
    onCall: {
      rotations: [rotation("a+b c", { starts: "2026-11-02" })],
      absences: [{ person: "a", from: "2026-11-02", to: "2026-11-02" }],
    },
    at: [
      ["2026-11-02 12:00", "b"],
      ["2026-11-04 12:00", "a b"],
    ],
  },
  {
    source: "own: an override says who stands in, so it goes before an absence",
    zone: "UTC",
    onCall: {
      rotations: [rotation("a b", { starts: "2026-11-02" })],
      absences: [{ person: "a", from: "2026-11-02", to: "2026-11-04", cover: "c" }],
      overrides: [{ from: "2026-11-02 08:00", to: "2026-11-02 12:00", kind: "replace", person: "a", by: "d" }],
    },
    at: [
      ["2026-11-02 07:59", "c"],
      ["2026-11-02 08:00", "d"],
      ["2026-11-02 12:00", "c"],
      ["2026-11-03 12:00", "b"],
    ],
  },
  {
    source: "own: a layer that an override empties lets the one below through",
    zone: "UTC",
    onCall: {
      rotations: [rotation("a", { starts: "2026-11-02" })],
      rules: [rule("b", DAILY, "00:00", "24:00", 3)],
      overrides: [{ from: "2026-11-02 08:00", to: "2026-11-02 12:00", kind: "remove", person: "b" }],
    },
    at: [
      ["2026-11-02 07:00", "b"],
      ["2026-11-02 08:00", "a"],
      ["2026-11-02 12:00", "b"],
    ],
  },
  {
    source: "own: whoever is not among the people counts as nobody",
    zone: "UTC",
    onCall: {
      rotations: [rotation("a", { starts: "2026-11-02" })],
      rules: [rule("stranger", DAILY, "08:00", "12:00", 2)],
    },
    at: [
      ["2026-11-02 09:00", "a"],
      ["2026-11-01 09:00", ""],
    ],
  },
  {
    source: "own: a rotation that starts, ends, and was never",
    zone: "America/Chicago",
    onCall: { rotations: [rotation("a b", { starts: "2026-11-02", ends: "2026-11-03", handoff: { time: "08:00" } })] },
    at: [
      ["2026-11-02 07:59", ""],
      ["2026-11-02 08:00", "a"],
      ["2026-11-03 23:59", "b"],
      ["2026-11-04 00:00", ""],
    ],
  },
  {
    source: "own: seven doctors on weekdays: nobody is passed over",
    zone: "UTC",
    onCall: { rotations: [rotation("a b c d e f g", { starts: "2026-11-02", during: wholeDays(WEEKDAYS) })] },
    at: noons("2026-11-02", "a b c d e - - f g a b c - - d e f g a"),
  },
  {
    source: "own: holidays that add hours to a rotation add turns",
    zone: "UTC",
    holidays: ["2026-11-07", "2026-11-05"],
    onCall: {
      rotations: [
        rotation("a b c", {
          starts: "2026-11-02",
          during: [{ days: WEEKDAYS, holidays: true, from: "00:00", to: "24:00" }],
        }),
      ],
    },
    at: noons("2026-11-02", "a b c a b c - a b c a b - - c a"),
  },
];

export const SCHEDULES: readonly ScheduleRow[] = [
  ...goalertRules,
  ...goalertStates,
  ...grafanaShifts,
  ...grafanaFinal,
  ...oneUptime,
  ...own,
];
