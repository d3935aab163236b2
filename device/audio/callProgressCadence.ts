/* @pure */

/** Which call-progress tone a stretch of sound is, or that it is none. `quiet` is a cadence's pause. */
export type ToneKind =
  | "us-dial" // 350 + 440 Hz, North America; 350 + 450 Hz, United Kingdom
  | "single" // 400 to 450 Hz: dial, busy and congestion nearly everywhere else (ITU-T E.180)
  | "us-busy" // 480 + 620 Hz, busy and reorder, North America
  | "sit-1" // special information tone: three rising notes before an announcement (ITU-T E.180 §8)
  | "sit-2"
  | "sit-3"
  | "quiet"
  | "other";

/** A stretch of one kind. */
export interface Stretch {
  readonly kind: ToneKind;
  readonly beginMs: number;
  readonly endMs: number;
  /** Level while it lasted, dBm0. */
  readonly level: number;
}

export type CallProgressSign = "busy" | "fast-busy" | "dial-tone";

/** A European ringing tone lasts 1 s, an American one 2 s but of 440 + 480 Hz, which is another kind. */
const DIAL_TONE_MS = 1800;
/** On and off times of E.180 Supplement 2, with tolerance: Spain's busy 200/200, China's congestion 700/700, Sweden's 250/750. */
const ON_MS = { least: 150, most: 770 };
const OFF_MS = { least: 150, most: 830 };
/** Exchanges keep 10 % (E.180); the frames that measure it add 20 ms. */
const PERIOD_TOLERANCE = 0.1;
const PERIOD_SLACK_MS = 25;
/** Three bursts, and not less than this: fast ones must go on a little longer. */
const BURSTS = 3;
const CADENCE_MS = 1700;
/** Above this a period is busy (US 1000, Germany 960, UK 750 ms), below it is reorder or congestion (US 500, Europe 480 ms). */
const BUSY_PERIOD_MS = 610;
const SAME_LEVEL_DB = 3;
/** Each of the three notes: 274 or 380 ms in America, 330 ± 70 ms by E.180. */
const SIT_NOTE_MS = { least: 200, most: 450 };

export interface CallProgress {
  readonly sign: CallProgressSign;
  /** When its tone began. */
  readonly beginMs: number;
}

/** Judges the latest stretches; the last of them is still going on. */
export function callProgress(stretches: readonly Stretch[]): CallProgress | undefined {
  const last = stretches.at(-1);
  if (last === undefined || last.kind === "other") return undefined;
  if (isDialTone(last)) return { sign: "dial-tone", beginMs: last.beginMs };
  if (isSpecialInformation(stretches)) return { sign: "fast-busy", beginMs: stretches.at(-3)!.beginMs };
  return cadence(stretches);
}

function isDialTone({ kind, beginMs, endMs }: Stretch): boolean {
  return (kind === "us-dial" || kind === "single") && endMs - beginMs >= DIAL_TONE_MS;
}

/** "The number you have dialled…": on a call that was answered it means what reorder means, that nobody is there. */
function isSpecialInformation(stretches: readonly Stretch[]): boolean {
  const notes = stretches.slice(-3);
  const kinds = notes.map(({ kind }) => kind).join();
  return (
    kinds === "sit-1,sit-2,sit-3" &&
    notes.every((note) => lasting(note) >= SIT_NOTE_MS.least && lasting(note) <= SIT_NOTE_MS.most)
  );
}

/** Bursts of one tone and one level, whose beginnings are evenly spaced. Judged when a burst has ended. */
function cadence(stretches: readonly Stretch[]): CallProgress | undefined {
  if (stretches.at(-1)?.kind !== "quiet") return undefined;
  const bursts = latestRow(burstsBackwards(stretches));
  const first = bursts[0];
  if (first === undefined) return undefined;
  const periods = bursts.slice(1).map((burst, i) => burst.beginMs - bursts[i]!.beginMs);
  const period = periods.reduce((sum, value) => sum + value, 0) / periods.length;
  if (periods.some((value) => Math.abs(value - period) > PERIOD_TOLERANCE * period + PERIOD_SLACK_MS)) return undefined;
  // The UK's congestion tone has long and short bursts in turn: 400 on, 350 off, 225 on, 525 off.
  // The first may be cut: the listening began in it.
  const lengths = bursts.slice(1).map(lasting);
  const uneven = Math.max(...lengths) > 1.4 * Math.min(...lengths);
  return { sign: period < BUSY_PERIOD_MS || uneven ? "fast-busy" : "busy", beginMs: first.beginMs };
}

/** The shortest row that is certain, so that a burst in whose middle the listening began does not spoil what follows. */
function latestRow(bursts: readonly Stretch[]): readonly Stretch[] {
  const last = bursts.at(-1);
  const from = bursts.findLastIndex(
    (burst, at) => bursts.length - at >= BURSTS && last !== undefined && last.endMs - burst.beginMs >= CADENCE_MS,
  );
  return from < 0 ? [] : bursts.slice(from);
}

/** The unbroken row of like bursts that ends with the last stretch, oldest first. */
function burstsBackwards(stretches: readonly Stretch[]): Stretch[] {
  const bursts: Stretch[] = [];
  for (let i = stretches.length - 2; i >= 0; i -= 2) {
    const burst = stretches[i]!;
    const pause = stretches[i + 1]!;
    const ongoing = i === stretches.length - 2;
    if (burst.kind !== "us-busy" && burst.kind !== "single" && burst.kind !== "us-dial") break;
    if (bursts[0] !== undefined && (bursts[0].kind !== burst.kind || !sameLevel(bursts[0], burst))) break;
    if (lasting(burst) < ON_MS.least || lasting(burst) > ON_MS.most) break;
    if (pause.kind !== "quiet" || (!ongoing && lasting(pause) < OFF_MS.least) || lasting(pause) > OFF_MS.most) break;
    bursts.unshift(burst);
  }
  return bursts;
}

function sameLevel(one: Stretch, other: Stretch): boolean {
  return Math.abs(one.level - other.level) <= SAME_LEVEL_DB;
}

function lasting({ beginMs, endMs }: Stretch): number {
  return endMs - beginMs;
}
