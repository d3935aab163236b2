/* @pure */
// One conversation with one modem, as a machine: step(state, event) → [state, effects].
//
//            command            prompt            final result code
//     idle ───────────▶ prompting ─────▶ awaiting ─────────────────▶ idle, or data after CONNECT
//       ▲                   │ timeout        │ timeout, unproven         │ timeout
//       │    quiet          ▼                ▼                           ▼
//       └──────────── resynchronising: ONE probe out, its own answer, then silence; twice in vain ─▶ lost
//
// A timeout is not an answer: until the modem has proved that it is in step, no OK is credited to anything
// (facts measured on peers: going straight on credits a late OK within one or two runs).
import type { Duration } from "../../firmware/time/Duration.ts";
import type { AtCommand, AtOutcome } from "./At.ts";
import { type AtToken, enterAudio, nextToken } from "./AtSyntax.ts";
import {
  type Asked,
  type DialogueEffect,
  type DialogueEvent,
  type DialogueState,
  type DialogueTimer,
  MOST_LINES,
  PDU_FOLLOWS,
  type Phase,
  URGENT_PATIENCE,
  URGENT_WAITS_FOR_AUDIO,
} from "./DialogueState.ts";
import { type FinalResult, finalResult, isConnecting, isLineProgress, isSuccess, opensData } from "./resultCodes.ts";
import { nextAttempt, onLineWhileResynchronising, resynchronise } from "./resynchronise.ts";
import { becomeIdle, ESCAPE, giveUp, isUnsolicited, sendNext, settle, type Turn, unsolicited, write } from "./turn.ts";

/** Ends the entry of a PDU. */
const CTRL_Z = 0x1a;

export function step(state: DialogueState, event: DialogueEvent): readonly [DialogueState, readonly DialogueEffect[]] {
  const turn: Turn = { state, effects: [] };
  switch (event.kind) {
    case "received":
      receive(turn, event.bytes);
      break;
    case "command":
      ask(turn, { id: event.id, command: event.command, urgent: event.urgent });
      break;
    case "finalResultWanted":
      wantFinalResult(turn, event.id, event.timeout);
      break;
    case "timerFired":
      onTimer(turn, event.timer);
      break;
    case "portGone":
      giveUp(turn);
      break;
  }
  return [turn.state, turn.effects];
}

// --- what the modem says -------------------------------------------------------------------------------------------

function receive(turn: Turn, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length && turn.state.phase.kind !== "lost"; ) {
    const [token, syntax, next] = nextToken(turn.state.syntax, bytes, at);
    turn.state = { ...turn.state, syntax };
    at = next;
    if (token) onToken(turn, token);
  }
}

function onToken(turn: Turn, token: AtToken): void {
  switch (token.kind) {
    case "line":
      turn.effects.push({ kind: "heard", token });
      onLine(turn, token.text);
      break;
    case "prompt":
      turn.effects.push({ kind: "heard", token });
      onPrompt(turn);
      break;
    case "overlong":
      turn.effects.push({ kind: "heard", token });
      break;
    case "dleEvent":
      turn.effects.push({ kind: "dleEvent", code: token.code });
      break;
    case "audio":
      turn.effects.push({ kind: "audio", bytes: token.bytes });
      break;
    case "audioEnded":
      turn.effects.push({ kind: "audioEnded" });
      break;
  }
}

function onPrompt(turn: Turn): void {
  const { phase, options } = turn.state;
  switch (phase.kind) {
    case "prompting": {
      const entry = phase.asked.command.afterPrompt!;
      turn.effects.push({ kind: "stopTimer", timer: "prompt" });
      const bytes = new Uint8Array(entry.bytes.length + 1);
      bytes.set(entry.bytes);
      bytes[entry.bytes.length] = CTRL_Z;
      write(turn, bytes);
      turn.effects.push({ kind: "entrySent", id: phase.asked.id });
      // Lines from before the PDU prove nothing about it.
      turn.state = { ...turn.state, phase: { kind: "awaiting", asked: phase.asked, lines: [] } };
      turn.effects.push({ kind: "startTimer", timer: "answer", after: phase.asked.command.timeout });
      break;
    }
    case "idle":
    case "probing":
    case "quiet":
      // It waits for text that nobody will send, and would take the next command for it.
      if (!options.dle) write(turn, ESCAPE);
      break;
    case "awaiting": // Some modems abort a PDU on any stray byte (Fibocom): the timeout will find out.
    case "data":
    case "lost":
      break;
  }
}

function onLine(turn: Turn, text: string): void {
  if (turn.state.header !== undefined && joinsHeader(turn, text)) return;
  const { phase } = turn.state;
  if (PDU_FOLLOWS.some((header) => text.startsWith(header)) && isUnsolicited(turn, text) && !isOwn(phase, text)) {
    turn.state = { ...turn.state, header: text };
    return;
  }
  if (belongsToLateProbe(turn, text)) return;
  switch (phase.kind) {
    case "idle":
      if (!isStray(text)) unsolicited(turn, text);
      break;
    case "prompting":
    case "awaiting":
      onLineInFlight(turn, phase, text);
      break;
    case "data":
      onLineInData(turn, phase, text);
      break;
    case "probing":
    case "quiet":
      onLineWhileResynchronising(turn, phase, text);
      break;
    case "lost":
      break;
  }
}

