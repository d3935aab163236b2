import type { Digit } from "../line/Line.ts";
import type { Written } from "../message/MessageStore.ts";
import type { ScriptStep } from "../triage/Script.ts";
import type { CallTimer } from "./CallEffects.ts";
import type { Question, Task } from "./CallState.ts";
import * as birth from "./dialogue/birth.ts";
import * as callback from "./dialogue/callback.ts";
import * as choice from "./dialogue/choice.ts";
import * as entry from "./dialogue/entry.ts";
import * as record from "./dialogue/record.ts";
import * as save from "./dialogue/save.ts";
import * as saying from "./dialogue/saying.ts";
import * as staying from "./dialogue/stay.ts";
import { go, type Move, stay } from "./Move.ts";
import type { Turn } from "./Turn.ts";

/** What an event leads to: a move, or an answer that the step itself must judge. */
export type Result = Move | choice.Chosen | entry.Entered;

/** While a sentence is said that asks nothing, or the line or the store is awaited, keys wait for the next question. */
export const takesKeys = (task: Task): boolean =>
  task.kind === "choosing" || task.kind === "entering" || (task.kind === "recording" && task.phase === "prompting");

export function promptEnded(turn: Turn): Result {
  const { task } = turn.state;
  switch (task.kind) {
    case "saying":
      return saying.promptEnded(task);
    case "choosing":
      return choice.promptEnded(turn, task);
    case "entering":
      return entry.promptEnded(turn, task);
    case "recording":
      return withRecord(turn, (step) => record.promptEnded(turn, step, task));
    case "listening":
      return record.listened(turn);
    case "staying":
      return staying.promptEnded(turn);
    case "saving":
    case "ended":
      return stay;
  }
}

export function key(turn: Turn, digit: Digit, ahead: boolean): Result {
  const { task } = turn.state;
  switch (task.kind) {
    case "saying":
      return saying.key(turn, task, digit);
    case "choosing":
      return choice.key(turn, task, digit, ahead);
    case "entering":
      return entry.key(turn, task, digit);
    case "recording":
      if (task.phase === "stopping") return keepForLater(turn, digit);
      return withRecord(turn, (step) => record.key(turn, step, task, digit));
    case "listening":
      record.listeningKey(turn);
      return key(turn, digit, ahead);
    case "saving":
      return keepForLater(turn, digit);
    case "staying":
      return withStay(turn, (step) => staying.key(turn, step, task, digit));
    case "ended":
      return stay;
  }
}

/** As many as an impatient finger presses in the seconds that a line or a store may take. */
const MOST_KEYS_AHEAD = 20;

function keepForLater(turn: Turn, digit: Digit): Move {
  if (turn.state.ahead.length < MOST_KEYS_AHEAD) turn.state.ahead = [...turn.state.ahead, digit];
  return stay;
}

type RecordStep = Extract<ScriptStep, { kind: "record" }>;

function withRecord(turn: Turn, then: (step: RecordStep) => Move): Move {
  const { step } = turn;
  return step.kind === "record" ? then(step) : stay;
}

type StayStep = Extract<ScriptStep, { kind: "stay" }>;

function withStay(turn: Turn, then: (step: StayStep) => Move): Move {
  const { step } = turn;
  return step.kind === "stay" ? then(step) : stay;
}

/** Whoever waits for it hears it at once; everybody else when it is their turn to be told. */
export const pageNews = (turn: Turn): Move =>
  turn.state.task.kind === "staying" ? withStay(turn, (step) => staying.news(turn, step)) : stay;

export function recordingStarted(turn: Turn): Move {
  const { task } = turn.state;
  return task.kind === "recording" ? withRecord(turn, (step) => record.started(turn, step, task)) : stay;
}

export function recordingStopped(turn: Turn, speechMs: number): Move {
  const { task } = turn.state;
  return task.kind === "recording" ? withRecord(turn, (step) => record.stopped(turn, step, task, speechMs)) : stay;
}

