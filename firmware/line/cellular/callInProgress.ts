import type { HangUpSign } from "../Line.ts";
import type { ListedCall } from "./CallSign.ts";
import {
  type CellularEffect,
  type CellularEvent,
  type CellularResult,
  type CellularState,
  cancelAll,
  over,
  POLL_EVERY,
  POLL_SOON,
  type Ringing,
  startTimer,
  type Up,
} from "./CellularState.ts";

/** So many polls without an answer (one every two seconds): nobody is at the other end of the AT port (callpilot: 30). */
const MOST_FAILED_POLLS = 15;
/** Sound that stops so soon after an indication which the list denied: the list was stale (calls that stay for ever: chan_dongle). */
const DENIAL_HOLDS_MS = 5_000;
/** Attempts to hang up before the modem is called stuck. */
const MOST_HANG_UPS = 3;

const NO_SIGNS = { connected: false, indicated: false, absences: 0, audioGone: false, failedPolls: 0 } as const;

/** Answered: the list is asked at once, for the number where none has come, and every two seconds from then on. */
export function beginUp(call: Ringing, commandAtMs: number, atMs: number): CellularResult {
  const { callerId } = call;
  const up: Up = {
    kind: "up",
    outgoing: false,
    sinceMs: atMs,
    ...NO_SIGNS,
    ...(callerId === undefined ? {} : { callerId }),
  };
  return [
    up,
    [
      { kind: "cancelTimer", timer: "ringingStops" },
      { kind: "answered", callerId: callerId ?? { kind: "none" }, rangAtMs: call.rangAtMs, commandAtMs },
      startTimer("pollSoon", POLL_SOON),
      startTimer("poll", POLL_EVERY),
    ],
  ];
}

export const outgoingUp = (atMs: number): Up => ({ kind: "up", outgoing: true, sinceMs: atMs, ...NO_SIGNS });

export function whenUp(state: Up, event: CellularEvent): CellularResult {
  switch (event.kind) {
    case "ring":
      // One that crossed our answer on the wire, or a second caller: the list tells.
      return [{ ...state, rang: event }, [{ kind: "poll" }]];
    case "sign":
      return signWhileUp(state, event);
    case "polled":
      return polledWhileUp(state, event);
    case "audioStopped": {
      const { deniedAtMs = Number.NEGATIVE_INFINITY } = state;
      const indicated = state.indicated || event.atMs - deniedAtMs < DENIAL_HOLDS_MS;
      return weigh({ ...state, audioGone: true, indicated }, event.atMs, [{ kind: "poll" }]);
    }
    case "audioFlows":
      return [{ ...state, audioGone: false }, []];
    case "timer":
      if (event.timer === "poll") return [state, [{ kind: "poll" }, startTimer("poll", POLL_EVERY)]];
      return event.timer === "pollSoon" ? [state, [{ kind: "poll" }]] : [state, []];
    case "hangUpWanted":
      return beginEnding([], state.rang);
    case "lost":
      return ended(event.atMs, "port-gone");
    case "dialWanted":
      return [state, [{ kind: "notReached", why: "failed" }]];
    case "answerEnded":
    case "dialEnded":
    case "hangUpEnded":
    case "inService":
      return [state, []];
  }
}

function signWhileUp(state: Up, event: Extract<CellularEvent, { kind: "sign" }>): CellularResult {
  const { sign } = event;
  switch (sign.kind) {
    case "ended":
      return weigh({ ...state, indicated: true }, event.atMs, [{ kind: "poll" }]);
    case "call":
      if (sign.call.state === "ended" && sign.call.incoming !== state.outgoing)
        return weigh({ ...state, indicated: true }, event.atMs, [{ kind: "poll" }]);
      if (sign.call.state === "waiting" || sign.call.state === "incoming") return [state, [{ kind: "poll" }]];
      return lateIdentity(state, sign.call);
    case "callerId":
      // Within the first seconds it is this caller's; later a waiting caller's.
      return event.atMs - state.sinceMs < 2_000 ? lateIdentity(state, sign) : [state, []];
    case "waiting":
      return [state, [{ kind: "poll" }]];
    case "alerting":
    case "active":
    case "key":
    case "audioFlow":
      return [state, []];
  }
}

function lateIdentity(state: Up, from: { readonly callerId?: ListedCall["callerId"] }): CellularResult {
  const { callerId } = from;
  if (state.outgoing || state.callerId !== undefined || callerId === undefined) return [state, []];
  return [{ ...state, callerId }, [{ kind: "callerIdentified", callerId }]];
}

/** The call that we are in: one that somebody talks on, or whose answer the network has not carried through yet. */
function ours(calls: readonly ListedCall[], { outgoing, connected }: Up): ListedCall | undefined {
  const mine = calls.filter((call) => call.incoming !== outgoing);
  const early = outgoing ? "alerting" : "incoming";
  return mine.find(isTalkedOn) ?? (connected ? undefined : mine.find(({ state }) => state === early));
}

