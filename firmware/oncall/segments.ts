import type { Clinic, Person } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { DAY_MS } from "../time/civil.ts";
import { isWithinCalendar } from "../time/ZoneClock.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { type OnCallAnswer, resolveTarget, whoIsOnCall } from "./onCall.ts";
import type { Span } from "./SpanIndex.ts";
import { scheduleOf } from "./scheduleOf.ts";

/** `[from, to)` in which the same people are on call for the same reasons. */
export interface DutySegment extends Span, OnCallAnswer {}

export interface SegmentOptions extends OnCallOptions {
  /** Only this rotation; without: whoever is on call. */
  readonly rotation?: string;
}

/**
 * Who has duty when, from one moment to another: in order, without a gap between segments, none of them empty, no two
 * neighbours alike. The reasons are those of a segment's beginning. Made lazily: whoever has seen enough stops asking.
 */
export function* eachSegment(
  clinic: Clinic,
  from: EpochMs,
  to: EpochMs,
  options: SegmentOptions = {},
): Generator<DutySegment> {
  if (!isWithinCalendar(from) || !isWithinCalendar(to)) return;
  const schedule = scheduleOf(clinic, options);
  const answerAt = (at: EpochMs): OnCallAnswer =>
    options.rotation === undefined
      ? whoIsOnCall(clinic, at, options)
      : resolveTarget(clinic, { kind: "rotation", id: options.rotation }, at, options);
  let open: { from: EpochMs; answer: OnCallAnswer } | undefined;
  for (let at = from; at < to; at = Math.floor(schedule.nextChange(at, options))) {
    const answer = answerAt(at);
    if (open !== undefined && isSame(open.answer, answer)) continue;
    if (open !== undefined) yield { ...open.answer, from: open.from, to: at };
    open = { from: at, answer };
  }
  if (open !== undefined) yield { ...open.answer, from: open.from, to };
}

export const shiftsBetween = (
  clinic: Clinic,
  from: EpochMs,
  to: EpochMs,
  options: SegmentOptions = {},
): readonly DutySegment[] => [...eachSegment(clinic, from, to, options)];

const isSame = (a: OnCallAnswer, b: OnCallAnswer): boolean => a.gap === b.gap && samePeople(a.people, b.people);

const samePeople = (a: readonly Person[], b: readonly Person[]): boolean =>
  a.length === b.length && a.every(({ id }) => b.some((other) => other.id === id));

/** Time in which the schedule has nobody, so that the fallback would be paged. */
export const gapsBetween = (
  clinic: Clinic,
  from: EpochMs,
  to: EpochMs,
  options: SegmentOptions = {},
): readonly DutySegment[] => shiftsBetween(clinic, from, to, options).filter(({ gap }) => gap);

/** Further nobody looks for the end of a duty. */
const HORIZON_MS = 366 * DAY_MS;

/**
 * When other people than now have duty: the moment up to which somebody takes over "until the next handoff". Where the same people
 * have it for a year on end: the end of the present shift or window; undefined where there is no such thing.
 */
export function nextHandoff(clinic: Clinic, at: EpochMs, options: SegmentOptions = {}): EpochMs | undefined {
  const [now] = eachSegment(clinic, at, at + HORIZON_MS, options);
  if (now === undefined) return undefined;
  if (now.to < at + HORIZON_MS) return now.to;
  const change = scheduleOf(clinic, options).nextChange(at, options);
  return Number.isFinite(change) ? change : undefined;
}

/** The duty that a person has at this moment and when it ends, at most a year on; undefined when they have none. */
export function currentDutyOf(
  clinic: Clinic,
  person: string,
  at: EpochMs,
  options: SegmentOptions = {},
): { readonly until: EpochMs; readonly because: readonly string[] } | undefined {
  let duty: { until: EpochMs; because: readonly string[] } | undefined;
  for (const segment of eachSegment(clinic, at, at + HORIZON_MS, options)) {
    if (!segment.people.some(({ id }) => id === person)) break;
    duty = { until: segment.to, because: duty?.because ?? segment.because };
  }
  return duty;
}
