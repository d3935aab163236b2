import type { Rotation, Weekday } from "../../firmware/config/Clinic.ts";
import { DAILY, noons, rotation, rule, type ScheduleRow, WEEKDAYS, WEEKEND, wholeDays } from "./onCallRows.ts";

const GRAFANA_SHIFTS = "grafana/oncall custom_shift_test_cases.py";
const GRAFANA_FINAL = "grafana/oncall test_on_call_schedule.py";

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
export const grafanaShifts: readonly ScheduleRow[] = [
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

export const grafanaFinal: readonly ScheduleRow[] = [
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
