import { leavesMessage, messageOf } from "./message.ts";
import type { Turn } from "./Turn.ts";

/** Once in a call: as soon as it is urgent and the number is confirmed, or not to be waited for any longer. */
export function pageIfDue(turn: Turn): void {
  const { state } = turn;
  if (state.alerted || state.urgency !== "urgent") return;
  if (state.callback === undefined && !state.pageNow) return;
  turn.stopTimer("pageAnyway");
  state.alerted = true;
  const message = messageOf(state, state.saved);
  state.written = JSON.stringify(message);
  turn.effects.push({ kind: "raiseAlert", message });
}

/** What is known goes to the store as it becomes known, so that a power cut takes no answer back. */
export function writeNews(turn: Turn): void {
  const { state } = turn;
  if (!leavesMessage(state) || state.task.kind === "saving") return;
  const message = messageOf(state, state.saved);
  const text = JSON.stringify(message);
  if (text === state.written) return;
  state.written = text;
  turn.effects.push({ kind: "writeMessage", message });
}
