import { digitClips } from "../../triage/spoken.ts";
import { beginTake } from "../callin/voiceTake.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import { MOST_SILENCES } from "../TalkEffects.ts";
import type { Utterance } from "../TalkState.ts";
import type { StudioRoomOf } from "./Studio.ts";

// One sentence: which it is and what it says now; recorded (voiceTake.ts), judged, heard as callers would hear it, and kept only when its maker says
// so. Kept is not in force: that is done in the console. Whatever language it is in, its maker is spoken to in the clinic's first one.
//
//     take ─▶ judging ─▶ asking ─1─▶ keeping ─▶ goodbye       2 records again · 3 listens · 9 leaves
//       ▲────────┴ unfit

type Review = StudioRoomOf<"studioReview">;

/** Numbers up to here are one clip. */
const SPOKEN_WHOLE = 99;

export function beginSentence(talk: Talk): void {
  const { why } = talk.state.setup;
  if (why.kind !== "records" || why.order === undefined) return leaveStudio(talk, "nothing-changed");
  const { language, now, number } = why.order;
  const says: readonly Utterance[] =
    now === undefined
      ? [talk.sentences("studio-none")]
      : [talk.sentences("studio-now"), { kind: "clips", clips: [now] }];
  const place = talk.spoken(number <= SPOKEN_WHOLE ? [`number-${number}`] : digitClips(String(number)));
  beginTake(talk, "sentence", language, talk.sentences("studio-sentence"), place, ...says);
}

/** With why it has to be said again, as long as anybody is there. */
export function sayAgain(talk: Talk, why: string): void {
  talk.state.silences += 1;
  if (talk.state.silences > MOST_SILENCES) return leaveStudio(talk, why);
  beginTake(talk, "sentence", talk.state.setup.language, talk.sentences(why));
}

export const leaveStudio = (talk: Talk, why: string): void =>
  talk.end(talk.state.detail, talk.sentences(why, "goodbye-only"));

/** What was recorded is looked at by the box first. */
export function judge(talk: Talk): void {
  talk.enter({ kind: "studioReview", phase: "judging" });
  talk.askBox({ kind: "judgeTake" });
}

export const studioReviewRules: RoomRules<Review> = {
  said: (_talk, { phase }) => phase !== "asking",

  key(talk, _room, digit) {
    switch (digit) {
      case "1":
        talk.enter({ kind: "studioReview", phase: "keeping" });
        return talk.askBox({ kind: "keepSentence" });
      case "2":
        return beginTake(talk, "sentence", talk.state.setup.language);
      case "3":
      case "*":
        return talk.say({ kind: "take" }, talk.sentences("studio-review"));
      case "9":
      case "0":
      case "#":
        return leaveStudio(talk, "nothing-changed");
      case "4":
      case "5":
      case "6":
      case "7":
      case "8":
      case "A":
      case "B":
      case "C":
      case "D":
        return talk.say(talk.sentences("wrong-key", "studio-review"));
    }
  },

  keepsTalking: ({ phase }) => phase !== "asking",

  silent: (talk) => talk.say(talk.sentences("studio-review")),

  told(talk, { phase }, event) {
    if (event.kind === "takeJudged" && phase === "judging") {
      talk.stopTimer("store");
      if (!event.fit) return sayAgain(talk, "studio-unfit");
      talk.enter({ kind: "studioReview", phase: "asking" });
      talk.say({ kind: "take" }, talk.sentences("studio-review"));
    } else if (event.kind === "sentenceKept" && phase === "keeping") {
      talk.stopTimer("store");
      kept(talk, event.done);
    }
  },

  timer(talk, _room, timer) {
    if (timer === "store") leaveStudio(talk, "voice-not-kept");
  },
};

function kept(talk: Talk, done: boolean): void {
  if (done) talk.state.detail = "a sentence was recorded";
  leaveStudio(talk, done ? "studio-kept" : "voice-not-kept");
}
