import type { ListedCall, NotReached } from "./CallSign.ts";
import {
  type CellularEffect,
  type CellularEvent,
  type CellularResult,
  cancelAll,
  cancelTimer,
  type Dialling,
  over,
  POLL_EVERY,
  POLL_SOON,
  startTimer,
} from "./CellularState.ts";
import { outgoingUp } from "./callInProgress.ts";

/** From the number to the other phone's answer, or to the reason why there is none. */
export function whenDialling(state: Dialling, event: CellularEvent): CellularResult {
  switch (event.kind) {
    case "dialEnded":
      return dialEnded(state, event);
    case "sign":
      return signWhileDialling(state, event);
    case "polled":
      return polledWhileDialling(state, event);
    case "timer":
      if (event.timer === "ringingOut") return giveUp("noAnswer");
      return event.timer === "poll" || event.timer === "pollSoon"
        ? [state, [{ kind: "poll" }, startTimer("poll", POLL_EVERY)]]
        : [state, []];
    case "hangUpWanted":
      return giveUp("failed");
    case "lost":
      return over(event.atMs, [{ kind: "notReached", why: "failed" }]);
    // Somebody rings while we dial: the caller hears "engaged" and may try again in a moment.
    case "ring":
      return [state, [{ kind: "refuseWaiting" }]];
    case "dialWanted":
      return [state, [{ kind: "notReached", why: "failed" }]];
    case "answerEnded":
    case "hangUpEnded":
    case "audioStopped":
    case "audioFlows":
    case "inService":
      return [state, []];
  }
}

/** Our own end of it: the modem is told to hang up, and the list has to prove it. */
const giveUp = (why: NotReached): CellularResult => [
  { kind: "ending", attempts: 1, carriedOut: false, answered: false },
  [...cancelAll(), { kind: "notReached", why }, { kind: "hangUp" }],
];

function dialEnded(state: Dialling, event: Extract<CellularEvent, { kind: "dialEnded" }>): CellularResult {
  if (event.how === "ok") return [{ ...state, taken: true }, [startTimer("poll", POLL_SOON)]];
  // Nothing came in time: it may be ringing all the same.
  if (event.how === "late") return [{ ...state, taken: true }, [{ kind: "poll" }, startTimer("poll", POLL_EVERY)]];
  return over(event.atMs, [{ kind: "notReached", why: event.how }]);
}

function signWhileDialling(state: Dialling, event: Extract<CellularEvent, { kind: "sign" }>): CellularResult {
  const { sign } = event;
  switch (sign.kind) {
    case "alerting":
      return alerting(state);
    case "active":
      return answered(event.atMs);
    case "ended":
      return [{ ...state, ended: sign.why ?? state.ended ?? "failed" }, [{ kind: "poll" }]];
    case "call":
      if (!sign.call.incoming) return listed(state, sign.call, event.atMs);
      return [state, sign.call.state === "ended" ? [] : [{ kind: "refuseWaiting" }]];
    case "waiting":
      return [state, [{ kind: "refuseWaiting" }]];
    case "callerId":
    case "key":
    case "audioFlow":
      return [state, []];
  }
}

function listed(state: Dialling, call: ListedCall, atMs: number): CellularResult {
  switch (call.state) {
    case "alerting":
      return alerting(state);
    case "active":
    case "held":
      return answered(atMs);
    case "ended":
      return [{ ...state, ended: state.ended ?? "failed" }, [{ kind: "poll" }]];
    case "dialling":
    case "incoming":
    case "waiting":
      return [state, []];
  }
}

const alerting = (state: Dialling): CellularResult =>
  state.alerted ? [state, []] : [{ ...state, alerted: true }, [{ kind: "farEndRings" }]];

function answered(atMs: number): CellularResult {
  const effects: CellularEffect[] = [
    cancelTimer("ringingOut"),
    { kind: "farEndAnswered" },
    startTimer("pollSoon", POLL_SOON),
    startTimer("poll", POLL_EVERY),
  ];
  return [outgoingUp(atMs), effects];
}

function polledWhileDialling(state: Dialling, event: Extract<CellularEvent, { kind: "polled" }>): CellularResult {
  if (event.calls === undefined) return [state, []];
  const ours = event.calls.find((call) => !call.incoming);
  if (ours !== undefined) {
    // A sign of the end that the list does not bear out was about something else.
    const { ended: _, ...still } = state;
    return listed({ ...still, absences: 0 }, ours, event.atMs);
  }
  if (!state.taken) return [state, []];
  // Without a word of its end it may not be listed yet: the modem has only just taken the number.
  const absences = state.absences + 1;
  if (state.ended === undefined && absences < 2) return [{ ...state, absences }, [startTimer("pollSoon", POLL_SOON)]];
  return over(event.atMs, [{ kind: "notReached", why: state.ended ?? "failed" }]);
}
