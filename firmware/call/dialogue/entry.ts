import type { Digit } from "../../line/Line.ts";
import type { PromptId } from "../../triage/Script.ts";
import { BIRTH_DIGITS } from "../birthDate.ts";
import { LIKELY_COMPLETE_AFTER, MOST_REPEATS, NEXT_DIGIT_WITHIN } from "../CallEffects.ts";
import type { Task } from "../CallState.ts";
import { isLikelyComplete, MOST_DIGITS } from "../callbackNumber.ts";
import { type Move, stay } from "../Move.ts";
import type { Turn } from "../Turn.ts";
import { anotherFailure } from "./failures.ts";

type Entering = Extract<Task, { kind: "entering" }>;

/** The caller's digits are complete; empty when `#` came alone. */
export interface Entered {
  readonly kind: "entered";
  readonly field: Entering["field"];
  readonly digits: string;
}

/** Asks for digits; `before` says what was wrong with the last ones. */
export function askFor(
  turn: Turn,
  field: Entering["field"],
  question: PromptId,
  before: readonly PromptId[] = [],
): Move {
  const clips = turn.clips([question]);
  turn.state.task = { kind: "entering", field, digits: "", clips, repeats: 0 };
  turn.play([...turn.clips(before), ...clips]);
  return stay;
}

export function promptEnded(turn: Turn, task: Entering): Move {
  const { step } = turn;
  if (task.digits === "" && "wait" in step) turn.startTimer("answer", step.wait);
  return stay;
}

/** Every key stops the prompt and counts: many people know what is coming and dial ahead of it. */
export function key(turn: Turn, task: Entering, digit: Digit): Move | Entered {
  turn.hush();
  turn.stopTimer("answer");
  switch (digit) {
    case "#":
      return complete(turn);
    case "*":
      return startOver(turn, task);
    case "A":
    case "B":
    case "C":
    case "D":
      return promptEnded(turn, task);
    default: {
      const digits = task.digits.length < MOST_DIGITS ? task.digits + digit : task.digits;
      turn.state.task = { ...task, digits };
      if (task.field === "birth" && digits.length === BIRTH_DIGITS) return complete(turn);
      const isLikely = task.field === "callback" && isLikelyComplete(digits, turn.state.setup.country);
      turn.startTimer("nextDigit", isLikely ? LIKELY_COMPLETE_AFTER : NEXT_DIGIT_WITHIN);
      return stay;
    }
  }
}

/** Silence: after some digits it ends the number, before the first it is no answer. */
export function complete(turn: Turn): Entered {
  const task = turn.state.task as Entering;
  turn.stopTimer("nextDigit");
  return { kind: "entered", field: task.field, digits: task.digits };
}

function startOver(turn: Turn, task: Entering): Move {
  turn.stopTimer("nextDigit");
  if (task.repeats >= MOST_REPEATS) {
    const end = anotherFailure(turn, "wrong-keys");
    if (end !== undefined) return end;
  }
  turn.state.task = { ...task, digits: "", repeats: task.repeats + 1 };
  turn.play(task.clips);
  return stay;
}