const isTalkedOn = ({ state }: ListedCall): boolean => state === "active" || state === "held";

/** A second call: it hears "engaged" instead of ringing into nothing. */
const waitsForUs = (call: ListedCall): boolean =>
  call.incoming && (call.state === "waiting" || call.state === "incoming");

function polledWhileUp(state: Up, event: Extract<CellularEvent, { kind: "polled" }>): CellularResult {
  if (event.calls === undefined) {
    const failedPolls = state.failedPolls + 1;
    return failedPolls >= MOST_FAILED_POLLS
      ? ended(event.atMs, "port-gone")
      : weigh({ ...state, failedPolls }, event.atMs, []);
  }
  const call = ours(event.calls, state);
  const second = event.calls.some((one) => one !== call && waitsForUs(one));
  if (call === undefined) {
    const next = { ...state, absences: state.absences + 1, failedPolls: 0 };
    return weigh(next, event.atMs, [startTimer("pollSoon", POLL_SOON)]);
  }
  // It is listed: whatever said otherwise was wrong, or about another call.
  const denied = state.indicated ? { deniedAtMs: event.atMs } : {};
  const { rang: _, ...rest } = state;
  const there = { ...rest, ...denied, connected: state.connected || isTalkedOn(call) };
  const [next, identity] = lateIdentity({ ...there, indicated: false, absences: 0, failedPolls: 0 }, call);
  return [next, second ? [...identity, { kind: "refuseWaiting" }] : identity];
}

/** Over when two signs agree; a list that lacks it twice in a row counts as two. */
function weigh(state: Up, atMs: number, otherwise: readonly CellularEffect[]): CellularResult {
  const signs = Number(state.indicated) + Math.min(2, state.absences) + Number(state.audioGone);
  if (signs < 2) return [state, otherwise];
  // The list lacks it: nothing to hang up, and a hang-up might hit the next caller, who rings already.
  if (state.absences > 0) return freeAgain(state, atMs, endOfCall("no-carrier"));
  return beginEnding([{ kind: "farEndGone", sign: "no-carrier" }], state.rang);
}

/** No timer of the call goes on: a second hang-up in its wake might hit the next caller. */
const beginEnding = (before: readonly CellularEffect[], rang?: Up["rang"]): CellularResult => [
  { kind: "ending", attempts: 1, carriedOut: false, answered: true, ...(rang === undefined ? {} : { rang }) },
  [...cancelAll(), ...before, { kind: "hangUp" }],
];

const endOfCall = (sign: HangUpSign): readonly CellularEffect[] => [{ kind: "farEndGone", sign }, { kind: "released" }];
const ended = (atMs: number, sign: HangUpSign): CellularResult => over(atMs, endOfCall(sign));

export function whenEnding(state: Extract<CellularState, { kind: "ending" }>, event: CellularEvent): CellularResult {
  const released: readonly CellularEffect[] = state.answered ? [{ kind: "released" }] : [];
  switch (event.kind) {
    case "hangUpEnded":
      return [{ ...state, carriedOut: true }, [{ kind: "poll" }]];
    case "polled":
      return polledWhileEnding(state, event, released);
    case "timer":
      if (event.timer !== "pollSoon") return [state, []];
      return [state, [{ kind: state.carriedOut ? "poll" : "hangUp" }]];
    case "lost":
      return over(event.atMs, released);
    case "dialWanted":
      return [state, [{ kind: "notReached", why: "failed" }]];
    case "ring":
      return [{ ...state, rang: event }, []];
    // What comes now is about the call that ends; the list has the last word.
    case "sign":
    case "answerEnded":
    case "dialEnded":
    case "hangUpWanted":
    case "audioStopped":
    case "audioFlows":
    case "inService":
      return [state, []];
  }
}

/** Whoever rang while a call ended must not wait for a second ring: the list tells whether it was the next caller. */
function freeAgain({ rang }: Pick<Up, "rang">, atMs: number, released: readonly CellularEffect[]): CellularResult {
  const [idle, effects] = over(atMs, released);
  if (rang === undefined) return [idle, effects];
  return [{ kind: "idle", releasedAtMs: atMs, doubtful: rang }, [...effects, { kind: "poll" }]];
}

function polledWhileEnding(
  state: Extract<CellularState, { kind: "ending" }>,
  event: Extract<CellularEvent, { kind: "polled" }>,
  released: readonly CellularEffect[],
): CellularResult {
  const isThere = (call: ListedCall): boolean => !["ended", "incoming", "waiting"].includes(call.state);
  if (event.calls !== undefined && !event.calls.some(isThere)) return freeAgain(state, event.atMs, released);
  if (!state.carriedOut) return [state, []];
  // A list that cannot be had is asked for again: another hang-up might hit the next caller, who rings already.
  const again = { ...state, attempts: state.attempts + 1, carriedOut: event.calls === undefined };
  if (state.attempts < MOST_HANG_UPS) return [again, [startTimer("pollSoon", POLL_SOON)]];
  return over(event.atMs, [...released, { kind: "stuck" }]);
}
