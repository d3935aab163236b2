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

export const WEEKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5];
export const WEEKEND: readonly Weekday[] = [6, 7];
export const DAILY: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7];

export const rule = (
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

export const rotation = (people: string, change: Partial<Rotation>): Rotation => ({
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

export const wholeDays = (days: readonly Weekday[]): Rotation["during"] => [
  { days, holidays: false, from: "00:00", to: "24:00" },
];

/** One row for each day at its noon. */
export const noons = (from: string, people: string): readonly (readonly [string, string])[] => {
  const first = Date.parse(`${from}T12:00Z`);
  return people
    .split(" ")
    .map((who, day) => [
      new Date(first + day * 86_400_000).toISOString().slice(0, 16),
      who === "-" ? "" : who.replace("+", " "),
    ]);
};
