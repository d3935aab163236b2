import type { CellularEvent, CellularResult, CellularState } from "./CellularState.ts";
import { whenEnding, whenUp } from "./callInProgress.ts";
import { whenAnswering, whenIdle, whenRinging } from "./incomingCall.ts";
import { whenDialling } from "./outgoingCall.ts";

/**
 * One call on a cellular modem, from its first sign to the proof of its end. Indications are hints, get lost, come twice and lie;
 * `+CLCC` is asked whenever one of them matters. A call is over when two signs agree.
 *
 *     idle ──ring──▶ ringing ──policy──▶ answering ──OK──▶ up ──two signs──▶ idle
 *       │               │ stops                              │ hangUp
 *       └──dial──▶ dialling ──active──▶ up                   └─▶ ending ──absent──▶ idle
 */
export function step(state: CellularState, event: CellularEvent): CellularResult {
  switch (state.kind) {
    case "idle":
      return whenIdle(state, event);
    case "ringing":
      return whenRinging(state, event);
    case "answering":
      return whenAnswering(state, event);
    case "up":
      return whenUp(state, event);
    case "dialling":
      return whenDialling(state, event);
    case "ending":
      return whenEnding(state, event);
  }
}
