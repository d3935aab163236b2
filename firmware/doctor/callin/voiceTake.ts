import { LEAST_SPEECH_MS, LINE_REPLIES_WITHIN } from "../../call/CallEffects.ts";
import { type Duration, Seconds } from "../../time/Duration.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import { judge, leaveStudio, sayAgain } from "../studio/sentence.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInRoomOf, TakeOf } from "./CallIn.ts";
import { enterVoice } from "./voice.ts";

// One recording for callers to hear: recorded, heard, and kept only when its maker says so.
//
//     prompting ─▶ starting ─▶ recording ─▶ stopping ─▶ review ─1─▶ kept      2 records again · 3 listens · 0 discards
//                  (line)      # · pause     (line)

type Take = CallInRoomOf<"voiceRecording">;
type Review = CallInRoomOf<"voiceReview">;

/** Callers in pain wait through it. */
const LONGEST_TAKE: Readonly<Record<TakeOf, Duration>> = {
  greeting: Seconds(20),
  name: Seconds(20),
  sentence: Seconds(30),
};
const SAY: Readonly<Record<TakeOf, string>> = {
  greeting: "voice-say-greeting",
  name: "voice-say-name",
  sentence: "studio-speak",
};

export function beginTake(talk: Talk, clip: TakeOf, language: string, ...words: readonly Utterance[]): void {
  talk.enter({ kind: "voiceRecording", clip, language, phase: "prompting" });
  talk.say(...words, talk.sentences(SAY[clip], "tone"));
}

function leave(talk: Talk, clip: TakeOf, why: string): void {
  if (clip === "sentence") leaveStudio(talk, why);
  else enterVoice(talk, talk.sentences(why));
}

export const voiceRecordingRules: RoomRules<Take> = {
  said(talk, room) {
    if (room.phase !== "prompting") return true;
    talk.enter({ ...room, phase: "starting" });
    talk.perform({ kind: "startRecording" });
    talk.startTimer("store", LINE_REPLIES_WITHIN);
    return true;
  },

  key(talk, room, digit) {
    switch (room.phase) {
      case "prompting":
        if (digit === "0") return room.clip === "sentence" ? leaveStudio(talk, "nothing-changed") : enterVoice(talk);
        // "I know": straight to the tone.
        return talk.say(talk.sentences("tone"));
      case "starting":
      case "recording":
        return digit === "#" ? stop(talk, room) : undefined;
      case "stopping":
        return;
    }
  },

  /** Other keys are not ours: a cheek on the keypad must not cut a recording. */
  keepsTalking: ({ phase }, digit) => phase === "stopping" || (phase !== "prompting" && digit !== "#"),

  silent: (talk, room) => beginTake(talk, room.clip, room.language),

  told(talk, room, event) {
    switch (event.kind) {
      case "recordingStarted":
        if (room.phase !== "starting") return;
        talk.startTimer("store", LONGEST_TAKE[room.clip]);
        return talk.enter({ ...room, phase: "recording" });
      case "silenceAfterSpeech":
        return room.phase === "recording" ? stop(talk, room) : undefined;
      case "recordingStopped":
        return room.phase === "prompting" ? undefined : stopped(talk, room, event.speechMs);
      case "entriesListed":
      case "dutyTold":
      case "dutyChanged":
      case "clipChanged":
      case "codeTried":
      case "takeJudged":
      case "sentenceKept":
        return;
    }
  },

  /** The longest that it may be, or a line that does not answer. */
  timer(talk, room, timer) {
    if (timer !== "store") return;
    if (room.phase === "recording") stop(talk, room);
    else leave(talk, room.clip, "voice-not-kept");
  },
};

/** Leaving the recording for whatever else ends it on the line, too: see `Talk.enter`. */
function stop(talk: Talk, room: Take): void {
  talk.enter({ ...room, phase: "stopping" });
  talk.startTimer("store", LINE_REPLIES_WITHIN);
}

function stopped(talk: Talk, room: Take, speechMs: number): void {
  talk.stopTimer("store");
  const { clip, language } = room;
  if (clip === "sentence") return speechMs < LEAST_SPEECH_MS ? sayAgain(talk, "nothing-heard") : judge(talk);
  if (speechMs < LEAST_SPEECH_MS) return enterVoice(talk, talk.sentences("nothing-heard"));
  talk.enter({ kind: "voiceReview", clip, language, phase: "asking" });
  talk.say({ kind: "take" }, talk.sentences("voice-review"));
}

export const voiceReviewRules: RoomRules<Review> = {
  said: (_talk, { phase }) => phase === "keeping",

  key(talk, room, digit) {
    switch (digit) {
      case "1":
        talk.enter({ ...room, phase: "keeping" });
        return talk.askBox({ kind: "keepTake", clip: room.clip, language: room.language });
      case "2":
        return beginTake(talk, room.clip, room.language);
      case "3":
      case "*":
        return talk.say({ kind: "take" }, talk.sentences("voice-review"));
      case "0":
        return enterVoice(talk, talk.sentences("nothing-changed"));
      case "#":
        return talk.end(talk.state.detail, talk.sentences("nothing-changed", "goodbye-only"));
      case "4":
      case "5":
      case "6":
      case "7":
      case "8":
      case "9":
      case "A":
      case "B":
      case "C":
      case "D":
        return talk.say(talk.sentences("wrong-key", "voice-review"));
    }
  },

  keepsTalking: ({ phase }) => phase === "keeping",

  silent: (talk) => talk.say(talk.sentences("voice-review")),

  told(talk, room, event) {
    if (event.kind !== "clipChanged" || room.phase !== "keeping") return;
    talk.stopTimer("store");
    enterVoice(talk, talk.sentences(event.result === "done" ? "voice-kept" : "voice-not-kept"));
  },

  timer(talk, room, timer) {
    if (timer === "store" && room.phase === "keeping") enterVoice(talk, talk.sentences("voice-not-kept"));
  },
};
