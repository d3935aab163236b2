import type { Digit } from "../../line/Line.ts";
import type { PromptId, StepId } from "../../triage/Script.ts";
import { MOST_REPEATS } from "../CallEffects.ts";
import type { Task } from "../CallState.ts";
import { go, type Move, stay } from "../Move.ts";
import type { Turn } from "../Turn.ts";

type Saying = Extract<Task, { kind: "saying" }>;

/** Says something and goes on; without `next` it is the last thing said. */
export function say(turn: Turn, ids: readonly PromptId[], next?: StepId): Move {
  const clips = turn.clips(ids);
  const task: Saying = { kind: "saying", say: ids, repeats: 0, ...(next === undefined ? {} : { next }) };
  turn.state.task = task;
  if (clips.length === 0) return promptEnded(task);
  turn.play(clips);
  return stay;
}

export const promptEnded = (task: Saying): Move =>
  task.next === undefined ? { kind: "hangUp", ending: "completed" } : go(task.next);

/** Who knows what comes next presses its key ahead. The last words hold no question, so a stray key does not cut them. */
export function key(turn: Turn, task: Saying, digit: Digit): Move {
  if (digit === "0") return task.next === undefined && turn.state.urgency === "urgent" ? stay : { kind: "escape" };
  if (digit === "*") return repeat(turn, task);
  if (task.next === undefined) return stay;
  turn.hush();
  return { kind: "go", to: task.next, ahead: digit };
}

function repeat(turn: Turn, task: Saying): Move {
  if (task.repeats >= MOST_REPEATS) return stay;
  turn.state.task = { ...task, repeats: task.repeats + 1 };
  const clips = turn.clips(task.say);
  // What was true the first time may need no words any more.
  if (clips.length === 0) return promptEnded(task);
  turn.play(clips);
  return stay;
}
