/* @pure */
import type { AtOutcome } from "./At.ts";
import type { DialogueEffect, DialogueState } from "./DialogueState.ts";

/** One step under way: the state as it becomes, and what it asks for. */
export interface Turn {
  state: DialogueState;
  readonly effects: DialogueEffect[];
}

/** Leaves a prompt without sending anything, 27.005 §3.5.1. */
export const ESCAPE = Uint8Array.of(0x1b);

export const settle = (turn: Turn, id: number, outcome: AtOutcome): void => {
  // A command answered in its turn: what was sent before it has been dealt with, lost probes too.
  if (outcome.kind === "ok") turn.state = { ...turn.state, probesOut: 0, skipNextOk: false };
  turn.effects.push({ kind: "settle", id, outcome });
};

export const write = (turn: Turn, bytes: Uint8Array): void => {
  turn.effects.push({ kind: "write", bytes });
};

export const unsolicited = (turn: Turn, line: string): void => {
  turn.effects.push({ kind: "unsolicited", line });
};

export const isUnsolicited = (turn: Turn, text: string): boolean =>
  turn.state.options.unsolicited.some((beginning) => text.startsWith(beginning));

export const ascii = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0) & 0x7f);

export function becomeIdle(turn: Turn): void {
  turn.state = { ...turn.state, phase: { kind: "idle" } };
  sendNext(turn);
}

export function sendNext(turn: Turn): void {
  const [asked, ...queue] = turn.state.queue;
  if (!asked) return;
  const { command } = asked;
  const prompting = command.afterPrompt !== undefined;
  turn.state = { ...turn.state, queue, phase: { kind: prompting ? "prompting" : "awaiting", asked, lines: [] } };
  write(turn, ascii(`${command.text}\r`));
  if (command.afterPrompt)
    turn.effects.push({ kind: "startTimer", timer: "prompt", after: command.afterPrompt.promptTimeout });
  else turn.effects.push({ kind: "startTimer", timer: "answer", after: command.timeout });
}

/** The end: everybody who waits is told, and nothing is said any more. */
export function giveUp(turn: Turn): void {
  const { phase, queue } = turn.state;
  if (phase.kind === "lost") return;
  if (phase.kind === "prompting" || phase.kind === "awaiting") settle(turn, phase.asked.id, { kind: "portGone" });
  if (phase.kind === "data" && phase.waiter !== undefined) settle(turn, phase.waiter, { kind: "portGone" });
  for (const asked of queue) settle(turn, asked.id, { kind: "portGone" });
  for (const timer of ["prompt", "answer", "probe", "quiet", "audioEnd"] as const)
    turn.effects.push({ kind: "stopTimer", timer });
  turn.state = { ...turn.state, phase: { kind: "lost" }, queue: [] };
}
