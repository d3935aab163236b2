import type { CallerId, Digit, HangUpSign } from "../line/Line.ts";
import type { CallerKind, SpokenPart, Urgency, Written } from "../message/MessageStore.ts";
import type { EarlierMessage, PageNews } from "../message/PageNews.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { Clip, PromptVariables } from "../triage/PromptCatalogue.ts";
import type { PromptId, Script, StepId } from "../triage/Script.ts";
import type { CallKey, CallTimer } from "./CallEffects.ts";

/** All that is known of a call when it is answered. The code is reserved before, so that a page never waits for one. */
export interface CallSetup {
  readonly callId: string;
  readonly ref: string;
  readonly receivedAt: EpochMs;
  readonly callerId: CallerId;
  readonly script: Script;
  /** At least one; the first is spoken until the caller chooses. */
  readonly languages: readonly string[];
  /** ISO 3166: how caller IDs are read as numbers, and whether dates go month first. */
  readonly country: string;
  readonly variables: PromptVariables;
  /** Times are said as the clinic's wall clock shows them, and not at all while that clock is not to be believed. */
  readonly timezone: string;
  readonly clockTrusted: boolean;
}

/** What happens in a call. The line's events fit as they are. */
export type CallEvent =
  | { readonly kind: "answered"; readonly atMs: number }
  /** Who calls, learnt after the answer: cellular lines answer at the first ring and hear of the number later. */
  | { readonly kind: "callerIdentified"; readonly callerId: CallerId }
  | { readonly kind: "promptFinished"; readonly playId: number }
  | { readonly kind: "digitReceived"; readonly digit: Digit; readonly atMs: number }
  | { readonly kind: "recordingStarted" }
  | { readonly kind: "recordingStopped"; readonly speechMs: number }
  | { readonly kind: "silenceAfterSpeech"; readonly ms: number }
  | { readonly kind: "callerHungUp"; readonly sign: HangUpSign }
  | { readonly kind: "timerFired"; readonly timer: CallTimer }
  | { readonly kind: "saved"; readonly kept: Written["kept"] }
  /** What is true of this call's page from now on. */
  | { readonly kind: "pageNews"; readonly news: PageNews }
  /** This number has called before, and what is true of that message from now on; absent: there is nothing to tell any more. */
  | { readonly kind: "earlierMessage"; readonly earlier?: EarlierMessage };

/** What a choice is about, where a step asks more than one. */
export type Question = "menu" | "language" | "callback" | "birth" | "review";

/** What the call is doing at this moment of its step. */
export type Task =
  /** Sentences, not clips: what is said again must be true then. */
  | { readonly kind: "saying"; readonly say: readonly PromptId[]; readonly repeats: number; readonly next?: StepId }
  | {
      readonly kind: "choosing";
      readonly question: Question;
      readonly keys: readonly string[];
      /** What must have been heard to its end before a `1` confirms it. */
      readonly readBack: readonly Clip[];
      readonly clips: readonly Clip[];
      readonly phase: "read-back" | "asking" | "waiting";
      /** A `1` pressed during the read-back: it counts at its end. */
      readonly early: boolean;
      readonly repeats: number;
    }
  | {
      readonly kind: "entering";
      readonly field: "callback" | "birth";
      readonly digits: string;
      readonly clips: readonly Clip[];
      readonly repeats: number;
    }
  | {
      readonly kind: "recording";
      readonly phase: "prompting" | "starting" | "recording" | "stopping";
      readonly take: number;
      readonly hurried: boolean;
      readonly ended: RecordingEnd;
    }
  | { readonly kind: "listening" }
  | { readonly kind: "saving" }
  /** On the line until somebody has taken it; `repeats` counts what the caller wanted to hear again. */
  | { readonly kind: "staying"; readonly repeats: number }
  | { readonly kind: "ended" };

/** Why a recording was stopped, which decides what comes next. */
export type RecordingEnd = "by-line" | "pound" | "pause" | "limit" | "urgent" | "wrap-up";

export interface CallState {
  readonly setup: CallSetup;
  readonly step: StepId;
  readonly task: Task;
  /** Silences, wrong keys and wrong entries in this step. */
  readonly failures: number;
  /** Silences one after the other, whatever the step; a key or a word ends them. */
  readonly silences: number;
  readonly answeredAtMs: number;
  readonly keys: readonly CallKey[];
  /** Keys that came while nothing could take them (the line or the store was awaited). */
  readonly ahead: readonly Digit[];
  readonly timers: readonly CallTimer[];
  readonly lastPlayId: number;
  readonly playing?: number;

  readonly language: string;
  readonly callerKind: CallerKind;
  readonly urgency?: Urgency;
  readonly because?: string;
  /** Keyed or offered, not confirmed yet. */
  readonly candidate?: string;
  readonly callback?: string;
  readonly dateOfBirth?: string;
  readonly birthSkipped: boolean;
  /** How many takes of a part were begun, and which one counts. */
  readonly takes: Readonly<Record<SpokenPart, number>>;
  readonly kept: Readonly<Partial<Record<SpokenPart, number>>>;
  /** The caller goes on without a recording of it. */
  readonly without: readonly SpokenPart[];
  readonly listens: number;
  /** Somebody pressed a key or spoke. */
  readonly engaged: boolean;

  /** A confirmed number is not to be waited for any longer. */
  readonly pageNow: boolean;
  readonly alerted: boolean;
  /** The store has it, audio and all. */
  readonly saved: boolean;
  readonly news?: PageNews;
  /** The caller has heard of this take. */
  readonly toldOf?: PageNews;
  readonly earlier?: EarlierMessage;
  /** The message as last handed to the store, to see whether there is news. */
  readonly written?: string;
}
