import type { Clip } from "../../triage/PromptCatalogue.ts";

// Somebody who records a sentence of the clinic's by telephone: begun in the console, which has given them a one-time code.

/** The length is no secret: the sixth digit is the try. */
export const CODE_DIGITS = 6;

/** What a code stands for. */
export interface RecordingOrder {
  /** Whose code it is: a user of the console. */
  readonly maker: { readonly id: string; readonly name: string };
  readonly language: string;
  /** Its place in the console's list, as it is said and shown. */
  readonly number: number;
  /** The clip that is to be recorded. */
  readonly clip: string;
  /** How callers hear it now; absent: there is no sound for it yet. */
  readonly now?: Clip;
}

export type StudioEvent =
  /** `shut`: too many wrong ones, no code is good any more. */
  | { readonly kind: "codeTried"; readonly result: "wrong" | "shut" | RecordingOrder }
  /** Whether callers could understand what was recorded. */
  | { readonly kind: "takeJudged"; readonly fit: boolean }
  | { readonly kind: "sentenceKept"; readonly done: boolean };

export type StudioEffect =
  /** Answered with `codeTried`; a right code is used up by it. */
  | { readonly kind: "tryCode"; readonly digits: string }
  /** What was recorded last, as it would be heard: answered with `takeJudged`. */
  | { readonly kind: "judgeTake" }
  /** Answered with `sentenceKept`. */
  | { readonly kind: "keepSentence" };

export type StudioRoom =
  | {
      readonly kind: "codeDoor";
      readonly digits: string;
      /** Whole codes that were none. */
      readonly wrong: number;
      readonly phase: "asking" | "trying";
    }
  | { readonly kind: "studioReview"; readonly phase: "judging" | "asking" | "keeping" };

export type StudioRoomOf<K extends StudioRoom["kind"]> = Extract<StudioRoom, { readonly kind: K }>;
