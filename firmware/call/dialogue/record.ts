import type { Digit } from "../../line/Line.ts";
import { Milliseconds, Minutes, Seconds } from "../../time/Duration.ts";
import type { PromptId, ScriptStep } from "../../triage/Script.ts";
import { LEAST_SPEECH_MS, LINE_REPLIES_WITHIN, MOST_LISTENS, MOST_TAKES } from "../CallEffects.ts";
import type { RecordingEnd, Task } from "../CallState.ts";
import { go, type Move, stay } from "../Move.ts";
import type { Turn } from "../Turn.ts";
import { ask, type Choice, open } from "./choice.ts";
import { anotherFailure } from "./failures.ts";
import { say } from "./saying.ts";

/**
 * One spoken part:
 *
 *     prompting ─▶ starting ─▶ recording ─▶ stopping ─▶ review ─1─▶ next
 *         ▲        (line)      # · pause     (line)      │ │ 3 listens
 *         └──────── 2 records again, nothing heard ──────┘ └──▶ listening
 */
type RecordStep = Extract<ScriptStep, { kind: "record" }>;
type Recording = Extract<Task, { kind: "recording" }>;

export function begin(turn: Turn, step: RecordStep): Move {
  const { kept, without } = turn.state;
  return kept[step.part] !== undefined || without.includes(step.part) ? go(step.next) : prompt(turn, step);
}

function prompt(turn: Turn, step: RecordStep, before: readonly PromptId[] = []): Move {
  const take = turn.state.takes[step.part] + 1;
  turn.state.task = { kind: "recording", phase: "prompting", take, hurried: false, ended: "by-line" };
  turn.play(turn.clips([...before, ...step.say, ...limitOf(step), "tone"]));
  return stay;
}

/** Limits are said, so that nobody is cut off unawares; short ones need no words. */
const limitOf = (step: RecordStep): readonly PromptId[] =>
  [1, 2, 3, 5].filter((minutes) => step.longest === Minutes(minutes)).map((minutes) => `limit-${minutes}`);

export function promptEnded(turn: Turn, step: RecordStep, task: Recording): Move {
  if (task.phase !== "prompting") return stay;
  turn.state.task = { ...task, phase: "starting" };
  turn.state.takes = { ...turn.state.takes, [step.part]: task.take };
  turn.effects.push({ kind: "startRecording", part: step.part, take: task.take });
  turn.startTimer("lineReply", LINE_REPLIES_WITHIN);
  return stay;
}

export function started(turn: Turn, step: RecordStep, task: Recording): Move {
  if (task.phase !== "starting") return stay;
  turn.stopTimer("lineReply");
  turn.startTimer("recording", step.longest);
  turn.state.task = { ...task, phase: "recording" };
  return stay;
}

export function key(turn: Turn, step: RecordStep, task: Recording, digit: Digit): Move {
  if (task.phase === "prompting") return promptKey(turn, step, task, digit);
  // Other keys are not ours: a cheek on the keypad, or speech that sounds like one, must not cut the message.
  if (digit === "#") return stop(turn, task, "pound");
  if (digit === "0") return stop(turn, task, "urgent");
  return stay;
}

/** Any key means "I know, go on": straight to the tone. A second `#` means "no recording". */
function promptKey(turn: Turn, step: RecordStep, task: Recording, digit: Digit): Move {
  if (digit === "0") return { kind: "escape" };
  if (digit === "*" && !task.hurried) return prompt(turn, step);
  if (task.hurried) return digit === "#" ? goWithout(turn, step) : stay;
  turn.state.task = { ...task, hurried: true };
  turn.play(turn.clips(["tone"]));
  return stay;
}

/** The caller goes on without this recording, or with the one before. */
export function goWithout(turn: Turn, step: RecordStep): Move {
  turn.hush();
  turn.state.without = [...turn.state.without, step.part];
  return go(step.next);
}

