import { type Because, failed, type Move } from "../Move.ts";
import type { Turn } from "../Turn.ts";

/** One more silence, wrong key or wrong entry. Undefined while the step may ask again. */
export function anotherFailure(turn: Turn, because: Because): Move | undefined {
  const { step } = turn;
  turn.state.failures += 1;
  turn.note(because === "silence" ? "no answer" : "not one of the choices");
  const tries = "tries" in step ? step.tries : 1;
  return turn.state.failures >= tries ? failed(because) : undefined;
}
