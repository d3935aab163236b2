import { detail } from "../health/details/detailWords.ts";
import type { EpochMs, MonotonicMs } from "./Clock.ts";
import { type Duration, Hours, Milliseconds, Minutes, Seconds } from "./Duration.ts";

/**
 * Who told the time beside the box's own clock:
 * - `network`: the SIM's network (NITZ), read from the modem;
 * - `sms`: when the service centre took a text of ours, by its clock. Alone it confirms the box's clock, and does not refute it;
 * - `caller-id`: date and time of the exchange, to the minute and without a year;
 * - `person`: somebody set the clock, or looked at it and said that it is right.
 */
export type TimeSource = "network" | "sms" | "caller-id" | "person";

export type ClockEvent =
  /** The box's own clock, looked at about once a minute. `synchronised`: the kernel follows a time server. */
  | { readonly kind: "system"; readonly atMs: MonotonicMs; readonly now: EpochMs; readonly synchronised: boolean }
  /** `civil`: the moment that was told, or all that may be meant (one for each year, of a caller ID). */
  | {
      readonly kind: "told";
      readonly source: TimeSource;
      readonly civil: EpochMs | readonly EpochMs[];
      readonly atMs: MonotonicMs;
      /** What the box's own clock said at that moment. */
      readonly now: EpochMs;
    };

export interface ClockVerdict {
  /** How far the box's own clock may be believed. */
  readonly level: "untrusted" | "hinted" | "trusted";
  /** How far the network's time is ahead of the box's, when that is more than the tolerance. */
  readonly disagreement: Duration | undefined;
  /** To be added to the box's clock for a better time, when two others agree against it, or it is at a boot date. */
  readonly better: Duration | undefined;
}

export type ClockEffect =
  | { readonly kind: "fault"; readonly code: "CLOCK_UNTRUSTED" | "CLOCK_WRONG"; readonly detail: string }
  | { readonly kind: "faultOver"; readonly code: "CLOCK_UNTRUSTED" | "CLOCK_WRONG" };

export interface ClockRules {
  /** Two sources that differ by no more are the same: networks and centres are seconds off, and a page's hour is what counts. */
  readonly tolerance: Duration;
  /** A date before is one that a clock has after a start without battery. */
  readonly earliest: EpochMs;
  /** A date after is nonsense: no such box lives so long. */
  readonly latest: EpochMs;
  /** The civil clock against the monotonic one, between two looks: more is a jump, not a correction. */
  readonly jump: Duration;
  /** What was told longer ago is forgotten: a cheap quartz is then off by seconds. */
  readonly fresh: Duration;
  /** Networks and time servers need their time after a start. */
  readonly untrustedIsFault: Duration;
}

export const CLOCK_RULES: ClockRules = {
  tolerance: Seconds(60),
  earliest: Date.UTC(2025, 0, 1),
  latest: Date.UTC(2056, 0, 1),
  jump: Seconds(5),
  fresh: Hours(24),
  untrustedIsFault: Minutes(5),
};

interface Told {
  readonly civil: readonly EpochMs[];
  readonly atMs: MonotonicMs;
}

export interface ClockTrustState {
  readonly told: Readonly<Partial<Record<TimeSource, Told>>>;
  readonly synchronised: boolean;
  /** Civil minus monotonic time at the last look. */
  readonly offset: number | undefined;
  /** The network has differed so often, one reading like the other: a single wrong one is no fault. */
  readonly networkDiffered: number;
  readonly doubtSinceMs: MonotonicMs | undefined;
  readonly faults: readonly ClockEffect["code"][];
}

export const nothingTold: ClockTrustState = {
  told: {},
  synchronised: false,
  offset: undefined,
  networkDiffered: 0,
  doubtSinceMs: undefined,
  faults: [],
};

/**
 * Whether the box knows what time it is: a page to the wrong doctor at shift change is what a wrong clock makes. One
 * source is a hint; two that are independent of each other and agree, a time server, or a person, are trusted. What was
 * told is kept against the monotonic clock, so that after a jump of the civil one it is compared anew: a jump that nobody
 * confirms makes the clock a hint again. Nothing here sets a clock.
 */
export function step(
  state: ClockTrustState,
  event: ClockEvent,
  rules: ClockRules = CLOCK_RULES,
): readonly [ClockTrustState, ClockVerdict, readonly ClockEffect[]] {
  const heard = hear(noticeJump(state, event, rules), event, rules);
  const verdict = judge(heard, event, rules);
  const doubtSinceMs = verdict.level === "trusted" ? undefined : (heard.doubtSinceMs ?? event.atMs);
  return tell({ ...heard, doubtSinceMs }, verdict, event, rules);
}

/** The kernel's word and a person's are about the clock as it was then. What others told still stands, and is compared. */
function noticeJump(state: ClockTrustState, event: ClockEvent, rules: ClockRules): ClockTrustState {
  const offset = event.now - event.atMs;
  const jumped = state.offset !== undefined && Math.abs(offset - state.offset) > rules.jump;
  return { ...state, offset, ...(jumped ? { synchronised: false, networkDiffered: 0 } : {}) };
}

