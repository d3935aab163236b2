import { DAILY, rotation, rule, type ScheduleRow, WEEKDAYS } from "./onCallRows.ts";

const GOALERT_RULES = "target/goalert schedule/rule/rule_test.go";
const GOALERT_STATE = "target/goalert oncall/state_test.go";

export const goalertRules: readonly ScheduleRow[] = [
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

export const goalertStates: readonly ScheduleRow[] = [
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
