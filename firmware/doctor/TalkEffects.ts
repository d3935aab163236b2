import type { SpokenPart } from "../message/MessageStore.ts";
import type { Duration } from "../time/Duration.ts";
import { Minutes, Seconds } from "../time/Duration.ts";
import type { Clip } from "../triage/PromptCatalogue.ts";
import type { CallInEffect } from "./callin/CallIn.ts";

/** What a talk waits for; at most one timer of a name runs, and starting it again restarts it. */
export type TalkTimer =
  /** A prompt or a recording that never ends must not hold anybody. */
  | "prompt"
  /** A key, from the end of what was said. */
  | "answer"
  /** The next digit of a PIN. */
  | "nextDigit"
  /** The store's word. */
  | "store"
  /** The longest that the talk may last. */
  | "limit";

/** Longer than any sentence of the catalogue, with a number read out. */
export const LONGEST_PROMPT = Seconds(60);
/** The longest recording that a script allows is five minutes (readScript). */
export const LONGEST_RECORDING = Minutes(6);
/** A person who was asleep reads a key off a telephone in the dark. */
export const ANSWER_WITHIN = Seconds(7);
/** As for callers who key in a number. */
export const NEXT_DIGIT_WITHIN = Seconds(4);
/** What the store has of a page is awaited so long; then what is known is told. */
export const LOOK_WITHIN = Seconds(3);
/** "Taken" is said once the store has said so; a card may stall for seconds. */
export const ACT_WITHIN = Seconds(10);
/** How often a question is asked again into a silence. */
export const MOST_SILENCES = 2;

export type Act = "take" | "pass" | "close";

/** What a talk asks of the world, performed in order. Nothing here is to be answered but what says so. */
export type TalkEffect =
  /** The line answers with `promptFinished` of this id. */
  | { readonly kind: "play"; readonly playId: number; readonly clips: readonly Clip[] }
  /** A caller's own voice, from the store; what is not there is as good as played. */
  | { readonly kind: "playRecording"; readonly playId: number; readonly ref: string; readonly part: SpokenPart }
  | { readonly kind: "stopPrompt" }
  | { readonly kind: "startTimer"; readonly timer: TalkTimer; readonly after: Duration }
  | { readonly kind: "stopTimer"; readonly timer: TalkTimer }
  /** Told once, when it is known who it is by another way than a PIN. */
  | { readonly kind: "proved" }
  /** Counts for the lock over all calls of this person. */
  | { readonly kind: "pinTried"; readonly right: boolean }
  /** What is kept of this page: answered with `looked`. */
  | { readonly kind: "look"; readonly ref: string }
  /** All that is open and concerns this person: answered with `listed`. */
  | { readonly kind: "listOpen" }
  /** In this person's name: answered with `acted`. */
  | { readonly kind: "act"; readonly act: Act; readonly ref: string }
  | { readonly kind: "audit"; readonly what: string; readonly ref?: string; readonly detail?: string }
  /** For the live timeline. It holds no PIN and no number of a caller. */
  | { readonly kind: "note"; readonly text: string }
  /** The talk is over; `heard`: the person has proved who they are and knows of the page. Last but one. */
  | { readonly kind: "over"; readonly heard: boolean; readonly detail: string }
  | { readonly kind: "hangUp" }
  | CallInEffect;
