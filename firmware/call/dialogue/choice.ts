import type { Digit } from "../../line/Line.ts";
import type { Clip } from "../../triage/PromptCatalogue.ts";
import type { PromptId } from "../../triage/Script.ts";
import { MOST_REPEATS } from "../CallEffects.ts";
import type { Question, Task } from "../CallState.ts";
import { type Because, type Move, stay } from "../Move.ts";
import type { Turn } from "../Turn.ts";
import { anotherFailure } from "./failures.ts";

/** One question that a key answers. */
export interface Choice {
  readonly question: Question;
  readonly keys: readonly string[];
  readonly readBack?: readonly Clip[];
  readonly clips: readonly Clip[];
}

type Choosing = Extract<Task, { kind: "choosing" }>;

/** The caller pressed one of the keys offered. */
export interface Chosen {
  readonly kind: "chosen";
  readonly question: Question;
  readonly key: string;
}

export function ask(turn: Turn, choice: Choice): Move {
  open(turn, choice);
  return sayIt(turn, []);
}

/** As `ask`, without saying anything: for a key that is known to come at once. */
export function open(turn: Turn, choice: Choice): void {
  const { question, keys, clips, readBack = [] } = choice;
  turn.state.task = { kind: "choosing", question, keys, clips, readBack, phase: "asking", early: false, repeats: 0 };
}

function sayIt(turn: Turn, before: readonly PromptId[]): Move {
  const task = turn.state.task as Choosing;
  const isReadBack = task.readBack.length > 0;
  turn.state.task = { ...task, phase: isReadBack ? "read-back" : "asking", early: false };
  turn.play([...turn.clips(before), ...(isReadBack ? task.readBack : task.clips)]);
  return stay;
}

export function promptEnded(turn: Turn, task: Choosing): Move | Chosen {
  switch (task.phase) {
    case "read-back":
      if (task.early) return { kind: "chosen", question: task.question, key: "1" };
      turn.state.task = { ...task, phase: "asking" };
      turn.play(task.clips);
      return stay;
    case "asking":
    case "waiting": {
      turn.state.task = { ...task, phase: "waiting" };
      const { step } = turn;
      if ("wait" in step) turn.startTimer("answer", step.wait);
      return stay;
    }
  }
}

/**
 * A key stops the prompt at once and counts, with two exceptions for a number that is being read back: a `1` waits for
 * its end, because nobody can confirm what has not been said, and the `#` that closes an entry may come after we took it as closed.
 */
export function key(turn: Turn, task: Choosing, digit: Digit, ahead: boolean): Move | Chosen {
  const isReadBack = task.readBack.length > 0;
  if (isReadBack && digit === "#") return stay;
  if (isReadBack && digit === "1" && ahead) return stay;
  if (task.phase === "read-back" && digit === "1") {
    turn.state.task = { ...task, early: true };
    return stay;
  }
  turn.hush();
  turn.stopTimer("answer");
  if (task.keys.includes(digit)) return { kind: "chosen", question: task.question, key: digit };
  if (digit === "0") return { kind: "escape" };
  if (digit === "*") return repeat(turn, task);
  return again(turn, "wrong-keys");
}

function repeat(turn: Turn, task: Choosing): Move {
  if (task.repeats >= MOST_REPEATS) return again(turn, "wrong-keys");
  turn.state.task = { ...task, repeats: task.repeats + 1 };
  return sayIt(turn, []);
}

export function again(turn: Turn, because: Because): Move {
  turn.note(because === "silence" ? "no answer" : "not one of the choices");
  const end = anotherFailure(turn, because);
  return end ?? sayIt(turn, [because === "silence" ? "no-answer" : "wrong-key"]);
}
