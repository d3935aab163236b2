import {
  type CivilDate,
  civilDate,
  DAY_MS,
  dayNumber,
  HOUR_MS,
  MINUTE_MS,
  type WallMs,
  weekdayOf,
} from "../../time/civil.ts";

// Recurrence rules, RFC 5545 §3.3.10, on the wall: an event at 08:00 stays at 08:00 when the clocks change.

type Frequency = "HOURLY" | "DAILY" | "WEEKLY" | "MONTHLY" | "YEARLY";

export interface RecurrenceRule {
  readonly frequency: Frequency;
  readonly interval: number;
  readonly count: number | undefined;
  /** The last beginning that counts, on the wall of the event. */
  readonly until: WallMs | undefined;
  readonly byMonth: readonly number[];
  readonly byMonthDay: readonly number[];
  readonly byYearDay: readonly number[];
  /** `nth` 0: every one of the period. */
  readonly byDay: readonly { readonly nth: number; readonly weekday: number }[];
  readonly byHour: readonly number[];
  readonly byMinute: readonly number[];
  readonly bySetPos: readonly number[];
  /** ISO 8601: Monday is 1. */
  readonly weekStart: number;
}

const WEEKDAYS: Readonly<Record<string, number>> = { MO: 1, TU: 2, WE: 3, TH: 4, FR: 5, SA: 6, SU: 7 };
const KNOWN = /^(FREQ|INTERVAL|COUNT|UNTIL|BYMONTH|BYMONTHDAY|BYYEARDAY|BYDAY|BYHOUR|BYMINUTE|BYSECOND|BYSETPOS|WKST)$/;

/**
 * Undefined for a rule that means something else than we could give: unknown parts, seconds and minutes as a rhythm.
 * `untilWall`: what the value of UNTIL is on the wall of the event.
 */
export function readRule(value: string, untilWall: (until: string) => WallMs | undefined): RecurrenceRule | undefined {
  const parts = new Map<string, string>();
  for (const part of value
    .trim()
    .toUpperCase()
    .split(";")
    .filter((one) => one !== "")) {
    const [name = "", text] = part.split("=");
    if (text === undefined || !KNOWN.test(name) || parts.has(name)) return undefined;
    parts.set(name, text);
  }
  const frequency = parts.get("FREQ") ?? "";
  if (!/^(HOURLY|DAILY|WEEKLY|MONTHLY|YEARLY)$/.test(frequency)) return undefined;
  const numbers = (name: string, least: number, most: number): readonly number[] | undefined => {
    const list = parts.get(name)?.split(",").map(Number) ?? [];
    // Days and positions may be counted from the end.
    const isFit = (n: number): boolean => Number.isInteger(n) && n >= least && n <= most && (n !== 0 || least === 0);
    return list.every(isFit) ? list : undefined;
  };
  const until = parts.get("UNTIL");
  const rule = {
    frequency: frequency as Frequency,
    interval: Number(parts.get("INTERVAL") ?? 1),
    count: parts.has("COUNT") ? Number(parts.get("COUNT")) : undefined,
    until: until === undefined ? undefined : untilWall(until),
    byMonth: numbers("BYMONTH", 1, 12),
    byMonthDay: numbers("BYMONTHDAY", -31, 31),
    byYearDay: numbers("BYYEARDAY", -366, 366),
    byDay: readDays(parts.get("BYDAY")),
    byHour: numbers("BYHOUR", 0, 23),
    byMinute: numbers("BYMINUTE", 0, 59),
    bySetPos: numbers("BYSETPOS", -366, 366),
    weekStart: WEEKDAYS[parts.get("WKST") ?? "MO"],
  };
  const isOdd =
    !Number.isInteger(rule.interval) ||
    rule.interval < 1 ||
    (rule.count !== undefined && !(Number.isInteger(rule.count) && rule.count >= 1)) ||
    (until !== undefined && rule.until === undefined) ||
    !/^0?$|^00$/.test(parts.get("BYSECOND") ?? "") ||
    Object.entries(rule).some(([name, part]) => part === undefined && name !== "count" && name !== "until");
  return isOdd ? undefined : (rule as RecurrenceRule);
}

