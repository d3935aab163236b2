import type { Digit, HangUpSign } from "../line/Line.ts";
import type { CallRecord } from "../message/MessageStore.ts";
import type { CallEffect, CallTimer } from "./CallEffects.ts";
import { LONGEST_CALL, WRAP_UP_AFTER } from "./CallEffects.ts";
import type { CallEvent, CallSetup, CallState } from "./CallState.ts";
import { leavesMessage } from "./message.ts";
import { pageIfDue, writeNews } from "./paging.ts";
import { follow } from "./route.ts";
import { Turn } from "./Turn.ts";
import * as talk from "./talk.ts";

/**
 * One call, from off-hook to on-hook: it follows the clinic's script, collects what the caller tells, and says when to
 * page, to save and to hang up. Nothing makes a call routine but the caller's own choice; silence, wrong keys, broken prompts and
 * failing recordings make it urgent. It always ends, on-hook, with a record.
 *
 *     answered ─▶ step ─▶ step ─▶ … ─▶ save ─▶ (store) ─▶ end ─▶ hangUp
 *                  │ 0 ▶ escape            ▲
 *                  │ wrapUp ───────────────┘        callerHungUp, hangUpNow ─▶ record, page if urgent, hangUp
 */
export function beginCall(setup: CallSetup): CallState {
  return {
    setup,
    step: setup.script.start,
    task: { kind: "saying", say: [], repeats: 0 },
    failures: 0,
    silences: 0,
    answeredAtMs: 0,
    keys: [],
    ahead: [],
    timers: [],
    lastPlayId: 0,
    language: setup.languages[0] ?? "en",
    callerKind: "unknown",
    birthSkipped: false,
    takes: { name: 0, reason: 0 },
    kept: {},
    without: [],
    listens: 0,
    engaged: false,
    pageNow: false,
    alerted: false,
    saved: false,
  };
}

export const isOver = (state: CallState): boolean => state.task.kind === "ended";

/** Nobody has pressed, said or been asked anything that counts: the call may still become somebody else's. */
export const isUntouched = ({ engaged, keys, takes, task, urgency, written }: CallState): boolean =>
  !engaged &&
  keys.length + takes.name + takes.reason === 0 &&
  urgency === undefined &&
  written === undefined &&
  task.kind !== "saving" &&
  task.kind !== "ended";

export function step(state: CallState, event: CallEvent): readonly [CallState, readonly CallEffect[]] {
  if (isOver(state)) return [state, []];
  const turn = new Turn(state);
  handle(turn, event);
  if (turn.state.task.kind !== "ended") {
    pageIfDue(turn);
    writeNews(turn);
  }
  return [turn.state, turn.effects];
}

function handle(turn: Turn, event: CallEvent): void {
  switch (event.kind) {
    case "answered":
      answered(turn, event.atMs);
      break;
    case "callerIdentified":
      // What the caller was offered meanwhile stays: a number is never exchanged under somebody's hands.
      if (turn.state.setup.callerId.kind !== "number")
        turn.state.setup = { ...turn.state.setup, callerId: event.callerId };
      break;
    case "promptFinished":
      promptFinished(turn, event.playId);
      break;
    case "digitReceived":
      turn.state.engaged = true;
      turn.state.silences = 0;
      turn.state.keys = [...turn.state.keys, [Math.round(event.atMs - turn.state.answeredAtMs), event.digit]];
      digit(turn, event.digit, false);
      break;
    case "recordingStarted":
      move(turn, talk.recordingStarted(turn));
      break;
    case "recordingStopped":
      move(turn, talk.recordingStopped(turn, event.speechMs));
      break;
    case "silenceAfterSpeech":
      move(turn, talk.silenceAfterSpeech(turn));
      break;
    case "saved":
      move(turn, talk.saved(turn, event.kept));
      break;
    case "timerFired":
      timerFired(turn, event.timer);
      break;
    case "pageNews":
      turn.state.news = event.news;
      move(turn, talk.pageNews(turn));
      break;
    case "earlierMessage":
      if (event.earlier === undefined) delete turn.state.earlier;
      else turn.state.earlier = event.earlier;
      break;
    case "callerHungUp":
      callerHungUp(turn, event.sign);
      break;
  }
}

