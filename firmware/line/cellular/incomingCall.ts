import { Seconds } from "../../time/Duration.ts";
import type { ListedCall } from "./CallSign.ts";
import {
  type CellularEffect,
  type CellularEvent,
  type CellularResult,
  type CellularState,
  over,
  type Ringing,
  startTimer,
} from "./CellularState.ts";
import { beginUp } from "./callInProgress.ts";

/** Networks repeat RING every 3 to 6 s: one was missed, and +CLCC is asked. */
const RINGING_STOPS = Seconds(8);
/** The caller may hear silence already. */
const LOOK_AGAIN = Seconds(1);
/** RING and +CRING, or a maker's line and RING, are one ring signal. */
const SAME_RING_MS = 1_600;
/** A RING of the call that has just ended may still be on its way. */
const GUARD_MS = 1_000;
/** Lists asked for after a start until one comes: the modem has only just begun to answer. */
const MOST_LOOKS = 3;

type State<Kind extends CellularState["kind"]> = Extract<CellularState, { kind: Kind }>;
type RingEvent = Extract<CellularEvent, { kind: "ring" }>;

export function whenIdle(state: State<"idle">, event: CellularEvent): CellularResult {
  switch (event.kind) {
    case "ring":
      if (state.releasedAtMs !== undefined && event.atMs - state.releasedAtMs < GUARD_MS)
        return [{ ...state, doubtful: event }, [{ kind: "poll" }]];
      return firstRing(event);
    case "sign":
      return [state, []];
    case "polled":
      return polledWhileIdle(state, event);
    // Our AT port may have died in the middle of a call that the modem went on with, or the process that answered it.
    case "inService":
      return [{ ...state, looks: MOST_LOOKS }, [{ kind: "poll" }]];
    case "dialWanted":
      return [
        { kind: "dialling", dialledAtMs: event.atMs, taken: false, alerted: false, absences: 0 },
        [{ kind: "dial" }, startTimer("ringingOut", event.ringFor)],
      ];
    // A ring that was still to be looked into is not the next modem's.
    case "lost":
      return [{ kind: "idle" }, []];
    case "answerEnded":
    case "dialEnded":
    case "hangUpWanted":
    case "hangUpEnded":
    case "audioStopped":
    case "audioFlows":
    case "timer":
      return [state, []];
  }
}

function polledWhileIdle(state: State<"idle">, event: Extract<CellularEvent, { kind: "polled" }>): CellularResult {
  const { doubtful, looks = 0, ...rest } = state;
  const { calls } = event;
  if (calls === undefined) return looks > 1 ? [{ ...rest, looks: looks - 1 }, [{ kind: "poll" }]] : [rest, []];
  // Nobody talks to whoever is on that line, and all others hear "engaged": let go, the caller can call again.
  if (looks > 0 && calls.some(isLeftOver)) return letGo(doubtful);
  const incoming = calls.find(isIncoming);
  return doubtful === undefined || incoming === undefined ? [rest, []] : firstRing(doubtful, incoming);
}

const isLeftOver = (call: ListedCall): boolean => !["ended", "incoming", "waiting"].includes(call.state);

const letGo = (rang: RingEvent | undefined): CellularResult => [
  { kind: "ending", attempts: 1, carriedOut: false, answered: false, ...(rang === undefined ? {} : { rang }) },
  [{ kind: "hangUp" }],
];

const isIncoming = (call: ListedCall): boolean =>
  call.incoming && (call.state === "incoming" || call.state === "waiting");

const isTalkedOn = (call: ListedCall): boolean => call.incoming && (call.state === "active" || call.state === "held");

function firstRing(event: RingEvent, listed?: ListedCall): CellularResult {
  const call: Ringing = {
    kind: "ringing",
    rangAtMs: event.atMs,
    lastRingAtMs: event.atMs,
    rings: 1,
    ...(listed?.callerId === undefined ? {} : { callerId: listed.callerId }),
  };
  const identified: CellularEffect[] =
    listed?.callerId === undefined ? [] : [{ kind: "callerIdentified", callerId: listed.callerId }];
  return decide(call, event, [{ kind: "rang", ring: 1 }, ...identified]);
}

/** After each ring: now, or not at this one. The number is never waited for: it comes while the network connects. */
function decide(call: Ringing, event: RingEvent, before: readonly CellularEffect[]): CellularResult {
  const effects = [...before, startTimer("ringingStops", RINGING_STOPS)];
  if ("never" in event.policy || call.rings < event.policy.atRing) return [call, effects];
  return [{ kind: "answering", call, commandAtMs: event.atMs, late: false }, [...effects, { kind: "answer" }]];
}

function anotherRing(call: Ringing, event: RingEvent): CellularResult {
  if (event.atMs - call.lastRingAtMs < SAME_RING_MS)
    return [{ ...call, lastRingAtMs: event.atMs }, [startTimer("ringingStops", RINGING_STOPS)]];
  const next = { ...call, rings: call.rings + 1, lastRingAtMs: event.atMs };
  return decide(next, event, [{ kind: "rang", ring: next.rings }]);
}

/** Who it is, from +CLIP or a list; told once. */
function identified<Call extends { readonly callerId?: Ringing["callerId"] }>(
  call: Call,
  event: Extract<CellularEvent, { kind: "sign" | "polled" }>,
): readonly [Call, readonly CellularEffect[]] {
  const callerId = call.callerId === undefined ? callerIdOf(event) : undefined;
  return callerId === undefined ? [call, []] : [{ ...call, callerId }, [{ kind: "callerIdentified", callerId }]];
}

function callerIdOf(event: Extract<CellularEvent, { kind: "sign" | "polled" }>): Ringing["callerId"] {
  if (event.kind === "polled") return event.calls?.find((call) => call.incoming)?.callerId;
  if (event.sign.kind === "callerId") return event.sign.callerId;
  return event.sign.kind === "call" && event.sign.call.incoming ? event.sign.call.callerId : undefined;
}

