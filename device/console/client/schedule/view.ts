import type { DutyAnswer, NamedPerson } from "../../api/duty.ts";
import { place } from "../router.ts";
import { civilDate, offsetAt } from "../time.ts";
import { addDays, addMonths, isDay, monthOf, weekOf } from "./days.ts";
import { type Block, blocksOf, type Day } from "./layout.ts";
import { momentOf, wallOf } from "./wallClock.ts";

export const VIEWS = ["month", "week", "list"] as const;
export type View = (typeof VIEWS)[number];

/** Below it a month is too narrow for names, so the list is shown first. */
const NARROW = "(max-width: 40rem)";

/** What the address says of the page: it can be bookmarked, and Back goes to the month before. */
export function viewOfPlace(now: number): { readonly view: View; readonly day: string } {
  const { query } = place.value;
  const otherwise: View = matchMedia(NARROW).matches ? "list" : "month";
  const day = query.get("day") ?? "";
  return {
    view: VIEWS.find((one) => one === query.get("view")) ?? otherwise,
    day: isDay(day) ? day : civilDate(now),
  };
}

/** The beginning of a civil day on the clinic's wall. */
export const dayStart = (day: string): number => momentOf(wallOf(day, "00:00") ?? 0, offsetAt);

export const dayOf = (day: string): Day => ({ day, from: dayStart(day), to: dayStart(addDays(day, 1)) });

/** The rows of days that a view shows. */
export const rowsOf = (view: View, day: string, weekStartsOn: number): readonly (readonly Day[])[] =>
  view === "week"
    ? weekOf(day, weekStartsOn).map((one) => [dayOf(one)])
    : monthOf(day, weekStartsOn).map((week) => week.map(dayOf));

export const stepOf = (view: View, day: string, by: 1 | -1): string =>
  view === "week" ? addDays(day, 7 * by) : addMonths(day, by);

/** So much around what is shown is asked for, too: a duty is swapped whole, also where it begins in the month before. */
const AROUND_DAYS = 28;

/** Whatever the first day of the week, and never more than the box tells at once (100 days). */
export function askedFor(view: View, day: string): { readonly from: number; readonly to: number } {
  const first = view === "week" ? addDays(day, -6) : `${day.slice(0, 7)}-01`;
  const last = view === "week" ? addDays(day, 7) : addMonths(first, 1);
  const more = view === "week" ? AROUND_DAYS : AROUND_DAYS + 6;
  return { from: dayStart(addDays(first, -more)), to: dayStart(addDays(last, more)) };
}

/** What all parts of the page know. */
export interface Duty {
  readonly answer: DutyAnswer;
  readonly blocks: readonly Block[];
  readonly now: number;
}

export const dutyOf = (answer: DutyAnswer, now: number): Duty => ({ answer, blocks: blocksOf(answer.segments), now });

/** So many colours there are; the name stands there as well. */
const COLOURS = 8;
export const colourOf = (
  { people }: { readonly people: readonly NamedPerson[] },
  { id }: Pick<NamedPerson, "id">,
): string =>
  `who-${
    Math.max(
      0,
      people.findIndex((person) => person.id === id),
    ) % COLOURS
  }`;

/** `Chen` of `Dr. Chen`, where there is little room. */
export const shortName = (name: string): string => name.split(" ").at(-1) ?? name;
