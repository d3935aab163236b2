import { DAILY, rotation, rule, type ScheduleRow } from "./onCallRows.ts";

const ONEUPTIME = "OneUptime/oneuptime Common/Tests/Types/OnCallDutyPolicy";

export const oneUptime: readonly ScheduleRow[] = [
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
