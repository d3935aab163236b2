import type { CallerKind, SpokenPart, Urgency } from "../message/MessageStore.ts";
import { type Duration, Seconds } from "../time/Duration.ts";

/** The name of a sentence in the prompt catalogue, without language: `greeting`, `ask-urgency`. */
export type PromptId = string;
export type StepId = string;

/** What is known of the call once a step has been reached, whatever its kind. */
export interface StepSets {
  /** `routine` counts only when a key of a menu led here: nothing but the caller's own choice makes a call routine. */
  readonly urgency?: Urgency;
  readonly because?: string;
  readonly callerKind?: CallerKind;
  readonly language?: string;
}

/**
 * Where a call goes when the caller is silent, or out of tries; it is urgent from then on. `tries` counts silences,
 * wrong keys and entries that were not right, together; `wait` runs from the end of the sentence.
 */
interface Fallbacks {
  readonly tries: number;
  readonly wait: Duration;
  readonly otherwise: StepId;
}

/**
 * One step of the clinic's dialogue. `0` leads to `script.escape` from everywhere but where digits are entered or a menu
 * uses the key itself; once the call is urgent, `0` goes on to the next question. `*` repeats. What the caller has
 * already told is not asked again.
 */
export type ScriptStep =
  | ({ readonly kind: "say"; readonly say: readonly PromptId[]; readonly next: StepId } & StepSets)
  /** Offers the clinic's languages, each in its own words with its own emergency notice; passed over when there is one. */
  | ({ readonly kind: "language"; readonly tries: number; readonly wait: Duration; readonly next: StepId } & StepSets)
  | ({
      readonly kind: "menu";
      readonly say: readonly PromptId[];
      readonly keys: Readonly<Record<string, StepId>>;
    } & Fallbacks &
      StepSets)
  /** Callback number: offers the caller ID, or asks for keys; reads back digit by digit; confirmed by 1, again by 2. */
  | ({ readonly kind: "callback"; readonly next: StepId } & Fallbacks & StepSets)
  /** Date of birth: eight keys, read back; `#` skips it. */
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
  | ({ readonly kind: "save"; readonly urgent: StepId; readonly routine: StepId; readonly failed: StepId } & StepSets)
  /**
   * The caller may stay on the line and hears when a doctor has taken the message, for `Script.stay` at most. `say` offers it.
   * Passed over when there is nothing to wait for.
   */
  | ({ readonly kind: "stay"; readonly say: readonly PromptId[]; readonly next: StepId } & StepSets)
  | ({ readonly kind: "end"; readonly say: readonly PromptId[] } & StepSets);

/** Most doctors who take a page at all take it within a minute and a half; longer, and an only line is engaged for others. */
export const STAY = Seconds(90);

export interface Script {
  readonly template: string;
  readonly start: StepId;
  /** Where `0`, and every path that runs out, leads: a step from which the call is urgent. */
  readonly escape: StepId;
  /**
   * The practice's own decision what becomes of a call that the caller calls routine: it `waits` for opening hours, or it
   * `pages` like any other (facts: half of what patients call "not an emergency" a doctor would have wanted to know).
   */
  readonly routine: "waits" | "pages";
  /** How long a caller may stay on the line to hear that a doctor has the message; 0: not at all. */
  readonly stay?: Duration;
  readonly steps: Readonly<Record<StepId, ScriptStep>>;
  /** The clinic's own sentences, and its own words for ours: id → language → text. Rendered by `firstring prompts render`. */
  readonly prompts?: Readonly<Record<PromptId, Readonly<Record<string, string>>>>;
}

/** Where a step can lead to without `0`: in the order in which a reader expects them. */
export function exitsOf(step: ScriptStep): readonly StepId[] {
  switch (step.kind) {
    case "say":
    case "language":
    case "stay":
      return [step.next];
    case "menu":
      return [...Object.values(step.keys), step.otherwise];
    case "callback":
    case "date-of-birth":
    case "record":
      return [step.next, step.otherwise];
    case "save":
      return [step.urgent, step.routine, step.failed];
    case "end":
      return [];
  }
}