export function silenceAfterSpeech(turn: Turn): Move {
  const { task } = turn.state;
  return task.kind === "recording" && task.phase === "recording" ? record.stop(turn, task, "pause") : stay;
}

export function saved(turn: Turn, kept: Written["kept"]): Move {
  const { task } = turn.state;
  const { step } = turn;
  return task.kind === "saving" && step.kind === "save" ? save.saved(turn, step, kept) : stay;
}

export function timerFired(
  turn: Turn,
  timer: Extract<
    CallTimer,
    "answer" | "nextDigit" | "recording" | "lineReply" | "patience" | "saving" | "stayWord" | "stayOver"
  >,
): Result {
  const { task } = turn.state;
  const { step } = turn;
  switch (timer) {
    case "answer":
      return noAnswer(turn);
    case "nextDigit":
      return task.kind === "entering" ? entry.complete(turn) : stay;
    case "recording":
      return task.kind === "recording" ? record.stop(turn, task, "limit") : stay;
    case "lineReply":
      return task.kind === "recording"
        ? withRecord(turn, (recordStep) => record.lineSilent(turn, recordStep, task))
        : stay;
    case "patience":
      if (task.kind === "saving") turn.play(turn.clips(["one-moment"]));
      return stay;
    case "saving":
      return task.kind === "saving" && step.kind === "save" ? save.notSaved(turn, step) : stay;
    case "stayWord":
      return task.kind === "staying" ? staying.wordDue(turn) : stay;
    case "stayOver":
      return task.kind === "staying" ? withStay(turn, (stayStep) => staying.over(turn, stayStep)) : stay;
  }
}

function noAnswer(turn: Turn): Move {
  const { task } = turn.state;
  const { step } = turn;
  if (task.kind === "entering") return task.field === "callback" ? callback.silent(turn) : birth.silent(turn);
  if (task.kind !== "choosing") return stay;
  if (task.question === "review" && step.kind === "record") return go(step.next);
  return choice.again(turn, "silence");
}

/** The time for talking is over. What is being saved or said goodbye to goes on to its end. */
export function wrapUp(turn: Turn): Move {
  const { task } = turn.state;
  if (task.kind === "staying") return withStay(turn, (step) => staying.over(turn, step));
  if (task.kind === "saving" || turn.step.kind === "end" || turn.state.saved) return stay;
  if (task.kind === "recording" && task.phase !== "prompting") return record.stop(turn, task, "wrap-up");
  return { kind: "wrapUp" };
}

/** Hands an answer to the step that asked. */
export function moveOf(turn: Turn, result: Result): Move {
  const { step } = turn;
  if (result.kind === "entered") {
    if (step.kind === "callback") return callback.entered(turn, result.digits);
    return step.kind === "date-of-birth" ? birth.entered(turn, step, result.digits) : stay;
  }
  if (result.kind === "chosen") return chosen(turn, result.question, result.key);
  // A recording that is there is kept, whatever is pressed at its review.
  const isReview = turn.state.task.kind === "choosing" && turn.state.task.question === "review";
  return result.kind === "failed" && isReview && step.kind === "record" ? record.reviewOver(turn, step) : result;
}

function chosen(turn: Turn, question: Question, key: string): Move {
  const { step } = turn;
  switch (question) {
    case "language":
      turn.state.language = turn.state.setup.languages[Number(key) - 1] ?? turn.state.language;
      turn.note(`language: ${turn.state.language}`);
      return step.kind === "language" ? go(step.next) : stay;
    case "menu":
      return step.kind === "menu" ? { kind: "go", to: step.keys[key] ?? step.otherwise, byKey: true } : stay;
    case "callback":
      return step.kind === "callback" ? callback.chosen(turn, step, key) : stay;
    case "birth":
      return step.kind === "date-of-birth" ? birth.chosen(turn, step, key) : stay;
    case "review":
      return step.kind === "record" ? record.chosen(turn, step, key) : stay;
  }
}
