import type { AlertState, Urgency } from "../../message/MessageStore.ts";
import type { EpochMs } from "../../time/Clock.ts";
import type { PinGate } from "../PinGate.ts";
import type { StudioEffect, StudioEvent, StudioRoom } from "../studio/Studio.ts";
import type { PageDetails } from "../TalkState.ts";

// What a talk of somebody who calls in adds to one that we began: the door, the hall with its menu, lists, duty, own recordings.

export interface Named {
  readonly id: string;
  readonly name: string;
}

/** `open`: what nobody has taken, and what this person has and not closed; urgent first, newest first. `messages`: new ones first, oldest first. */
export type ListKind = "open" | "messages";

export interface Entry {
  readonly ref: string;
  readonly urgency: Urgency;
  readonly receivedAt: EpochMs;
  /** This person has listened to it before. */
  readonly heard: boolean;
  /** Absent: nobody was paged for it. */
  readonly alert?: { readonly state: AlertState; readonly takenBy?: Named };
}

/** Who has duty at this moment, as far as a telephone menu needs it. */
export interface DutyNow {
  readonly at: EpochMs;
  readonly people: readonly Named[];
  /** When the next handoff is; absent when there is none. */
  readonly until?: EpochMs;
  /** The schedule names nobody: those above are the fallback. */
  readonly fallback: boolean;
  /** Everybody else of the clinic. */
  readonly others: readonly Named[];
  /** This person made a change that is not over. */
  readonly undoable: boolean;
}

export type DutyWish =
  /** `from` absent: nobody's regular duty; they are on call beside whoever there is. */
  { readonly kind: "takeOver"; readonly from?: Named } | { readonly kind: "handOn"; readonly to: Named };

export type OwnClip = "greeting" | "name";

/** `sentence`: what a code of the console's stands for. */
export type TakeOf = OwnClip | "sentence";

export type CallInEvent =
  | {
      readonly kind: "entriesListed";
      readonly list: ListKind;
      readonly at: EpochMs;
      readonly entries: readonly Entry[];
    }
  | { readonly kind: "dutyTold"; readonly duty: DutyNow }
  /** `nothing`: there was nothing to undo. `memory`: it counts, and a power cut would take it. */
  | { readonly kind: "dutyChanged"; readonly result: "done" | "memory" | "nothing" | "failed" }
  | { readonly kind: "recordingStarted" }
  | { readonly kind: "recordingStopped"; readonly speechMs: number }
  | { readonly kind: "silenceAfterSpeech" }
  | { readonly kind: "clipChanged"; readonly result: "done" | "nothing" | "failed" }
  | StudioEvent;

export type CallInEffect =
  /** Answered with `entriesListed`. */
  | { readonly kind: "listEntries"; readonly list: ListKind }
  /** This person has listened to the message. */
  | { readonly kind: "markHeard"; readonly ref: string }
  /** Answered with `dutyTold`. */
  | { readonly kind: "askDuty" }
  /** Both of these are answered with `dutyChanged`. */
  | { readonly kind: "changeDuty"; readonly wish: DutyWish; readonly until: EpochMs }
  | { readonly kind: "undoDuty" }
  | { readonly kind: "startRecording" }
  | { readonly kind: "stopRecording" }
  /** What was recorded last in this talk. */
  | { readonly kind: "playTake"; readonly playId: number }
  /** Both of these are answered with `clipChanged`. */
  | { readonly kind: "keepTake"; readonly clip: OwnClip; readonly language: string }
  | { readonly kind: "undoClip"; readonly clip: OwnClip; readonly language: string }
  /** Whoever is there is taken for a patient: the same call goes on with the clinic's script. The last effect of such a talk. */
  | {
      readonly kind: "toPatient";
      readonly because: "silence" | "star" | "wrong-pin" | "wrong-code" | "locked" | "hung-up";
    }
  | StudioEffect;

export type CallInRoom =
  | {
      readonly kind: "door";
      readonly gate: PinGate;
      /** Locked after wrong PINs: it only says so. */
      readonly shut: boolean;
    }
  | { readonly kind: "hall"; readonly phase: "listing" | "asking" }
  | {
      readonly kind: "entries";
      readonly list: ListKind;
      readonly phase: "listing" | "looking" | "telling" | "asking" | "acting";
      readonly at: EpochMs;
      readonly entries: readonly Entry[];
      /** The one being told, by its place in the list. */
      readonly place: number;
      readonly details: PageDetails;
    }
  | { readonly kind: "duty"; readonly phase: "asking-box" | "telling" | "undoing"; readonly duty?: DutyNow }
  | {
      readonly kind: "dutyPerson";
      readonly duty: DutyNow;
      readonly wish: DutyWish["kind"];
      readonly choices: readonly Named[];
      /** The first of those that are offered now. */
      readonly first: number;
    }
  | { readonly kind: "dutyUntil"; readonly duty: DutyNow; readonly wish: DutyWish }
  | { readonly kind: "dutyHours"; readonly duty: DutyNow; readonly wish: DutyWish; readonly digits: string }
  | {
      readonly kind: "dutyConfirm";
      readonly duty: DutyNow;
      readonly wish: DutyWish;
      readonly until: EpochMs;
      readonly phase: "asking" | "changing";
    }
  | { readonly kind: "voice"; readonly phase: "asking" | "undoing" }
  | { readonly kind: "voiceLanguage"; readonly then: VoiceChoice }
  | {
      readonly kind: "voiceRecording";
      readonly clip: TakeOf;
      readonly language: string;
      readonly phase: "prompting" | "starting" | "recording" | "stopping";
    }
  | {
      readonly kind: "voiceReview";
      readonly clip: OwnClip;
      readonly language: string;
      readonly phase: "asking" | "keeping";
    }
  | StudioRoom;

/** What the language is asked for. */
export type VoiceChoice = "record" | "hear" | "undo" | "name";

export type CallInRoomOf<K extends CallInRoom["kind"]> = Extract<CallInRoom, { readonly kind: K }>;
