import type { CallRecord } from "../message/MessageStore.ts";
import type { ScriptStep, StepId } from "../triage/Script.ts";
import * as birth from "./dialogue/birth.ts";
import * as callback from "./dialogue/callback.ts";
import { ask } from "./dialogue/choice.ts";
import * as record from "./dialogue/record.ts";
import * as save from "./dialogue/save.ts";
import { say } from "./dialogue/saying.ts";
import * as staying from "./dialogue/stay.ts";
import { failed, go, type Move, stay } from "./Move.ts";
import type { Turn } from "./Turn.ts";

/** More steps than any script has without a word between them: a script that leads in a circle ends the call instead. */
const MOST_STEPS_AT_ONCE = 100;

interface Over {
  readonly ending: NonNullable<CallRecord["ending"]>;
}

/** Goes from step to step until one waits for something; returns how the call ends, if it does. */
export function follow(turn: Turn, first: Move): Over | undefined {
  let move = first;
  for (let steps = 0; steps < MOST_STEPS_AT_ONCE; steps += 1) {
    if (move.kind === "stay") return undefined;
    if (move.kind === "hangUp") return { ending: move.ending };
    move = next(turn, move);
  }
  turn.becomeUrgent("fault");
  return { ending: "interrupted" };
}

function next(turn: Turn, move: Exclude<Move, { kind: "stay" | "hangUp" }>): Move {
  switch (move.kind) {
    case "go":
      if (move.ahead !== undefined) turn.state.ahead = [...turn.state.ahead, move.ahead];
      return enter(turn, move.to, move.byKey === true);
    case "failed":
      return giveUp(turn, move);
    case "escape":
      return pressedZero(turn);
    case "wrapUp":
      return wrapUp(turn);
  }
}

function enter(turn: Turn, id: StepId, byKey: boolean): Move {
  const step = turn.state.setup.script.steps[id];
  turn.hush();
  for (const timer of ["answer", "nextDigit", "recording", "lineReply", "stayWord", "stayOver"] as const)
    turn.stopTimer(timer);
  if (step === undefined) {
    turn.becomeUrgent("fault");
    return { kind: "hangUp", ending: "interrupted" };
  }
  turn.state.step = id;
  turn.state.failures = 0;
  turn.state.listens = 0;
  apply(turn, step, byKey);
  return begin(turn, step);
}

function apply(turn: Turn, step: ScriptStep, byKey: boolean): void {
  if (step.callerKind !== undefined) turn.state.callerKind = step.callerKind;
  if (step.language !== undefined && turn.state.setup.languages.includes(step.language))
    turn.state.language = step.language;
  if (step.urgency === "urgent") turn.becomeUrgent(step.because ?? "caller");
  if (step.urgency === "routine" && byKey) turn.becomeRoutine(step.because ?? "caller");
}

function begin(turn: Turn, step: ScriptStep): Move {
  switch (step.kind) {
    case "say":
      return say(turn, step.say, step.next);
    case "language":
      return askLanguage(turn, step);
    case "menu":
      return ask(turn, { question: "menu", keys: Object.keys(step.keys), clips: turn.clips(step.say) });
    case "callback":
      return callback.begin(turn, step);
    case "date-of-birth":
      return birth.begin(turn, step);
    case "record":
      return record.begin(turn, step);
    case "save":
      return save.begin(turn);
    case "stay":
      return staying.begin(turn, step);
    case "end":
      return say(turn, step.say);
  }
}

/** Each language in its own voice; whoever does not understand the first hears the emergency notice in the next. */
function askLanguage(turn: Turn, step: Extract<ScriptStep, { kind: "language" }>): Move {
  const { languages } = turn.state.setup;
  if (languages.length < 2) return go(step.next);
  return ask(turn, {
    question: "language",
    keys: languages.map((_, index) => `${index + 1}`),
    clips: languages.flatMap((language, index) =>
      turn.clips([...(index === 0 ? [] : ["emergency"]), `choose-${index + 1}`], language),
    ),
  });
}

/** Out of tries. The one exception is the language: whoever is silent there is asked again by the next menu. */
function giveUp(turn: Turn, move: Extract<Move, { kind: "failed" }>): Move {
  const { step } = turn;
  if (step.kind === "language") {
    turn.state.silences = 0;
    return go(step.next);
  }
  turn.becomeUrgent(move.because);
  if (step.kind === "callback") return callback.without(turn, step.otherwise);
  return go("otherwise" in step ? step.otherwise : turn.state.setup.script.escape);
}

/** `0`: urgent, and on to what is not known yet; in a call that is urgent already, on to the next question. */
function pressedZero(turn: Turn): Move {
  if (turn.state.urgency !== "urgent") {
    turn.becomeUrgent("caller");
    return go(turn.state.setup.script.escape);
  }
  const { step } = turn;
  switch (step.kind) {
    case "say":
    case "language":
      return go(step.next);
    case "menu":
      return go(step.otherwise);
    case "callback":
      return turn.state.callback === undefined ? callback.without(turn, step.next) : go(step.next);
    case "date-of-birth":
      return birth.skip(turn, step);
    case "record":
      return record.goWithout(turn, step);
    case "save":
    case "stay":
    case "end":
      return stay;
  }
}

/** The call has lasted long enough: save what there is while there is time to say so. */
function wrapUp(turn: Turn): Move {
  const { steps } = turn.state.setup.script;
  const saveStep = Object.keys(steps).find((id) => steps[id]?.kind === "save");
  turn.state.pageNow = true;
  if (saveStep === undefined) return failed("time-limit");
  if (turn.state.urgency === undefined) turn.becomeUrgent("time-limit");
  return say(turn, ["call-too-long"], saveStep);
}
