import type { MonotonicMs } from "../time/Clock.ts";
import { Days, type Duration, Hours, Minutes, Seconds } from "../time/Duration.ts";
import { FAULTS } from "./faults.ts";
import { type FaultNews, faultText } from "./faultText.ts";
import { faultKey } from "./ShownFaults.ts";

// Which fault is told by SMS, when, and how often. Urgent ones only, and only those that last: log, lamps and MQTT have
// told it before. A telephone that buzzes all night over a loose plug is switched off, and then it pages nobody.

/** Between two texts to a person; what comes within it is told together. */
const GATHER: Duration = Minutes(1);
/** Nobody hurries to hear that all is well, and a plug that is pushed in twice is well once. */
const OVER_SETTLES: Duration = Seconds(20);
/** So many times a day a fault is told when it comes; then once that it keeps coming and going. */
const TOLD_A_DAY = 2;
/** However it goes, a fault is not told to be there more often than that in a day. */
const MOST_A_DAY = 4;
/** So often within FLAPPING_WITHIN, and none of the times long enough to be told: somebody must hear of it all the same. */
const FLAPPING = 5;
const FLAPPING_WITHIN: Duration = Hours(1);
/** One that kept coming and going and then stays so long is told once more: it is another fault now. */
const STAYS: Duration = Hours(1);
/** After a text that did not go. */
const AGAIN_AFTER: Duration = Minutes(5);
/** How often a waiting text looks whether a modem lives. */
const LOOK_FOR_SMS: Duration = Seconds(30);

interface Subject {
  readonly code: string;
  readonly where: string;
  /** There since, as far as it counts; absent: it is over. */
  readonly since?: MonotonicMs;
  readonly overAt: MonotonicMs;
  /** The people were told that it is there, and not that it is over. */
  readonly believed: boolean;
  /** When it came, over the last day. */
  readonly comings: readonly MonotonicMs[];
  /** When that was told. */
  readonly tellings: readonly MonotonicMs[];
  readonly flappingToldAt?: MonotonicMs;
}

export interface TellerState {
  readonly subjects: ReadonlyMap<string, Subject>;
  /** No text before. */
  readonly notBefore: MonotonicMs;
}

export const NOTHING_TOLD: TellerState = { subjects: new Map(), notBefore: 0 };

export type TellerEvent =
  | { readonly kind: "shown"; readonly code: string; readonly where: string; readonly atMs: MonotonicMs }
  | { readonly kind: "over"; readonly code: string; readonly where: string; readonly atMs: MonotonicMs }
  | { readonly kind: "timePassed"; readonly atMs: MonotonicMs }
  /** A text that no person got. */
  | { readonly kind: "notSent"; readonly news: readonly FaultNews[]; readonly atMs: MonotonicMs };

export interface TellerMeans {
  readonly shortName: string;
  /** Ids of people. */
  readonly people: readonly string[];
  /** `faults.after` of the clinic file. */
  readonly after: Duration;
  /** Some cellular modem is in service. A dead one cannot tell of itself; another one can. */
  readonly smsAlive: boolean;
}

export type TellerEffect =
  | { readonly kind: "sms"; readonly person: string; readonly text: string; readonly news: readonly FaultNews[] }
  | { readonly kind: "wake"; readonly atMs: MonotonicMs };

export function stepTeller(
  state: TellerState,
  event: TellerEvent,
  means: TellerMeans,
): readonly [TellerState, readonly TellerEffect[]] {
  const { atMs } = event;
  const changed = forget(apply(state, event), atMs);
  const plans = [...changed.subjects.values()]
    .map((subject) => (isCovered(subject, changed) ? undefined : plan(subject, means, atMs)))
    .filter((one) => one !== undefined);
  const [first] = plans.toSorted((a, b) => a.atMs - b.atMs);
  if (first === undefined) return [changed, []];
  // What falls due within a minute of the first is told with it, so the first waits for it, and no longer than that.
  const horizon = Math.max(first.atMs + GATHER, changed.notBefore, atMs);
  const together = plans.filter((one) => one.atMs <= horizon);
  const sendAt = Math.max(changed.notBefore, ...together.map((one) => one.atMs));
  if (atMs < sendAt) return [changed, [{ kind: "wake", atMs: sendAt }]];
  if (!means.smsAlive) return [changed, [{ kind: "wake", atMs: atMs + LOOK_FOR_SMS }]];
  const news = together.map((one) => one.news);
  const text = faultText(means.shortName, news);
  const told = tell(changed, news, atMs);
  const [after, later] = stepTeller(told, { kind: "timePassed", atMs }, means);
  return [after, [...means.people.map((person) => ({ kind: "sms" as const, person, text, news })), ...later]];
}