export function stop(turn: Turn, task: Recording, ended: RecordingEnd): Move {
  if (task.phase === "stopping") {
    // Whoever asked first decides, but that it is urgent, or over, is heard in any case.
    if (ended === "urgent" || ended === "wrap-up") turn.state.task = { ...task, ended };
    return stay;
  }
  turn.effects.push({ kind: "stopRecording" });
  turn.stopTimer("recording");
  turn.startTimer("lineReply", LINE_REPLIES_WITHIN);
  turn.state.task = { ...task, phase: "stopping", ended };
  return stay;
}

export function stopped(turn: Turn, step: RecordStep, task: Recording, speechMs: number): Move {
  if (task.phase === "prompting") return stay;
  turn.stopTimer("recording");
  turn.stopTimer("lineReply");
  const isHeard = speechMs >= LEAST_SPEECH_MS;
  if (isHeard) keep(turn, step, task);
  turn.note(isHeard ? `${step.part} recorded` : `${step.part}: nothing heard`);
  switch (task.ended) {
    case "urgent":
      return { kind: "escape" };
    case "wrap-up":
      return { kind: "wrapUp" };
    case "pound":
      return isHeard ? afterwards(turn, step, []) : goWithout(turn, step);
    case "limit":
    case "pause":
    case "by-line":
      return isHeard
        ? afterwards(turn, step, task.ended === "limit" ? ["limit-reached"] : [])
        : nothingHeard(turn, step);
  }
}

function keep(turn: Turn, step: RecordStep, task: Recording): void {
  turn.state.kept = { ...turn.state.kept, [step.part]: task.take };
  turn.state.engaged = true;
  turn.state.failures = 0;
  turn.state.silences = 0;
}

function nothingHeard(turn: Turn, step: RecordStep): Move {
  if (turn.state.kept[step.part] !== undefined) return say(turn, ["nothing-heard", "recording-kept"], step.next);
  return anotherFailure(turn, "silence") ?? prompt(turn, step, ["nothing-heard"]);
}

const afterwards = (turn: Turn, step: RecordStep, before: readonly PromptId[]): Move =>
  step.review ? ask(turn, review(turn, before)) : say(turn, before, step.next);

const review = (turn: Turn, before: readonly PromptId[] = []): Choice => ({
  question: "review",
  keys: ["1", "2", "3"],
  clips: turn.clips([...before, "review"]),
});

export function chosen(turn: Turn, step: RecordStep, key: string): Move {
  const { takes, listens, kept } = turn.state;
  if (key === "2") return takes[step.part] >= MOST_TAKES ? reviewOver(turn, step) : prompt(turn, step);
  if (key !== "3") return go(step.next);
  if (listens >= MOST_LISTENS) return reviewOver(turn, step);
  turn.state.listens = listens + 1;
  turn.state.task = { kind: "listening" };
  turn.playRecording(step.part, kept[step.part] ?? takes[step.part], Milliseconds(step.longest + Seconds(10)));
  return stay;
}

/** "Or just wait": a recording is never lost because its maker does not know what to press. */
export const reviewOver = (turn: Turn, step: RecordStep): Move => say(turn, ["recording-kept"], step.next);

export const listened = (turn: Turn): Move => ask(turn, review(turn));

/** While it is played back, its review is open already. */
export function listeningKey(turn: Turn): void {
  turn.hush();
  open(turn, review(turn));
}

/** The line did not say that it began, or that it ended: whatever it holds is kept, and a doctor hears of the call. */
export function lineSilent(turn: Turn, step: RecordStep, task: Recording): Move {
  if (task.phase === "starting") turn.effects.push({ kind: "stopRecording" });
  turn.becomeUrgent("fault");
  turn.state.without = [...turn.state.without, step.part];
  if (task.ended === "wrap-up") return { kind: "wrapUp" };
  return say(turn, ["recording-failed"], step.otherwise);
}
