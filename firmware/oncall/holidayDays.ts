import type { Clinic } from "../config/Clinic.ts";
import { DAY_MS, readWallMs } from "../time/civil.ts";

/** The clinic's holidays as days since 1970-01-01, in order. */
export const holidayDays = ({ hours }: Clinic): readonly number[] =>
  hours.holidays
    .flatMap(({ date }) => readWallMs(date) ?? [])
    .map((wall) => wall / DAY_MS)
    .sort((a, b) => a - b);
