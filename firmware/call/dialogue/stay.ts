import type { Digit } from "../../line/Line.ts";
import type { PageNews } from "../../message/PageNews.ts";
import { type ScriptStep, STAY } from "../../triage/Script.ts";
import { MOST_REPEATS, STAY_WORD_EVERY } from "../CallEffects.ts";
import type { Task } from "../CallState.ts";
import { go, type Move, stay } from "../Move.ts";
import { lastWord, waitingClips } from "../newsClips.ts";
import type { Turn } from "../Turn.ts";
import { say } from "./saying.ts";

/**
 * The caller stays on the line until a doctor has taken the message:
 *
 *     offer ─▶ quiet ─25 s─▶ a word ─▶ quiet ─▶ …        taken ─▶ "Doctor Chen has taken …" ─▶ next
 *                 └───────── time is over ─▶ "nobody has taken it yet" ─▶ next
 *
 * It may end at any moment by hanging up; nothing of the page depends on it.
 */
type StayStep = Extract<ScriptStep, { kind: "stay" }>;

export function begin(turn: Turn, step: StayStep): Move {
  const { news, timers } = turn.state;
  if (isTaken(news)) return tell(turn, step);
  const longest = turn.state.setup.script.stay ?? STAY;
  // Once the call has lasted so long that it is being brought to an end, nobody is kept on the line.
  if (!isAwaited(news) || longest === 0 || !timers.includes("wrapUp")) return go(step.next);
  turn.state.task = { kind: "staying", repeats: 0 };
  turn.startTimer("stayOver", longest);
  turn.effects.push({ kind: "expectQuiet", for: longest });
  turn.note("the caller may stay on the line");
  turn.play(turn.clips(step.say));
  return stay;
}

const isTaken = (news: PageNews | undefined): boolean => news?.kind === "taken" || news?.kind === "closed";
const isAwaited = (news: PageNews | undefined): boolean => news?.kind === "notifying" || news?.kind === "failing";

/** Who has it, unless the caller has heard that already. */
function tell(turn: Turn, step: StayStep): Move {
  const { news, toldOf } = turn.state;
  return JSON.stringify(news) === JSON.stringify(toldOf) ? go(step.next) : say(turn, ["page-news"], step.next);
}

export function promptEnded(turn: Turn): Move {
  turn.startTimer("stayWord", STAY_WORD_EVERY);
  return stay;
}

export function wordDue(turn: Turn): Move {
  turn.play(waitingClips(turn.state, turn.state.language));
  return stay;
}

export function news(turn: Turn, step: StayStep): Move {
  return isTaken(turn.state.news) ? tell(turn, step) : stay;
}

export const over = (turn: Turn, step: StayStep): Move => say(turn, [lastWord(turn.state)], step.next);

/** `*` says again what is true, `#` ends the call; other keys mean nothing here. */
export function key(turn: Turn, step: StayStep, task: Extract<Task, { kind: "staying" }>, digit: Digit): Move {
  if (digit === "#") return go(step.next);
  if (digit !== "*" || task.repeats >= MOST_REPEATS) return stay;
  turn.state.task = { ...task, repeats: task.repeats + 1 };
  turn.stopTimer("stayWord");
  return wordDue(turn);
}