function hear(state: ClockTrustState, event: ClockEvent, rules: ClockRules): ClockTrustState {
  if (event.kind === "system") return { ...state, synchronised: event.synchronised };
  const civil = [event.civil].flat().filter((time) => isPlausible(time, rules));
  if (civil.length === 0) return state;
  const next = { ...state, told: { ...state.told, [event.source]: { civil, atMs: event.atMs } } };
  if (event.source !== "network") return next;
  const before = state.told.network;
  const differs = !agree(next.told.network, "network", event.now, event.atMs, rules);
  const alike = before !== undefined && agree(before, "network", civil[0] ?? 0, event.atMs, rules);
  return { ...next, networkDiffered: differs ? (alike ? state.networkDiffered : 0) + 1 : 0 };
}

const isPlausible = (time: EpochMs, rules: ClockRules): boolean => time >= rules.earliest && time < rules.latest;

/** A caller ID's minute has begun up to a minute before, and was sent a ring later. */
const RESOLUTION: Readonly<Record<TimeSource, Duration>> = {
  network: Seconds(0),
  sms: Seconds(0),
  "caller-id": Seconds(60),
  person: Seconds(0),
};

function agree(
  told: Told | undefined,
  source: TimeSource,
  time: EpochMs,
  atMs: MonotonicMs,
  rules: ClockRules,
): boolean {
  if (told === undefined) return false;
  const since = atMs - told.atMs;
  // What a person said is believed until the clock jumps away from it.
  if (source !== "person" && since > rules.fresh) return false;
  return told.civil.some((civil) => Math.abs(civil + since - time) <= rules.tolerance + RESOLUTION[source]);
}

const SOURCES: readonly TimeSource[] = ["network", "sms", "caller-id", "person"];

function judge(state: ClockTrustState, event: ClockEvent, rules: ClockRules): ClockVerdict {
  const { now, atMs } = event;
  const plausible = isPlausible(now, rules);
  const confirmed = SOURCES.some((source) => agree(state.told[source], source, now, atMs, rules));
  const disagreement = networkAhead(state, event, rules);
  if (plausible && (state.synchronised || confirmed)) return { level: "trusted", disagreement, better: undefined };
  const against = agreedByOthers(state, event, rules);
  const better = against ?? (plausible ? undefined : disagreement);
  return { level: plausible && against === undefined ? "hinted" : "untrusted", disagreement, better };
}

function networkAhead(state: ClockTrustState, { now, atMs }: ClockEvent, rules: ClockRules): Duration | undefined {
  const { network } = state.told;
  const [civil] = network?.civil ?? [];
  if (network === undefined || civil === undefined || atMs - network.atMs > rules.fresh) return undefined;
  const ahead = civil + (atMs - network.atMs) - now;
  return Math.abs(ahead) > rules.tolerance ? Milliseconds(ahead) : undefined;
}

/** How far two others, who agree with each other, are ahead of the box. A caller ID confirms, but has no time of its own. */
function agreedByOthers(state: ClockTrustState, { now, atMs }: ClockEvent, rules: ClockRules): Duration | undefined {
  for (const source of ["person", "network", "sms"] as const) {
    const told = state.told[source];
    const time = (told?.civil[0] ?? Number.NaN) + (atMs - (told?.atMs ?? 0));
    if (!agree(told, source, time, atMs, rules)) continue;
    const others = SOURCES.filter((other) => other !== source);
    if (others.some((other) => agree(state.told[other], other, time, atMs, rules))) return Milliseconds(time - now);
  }
  return undefined;
}

function tell(
  state: ClockTrustState,
  verdict: ClockVerdict,
  { atMs, now }: ClockEvent,
  rules: ClockRules,
): readonly [ClockTrustState, ClockVerdict, readonly ClockEffect[]] {
  const { level, disagreement } = verdict;
  const inDoubt = state.doubtSinceMs !== undefined && atMs - state.doubtSinceMs >= rules.untrustedIsFault;
  // A time server, or a second source, outweighs the network. A person may have mistaken the half of the day.
  const outvoted =
    state.synchronised || (["sms", "caller-id"] as const).some((one) => agree(state.told[one], one, now, atMs, rules));
  const wrong = disagreement !== undefined && !outvoted && (state.networkDiffered >= 2 || level === "untrusted");
  const wanted: readonly ClockEffect[] = [
    ...(inDoubt ? [fault("CLOCK_UNTRUSTED", doubtInWords(now, rules))] : []),
    ...(wrong ? [fault("CLOCK_WRONG", differenceInWords(disagreement))] : []),
  ];
  const codes = wanted.map((one) => one.code);
  const raised = wanted.filter((one) => !state.faults.includes(one.code));
  const over = state.faults
    .filter((code) => !codes.includes(code))
    .map((code) => ({ kind: "faultOver", code }) as const);
  return [{ ...state, faults: codes }, verdict, [...over, ...raised]];
}

const fault = (code: ClockEffect["code"], detail: string): ClockEffect => ({ kind: "fault", code, detail });

const doubtInWords = (now: EpochMs, rules: ClockRules): string =>
  isPlausible(now, rules) ? detail.clockUnconfirmed() : detail.clockImpossible();

function differenceInWords(ahead: Duration): string {
  const seconds = Math.abs(ahead) / 1000;
  const time =
    seconds < 5400
      ? `${Math.round(seconds / 60)} minutes`
      : seconds < 172_800
        ? `${Math.round(seconds / 3600)} hours`
        : `${Math.round(seconds / 86_400)} days`;
  return ahead > 0 ? detail.clockBehind({ time }) : detail.clockAhead({ time });
}
