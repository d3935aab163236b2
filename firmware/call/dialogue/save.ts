import type { Written } from "../../message/MessageStore.ts";
import type { ScriptStep } from "../../triage/Script.ts";
import { PATIENCE, SAVING_TAKES_AT_MOST } from "../CallEffects.ts";
import { go, type Move, stay } from "../Move.ts";
import { messageOf } from "../message.ts";
import { pageIfDue } from "../paging.ts";
import type { Turn } from "../Turn.ts";

type SaveStep = Extract<ScriptStep, { kind: "save" }>;

/** The page first, then the message with all of its audio; nobody is thanked before the store has answered. */
export function begin(turn: Turn): Move {
  if (turn.state.urgency === undefined) turn.becomeUrgent("not-said");
  turn.state.pageNow = true;
  pageIfDue(turn);
  turn.state.saved = false;
  turn.state.task = { kind: "saving" };
  const message = messageOf(turn.state, true);
  turn.state.written = JSON.stringify(message);
  turn.effects.push({ kind: "save", message });
  turn.startTimer("saving", SAVING_TAKES_AT_MOST);
  turn.startTimer("patience", PATIENCE);
  return stay;
}

export function saved(turn: Turn, step: SaveStep, kept: Written["kept"]): Move {
  // In memory it is gone at the next power cut.
  if (kept === "memory") return notSaved(turn, step);
  turn.state.saved = true;
  turn.note("message saved");
  settle(turn);
  if (turn.state.urgency === "urgent") return go(step.urgent);
  return wantedUrgent(turn) ? { kind: "escape" } : go(step.routine);
}

/** The caller hears the truth, and a doctor hears of the call. */
export function notSaved(turn: Turn, step: SaveStep): Move {
  turn.note("message not saved");
  settle(turn);
  turn.becomeUrgent("fault");
  return go(step.failed);
}

function settle(turn: Turn): void {
  turn.stopTimer("saving");
  turn.stopTimer("patience");
}

/** `0` while the store was awaited. Other keys were meant for nothing: they must not cut short that it is saved. */
function wantedUrgent(turn: Turn): boolean {
  const { ahead } = turn.state;
  turn.state.ahead = [];
  return ahead.includes("0");
}
