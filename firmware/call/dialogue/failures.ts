import { type Because, failed, type Move } from "../Move.ts";
import type { Turn } from "../Turn.ts";

/**
 * Whoever does not answer the same question twice is taken for somebody who cannot; each further one is then asked once,
 * so that the page and the line do not wait.
 */
const SILENCES_ARE_ENOUGH = 2;

/** One more silence, wrong key or wrong entry. Undefined while the step may ask again. */
export function anotherFailure(turn: Turn, because: Because): Move | undefined {
  const { step } = turn;
  turn.state.failures += 1;
  if (because === "silence") turn.state.silences += 1;
  const tries = "tries" in step ? step.tries : 1;
  const isOver = turn.state.failures >= tries || turn.state.silences >= SILENCES_ARE_ENOUGH;
  return isOver ? failed(because) : undefined;
}
