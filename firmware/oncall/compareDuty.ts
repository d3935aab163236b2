import type { Clinic, Person } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { DutyChange } from "./Duty.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import type { Span } from "./SpanIndex.ts";
import { type DutySegment, shiftsBetween } from "./segments.ts";

/** `[from, to)` in which a change of duty would have other people on call than without it. */
export interface DutyDifference extends Span {
  readonly before: readonly Person[];
  readonly after: readonly Person[];
  /** Nobody has duty after it, so that the fallback is paged. */
  readonly gap: boolean;
  /** And somebody had before. */
  readonly newGap: boolean;
}

/**
 * What changes of duty would do to who is on call, wherever they differ from now; in order. Absent differences say that
 * somebody would be told of a duty that they do not have: whoever asks should look again.
 */
export function compareDuty(
  clinic: Clinic,
  { from, to }: Span,
  changes: readonly DutyChange[],
  options: OnCallOptions = {},
): readonly DutyDifference[] {
  const before = shiftsBetween(clinic, from, to, options);
  return differencesBetween(
    before,
    shiftsBetween(clinic, from, to, { ...options, duties: [...(options.duties ?? []), ...changes] }),
  );
}

/** Where two schedules of the same span have other people on call, or a gap; in order. */
export function differencesBetween(
  before: readonly DutySegment[],
  after: readonly DutySegment[],
): readonly DutyDifference[] {
  const differences: DutyDifference[] = [];
  let [b, a] = [0, 0];
  let at: EpochMs = before[0]?.from ?? 0;
  while (b < before.length && a < after.length) {
    const [old, made] = [before[b]!, after[a]!];
    const end = Math.min(old.to, made.to);
    if (!isAlike(old, made)) add(differences, at, end, old, made);
    at = end;
    if (old.to === end) b += 1;
    if (made.to === end) a += 1;
  }
  return differences;
}

function add(differences: DutyDifference[], from: EpochMs, to: EpochMs, old: DutySegment, made: DutySegment): void {
  const next = { from, to, before: old.people, after: made.people, gap: made.gap, newGap: made.gap && !old.gap };
  const last = differences.at(-1);
  if (last?.to === from && last.gap === next.gap && last.newGap === next.newGap && isSamePeople(last, next))
    differences[differences.length - 1] = { ...last, to };
  else differences.push(next);
}

const isAlike = (a: DutySegment, b: DutySegment): boolean => a.gap === b.gap && ids(a.people) === ids(b.people);

const isSamePeople = (a: DutyDifference, b: DutyDifference): boolean =>
  ids(a.before) === ids(b.before) && ids(a.after) === ids(b.after);

const ids = (people: readonly Person[]): string =>
  people
    .map(({ id }) => id)
    .toSorted()
    .join(" ");
