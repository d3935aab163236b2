/* @pure */
import type { DutySegmentRow, NamedPerson } from "../../api/duty.ts";

/** What one person has without a break; or time that nobody has, for which the fallback is paged. */
export interface Block {
  readonly key: string;
  readonly person: NamedPerson;
  readonly gap: boolean;
  readonly from: number;
  readonly to: number;
  /** Why, of its beginning; one sentence each. */
  readonly because: readonly string[];
}

/** One block for each person, as long as they are on duty, whoever else is beside them. In order of their beginning. */
export function blocksOf(segments: readonly DutySegmentRow[]): readonly Block[] {
  const done: Block[] = [];
  let open = new Map<string, Block>();
  for (const { because, from, gap, people, to } of segments) {
    const now = new Map<string, Block>();
    for (const person of people) {
      const key = `${gap ? "gap" : "duty"} ${person.id}`;
      const before = open.get(key);
      const goesOn = before !== undefined && before.to === from;
      now.set(key, goesOn ? { ...before, to } : { key: `${key} ${from}`, person, gap, from, to, because });
      if (goesOn) open.delete(key);
    }
    done.push(...open.values());
    open = now;
  }
  return [...done, ...open.values()].sort(byTime);
}

/** Of fractions that should be equal. */
const ROUNDING = 1e-9;

interface Span {
  readonly from: number;
  readonly to: number;
}

/** First what begins first, of these what lasts longest: lanes stay the same from row to row as far as they can. */
const byTime = (a: Span, b: Span): number => a.from - b.from || b.to - a.to;

/** A day of the clinic's wall, `[from, to)`: 23 or 25 hours long when the clocks change. */
export interface Day extends Span {
  readonly day: string;
}

/** What of a span is seen in one row of days; places are fractions of the row's width. */
export interface Piece<Of extends Span = Block> {
  readonly of: Of;
  readonly left: number;
  readonly width: number;
  /** Below each other where they are at the same time. */
  readonly lane: number;
  readonly startsHere: boolean;
  readonly endsHere: boolean;
}

/** Every day is equally wide, and time runs evenly within it: noon of a day of 23 hours is not its middle. */
export function placeOf(at: number, days: readonly Day[]): number {
  const index = days.findIndex(({ to }) => at < to);
  if (index === -1) return 1;
  const { from, to } = days[index]!;
  return (index + Math.max(0, at - from) / (to - from)) / days.length;
}

/**
 * The spans that touch a row of days, none upon another. `least`: nothing is drawn narrower than this part of the row, so
 * that it can be pressed; what would lie beneath it then goes into the next lane.
 */
export function lay<Of extends Span>(spans: readonly Of[], days: readonly Day[], least = 0): readonly Piece<Of>[] {
  const [first, last] = [days[0], days.at(-1)];
  if (first === undefined || last === undefined) return [];
  /** How far each lane is taken. */
  const lanes: number[] = [];
  return spans
    .filter(({ from, to }) => from < last.to && to > first.from && from < to)
    .sort(byTime)
    .map((span) => {
      const begins = placeOf(span.from, days);
      const left = Math.min(begins, 1 - least);
      const width = Math.max(placeOf(span.to, days) - begins, least);
      const free = lanes.findIndex((until) => until <= left + ROUNDING);
      const lane = free === -1 ? lanes.length : free;
      lanes[lane] = left + width;
      const edges = { startsHere: span.from >= first.from, endsHere: span.to <= last.to };
      return { of: span, left, width, lane, ...edges };
    });
}

export const lanesOf = (pieces: readonly { readonly lane: number }[]): number =>
  pieces.reduce((most, { lane }) => Math.max(most, lane + 1), 0);
