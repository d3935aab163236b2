import type { EpochMs, MonotonicMs } from "./Clock.ts";
import { CLOCK_RULES, type ClockRules, type ClockVerdict } from "./ClockTrust.ts";
import { type Duration, Minutes } from "./Duration.ts";

// When the box's clock is set, and to what. The daemon has no right to it: it leaves a wish, which a unit with the one right
// that it takes looks at again (firstring-clock.service). Whatever keeps time better (a time server) is left alone.

/** The time that the daemon wishes for, against the monotonic clock, which is the same in every process of a boot. */
export interface ClockWish {
  readonly now: EpochMs;
  readonly atMs: MonotonicMs;
  /** In words, for the journal. */
  readonly because: string;
}

/** A wish that was not granted is not repeated every minute. */
const WISHED_EVERY: Duration = Minutes(10);
/** Older, and its process is gone or the box has slept. */
const WISH_LASTS: Duration = Minutes(2);

/**
 * Two sources that are independent and agree against the clock, or one where the clock stands at a date that cannot be
 * (ClockTrust's `better`). Never while a call is up: its messages would carry two times.
 */
export function wishFor(
  verdict: ClockVerdict,
  state: {
    readonly now: EpochMs;
    readonly atMs: MonotonicMs;
    readonly wishedAtMs?: MonotonicMs;
    readonly onCall: boolean;
  },
  rules: ClockRules = CLOCK_RULES,
): ClockWish | undefined {
  const { now, atMs, wishedAtMs, onCall } = state;
  const { better } = verdict;
  if (better === undefined || Math.abs(better) <= rules.tolerance || onCall) return undefined;
  if (wishedAtMs !== undefined && atMs - wishedAtMs < WISHED_EVERY) return undefined;
  const because =
    now < rules.earliest || now >= rules.latest
      ? "the clock stood at a date that cannot be"
      : "two other clocks agree against it";
  return { now: now + better, atMs, because };
}

export type Granted =
  | { readonly kind: "set"; readonly to: EpochMs; readonly by: number; readonly because: string }
  | { readonly kind: "left"; readonly why: string };

/** Looked at again by whoever sets it: what comes in is another process's word. */
export function grant(
  wish: ClockWish,
  state: { readonly now: EpochMs; readonly atMs: MonotonicMs; readonly synchronised: boolean },
  rules: ClockRules = CLOCK_RULES,
): Granted {
  const { now, atMs, synchronised } = state;
  if (synchronised) return { kind: "left", why: "a time server keeps it" };
  const age = atMs - wish.atMs;
  if (!(age >= 0 && age <= WISH_LASTS)) return { kind: "left", why: "the wish is not of now" };
  const to = wish.now + age;
  if (!(to >= rules.earliest && to < rules.latest)) return { kind: "left", why: "the wish is no plausible date" };
  if (Math.abs(to - now) <= rules.tolerance) return { kind: "left", why: "it is right already" };
  return { kind: "set", to, by: to - now, because: wish.because };
}

/** What a person has said, as `MILLISECONDS-AT`: the time, and the monotonic moment of it. Undefined: that is none. */
export const writeSaid = (now: EpochMs, atMs: MonotonicMs): string => `${Math.trunc(now)}-${Math.trunc(atMs)}`;

export function said(
  text: string,
  state: { readonly now: EpochMs; readonly atMs: MonotonicMs },
  rules: ClockRules = CLOCK_RULES,
): Granted | undefined {
  const [, epoch, at] = /^(\d{12,14})-(\d{1,13})$/.exec(text) ?? [];
  const age = state.atMs - Number(at);
  const to = Number(epoch) + age;
  if (!(age >= 0 && age <= WISH_LASTS) || !(to >= rules.earliest && to < rules.latest)) return undefined;
  return { kind: "set", to, by: to - state.now, because: "somebody at the box has set it" };
}

/** At boot: a box without a battery clock, or with an empty one, must not begin before the time that it has last believed. */
export function restored(
  known: { readonly now: EpochMs; readonly battery?: EpochMs; readonly last?: EpochMs },
  rules: ClockRules = CLOCK_RULES,
): Granted {
  const { now, battery, last } = known;
  const plausible = (time: EpochMs | undefined): time is EpochMs =>
    time !== undefined && time >= rules.earliest && time < rules.latest;
  const floor = plausible(last) ? last : rules.earliest;
  if (plausible(now) && now >= floor) return { kind: "left", why: "it is not before the last time that was known" };
  if (plausible(battery) && battery >= floor)
    return { kind: "set", to: battery, by: battery - now, because: "the battery clock knows better" };
  if (plausible(last))
    return { kind: "set", to: last, by: last - now, because: "it stood before the last time that was known" };
  return { kind: "left", why: "nothing better is known" };
}
