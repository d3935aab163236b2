import { DAILY, noons, rotation, rule, type ScheduleRow, WEEKDAYS, wholeDays } from "./onCallRows.ts";

const NIGHT = rule("a", DAILY, "22:00", "02:30");
const MORNING = rule("b", DAILY, "02:30", "08:00");

export const own: readonly ScheduleRow[] = [
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