/** True when the line was the PDU that a +CMT or +CDS announced; both are told as one, with an LF between. */
function joinsHeader(turn: Turn, text: string): boolean {
  const header = turn.state.header!;
  const isPdu = /^[0-9A-Fa-f]{4,}$/.test(text);
  if (!isPdu && isUnsolicited(turn, text)) return false;
  const { header: _, ...rest } = turn.state;
  turn.state = rest;
  unsolicited(turn, isPdu ? `${header}\n${text}` : header);
  return isPdu;
}

/** The answer of a probe that had been given up, and then the OK that follows it. */
function belongsToLateProbe(turn: Turn, text: string): boolean {
  const { phase, options, probesOut, skipNextOk } = turn.state;
  if (phase.kind === "probing" || phase.kind === "quiet") return false;
  if ("asked" in phase && phase.asked.command.text === options.probe.text) return false;
  if (skipNextOk && text === "OK") {
    turn.state = { ...turn.state, skipNextOk: false };
    return true;
  }
  if (probesOut === 0 || !text.startsWith(options.probe.answer)) return false;
  turn.state = { ...turn.state, probesOut: probesOut - 1, skipNextOk: true };
  return true;
}

function onLineInFlight(turn: Turn, phase: Extract<Phase, { asked: Asked }>, text: string): void {
  const { command } = phase.asked;
  const isEcho = text === command.text || (phase.kind === "awaiting" && isEchoOfEntry(command, text));
  if (isEcho) return;
  const final = finalResult(text);
  if (final && (final.ends === "always" || isConnecting(command))) {
    finish(turn, phase, final);
    return;
  }
  if (isOwn(phase, text)) {
    keep(turn, phase, text);
    return;
  }
  if (final || isUnsolicited(turn, text) || (command.prefixes?.length ?? 0) > 0) {
    unsolicited(turn, text);
    return;
  }
  keep(turn, phase, text);
}

function keep(turn: Turn, phase: Extract<Phase, { asked: Asked }>, text: string): void {
  if (phase.lines.length >= MOST_LINES) return;
  turn.state = { ...turn.state, phase: { ...phase, lines: [...phase.lines, text] } };
}

/** The command's own final result code. */
function finish(turn: Turn, phase: Extract<Phase, { asked: Asked }>, final: FinalResult): void {
  const { id, command } = phase.asked;
  const { lines } = phase;
  turn.effects.push({ kind: "stopTimer", timer: phase.kind === "prompting" ? "prompt" : "answer" });
  if (!isSuccess(command, final)) {
    settle(turn, id, refused(final, lines));
    becomeIdle(turn);
    return;
  }
  const proved = command.proof === undefined || lines.some((line) => line.startsWith(command.proof!));
  // An OK instead of the prompt, or without its proof, is somebody else's: we are out of step.
  if (phase.kind === "prompting" || !proved) {
    settle(turn, id, { kind: "unproven", lines });
    resynchronise(turn, false);
    return;
  }
  settle(turn, id, { kind: "ok", final: final.text, lines });
  if (!opensData(final)) {
    becomeIdle(turn);
    return;
  }
  const { held: _, ...state } = turn.state;
  const syntax = command.receivesAudio ? enterAudio(state.syntax) : state.syntax;
  turn.state = { ...state, syntax, phase: { kind: "data" } };
  breakOffForUrgent(turn);
}

function onLineInData(turn: Turn, phase: Extract<Phase, { kind: "data" }>, text: string): void {
  const final = finalResult(text);
  if (!final || opensData(final)) {
    unsolicited(turn, text);
    return;
  }
  const outcome: AtOutcome =
    final.text === "OK" || final.text === "VCON" ? { kind: "ok", final: final.text, lines: [] } : refused(final, []);
  turn.effects.push({ kind: "stopTimer", timer: phase.waiter === undefined ? "audioEnd" : "answer" });
  if (phase.waiter !== undefined) settle(turn, phase.waiter, outcome);
  else turn.state = { ...turn.state, held: outcome };
  if (isLineProgress(final) && final.text !== "VCON") unsolicited(turn, text);
  becomeIdle(turn);
}

// --- what we ask ---------------------------------------------------------------------------------------------------

function ask(turn: Turn, asked: Asked): void {
  if (turn.state.phase.kind === "lost") {
    settle(turn, asked.id, { kind: "portGone" });
    return;
  }
  const { queue } = turn.state;
  const place = asked.urgent ? queue.findIndex((waiting) => !waiting.urgent) : -1;
  const at = place < 0 ? queue.length : place;
  turn.state = { ...turn.state, queue: [...queue.slice(0, at), asked, ...queue.slice(at)] };
  if (turn.state.phase.kind === "idle") sendNext(turn);
  else if (asked.urgent) {
    breakOffForUrgent(turn);
    hurryForUrgent(turn);
  }
}

