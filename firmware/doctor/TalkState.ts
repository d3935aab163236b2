import type { Digit } from "../line/Line.ts";
import type { AlertState, SpokenPart, Urgency } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { Duration } from "../time/Duration.ts";
import type { Clip, PromptVariables } from "../triage/PromptCatalogue.ts";
import type { CallInEvent, CallInRoom } from "./callin/CallIn.ts";
import type { PinGate } from "./PinGate.ts";
import type { RecordingOrder } from "./studio/Studio.ts";
import type { Act, TalkEffect, TalkTimer } from "./TalkEffects.ts";

/** An alert as the alert desk has it in memory. */
export interface OpenPage {
  readonly ref: string;
  readonly urgency: Urgency;
  readonly state: AlertState;
  readonly raisedAt: EpochMs;
  readonly takenBy?: string;
}

/** What the store has of it: patient data, for whoever has proved who they are. */
export interface PageDetails {
  /** As the caller confirmed it, digits only. */
  readonly callback?: string;
  /** Parts that there is sound of. */
  readonly recorded: readonly SpokenPart[];
  /** How long it takes to hear all of that. */
  readonly spokenMs?: number;
  /** The caller is still on the line: there may be more in a moment. */
  readonly callGoesOn: boolean;
  /** The store has not said what there is: nobody may say that there is nothing. */
  readonly unread?: true;
  /** Who has it at this moment; absent when nobody was paged for it, or it is not known. */
  readonly alert?: { readonly state: AlertState; readonly takenBy?: { readonly id: string; readonly name: string } };
}

export const UNREAD: PageDetails = { recorded: [], callGoesOn: false, unread: true };

/** What became of an act. `other`: somebody else has it. */
export type ActResult =
  /** `nobodyElse`: handed on, and only they themselves can be paged. */
  | { readonly kind: "done"; readonly nobodyElse?: true }
  | { readonly kind: "other"; readonly by: { readonly id: string; readonly name: string } }
  | { readonly kind: "closed" }
  /** Unknown to the store, or its call was cut off by a power failure. */
  | { readonly kind: "gone" };

/** All that is known when a talk begins. */
export interface TalkSetup {
  readonly person: { readonly id: string; readonly name: string; readonly pin?: string };
  /** This person's PIN is locked now (PinLock.ts). */
  readonly locked: boolean;
  readonly language: string;
  /** IANA zone of the clinic: times are spoken as its wall clock shows them. */
  readonly timezone: string;
  readonly variables: PromptVariables;
  readonly longest: Duration;
  readonly why: TalkReason;
}

export type TalkReason =
  /** We call because of this page. */
  | { readonly kind: "page"; readonly page: OpenPage }
  /** A call from this person's telephone. `languages`: those of the clinic. */
  | { readonly kind: "callsIn"; readonly languages: readonly string[] }
  /** Whoever has pressed star while the console has given out a code. `order`: since the code was right; the person is its maker then. */
  | { readonly kind: "records"; readonly order?: RecordingOrder };

/** The line's events fit as they are. */
export type TalkEvent =
  | { readonly kind: "answered" }
  | { readonly kind: "promptFinished"; readonly playId: number }
  | { readonly kind: "digitReceived"; readonly digit: Digit }
  | { readonly kind: "timerFired"; readonly timer: TalkTimer }
  | { readonly kind: "looked"; readonly ref: string; readonly details: PageDetails }
  | { readonly kind: "listed"; readonly pages: readonly OpenPage[] }
  | { readonly kind: "acted"; readonly ref: string; readonly act: Act; readonly result: ActResult }
  /** A greeting and a beep, or speech without end and no key: no person has answered. */
  | { readonly kind: "machineHeard" }
  /** Somebody else has taken the page, or it is closed: the call need not go on. */
  | { readonly kind: "notWanted"; readonly result: Exclude<ActResult, { readonly kind: "done" }> }
  | { readonly kind: "farEndHungUp" }
  | CallInEvent;

/** One thing to say. */
export type Utterance =
  | { readonly kind: "clips"; readonly clips: readonly Clip[] }
  | { readonly kind: "recording"; readonly ref: string; readonly part: SpokenPart }
  /** What this person has recorded in this talk. */
  | { readonly kind: "take" };

/** Where in the house of menus somebody stands. One file in rooms/ for each. */
export type Room =
  | { readonly kind: "gate"; readonly gate: PinGate }
  | {
      readonly kind: "page";
      readonly page: OpenPage;
      /** Without a PIN: urgency and reference, and nothing of the patient. */
      readonly bare: boolean;
      /** A bare page is taken by pressing 4 twice; it has been pressed once. */
      readonly sure?: boolean;
      /** This person has it. */
      readonly mine: boolean;
      readonly phase: "looking" | "telling" | "acting";
      /** What is told once the store has been asked. */
      readonly want: "all" | "number" | "reason";
      readonly details: PageDetails;
    }
  /** What else is open. */
  | {
      readonly kind: "more";
      readonly phase: "listing" | "asking";
      readonly pages: readonly OpenPage[];
      /** What they have now, and go back to. */
      readonly back?: Extract<Room, { readonly kind: "page" }>;
    }
  | CallInRoom
  /** The last words are being said. */
  | { readonly kind: "ending" }
  | { readonly kind: "over" };

export type RoomOf<K extends Room["kind"]> = Extract<Room, { readonly kind: K }>;

export interface TalkState {
  readonly setup: TalkSetup;
  readonly room: Room;
  /** What is still to be said after what plays now. */
  readonly toSay: readonly Utterance[];
  readonly playing?: number;
  readonly lastPlayId: number;
  readonly timers: readonly TalkTimer[];
  /** Silences one after the other; a key ends them. */
  readonly silences: number;
  readonly anyKey: boolean;
  /** The PIN was right. */
  readonly proved: boolean;
  /** A right PIN opens with its last digit: the `#` that closes it may still come, and means nothing. */
  readonly poundMayCome: boolean;
  /** The page was told and could be taken. */
  readonly heard: boolean;
  /** Pages that were told in this talk. */
  readonly told: readonly string[];
  /** How it went, for the dispatch and the timeline. */
  readonly detail: string;
}

export type TalkStepResult = readonly [TalkState, readonly TalkEffect[]];