function readDays(text: string | undefined): RecurrenceRule["byDay"] | undefined {
  if (text === undefined) return [];
  const days = text.split(",").map((one) => {
    const match = /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(one);
    return match === null ? undefined : { nth: Number(match[1] ?? 0), weekday: WEEKDAYS[match[2]!]! };
  });
  return days.some((day) => day === undefined) ? undefined : (days as RecurrenceRule["byDay"]);
}

/** Looked at at most; a daily event of a hundred years has fewer, and a rule made to exhaust us ends here. */
const MOST_PERIODS = 40_000;

/**
 * Beginnings of the occurrences from `from` on, in order, up to but not at `to`. The event's own beginning is the first, and
 * counts for COUNT, whether or not the rule has it.
 */
export function* occurrences(rule: RecurrenceRule, starts: WallMs, from: WallMs, to: WallMs): Generator<WallMs> {
  const last = Math.min(to - 1, rule.until ?? Number.POSITIVE_INFINITY);
  let count = 1;
  if (starts >= from && starts <= last) yield starts;
  // Only a counted rule has to be followed from its beginning.
  const first = rule.count === undefined ? Math.max(0, periodsUntil(rule, starts, from) - 1) : 0;
  for (let n = first; n < first + MOST_PERIODS; n += 1) {
    const period = periodOf(rule, starts, n);
    if (period.begins > last) return;
    for (const one of inPeriod(rule, starts, period)) {
      if (one <= starts) continue;
      if (one > last || (rule.count !== undefined && count >= rule.count)) return;
      count += 1;
      if (one >= from) yield one;
    }
  }
}

interface Period {
  readonly begins: WallMs;
  readonly ends: WallMs;
}

/** How many whole periods lie between; a bit fewer is as good. */
function periodsUntil({ frequency, interval }: RecurrenceRule, starts: WallMs, from: WallMs): number {
  const longest = { HOURLY: HOUR_MS, DAILY: DAY_MS, WEEKLY: 7 * DAY_MS, MONTHLY: 31 * DAY_MS, YEARLY: 366 * DAY_MS };
  return Math.floor((from - starts) / (longest[frequency] * interval));
}

function periodOf({ frequency, interval, weekStart }: RecurrenceRule, starts: WallMs, n: number): Period {
  const day = Math.floor(starts / DAY_MS);
  const { year, month } = civilDate(day);
  switch (frequency) {
    case "HOURLY": {
      const begins = Math.floor(starts / HOUR_MS) * HOUR_MS + n * interval * HOUR_MS;
      return { begins, ends: begins + HOUR_MS };
    }
    case "DAILY": {
      const begins = (day + n * interval) * DAY_MS;
      return { begins, ends: begins + DAY_MS };
    }
    case "WEEKLY": {
      const begins = (day - ((weekdayOf(day) - weekStart + 7) % 7) + n * interval * 7) * DAY_MS;
      return { begins, ends: begins + 7 * DAY_MS };
    }
    case "MONTHLY": {
      const index = year * 12 + month - 1 + n * interval;
      return { begins: firstOfMonth(index) * DAY_MS, ends: firstOfMonth(index + 1) * DAY_MS };
    }
    case "YEARLY": {
      const begins = year + n * interval;
      return { begins: dayNumber(begins, 1, 1) * DAY_MS, ends: dayNumber(begins + 1, 1, 1) * DAY_MS };
    }
  }
}

const firstOfMonth = (index: number): number => dayNumber(Math.floor(index / 12), (index % 12) + 1, 1);