const isEnd = (event: CellularEvent): boolean =>
  event.kind === "sign" &&
  (event.sign.kind === "ended" || (event.sign.kind === "call" && event.sign.call.state === "ended"));

export const stopped = (call: Ringing, atMs: number): CellularResult =>
  over(atMs, [{ kind: "ringingStopped", rings: call.rings, callerId: call.callerId ?? { kind: "none" } }]);

export function whenRinging(state: Ringing, event: CellularEvent): CellularResult {
  switch (event.kind) {
    case "ring":
      return anotherRing(state, event);
    case "sign":
      if (isEnd(event)) return [state, [{ kind: "poll" }]];
      return identified(state, event);
    case "polled":
      // A modem that does not answer keeps its call until RING fails to come again, or it is gone.
      if (event.calls === undefined) return [state, [startTimer("ringingStops", RINGING_STOPS)]];
      return listedWhileRinging(state, event, event.calls);
    case "timer":
      return event.timer === "ringingStops" ? [state, [{ kind: "poll" }]] : [state, []];
    case "lost":
      return stopped(state, event.atMs);
    // A doctor's call has to wait until nobody rings.
    case "dialWanted":
      return [state, [{ kind: "notReached", why: "failed" }]];
    case "answerEnded":
    case "dialEnded":
    case "hangUpWanted":
    case "hangUpEnded":
    case "audioStopped":
    case "audioFlows":
    case "inService":
      return [state, []];
  }
}

function listedWhileRinging(
  state: Ringing,
  event: Extract<CellularEvent, { kind: "polled" }>,
  calls: readonly ListedCall[],
): CellularResult {
  const [call, effects] = identified(state, event);
  // The answer that nobody knew of has come through: the caller hears nothing yet.
  if (state.commandAtMs !== undefined && calls.some(isTalkedOn))
    return upAfterAll(call, state.commandAtMs, event.atMs, effects);
  return calls.some(isIncoming) ? withTimer([call, effects]) : stopped(call, event.atMs);
}

const withTimer = ([state, effects]: CellularResult): CellularResult => [
  state,
  [...effects, startTimer("ringingStops", RINGING_STOPS)],
];

export function whenAnswering(state: State<"answering">, event: CellularEvent): CellularResult {
  const { call } = state;
  switch (event.kind) {
    case "ring": {
      if (event.atMs - call.lastRingAtMs < SAME_RING_MS) return [state, []];
      const next = { ...call, rings: call.rings + 1, lastRingAtMs: event.atMs };
      return [{ ...state, call: next }, [{ kind: "rang", ring: next.rings }]];
    }
    case "sign":
      return signWhileAnswering(state, event);
    case "answerEnded":
      return answerEnded(state, event);
    case "polled":
      return state.late || event.calls?.some(isTalkedOn)
        ? afterLateAnswer(state, event)
        : identifiedWhileAnswering(state, event);
    case "lost":
      return stopped(call, event.atMs);
    case "dialWanted":
      return [state, [{ kind: "notReached", why: "failed" }]];
    case "dialEnded":
    case "hangUpWanted":
    case "hangUpEnded":
    case "audioStopped":
    case "audioFlows":
    case "timer":
    case "inService":
      return [state, []];
  }
}

/** Said to be up before ATA was answered (its OK may be lost): the list is asked, on another port where there is one. */
function signWhileAnswering(
  state: State<"answering">,
  event: Extract<CellularEvent, { kind: "sign" }>,
): CellularResult {
  const [next, effects] = identifiedWhileAnswering(state, event);
  const isUp = event.sign.kind === "active" || (event.sign.kind === "call" && isTalkedOn(event.sign.call));
  return [next, isUp ? [...effects, { kind: "poll" }] : effects];
}

function identifiedWhileAnswering(
  state: State<"answering">,
  event: Extract<CellularEvent, { kind: "sign" | "polled" }>,
): CellularResult {
  const [call, effects] = identified(state.call, event);
  return [{ ...state, call }, effects];
}

function answerEnded(
  state: State<"answering">,
  event: Extract<CellularEvent, { kind: "answerEnded" }>,
): CellularResult {
  const { call } = state;
  switch (event.how) {
    case "ok":
      return beginUp(call, state.commandAtMs, event.atMs);
    case "noCarrier":
      return stopped(call, event.atMs);
    case "refused":
      return [
        { ...call, commandAtMs: state.commandAtMs },
        [{ kind: "poll" }, startTimer("ringingStops", RINGING_STOPS)],
      ];
    case "late":
      return [{ ...state, late: true }, [{ kind: "poll" }]];
  }
}

function upAfterAll(
  call: Ringing,
  commandAtMs: number,
  atMs: number,
  before: readonly CellularEffect[],
): CellularResult {
  const [next, effects] = beginUp(call, commandAtMs, atMs);
  return [next, [...before, ...effects]];
}

/** ATA was not answered in time: only the list of calls knows what became of it. */
function afterLateAnswer(state: State<"answering">, event: Extract<CellularEvent, { kind: "polled" }>): CellularResult {
  const [call, effects] = identified(state.call, event);
  if (event.calls === undefined)
    return [{ ...call, commandAtMs: state.commandAtMs }, [startTimer("ringingStops", LOOK_AGAIN)]];
  if (event.calls.some(isTalkedOn)) return upAfterAll(call, state.commandAtMs, event.atMs, effects);
  if (!event.calls.some(isIncoming)) return stopped(call, event.atMs);
  return [{ kind: "answering", call, commandAtMs: event.atMs, late: false }, [...effects, { kind: "answer" }]];
}
