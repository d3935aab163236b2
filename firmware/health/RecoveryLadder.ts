import type { EpochMs, MonotonicMs } from "../time/Clock.ts";
import { Hours, Milliseconds } from "../time/Duration.ts";
import { detail } from "./details/detailWords.ts";
import type {
  Circumstances,
  Doing,
  LadderEffect,
  LadderEvent,
  LadderState,
  RecoveryAlarm,
  Trouble,
} from "./Recovery.ts";
import {
  CLIMB,
  type FailedHow,
  HOW_IN_WORDS,
  RECOVERY_RULES,
  type RecoveryRules,
  RUNG_IN_WORDS,
  RUNGS,
  type Rung,
} from "./RecoveryRules.ts";

type Moved = readonly [LadderState, readonly LadderEffect[]];
type Troubled = LadderState & { readonly trouble: Trouble };

/** `resets`: what the last `remember` of an earlier process said. */
export const newLadder = (resets: readonly EpochMs[] = []): LadderState => ({
  resets,
  alarms: [],
  trouble: undefined,
  servedOnce: false,
});

/**
 * How a modem is brought back: the mildest means first, each given its time, and never an end. A port that is gone is
 * looked for every two seconds or faster, because a plug comes back at any moment; resets wait until it has been gone for
 * a minute. Nothing destructive while a call or a page would be lost by it. When all was tried it says so, looks on, and
 * begins again after five minutes, ten, …, with one destructive rung a round, the hardest first.
 */
export function step(state: LadderState, event: LadderEvent, rules: RecoveryRules = RECOVERY_RULES): Moved {
  switch (event.kind) {
    case "failed": {
      const [rested, over] = healedBy(state, event.atMs, rules);
      return after(over, plan(failed(rested, event, rules), event, rules));
    }
    case "rungEnded":
      return plan(rungEnded(state, event, rules), event, rules);
    case "inService":
      return inService(state, event.atMs, rules);
    case "timer": {
      const [rested, over] = healedBy(state, event.atMs, rules);
      return after(over, plan(overdue(rested, event.atMs), event, rules));
    }
  }
}

function failed(
  state: LadderState,
  event: Extract<LadderEvent, { kind: "failed" }>,
  rules: RecoveryRules,
): LadderState {
  const { atMs, why } = event;
  // Whatever else is wrong with it is mended first, and by harder means than it asks for.
  if (why === "worn" && state.trouble !== undefined) return state;
  const known = state.trouble?.why === "worn" && state.trouble.doing === undefined ? undefined : state.trouble;
  const trouble = known ?? freshTrouble(why, atMs, atMs + allowance(state, why, rules));
  const seen = { ...see(trouble, why, atMs, rules), inServiceSinceMs: undefined };
  // During a rung the port comes and goes; after it, a failure says that it has not helped.
  const { doing } = seen;
  if (doing !== undefined && !doing.ended) return { ...state, trouble: seen };
  if (doing !== undefined) return { ...state, trouble: ended(seen, doing, atMs) };
  const wasWorking = trouble.inServiceSinceMs !== undefined;
  return { ...state, trouble: wasWorking ? { ...seen, climbedAtMs: atMs, endedAtMs: atMs } : seen };
}

function allowance(state: LadderState, why: FailedHow, rules: RecoveryRules): number {
  if (why === "worn") return rules.quietBefore;
  return state.servedOnce ? 0 : rules.bootTime;
}

const ended = (trouble: Trouble, doing: Doing, atMs: MonotonicMs): Trouble => ({
  ...trouble,
  doing: undefined,
  endedAtMs: atMs,
  climbedAtMs: doing.look ? trouble.climbedAtMs : atMs,
});

const freshTrouble = (why: FailedHow, atMs: MonotonicMs, quietUntilMs: MonotonicMs): Trouble => ({
  why,
  goneSinceMs: why === "gone" ? atMs : undefined,
  busySinceMs: undefined,
  inServiceSinceMs: undefined,
  done: [],
  round: 0,
  nextRoundAtMs: undefined,
  quietUntilMs,
  doing: undefined,
  looks: 0,
  climbedAtMs: atMs,
  endedAtMs: atMs,
});

