/* @pure */
// After a timeout: one probe whose answer nothing else gives, then silence. What comes in between is discarded.

import { leaveAudio } from "./AtSyntax.ts";
import { type Phase, PROBE_ATTEMPTS, PROBE_TIMEOUT, QUIET, QUIET_RESTARTS } from "./DialogueState.ts";
import { finalResult, isLineProgress } from "./resultCodes.ts";
import { ascii, ESCAPE, giveUp, isUnsolicited, type Turn, unsolicited, write } from "./turn.ts";

/** Ends a +VRX (DLE !), aborts and ends a +VTX (DLE CAN, DLE ETX); in command mode all of it is ignored before "AT". */
const BREAK_OFF_AUDIO = Uint8Array.of(0x10, 0x21, 0x10, 0x18, 0x10, 0x03);

export function resynchronise(turn: Turn, breakOff: boolean): void {
  const { held: _, ...state } = turn.state;
  turn.state = { ...state, syntax: state.syntax.mode === "audio" ? leaveAudio(state.syntax) : state.syntax };
  // Probes of an earlier time that are still out answer first; only an answer after theirs is one of ours.
  sendProbe(turn, 1, state.probesOut + 1, breakOff);
}

function sendProbe(turn: Turn, attempt: number, answersDue: number, breakOff: boolean): void {
  const { options, probesOut } = turn.state;
  if (breakOff) write(turn, BREAK_OFF_AUDIO);
  else if (!options.dle) write(turn, ESCAPE);
  write(turn, ascii(`${options.probe.text}\r`));
  turn.state = {
    ...turn.state,
    probesOut: probesOut + 1,
    skipNextOk: false,
    phase: { kind: "probing", attempt, answersDue, breakOff },
  };
  turn.effects.push({ kind: "startTimer", timer: "probe", after: PROBE_TIMEOUT });
}

export function nextAttempt(turn: Turn, phase: Extract<Phase, { kind: "probing" | "quiet" }>): void {
  const attempts = turn.state.options.patience?.probes ?? PROBE_ATTEMPTS;
  if (phase.attempt < attempts) {
    sendProbe(turn, phase.attempt + 1, phase.kind === "probing" ? Math.max(1, phase.answersDue) : 1, phase.breakOff);
    return;
  }
  turn.effects.push({ kind: "lost", why: `no answer to ${attempts} probes` });
  giveUp(turn);
}

export function onLineWhileResynchronising(
  turn: Turn,
  phase: Extract<Phase, { kind: "probing" | "quiet" }>,
  text: string,
): void {
  const { options, probesOut } = turn.state;
  const final = finalResult(text);
  const isAnswer = text.startsWith(options.probe.answer);
  if (!isAnswer && (isUnsolicited(turn, text) || (final && isLineProgress(final)))) {
    unsolicited(turn, text);
    return;
  }
  if (isAnswer) turn.state = { ...turn.state, probesOut: Math.max(0, probesOut - 1) };
  if (phase.kind === "probing") {
    if (isAnswer) turn.state = { ...turn.state, phase: { ...phase, answersDue: phase.answersDue - 1 } };
    // An OK before the probe's own answer is the late one; it is nobody's now.
    else if (text === "OK" && phase.answersDue <= 0) {
      turn.effects.push({ kind: "stopTimer", timer: "probe" });
      waitForQuiet(turn, { kind: "quiet", attempt: phase.attempt, breakOff: phase.breakOff, restarts: 0 });
    }
    return;
  }
  if (phase.restarts < QUIET_RESTARTS) {
    waitForQuiet(turn, { ...phase, restarts: phase.restarts + 1 });
    return;
  }
  turn.effects.push({ kind: "stopTimer", timer: "quiet" });
  nextAttempt(turn, phase);
}

function waitForQuiet(turn: Turn, phase: Extract<Phase, { kind: "quiet" }>): void {
  turn.state = { ...turn.state, phase };
  turn.effects.push({ kind: "startTimer", timer: "quiet", after: QUIET });
}