/** In order, BYSETPOS applied. */
function inPeriod(rule: RecurrenceRule, starts: WallMs, period: Period): readonly WallMs[] {
  const times = timesOf(rule, starts);
  const all: WallMs[] = [];
  for (let day = Math.floor(period.begins / DAY_MS); day * DAY_MS < period.ends; day += 1) {
    if (!isMeant(rule, starts, day)) continue;
    for (const time of times) {
      const wall = day * DAY_MS + time;
      if (rule.frequency !== "HOURLY" || (wall >= period.begins && wall < period.ends)) all.push(wall);
    }
  }
  if (rule.bySetPos.length === 0) return all;
  const picked = rule.bySetPos.flatMap((position) => all[position > 0 ? position - 1 : all.length + position] ?? []);
  return [...new Set(picked)].sort((a, b) => a - b);
}

/** Times of day, in order. */
function timesOf({ frequency, byHour, byMinute }: RecurrenceRule, starts: WallMs): readonly number[] {
  const ofDay = starts - Math.floor(starts / DAY_MS) * DAY_MS;
  const all = Array.from({ length: 24 }, (_, hour) => hour);
  const usual = frequency === "HOURLY" ? all : [Math.floor(ofDay / HOUR_MS)];
  const hours = byHour.length > 0 ? byHour : usual;
  const minutes = byMinute.length > 0 ? byMinute : [Math.floor((ofDay % HOUR_MS) / MINUTE_MS)];
  return hours.flatMap((hour) => minutes.map((minute) => hour * HOUR_MS + minute * MINUTE_MS)).sort((a, b) => a - b);
}

/** Whether the rule means this day; what it leaves open is as the event's own beginning. */
function isMeant(rule: RecurrenceRule, starts: WallMs, day: number): boolean {
  const { frequency, byMonth, byMonthDay, byYearDay, byDay } = rule;
  const date = civilDate(day);
  const own = civilDate(Math.floor(starts / DAY_MS));
  if (byMonth.length > 0 && !byMonth.includes(date.month)) return false;
  if (byMonthDay.length > 0 && !byMonthDay.some((n) => n === date.day || n === date.day - 1 - lengthOfMonth(date)))
    return false;
  if (byYearDay.length > 0) {
    const nth = day - dayNumber(date.year, 1, 1) + 1;
    const days = dayNumber(date.year + 1, 1, 1) - dayNumber(date.year, 1, 1);
    if (!byYearDay.some((n) => n === nth || n === nth - 1 - days)) return false;
  }
  if (byDay.length > 0 && !byDay.some(({ nth, weekday }) => weekday === weekdayOf(day) && isNth(rule, nth, day, date)))
    return false;
  const isOpen = byMonthDay.length + byYearDay.length + byDay.length === 0;
  if (!isOpen) return true;
  switch (frequency) {
    case "HOURLY":
    case "DAILY":
      return true;
    case "WEEKLY":
      return weekdayOf(day) === weekdayOf(Math.floor(starts / DAY_MS));
    case "MONTHLY":
      return date.day === own.day;
    case "YEARLY":
      return date.day === own.day && (byMonth.length > 0 || date.month === own.month);
  }
}

/** `2MO` of a month, or of a year where no month is named. */
function isNth({ frequency, byMonth }: RecurrenceRule, nth: number, day: number, { year, month }: CivilDate): boolean {
  if (nth === 0 || (frequency !== "MONTHLY" && frequency !== "YEARLY")) return true;
  const ofYear = frequency === "YEARLY" && byMonth.length === 0;
  const first = ofYear ? dayNumber(year, 1, 1) : dayNumber(year, month, 1);
  const end = ofYear ? dayNumber(year + 1, 1, 1) : firstOfMonth(year * 12 + month);
  return nth > 0 ? Math.floor((day - first) / 7) === nth - 1 : Math.floor((end - 1 - day) / 7) === -nth - 1;
}

const lengthOfMonth = ({ year, month }: CivilDate): number =>
  firstOfMonth(year * 12 + month) - dayNumber(year, month, 1);