function answered(turn: Turn, atMs: number): void {
  if (turn.state.timers.includes("hangUpNow")) return;
  turn.state.answeredAtMs = atMs;
  turn.startTimer("wrapUp", WRAP_UP_AFTER);
  turn.startTimer("hangUpNow", LONGEST_CALL);
  move(turn, { kind: "go", to: turn.state.setup.script.start });
}

/** Of a prompt that was stopped, the end may come when the next one plays already. */
function promptFinished(turn: Turn, playId: number): void {
  if (playId !== turn.state.playing) return;
  turn.promptIsOver();
  move(turn, talk.promptEnded(turn));
}

function digit(turn: Turn, key: Digit, ahead: boolean): void {
  move(turn, talk.key(turn, key, ahead));
}

/** Follows where the talk leads; then hands over a key that was pressed ahead. */
function move(turn: Turn, result: talk.Result): void {
  const over = follow(turn, talk.moveOf(turn, result));
  if (over !== undefined) finish(turn, over.ending);
  const [next, ...rest] = turn.state.ahead;
  if (next === undefined || !talk.takesKeys(turn.state.task)) return;
  turn.state.ahead = rest;
  digit(turn, next, true);
}

function timerFired(turn: Turn, timer: CallTimer): void {
  // It was stopped while its firing was already on the way.
  if (!turn.state.timers.includes(timer)) return;
  turn.state.timers = turn.state.timers.filter((running) => running !== timer);
  switch (timer) {
    case "prompt":
      promptNeverEnded(turn);
      break;
    case "pageAnyway":
      turn.state.pageNow = true;
      break;
    case "wrapUp":
      move(turn, talk.wrapUp(turn));
      break;
    case "hangUpNow":
      if (turn.state.urgency === undefined) turn.becomeUrgent("time-limit");
      finish(turn, "time-limit");
      break;
    case "answer":
    case "nextDigit":
    case "recording":
    case "lineReply":
    case "patience":
    case "saving":
    case "stayWord":
    case "stayOver":
      move(turn, talk.timerFired(turn, timer));
      break;
  }
}

/** The caller may have heard nothing: go on as if it had ended, and let a doctor hear of the call. */
function promptNeverEnded(turn: Turn): void {
  turn.note("a prompt did not end");
  delete turn.state.playing;
  turn.effects.push({ kind: "stopPrompt" });
  turn.becomeUrgent("fault");
  move(turn, talk.promptEnded(turn));
}

function callerHungUp(turn: Turn, sign: HangUpSign): void {
  if (turn.state.urgency === undefined && leavesMessage(turn.state)) turn.becomeUrgent("abandoned");
  finish(turn, endingOf(turn.state, sign), sign);
}

function endingOf(state: CallState, sign: HangUpSign): NonNullable<CallRecord["ending"]> {
  if (state.saved) return "completed";
  if (sign === "port-gone") return "line-lost";
  return sign === "time-limit" ? "time-limit" : "abandoned";
}

/** The way every call ends, whatever happened: quiet, paged if urgent, written, on-hook. */
function finish(turn: Turn, ending: NonNullable<CallRecord["ending"]>, sign?: HangUpSign): void {
  const { state } = turn;
  turn.hush();
  if (state.task.kind === "recording" && state.task.phase !== "prompting") turn.effects.push({ kind: "stopRecording" });
  state.task = { kind: "ended" };
  state.pageNow = true;
  pageIfDue(turn);
  writeNews(turn);
  for (const timer of state.timers) turn.stopTimer(timer);
  turn.effects.push(
    { kind: "writeCall", ending, keys: state.keys, ...(sign === undefined ? {} : { sign }) },
    { kind: "hangUp" },
  );
}
