import type { CallerKind, SpokenPart, Urgency } from "../message/MessageStore.ts";
import type { Duration } from "../time/Duration.ts";

/** The name of a sentence in the prompt catalogue, without language: `greeting`, `ask-urgency`. */
export type PromptId = string;
export type StepId = string;

/** What is known of the call once a step has been reached, whatever its kind. */
export interface StepSets {
  readonly urgency?: Urgency;
  readonly because?: string;
  readonly callerKind?: CallerKind;
  readonly language?: string;
}

/** Where a call goes when the caller is silent, or out of tries. Always given: the lint insists that it fails upward. */
interface Fallbacks {
  readonly tries: number;
  readonly wait: Duration;
  readonly otherwise: StepId;
}

/** One step of the clinic's dialogue. `0` leads to `script.escape` from everywhere but where a step uses the key itself. */
export type ScriptStep =
  | ({ readonly kind: "say"; readonly say: readonly PromptId[]; readonly next: StepId } & StepSets)
  | ({
      readonly kind: "menu";
      readonly say: readonly PromptId[];
      readonly keys: Readonly<Record<string, StepId>>;
    } & Fallbacks &
      StepSets)
  /** Callback number: offers the caller ID, or asks for keys; reads back digit by digit; confirmed by 1, again by 2. */
  | ({ readonly kind: "callback"; readonly next: StepId } & Fallbacks & StepSets)
  | ({ readonly kind: "date-of-birth"; readonly next: StepId } & Fallbacks & StepSets)
  /** Speaks after the tone; `#` or silence ends; 1 keeps, 2 again, 3 listens (`review`). */
  | ({
      readonly kind: "record";
      readonly part: SpokenPart;
      readonly say: readonly PromptId[];
      readonly longest: Duration;
      readonly review: boolean;
      readonly next: StepId;
    } & Fallbacks &
      StepSets)
  /** Commits the message; only then goes on. `failed` when the store could not keep it (then it is urgent). */
  | ({ readonly kind: "save"; readonly next: StepId; readonly failed: StepId } & StepSets)
  | ({ readonly kind: "end"; readonly say: readonly PromptId[] } & StepSets);

export interface Script {
  readonly template: string;
  readonly start: StepId;
  /** Where `0`, and every path that runs out, leads: a step from which the call is urgent. */
  readonly escape: StepId;
  readonly steps: Readonly<Record<StepId, ScriptStep>>;
}
