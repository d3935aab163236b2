import { clipOf, personClips } from "../../triage/PromptCatalogue.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInEvent, CallInRoomOf, OwnClip, VoiceChoice } from "./CallIn.ts";
import { backToHall } from "./hall.ts";
import { beginTake } from "./voiceTake.ts";

// What callers hear: the greeting ("You have reached …") and the doctor's own name. The emergency sentence is a clip of its own, which nobody can
// record over.

type Voice = CallInRoomOf<"voice">;

export function enterVoice(talk: Talk, ...words: readonly Utterance[]): void {
  talk.enter({ kind: "voice", phase: "asking" });
  talk.say(...words, talk.sentences("voice-menu"));
}

const CHOICES: Readonly<Partial<Record<string, VoiceChoice>>> = {
  "1": "record",
  "2": "hear",
  "3": "undo",
  "4": "name",
};

export const voiceRules: RoomRules<Voice> = {
  said: (_talk, { phase }) => phase === "undoing",

  key(talk, _room, digit) {
    const choice = CHOICES[digit];
    if (choice !== undefined) return inWhichLanguage(talk, choice);
    if (digit === "0") return backToHall(talk);
    if (digit === "#") return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
    if (digit === "9") return enterVoice(talk, talk.sentences("voice-help"));
    enterVoice(talk, ...(digit === "*" ? [] : [talk.sentences("wrong-key")]));
  },

  keepsTalking: ({ phase }) => phase === "undoing",

  silent: (talk) => enterVoice(talk),

  told(talk, room, event) {
    if (event.kind !== "clipChanged" || room.phase !== "undoing") return;
    talk.stopTimer("store");
    enterVoice(talk, talk.sentences(UNDONE[event.result]));
  },

  timer(talk, room, timer) {
    if (timer === "store" && room.phase === "undoing") enterVoice(talk, talk.sentences("not-done"));
  },
};

const UNDONE: Readonly<Record<Extract<CallInEvent, { kind: "clipChanged" }>["result"], string>> = {
  done: "voice-undone",
  nothing: "nothing-to-undo",
  failed: "not-done",
};

/** A clinic of two languages has a greeting in each. */
const languagesOf = (talk: Talk): readonly string[] => {
  const { why, language } = talk.state.setup;
  return why.kind === "callsIn" && why.languages.length > 0 ? why.languages : [language];
};

function inWhichLanguage(talk: Talk, then: VoiceChoice): void {
  const languages = languagesOf(talk);
  if (languages.length === 1) return chosen(talk, then, languages[0]!);
  talk.enter({ kind: "voiceLanguage", then });
  talk.say(languageQuestion(talk));
}

/** Each in its own voice, as callers are asked. */
function languageQuestion(talk: Talk): Utterance {
  const { variables } = talk.state.setup;
  return {
    kind: "clips",
    clips: languagesOf(talk).map((language, at) => clipOf(`choose-${at + 1}`, language, variables)),
  };
}

export const voiceLanguageRules: RoomRules<CallInRoomOf<"voiceLanguage">> = {
  key(talk, room, digit) {
    const language = languagesOf(talk)[Number(digit) - 1];
    if (language !== undefined) return chosen(talk, room.then, language);
    if (digit === "0") return enterVoice(talk);
    if (digit === "#") return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
    talk.say(...(digit === "*" || digit === "9" ? [] : [talk.sentences("wrong-key")]), languageQuestion(talk));
  },
  silent: (talk) => talk.say(languageQuestion(talk)),
};

function chosen(talk: Talk, then: VoiceChoice, language: string): void {
  switch (then) {
    case "record":
      return beginTake(talk, "greeting", language);
    case "name":
      return beginTake(talk, "name", language);
    case "hear":
      return enterVoice(talk, clipNow(talk, "greeting", language));
    case "undo":
      talk.enter({ kind: "voice", phase: "undoing" });
      return talk.askBox({ kind: "undoClip", clip: "greeting", language });
  }
}

/** As callers hear it now. */
export function clipNow(talk: Talk, clip: OwnClip, language: string): Utterance {
  const { person, variables } = talk.state.setup;
  const clips = clip === "name" ? personClips(person, language) : [clipOf("greeting", language, variables)];
  return { kind: "clips", clips };
}
