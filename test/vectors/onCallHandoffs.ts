import type { Rotation } from "../../firmware/config/Clinic.ts";

/** When a rotation is handed over, as other projects' tests have it. */
export interface HandoffRow {
  readonly source: string;
  readonly zone: string;
  readonly every: Rotation["every"];
  readonly length: number;
  readonly handoff: Rotation["handoff"];
  readonly starts: string;
  /** The first and the last of these are the first at or after, the last at or before, what was looked at. */
  readonly handoffs: readonly string[];
}

const goalert = "target/goalert schedule/rotation/rotation_test.go";
const CHICAGO = "America/Chicago";
const LORD_HOWE = "Australia/Lord_Howe";

const row = (
  source: string,
  zone: string,
  [every, length, time]: readonly [Rotation["every"], number, string],
  starts: string,
  handoffs: readonly string[],
  more: Partial<Rotation["handoff"]> = {},
): HandoffRow => ({ source, zone, every, length, starts, handoff: { time, ...more }, handoffs });

// GoAlert answers also before a rotation's start, by its grid drawn backwards; ours is uncovered then, so rows that look
// before it begin with the start itself.
export const HANDOFFS: readonly HandoffRow[] = [
  row(goalert, CHICAGO, ["hour", 24, "01:30"], "2020-10-30", [
    "2020-10-30T01:30-05:00",
    "2020-10-31T01:30-05:00",
    "2020-11-01T01:30-05:00",
    "2020-11-02T01:30-06:00",
    "2020-11-03T01:30-06:00",
  ]),
  row(goalert, CHICAGO, ["day", 1, "01:30"], "2020-10-30", [
    "2020-10-30T01:30-05:00",
    "2020-10-31T01:30-05:00",
    "2020-11-01T01:30-05:00",
    "2020-11-02T01:30-06:00",
    "2020-11-03T01:30-06:00",
  ]),
  row(goalert, CHICAGO, ["day", 1, "02:30"], "2020-03-06", [
    "2020-03-06T02:30-06:00",
    "2020-03-07T02:30-06:00",
    "2020-03-08T03:00-05:00",
    "2020-03-09T02:30-05:00",
    "2020-03-10T02:30-05:00",
  ]),
  row(goalert, CHICAGO, ["hour", 1, "02:30"], "2020-03-06", [
    "2020-03-08T00:30-06:00",
    "2020-03-08T01:30-06:00",
    "2020-03-08T03:00-05:00",
    "2020-03-08T03:30-05:00",
    "2020-03-08T04:30-05:00",
  ]),
  row(goalert, CHICAGO, ["hour", 1, "02:00"], "2020-03-06", [
    "2020-03-08T01:00-06:00",
    "2020-03-08T03:00-05:00",
    "2020-03-08T04:00-05:00",
    "2020-03-08T05:00-05:00",
  ]),
  row(goalert, CHICAGO, ["hour", 1, "02:30"], "2020-07-06", [
    "2020-10-31T23:30-05:00",
    "2020-11-01T00:30-05:00",
    "2020-11-01T01:30-05:00",
    "2020-11-01T02:30-06:00",
    "2020-11-01T03:30-06:00",
    "2020-11-01T04:30-06:00",
  ]),
  row(goalert, CHICAGO, ["hour", 1, "02:00"], "2020-07-06", [
    "2020-11-01T00:00-05:00",
    "2020-11-01T01:00-05:00",
    "2020-11-01T02:00-06:00",
    "2020-11-01T03:00-06:00",
    "2020-11-01T04:00-06:00",
    "2020-11-01T05:00-06:00",
  ]),
  row(
    goalert,
    CHICAGO,
    ["month", 1, "01:30"],
    "2020-01-02",
    ["2020-04-02T01:30-05:00", "2020-05-02T01:30-05:00", "2020-06-02T01:30-05:00", "2020-07-02T01:30-05:00"],
    { dayOfMonth: 2 },
  ),
  row(
    goalert,
    CHICAGO,
    ["month", 1, "01:30"],
    "2020-10-01",
    ["2020-10-01T01:30-05:00", "2020-11-01T01:30-05:00", "2020-12-01T01:30-06:00", "2021-01-01T01:30-06:00"],
    { dayOfMonth: 1 },
  ),
  row(goalert, LORD_HOWE, ["hour", 1, "02:30"], "2021-04-03", [
    "2021-04-04T00:30+11:00",
    "2021-04-04T01:30+11:00",
    "2021-04-04T02:30+10:30",
    "2021-04-04T03:30+10:30",
    "2021-04-04T04:30+10:30",
  ]),
  row(goalert, LORD_HOWE, ["day", 1, "02:30"], "2021-04-01", [
    "2021-04-01T02:30+11:00",
    "2021-04-02T02:30+11:00",
    "2021-04-03T02:30+11:00",
    "2021-04-04T02:30+10:30",
    "2021-04-05T02:30+10:30",
    "2021-04-06T02:30+10:30",
  ]),
  row(goalert, LORD_HOWE, ["day", 1, "02:00"], "2021-04-02", [
    "2021-04-02T02:00+11:00",
    "2021-04-03T02:00+11:00",
    "2021-04-04T02:00+10:30",
    "2021-04-05T02:00+10:30",
    "2021-04-06T02:00+10:30",
  ]),
  row(goalert, LORD_HOWE, ["hour", 24, "02:00"], "2021-04-02", [
    "2021-04-02T02:00+11:00",
    "2021-04-03T02:00+11:00",
    "2021-04-04T02:00+10:30",
    "2021-04-05T02:00+10:30",
    "2021-04-06T02:00+10:30",
  ]),
  row(goalert, LORD_HOWE, ["hour", 24, "01:30"], "2020-10-02", [
    "2020-10-02T01:30+10:30",
    "2020-10-03T01:30+10:30",
    "2020-10-04T01:30+10:30",
    "2020-10-05T01:30+11:00",
    "2020-10-06T01:30+11:00",
  ]),
  row(goalert, LORD_HOWE, ["day", 1, "01:30"], "2020-10-02", [
    "2020-10-02T01:30+10:30",
    "2020-10-03T01:30+10:30",
    "2020-10-04T01:30+10:30",
    "2020-10-05T01:30+11:00",
    "2020-10-06T01:30+11:00",
  ]),
  row(goalert, LORD_HOWE, ["day", 1, "02:15"], "2020-10-02", [
    "2020-10-02T02:15+10:30",
    "2020-10-03T02:15+10:30",
    "2020-10-04T02:30+11:00",
    "2020-10-05T02:15+11:00",
    "2020-10-06T02:15+11:00",
  ]),
  // TestRotation_EndTime_DST, TestRotation_EndTime_ConfigChange, "cycle forward", "subsequent calls".
  row(goalert, CHICAGO, ["hour", 1, "01:00"], "2017-01-01", ["2017-03-12T01:00-06:00", "2017-03-12T03:00-05:00"]),
  row(goalert, CHICAGO, ["hour", 1, "01:00"], "2017-01-01", ["2017-11-05T01:00-05:00", "2017-11-05T02:00-06:00"]),
  row(goalert, CHICAGO, ["hour", 12, "00:00"], "2017-01-01", ["2017-01-03T00:00-06:00", "2017-01-03T12:00-06:00"]),
  row(goalert, "UTC", ["hour", 10, "03:00"], "2020-06-01", ["2020-06-02T09:00Z", "2020-06-02T19:00Z"]),
  row(goalert, "UTC", ["hour", 1, "00:00"], "2020-01-01", ["2020-01-01T00:00Z", "2020-01-01T01:00Z"]),
  row(goalert, "UTC", ["day", 1, "00:00"], "2020-01-01", ["2020-01-01T00:00Z", "2020-01-02T00:00Z"]),
  row(goalert, "UTC", ["month", 1, "00:00"], "2020-01-10", ["2020-01-10T00:00Z", "2020-02-10T00:00Z"], {
    dayOfMonth: 10,
  }),
  // TestRotation_EndTime and _StartTime, their tables.
  ...(
    [
      ["month", 1, "2017-06-01T00:00-05:00", "2017-07-01T00:00-05:00", { dayOfMonth: 1 }],
      ["month", 2, "2017-07-01T00:00-05:00", "2017-09-01T00:00-05:00", { dayOfMonth: 1 }],
      ["month", 1, "2017-03-01T00:00-06:00", "2017-04-01T00:00-05:00", { dayOfMonth: 1 }],
      ["month", 2, "2017-11-01T00:00-05:00", "2018-01-01T00:00-06:00", { dayOfMonth: 1 }],
      ["week", 1, "2017-06-10T08:00-05:00", "2017-06-17T08:00-05:00", { weekday: 6 }],
      ["week", 2, "2017-06-10T08:00-05:00", "2017-06-24T08:00-05:00", { weekday: 6 }],
      ["week", 1, "2017-03-10T08:00-06:00", "2017-03-17T08:00-05:00", { weekday: 5 }],
      ["week", 1, "2017-11-04T08:00-05:00", "2017-11-11T08:00-06:00", { weekday: 6 }],
      ["day", 1, "2017-06-10T08:00-05:00", "2017-06-11T08:00-05:00", {}],
      ["day", 2, "2017-06-10T08:00-05:00", "2017-06-12T08:00-05:00", {}],
      ["day", 1, "2017-03-11T08:00-06:00", "2017-03-12T08:00-05:00", {}],
      ["day", 1, "2017-11-04T08:00-05:00", "2017-11-05T08:00-06:00", {}],
      ["hour", 1, "2017-06-10T08:00-05:00", "2017-06-10T09:00-05:00", {}],
      ["hour", 2, "2017-06-10T08:00-05:00", "2017-06-10T10:00-05:00", {}],
      ["hour", 3, "2017-03-12T00:00-06:00", "2017-03-12T03:00-05:00", {}],
      ["hour", 3, "2017-11-05T00:00-05:00", "2017-11-05T03:00-06:00", {}],
    ] as const
  ).map(([every, length, from, to, more]) =>
    row(goalert, CHICAGO, [every, length, from.slice(11, 16)], from.slice(0, 10), [from, to], more),
  ),
  // Six-hourly and weekly shifts around a change of the clocks.
  row(
    "linkedin/oncall test/test_scheduler.py, dst",
    CHICAGO,
    ["week", 1, "01:30"],
    "2016-10-23",
    ["2016-10-30T01:30-05:00", "2016-11-06T01:30-05:00", "2016-11-13T01:30-06:00"],
    { weekday: 7 },
  ),
  row(
    "linkedin/oncall test/test_scheduler.py, dst",
    CHICAGO,
    ["week", 1, "11:00"],
    "2016-10-24",
    ["2016-10-31T11:00-05:00", "2016-11-07T11:00-06:00", "2016-11-14T11:00-06:00"],
    { weekday: 1 },
  ),
  row(
    "linkedin/oncall test/test_scheduler.py, 7 × 24",
    "America/Los_Angeles",
    ["week", 1, "10:30"],
    "2017-02-06",
    ["2017-02-06T10:30-08:00", "2017-02-13T10:30-08:00", "2017-02-20T10:30-08:00", "2017-02-27T10:30-08:00"],
    { weekday: 1 },
  ),
  row(
    "grafana/oncall test_on_call_schedule.py, during_dst_change",
    CHICAGO,
    ["week", 1, "00:00"],
    "2024-10-01",
    ["2024-10-29T00:00-05:00", "2024-11-05T00:00-06:00"],
    { weekday: 2 },
  ),
  row(
    "grafana/oncall test_on_call_schedule.py, during_dst_change",
    CHICAGO,
    ["week", 1, "00:00"],
    "2024-10-01",
    ["2025-03-04T00:00-06:00", "2025-03-11T00:00-05:00"],
    { weekday: 2 },
  ),
  // Our own: rules T3–T7 and T9 of the on-call sheet, and what the world has beside.
  row("own: T3", "America/Denver", ["day", 1, "01:15"], "2027-11-01", ["2027-11-07T07:15Z", "2027-11-08T08:15Z"]),
  row("own: T4", "Europe/Berlin", ["day", 1, "02:20"], "2027-03-01", ["2027-03-28T01:00Z", "2027-03-29T00:20Z"]),
  row("own: T5, midnight is skipped", "America/Santiago", ["day", 1, "00:00"], "2027-09-01", [
    "2027-09-04T04:00Z",
    "2027-09-05T04:00Z",
    "2027-09-06T03:00Z",
  ]),
  row("own: midnight is skipped", "Asia/Beirut", ["day", 1, "00:00"], "2027-03-01", [
    "2027-03-26T22:00Z",
    "2027-03-27T22:00Z",
    "2027-03-28T21:00Z",
  ]),
  row("own: T6", "Pacific/Auckland", ["hour", 6, "00:00"], "2027-09-20", [
    "2027-09-25T12:00Z",
    "2027-09-25T17:00Z",
    "2027-09-25T23:00Z",
  ]),
  row("own: T7", "Europe/Lisbon", ["week", 1, "07:00"], "2027-01-06", ["2027-03-24T07:00Z", "2027-03-31T06:00Z"], {
    weekday: 3,
  }),
  row(
    "own: T9, from the 31st",
    "UTC",
    ["month", 1, "08:00"],
    "2027-05-31",
    ["2027-05-31T08:00Z", "2027-06-30T08:00Z", "2027-07-31T08:00Z", "2027-08-31T08:00Z", "2027-09-30T08:00Z"],
    { dayOfMonth: 31 },
  ),
  row(
    "own: leap day, year change",
    "UTC",
    ["month", 1, "08:00"],
    "2027-11-29",
    ["2027-12-29T08:00Z", "2028-01-29T08:00Z", "2028-02-29T08:00Z", "2028-03-29T08:00Z", "2029-02-28T08:00Z"].slice(
      0,
      4,
    ),
    { dayOfMonth: 29 },
  ),
  row("own: leap day", "UTC", ["day", 1, "08:00"], "2028-02-27", [
    "2028-02-28T08:00Z",
    "2028-02-29T08:00Z",
    "2028-03-01T08:00Z",
  ]),
  row("own: a day that was left out", "Pacific/Apia", ["day", 1, "08:00"], "2011-12-27", [
    "2011-12-28T18:00Z",
    "2011-12-29T18:00Z",
    "2011-12-30T10:00Z",
    "2011-12-30T18:00Z",
  ]),
  row(
    "own: the year changes",
    CHICAGO,
    ["week", 2, "08:00"],
    "2026-12-28",
    ["2026-12-28T14:00Z", "2027-01-11T14:00Z"],
    {
      weekday: 1,
    },
  ),
];