/** A port that has come back belongs to a modem that is starting. */
function see(trouble: Trouble, why: FailedHow, atMs: MonotonicMs, rules: RecoveryRules): Trouble {
  const goneSinceMs = why === "gone" ? (trouble.goneSinceMs ?? atMs) : undefined;
  const returned = trouble.why === "gone" && why !== "gone";
  const quietUntilMs = returned ? Math.max(trouble.quietUntilMs, atMs + rules.bootTime) : trouble.quietUntilMs;
  return { ...trouble, why, goneSinceMs, quietUntilMs, looks: trouble.why === why ? trouble.looks : 0 };
}

function rungEnded(
  state: LadderState,
  event: Extract<LadderEvent, { kind: "rungEnded" }>,
  rules: RecoveryRules,
): LadderState {
  const { trouble } = state;
  // Too late: its time was over, and something else was ordered since.
  if (trouble?.doing === undefined || trouble.doing.rung !== event.rung || trouble.doing.ended) return state;
  const { atMs, rung, ok } = event;
  const { destructive, settle, blind } = RUNGS[rung];
  // A worn one works no longer now, and is to be looked for.
  const why = event.why ?? (trouble.why === "worn" ? "silent" : trouble.why);
  const seen = see(trouble, why, atMs, rules);
  if (ok && !destructive) {
    return { ...state, trouble: { ...seen, doing: { ...trouble.doing, untilMs: atMs + settle, ended: true } } };
  }
  const over = ended(seen, trouble.doing, atMs);
  if (!destructive) return { ...state, trouble: over };
  // Also one that "failed" may have reset the modem: its answer may be what got lost.
  const quietUntilMs = Math.max(seen.quietUntilMs, atMs + settle);
  const goneSinceMs = seen.goneSinceMs === undefined ? undefined : atMs;
  return { ...state, trouble: { ...over, looks: 0, endedAtMs: atMs + blind, quietUntilMs, goneSinceMs } };
}

/** What was ordered or hoped for has not come in its time. */
function overdue(state: LadderState, atMs: MonotonicMs): LadderState {
  const { trouble } = state;
  if (trouble?.doing === undefined || atMs < trouble.doing.untilMs) return state;
  return { ...state, trouble: ended(trouble, trouble.doing, atMs) };
}

function inService(state: LadderState, atMs: MonotonicMs, rules: RecoveryRules): Moved {
  const served = { ...state, servedOnce: true };
  if (state.trouble === undefined || state.trouble.inServiceSinceMs !== undefined) return [served, []];
  const back = { goneSinceMs: undefined, busySinceMs: undefined, doing: undefined, looks: 0 };
  return [
    { ...served, trouble: { ...state.trouble, ...back, inServiceSinceMs: atMs } },
    [{ kind: "wait", for: rules.stable }],
  ];
}

function healedBy(state: LadderState, atMs: MonotonicMs, rules: RecoveryRules): Moved {
  const since = state.trouble?.inServiceSinceMs;
  if (since === undefined || atMs - since < rules.stable) return [state, []];
  return [{ ...state, trouble: undefined, alarms: [] }, state.alarms.map((code) => ({ kind: "alarmOver", code }))];
}

/** The one order or wait that follows from where things stand. */
function plan(state: LadderState, at: Circumstances, rules: RecoveryRules): Moved {
  const { trouble } = state;
  if (trouble === undefined) return [state, []];
  if (trouble.inServiceSinceMs !== undefined) return [state, [waitUntil(trouble.inServiceSinceMs + rules.stable, at)]];
  if (trouble.doing !== undefined) return [state, [waitUntil(trouble.doing.untilMs, at)]];
  return climb(withBusy(nextRound(state, trouble, at), at), at, rules);
}

