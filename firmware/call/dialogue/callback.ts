import { spokenDigits } from "../../triage/PromptCatalogue.ts";
import type { PromptId, ScriptStep, StepId } from "../../triage/Script.ts";
import { callbackFrom, numberProblem } from "../callbackNumber.ts";
import { go, type Move } from "../Move.ts";
import type { Turn } from "../Turn.ts";
import { ask } from "./choice.ts";
import { askFor } from "./entry.ts";
import { anotherFailure } from "./failures.ts";
import { say } from "./saying.ts";

type CallbackStep = Extract<ScriptStep, { kind: "callback" }>;

/** Offers the caller ID; without one, or when the caller wants another number, asks for keys. */
export function begin(turn: Turn, step: CallbackStep): Move {
  if (turn.state.callback !== undefined) return go(step.next);
  const { callerId, country } = turn.state.setup;
  const offered = callbackFrom(callerId, country);
  return offered === undefined ? askNumber(turn) : readBack(turn, offered, "callback-is");
}

const askNumber = (turn: Turn, before: readonly PromptId[] = []): Move =>
  askFor(turn, "callback", "ask-callback", before);

function readBack(turn: Turn, digits: string, intro: "callback-is" | "callback-entered"): Move {
  turn.state.candidate = digits;
  turn.note(`${intro === "callback-is" ? "caller ID offered" : "number keyed in"}: ${digits}`);
  return ask(turn, {
    question: "callback",
    keys: ["1", "2"],
    readBack: turn.clips([intro]).concat({ clip: "pause", language: turn.state.language }, digitsOf(turn, digits)),
    clips: turn.clips(["callback-confirm"]),
  });
}

const digitsOf = (turn: Turn, digits: string) =>
  spokenDigits(digits).map((clip) => ({ clip, language: turn.state.language }));

export function chosen(turn: Turn, step: CallbackStep, key: string): Move {
  const { task, candidate } = turn.state;
  if (key === "1" && candidate !== undefined) {
    turn.state.callback = candidate;
    turn.note(`callback number confirmed: ${candidate}`);
    return go(step.next);
  }
  // Wanting another number than the caller ID is no mistake; three wrong entries are.
  const wasKeyed = task.kind === "choosing" && task.readBack.some(({ clip }) => clip === "callback-entered");
  return (wasKeyed ? anotherFailure(turn, "wrong-keys") : undefined) ?? askNumber(turn);
}

export function entered(turn: Turn, digits: string): Move {
  const problem = numberProblem(digits);
  if (problem === undefined) return readBack(turn, digits, "callback-entered");
  turn.note(`not a number to call back: ${digits}`);
  return anotherFailure(turn, "wrong-keys") ?? askNumber(turn, [problem]);
}

export function silent(turn: Turn): Move {
  turn.note("no answer");
  return anotherFailure(turn, "silence") ?? askNumber(turn, ["no-answer"]);
}

/** No number will come: the page does not wait for one, and the caller may still say it. */
export function without(turn: Turn, to: StepId): Move {
  turn.state.pageNow = true;
  return say(turn, ["callback-missing"], to);
}
