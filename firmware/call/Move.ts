import type { Digit } from "../line/Line.ts";
import type { CallRecord } from "../message/MessageStore.ts";
import type { StepId } from "../triage/Script.ts";

/** Why a step was given up; becomes the reason of the urgency. */
export type Because = "silence" | "wrong-keys" | "fault" | "time-limit";

/** What a step of the script wants next. */
export type Move =
  | { readonly kind: "stay" }
  /** `byKey`: the caller chose it. `ahead`: a key that was not for this step counts in the next one. */
  | { readonly kind: "go"; readonly to: StepId; readonly byKey?: boolean; readonly ahead?: Digit }
  /** Out of tries, or broken: the step's `otherwise`, and the call is urgent. */
  | { readonly kind: "failed"; readonly because: Because }
  /** `0`. */
  | { readonly kind: "escape" }
  /** The call comes to an end: save what there is and say goodbye. */
  | { readonly kind: "wrapUp" }
  | { readonly kind: "hangUp"; readonly ending: NonNullable<CallRecord["ending"]> };

export const stay: Move = { kind: "stay" };
export const go = (to: StepId): Move => ({ kind: "go", to });
export const failed = (because: Because): Move => ({ kind: "failed", because });
