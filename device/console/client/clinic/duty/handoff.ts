/* @pure */
// When one shift of a rotation ends and the next begins, as the clinic file writes it, in the fields of a form.

export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export const EVERY = ["hour", "day", "week", "month"] as const;
export type Every = (typeof EVERY)[number];

export interface Handoff {
  /** Of a weekly rotation. */
  readonly weekday: string;
  /** Of a monthly one: day of the month. */
  readonly day: string;
  readonly time: string;
}

/** Where nothing is said: a Monday, the first, at eight. */
const USUAL: Handoff = { weekday: "mon", day: "1", time: "08:00" };
const TIME = /^(?:[01]\d|2[0-3])?:[0-5]\d$/;

export const isEvery = (text: string): text is Every => EVERY.some((every) => every === text);

/** Undefined: it is none that the fields could show, so it is shown as it is written. */
export function handoffIn(every: string, text: string): Handoff | undefined {
  const [first = "", second, ...more] = text.trim().toLowerCase().split(/\s+/);
  const time = second ?? first;
  if (more.length > 0 || !TIME.test(time) || (time.startsWith(":") && every !== "hour")) return undefined;
  const before = second === undefined ? "" : first.replace(/\.$/, "");
  if (every === "week") return WEEKDAYS.some((one) => one === before) ? { ...USUAL, weekday: before, time } : undefined;
  if (every === "month") return /^([1-9]|[12]\d|3[01])$/.test(before) ? { ...USUAL, day: before, time } : undefined;
  return before === "" ? { ...USUAL, time } : undefined;
}

export function handoffText(every: Every, { day, time, weekday }: Handoff): string {
  switch (every) {
    case "week":
      return `${weekday} ${time}`;
    case "month":
      return `${day} ${time}`;
    case "day":
    case "hour":
      return time;
  }
}

/** Of a rotation that changes hands in another measure from now on: the time of the day stays. */
export function handoffFor(every: Every, before: string): string {
  const time = /(?:^|\s)((?:[01]\d|2[0-3]):[0-5]\d)$/.exec(before.trim())?.[1] ?? USUAL.time;
  return handoffText(every, { ...USUAL, time });
}
