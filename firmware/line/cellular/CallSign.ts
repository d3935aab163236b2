import type { CallerId, Digit } from "../Line.ts";

/** 3GPP TS 27.007 §7.18, `+CLCC` ⟨stat⟩; `ended` is what makers add to it (6 on SIMCom, −1 on Quectel). */
export type ListedState = "active" | "held" | "dialling" | "alerting" | "incoming" | "waiting" | "ended";

/** One call as `+CLCC` lists it, or as a maker's own line tells it unasked. */
export interface ListedCall {
  readonly index: number;
  readonly incoming: boolean;
  readonly state: ListedState;
  /** Absent when the line does not say who. */
  readonly callerId?: CallerId;
}

/** Why a call that we made came to nothing, as far as modem and network tell. */
export type NotReached = "busy" | "noAnswer" | "rejected" | "unreachable" | "noService" | "failed";

/** What a cellular modem says unasked of a call, whatever its maker's words for it. Hints: `+CLCC` is the truth. */
export type CallSign =
  /** RING, +CRING: VOICE. */
  | { readonly kind: "ring" }
  /** +CLIP. */
  | { readonly kind: "callerId"; readonly callerId: CallerId }
  /** +CLCC of itself (SIMCom), +QIND: "ccinfo", ^DSCI. */
  | { readonly kind: "call"; readonly call: ListedCall }
  /** The other phone rings: ^CONF. */
  | { readonly kind: "alerting" }
  /** VOICE CALL: BEGIN, ^CONN. */
  | { readonly kind: "active" }
  /** NO CARRIER, VOICE CALL: END, MISSED_CALL, BUSY, NO ANSWER, ^CEND. */
  | { readonly kind: "ended"; readonly why?: NotReached }
  /** Somebody else calls meanwhile: +CCWA. */
  | { readonly kind: "waiting" }
  /** A key that the modem heard. */
  | { readonly kind: "key"; readonly digit: Digit }
  /** May the next audio be written? Quectel's +QPCMV. */
  | { readonly kind: "audioFlow"; readonly go: boolean };