/**
 * A long listing, or a command that the modem swallowed, must not hold up a page. What waits for the network (an
 * entered PDU) or makes a connection keeps its time. Only the first urgent command shortens it.
 */
function hurryForUrgent(turn: Turn): void {
  const { phase, queue } = turn.state;
  if (phase.kind !== "awaiting" || phase.asked.urgent || queue.filter((waiting) => waiting.urgent).length > 1) return;
  const { command } = phase.asked;
  if (command.afterPrompt || isConnecting(command) || command.timeout <= URGENT_PATIENCE) return;
  turn.effects.push({ kind: "startTimer", timer: "answer", after: URGENT_PATIENCE });
}

/** Hanging up must not wait for a prompt that somebody forgot to end. */
function breakOffForUrgent(turn: Turn): void {
  const { phase, queue } = turn.state;
  if (phase.kind !== "data" || phase.waiter !== undefined || !queue.some((waiting) => waiting.urgent)) return;
  turn.effects.push({ kind: "startTimer", timer: "audioEnd", after: URGENT_WAITS_FOR_AUDIO });
}

function wantFinalResult(turn: Turn, id: number, timeout: Duration): void {
  const { held, ...state } = turn.state;
  if (held) {
    turn.state = state;
    turn.effects.push({ kind: "settle", id, outcome: held });
    return;
  }
  const { phase } = turn.state;
  switch (phase.kind) {
    case "idle":
      awaitFinalResult(turn, id, timeout);
      return;
    case "data":
      if (phase.waiter === undefined) {
        awaitFinalResult(turn, id, timeout);
        return;
      }
      settle(turn, id, { kind: "timedOut", lines: [], phase: "result" });
      return;
    case "prompting":
    case "awaiting":
    case "probing":
    case "quiet":
      // The next final result is somebody else's.
      settle(turn, id, { kind: "timedOut", lines: [], phase: "result" });
      return;
    case "lost":
      settle(turn, id, { kind: "portGone" });
      return;
  }
}

function awaitFinalResult(turn: Turn, id: number, timeout: Duration): void {
  turn.state = { ...turn.state, phase: { kind: "data", waiter: id } };
  turn.effects.push({ kind: "stopTimer", timer: "audioEnd" }, { kind: "startTimer", timer: "answer", after: timeout });
}

// --- out of step ---------------------------------------------------------------------------------------------------

const mayBeInAudio = (command: AtCommand): boolean => command.mayBeInAudio === true || isConnecting(command);

function onTimer(turn: Turn, timer: DialogueTimer): void {
  const { phase } = turn.state;
  switch (phase.kind) {
    case "prompting":
      if (timer !== "prompt") return;
      settle(turn, phase.asked.id, { kind: "timedOut", lines: phase.lines, phase: "prompt" });
      resynchronise(turn, false);
      return;
    case "awaiting":
      if (timer !== "answer") return;
      settle(turn, phase.asked.id, { kind: "timedOut", lines: phase.lines, phase: "result" });
      resynchronise(turn, turn.state.options.dle && mayBeInAudio(phase.asked.command));
      return;
    case "data":
      if (timer !== "answer" && timer !== "audioEnd") return;
      if (phase.waiter !== undefined) settle(turn, phase.waiter, { kind: "timedOut", lines: [], phase: "result" });
      resynchronise(turn, turn.state.options.dle);
      return;
    case "probing":
      if (timer === "probe") nextAttempt(turn, phase);
      return;
    case "quiet":
      if (timer !== "quiet") return;
      turn.effects.push({ kind: "resynchronised" });
      becomeIdle(turn);
      return;
    case "idle":
    case "lost":
      return;
  }
}

// --- small things --------------------------------------------------------------------------------------------------

/** The line begins as the command in flight said that its answer, or its proof, does. */
const isOwn = (phase: Phase, text: string): boolean => {
  if (phase.kind !== "awaiting" && phase.kind !== "prompting") return false;
  const { prefixes, proof } = phase.asked.command;
  return (
    (prefixes?.some((prefix) => text.startsWith(prefix)) ?? false) || (proof !== undefined && text.startsWith(proof))
  );
};

/** A final result that nobody waits for, and that says nothing about the line. */
const isStray = (text: string): boolean => {
  const final = finalResult(text);
  return final !== undefined && !isLineProgress(final);
};

const isEchoOfEntry = (command: AtCommand, text: string): boolean =>
  command.afterPrompt !== undefined && text === String.fromCharCode(...command.afterPrompt.bytes);

const refused = (final: FinalResult, lines: readonly string[]): AtOutcome =>
  final.code === undefined
    ? { kind: "refused", final: final.text, lines }
    : { kind: "refused", final: final.text, code: final.code, lines };
