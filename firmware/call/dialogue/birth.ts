import { spokenDate } from "../../triage/PromptCatalogue.ts";
import type { PromptId, ScriptStep } from "../../triage/Script.ts";
import { BIRTH_DIGITS, birthDate, dateOrderOf } from "../birthDate.ts";
import { go, type Move } from "../Move.ts";
import type { Turn } from "../Turn.ts";
import { ask } from "./choice.ts";
import { askFor } from "./entry.ts";
import { anotherFailure } from "./failures.ts";

type BirthStep = Extract<ScriptStep, { kind: "date-of-birth" }>;

export function begin(turn: Turn, step: BirthStep): Move {
  if (turn.state.dateOfBirth !== undefined || turn.state.birthSkipped) return go(step.next);
  return askDate(turn);
}

function askDate(turn: Turn, before: readonly PromptId[] = []): Move {
  return askFor(turn, "birth", `ask-birth-${dateOrderOf(turn.state.setup.country)}`, before);
}

export function entered(turn: Turn, step: BirthStep, digits: string): Move {
  if (digits === "") return skip(turn, step);
  const { country, receivedAt } = turn.state.setup;
  const date = birthDate(digits, dateOrderOf(country), receivedAt);
  if (date !== undefined) return readBack(turn, date);
  const problem = digits.length === BIRTH_DIGITS ? "birth-not-valid" : "birth-too-short";
  turn.note("not a date of birth");
  return anotherFailure(turn, "wrong-keys") ?? askDate(turn, [problem]);
}

/** No date of birth is ever a condition of anything. */
export function skip(turn: Turn, step: BirthStep): Move {
  turn.state.birthSkipped = true;
  return go(step.next);
}

function readBack(turn: Turn, date: string): Move {
  const { language } = turn.state;
  turn.state.candidate = date;
  turn.note("date of birth keyed in");
  return ask(turn, {
    question: "birth",
    keys: ["1", "2"],
    readBack: turn.clips(["birth-is"]).concat(spokenDate(date, language).map((clip) => ({ clip, language }))),
    clips: turn.clips(["birth-confirm"]),
  });
}

export function chosen(turn: Turn, step: BirthStep, key: string): Move {
  const { candidate } = turn.state;
  if (key === "1" && candidate !== undefined) {
    turn.state.dateOfBirth = candidate;
    return go(step.next);
  }
  return anotherFailure(turn, "wrong-keys") ?? askDate(turn);
}

export function silent(turn: Turn): Move {
  turn.note("no answer");
  return anotherFailure(turn, "silence") ?? askDate(turn, ["no-answer"]);
}