function nextRound(state: LadderState, trouble: Trouble, at: Circumstances): LadderState {
  if (trouble.nextRoundAtMs === undefined || at.atMs < trouble.nextRoundAtMs) return state;
  return { ...state, trouble: { ...trouble, round: trouble.round + 1, done: [], nextRoundAtMs: undefined } };
}

function withBusy(state: LadderState, at: Circumstances): Troubled {
  const trouble = state.trouble as Trouble;
  return { ...state, trouble: { ...trouble, busySinceMs: at.busy ? (trouble.busySinceMs ?? at.atMs) : undefined } };
}

function climb(state: Troubled, at: Circumstances, rules: RecoveryRules): Moved {
  const { trouble } = state;
  const resets = ofLastDay(state.resets, at.now);
  const left = ladderOf(trouble, at.available).filter((rung) => !trouble.done.includes(rung));
  const affordable = left.filter((rung) => !RUNGS[rung].destructive || resets.length < rules.resetsADay);
  const rung = affordable[0];
  const earliestMs = earliest(trouble, rung, rules);
  const limited = rung === undefined && left.length > 0 && at.atMs >= earliestMs;
  const [told, alarms] = limited ? alarm(state, "MODEM_RESET_LIMIT", detail.resets({ n: resets.length })) : [state, []];
  // It works: what cannot be had now is not worth an alarm, and will be asked for again.
  if (rung === undefined && trouble.why === "worn") return [{ ...state, trouble: undefined }, []];
  if (rung === undefined) {
    const [atEnd, more] = ladderEnds(told, earliestMs, at, rules);
    return after([...alarms, ...more], look(atEnd, atEnd.trouble.nextRoundAtMs ?? earliestMs, at, rules));
  }
  if (heldBack(rung, trouble, at, rules)) return look(told, at.atMs + rules.lookLast, at, rules);
  if (at.atMs < earliestMs) {
    const breath = trouble.why !== "gone" && earliestMs - at.atMs <= RUNGS[rung].pause;
    return breath ? [told, [waitUntil(earliestMs, at)]] : look(told, earliestMs, at, rules);
  }
  return order(told, rung, resets, at);
}

/** In the first round everything; then what is cheap, and one hard rung in turn, so that the day's resets last for the day. */
function ladderOf(trouble: Trouble, available: readonly Rung[]): readonly Rung[] {
  const all = CLIMB[trouble.why].filter((rung) => available.includes(rung));
  if (trouble.round === 0) return all;
  const hard = all.filter((rung) => RUNGS[rung].destructive).reverse();
  const turn = hard[(trouble.round - 1) % Math.max(1, hard.length)];
  return all.filter((rung) => !RUNGS[rung].destructive || rung === turn);
}

/** When the next rung (or, when none is left, the end of the ladder) may come. */
function earliest(trouble: Trouble, rung: Rung | undefined, rules: RecoveryRules): MonotonicMs {
  const quiet = Math.max(trouble.quietUntilMs, trouble.climbedAtMs + (rung === undefined ? 0 : RUNGS[rung].pause));
  if (rung !== undefined && !RUNGS[rung].destructive) return quiet;
  return trouble.goneSinceMs === undefined ? quiet : Math.max(quiet, trouble.goneSinceMs + rules.goneGrace);
}

/** Closing a live port drops DTR, and a modem may hang up on it: while a call is up that is as hard as a reset. */
function heldBack(rung: Rung, trouble: Trouble, at: Circumstances, rules: RecoveryRules): boolean {
  if (trouble.busySinceMs === undefined || at.atMs - trouble.busySinceMs >= rules.longestBusy) return false;
  return RUNGS[rung].destructive || (rung === "reopen" && trouble.why !== "gone");
}

function order(state: Troubled, rung: Rung, resets: readonly EpochMs[], at: Circumstances): Moved {
  const { destructive } = RUNGS[rung];
  const trouble = { ...state.trouble, done: [...state.trouble.done, rung] };
  const counted = destructive ? [...resets, at.now] : resets;
  const [performing, effects] = perform({ ...state, trouble, resets: counted }, rung, false, at.atMs);
  if (!destructive) return [performing, effects];
  const [allowed, over] = alarmOver(performing, "MODEM_RESET_LIMIT");
  return [allowed, [...over, { kind: "remember", resets: counted }, ...effects]];
}