/** "It works again" is not said while a deeper fault at the same place is what has taken this one away. */
function isCovered({ code, where, since }: Subject, { subjects }: TellerState): boolean {
  if (since !== undefined) return false;
  const deeper = FAULTS.get(code)?.dependsOn ?? [];
  return deeper.some((other) => subjects.get(faultKey(other, where))?.since !== undefined);
}

/** What is to be said of it next, and when: judged by what is known now. */
function plan(
  subject: Subject,
  { after }: TellerMeans,
  now: MonotonicMs,
): { news: FaultNews; atMs: number } | undefined {
  const { code, where, since, believed, comings, tellings, flappingToldAt } = subject;
  const say = (kind: FaultNews["kind"], atMs: number) => ({ news: { kind, code, where }, atMs });
  if (since === undefined && believed) return say("over", subject.overAt + OVER_SETTLES);
  if (flappingToldAt !== undefined) {
    if (since === undefined || believed) return undefined;
    const tomorrow = Math.max(flappingToldAt + Days(1), since + after);
    return say("there", tellings.length >= MOST_A_DAY ? tomorrow : Math.min(since + STAYS, tomorrow));
  }
  const lately = comings.filter((came) => now - came < FLAPPING_WITHIN);
  if (lately.length >= FLAPPING && !believed) return say("flapping", lately.at(-1)!);
  if (since === undefined || believed) return undefined;
  return say(tellings.length >= TOLD_A_DAY ? "flapping" : "there", since + after);
}

function apply(state: TellerState, event: TellerEvent): TellerState {
  switch (event.kind) {
    case "shown": {
      const declared = FAULTS.get(event.code);
      if (declared?.severity !== "urgent") return state;
      const since = event.atMs - declared.shownAfter;
      return change(state, event, (before) => ({ ...before, since, comings: [...before.comings, event.atMs] }));
    }
    case "over": {
      if (!state.subjects.has(faultKey(event.code, event.where))) return state;
      return change(state, event, ({ since: _, ...before }) => ({ ...before, overAt: event.atMs }));
    }
    case "timePassed":
      return state;
    case "notSent":
      return {
        ...event.news.reduce((so, one) => change(so, one, (before) => untold(before, one.kind)), state),
        notBefore: event.atMs + AGAIN_AFTER,
      };
  }
}

function tell(state: TellerState, news: readonly FaultNews[], atMs: MonotonicMs): TellerState {
  const told = news.reduce((so, one) => change(so, one, (before) => asTold(before, one.kind, atMs)), state);
  return { ...told, notBefore: atMs + GATHER };
}

function asTold(before: Subject, kind: FaultNews["kind"], atMs: MonotonicMs): Subject {
  switch (kind) {
    case "there":
      return { ...before, believed: true, tellings: [...before.tellings, atMs] };
    case "over":
      return { ...before, believed: false };
    case "flapping":
      return { ...before, believed: false, flappingToldAt: atMs };
  }
}

function untold({ flappingToldAt, ...before }: Subject, kind: FaultNews["kind"]): Subject {
  const flapping = flappingToldAt === undefined ? {} : { flappingToldAt };
  switch (kind) {
    case "there":
      return { ...before, ...flapping, believed: false, tellings: before.tellings.slice(0, -1) };
    case "over":
      return { ...before, ...flapping, believed: true };
    case "flapping":
      return before;
  }
}

const change = (
  state: TellerState,
  { code, where }: Pick<FaultNews, "code" | "where">,
  to: (before: Subject) => Subject,
): TellerState => {
  const key = faultKey(code, where);
  const before = state.subjects.get(key) ?? { code, where, overAt: 0, believed: false, comings: [], tellings: [] };
  return { ...state, subjects: new Map(state.subjects).set(key, to(before)) };
};

/** A day later it is a new fault; one that is neither there nor believed to be leaves no trace then. */
function forget(state: TellerState, now: MonotonicMs): TellerState {
  const fresh = (at: MonotonicMs): boolean => now - at < Days(1);
  const subjects = new Map<string, Subject>();
  for (const [key, { flappingToldAt, ...subject }] of state.subjects) {
    const comings = subject.comings.filter(fresh);
    const tellings = subject.tellings.filter(fresh);
    const muted = flappingToldAt !== undefined && fresh(flappingToldAt) ? { flappingToldAt } : {};
    if (subject.since === undefined && !subject.believed && comings.length === 0 && tellings.length === 0) continue;
    subjects.set(key, { ...subject, comings, tellings, ...muted });
  }
  return { ...state, subjects };
}
