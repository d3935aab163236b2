/* @pure */
// Civil days as `2026-11-26`: which of them a week and a month show. No zone is needed for that.

const DAY = 86_400_000;

const utc = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const text = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** Within the years that the calendar library of the box takes (and a person means). */
export const isDay = (day: string): boolean => /^(19|20|21)\d\d-\d\d-\d\d$/.test(day) && text(utc(day) || 0) === day;

export const addDays = (day: string, days: number): string => text(utc(day) + days * DAY);

/** ISO 8601: Monday is 1. */
export const weekdayOf = (day: string): number => ((Math.floor(utc(day) / DAY) + 3) % 7) + 1;

/** The seven days of the week around a day. `startsOn`: the weekday that a week begins with. */
export function weekOf(day: string, startsOn: number): readonly string[] {
  const first = addDays(day, -((weekdayOf(day) - startsOn + 7) % 7));
  return Array.from({ length: 7 }, (_, n) => addDays(first, n));
}

/** All weeks that show a day of the month around a day. */
export function monthOf(day: string, startsOn: number): readonly (readonly string[])[] {
  const month = day.slice(0, 7);
  const weeks: (readonly string[])[] = [];
  for (let week = weekOf(`${month}-01`, startsOn); week.some((one) => one.startsWith(month)); ) {
    weeks.push(week);
    week = weekOf(addDays(week[6]!, 1), startsOn);
  }
  return weeks;
}

/** The same day of another month, or its last. */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = Date.UTC(year, month - 1 + months, 1);
  const length = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return text(first + (Math.min(date, length) - 1) * DAY);
}