function perform(state: Troubled, rung: Rung, isLook: boolean, atMs: MonotonicMs): Moved {
  const { within, settle } = RUNGS[rung];
  const doing: Doing = { rung, untilMs: atMs + within, ended: false, look: isLook };
  // The wait is for a performer that never says how it ended.
  return [
    { ...state, trouble: { ...state.trouble, doing } },
    [
      { kind: "perform", rung, within, settle },
      { kind: "wait", for: within },
    ],
  ];
}

/** Between rungs: is it back? By the mildest means that can tell, at growing distances, and at once when `untilMs` comes. */
function look(state: Troubled, untilMs: MonotonicMs, at: Circumstances, rules: RecoveryRules): Moved {
  const { trouble } = state;
  const may = trouble.why === "gone" || at.atMs < trouble.quietUntilMs ? rules.lookLast : rules.slowLast;
  const pause = Math.min(may, rules.lookFirst * 2 ** Math.min(trouble.looks, 20));
  if (trouble.why === "worn") return [state, [waitUntil(untilMs, at)]];
  const lookAtMs = trouble.endedAtMs + pause;
  if (at.atMs < lookAtMs) return [state, [waitUntil(Math.min(lookAtMs, untilMs), at)]];
  const rung: Rung = trouble.why === "sick" || heldBack("reopen", trouble, at, rules) ? "reinit" : "reopen";
  const looked = { ...state, trouble: { ...trouble, looks: trouble.looks + 1 } };
  return perform(looked, rung, true, at.atMs);
}

function ladderEnds(
  state: Troubled,
  earliestMs: MonotonicMs,
  at: Circumstances,
  rules: RecoveryRules,
): readonly [Troubled, readonly LadderEffect[]] {
  const { trouble } = state;
  if (at.atMs < earliestMs || trouble.nextRoundAtMs !== undefined) return [state, []];
  const pause = Math.min(rules.roundLast, rules.roundFirst * 2 ** Math.min(trouble.round, 20));
  const resting = { ...state, trouble: { ...trouble, nextRoundAtMs: at.atMs + pause } };
  return alarm(
    resting,
    "MODEM_NOT_RECOVERED",
    detail.tried({
      how: HOW_IN_WORDS[trouble.why],
      rungs: trouble.done.map((rung) => RUNG_IN_WORDS[rung]).join(", "),
    }),
  );
}

/** How many of the day's resets are used, for `firstring status`. */
export const resetsUsed = (state: LadderState, now: EpochMs): number => ofLastDay(state.resets, now).length;

/** A clock that was set back must not make resets uncounted, nor one that was years ahead count them for ever. */
const ofLastDay = (resets: readonly EpochMs[], now: EpochMs): readonly EpochMs[] =>
  resets.filter((reset) => Math.abs(now - reset) < Hours(24));

function alarm<S extends LadderState>(
  state: S,
  code: RecoveryAlarm,
  detail: string,
): readonly [S, readonly LadderEffect[]] {
  if (state.alarms.includes(code)) return [state, []];
  return [{ ...state, alarms: [...state.alarms, code] }, [{ kind: "alarm", code, detail }]];
}

function alarmOver(state: LadderState, code: RecoveryAlarm): Moved {
  if (!state.alarms.includes(code)) return [state, []];
  return [{ ...state, alarms: state.alarms.filter((one) => one !== code) }, [{ kind: "alarmOver", code }]];
}

const waitUntil = (untilMs: MonotonicMs, at: Circumstances): LadderEffect => ({
  kind: "wait",
  for: Milliseconds(Math.max(0, untilMs - at.atMs)),
});

const after = (first: readonly LadderEffect[], [state, effects]: Moved): Moved => [state, [...first, ...effects]];
