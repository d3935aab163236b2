import type { Talk } from "../Talk.ts";
import type { OpenPage, RoomOf, Utterance } from "../TalkState.ts";
import { enterPage, pageRules } from "./page.ts";
import { menuInWords } from "./pageWords.ts";
import type { RoomRules } from "./RoomRules.ts";

type MoreRoom = RoomOf<"more">;

/** Says how it went, and what else is open. `back`: the page that they have now, to which they return. */
export function enterMore(talk: Talk, words: readonly Utterance[], back?: RoomOf<"page">): void {
  talk.enter({ kind: "more", phase: "listing", pages: [], ...(back === undefined ? {} : { back }) });
  talk.say(...words);
  talk.listOpen();
}

export const moreRules: RoomRules<MoreRoom> = {
  said: (_talk, room) => room.phase === "listing",

  key(talk, room, digit) {
    const [next] = room.pages;
    if (digit === "1" && next !== undefined) return enterPage(talk, next);
    if (digit === "*" && next !== undefined) return talk.say(question(talk, room.pages));
    if (room.back === undefined) return talk.say(talk.sentences("wrong-key"), question(talk, room.pages));
    talk.enter(room.back);
    pageRules.key(talk, room.back, digit);
  },

  keepsTalking: (room, digit) => room.phase === "listing" || digit === "#",

  silent(talk, room) {
    talk.say(question(talk, room.pages));
  },

  listed(talk, room, { pages }) {
    if (room.phase !== "listing") return;
    talk.stopTimer("store");
    ask(
      talk,
      room,
      pages.filter(({ ref }) => !talk.state.told.includes(ref)),
    );
  },

  timer(talk, room, timer) {
    if (timer === "store" && room.phase === "listing") ask(talk, room, []);
  },
};

function ask(talk: Talk, room: MoreRoom, pages: readonly OpenPage[]): void {
  if (pages.length > 0) {
    talk.enter({ ...room, phase: "asking", pages });
    talk.alsoSay(question(talk, pages));
  } else if (room.back === undefined) talk.endAfterThis(talk.sentences("goodbye-only"));
  else {
    talk.enter(room.back);
    talk.alsoSay(menuInWords(talk, room.back));
  }
}

/** Clips for numbers go to 99; so many open calls are said as ninety-nine. */
function question(talk: Talk, pages: readonly OpenPage[]): Utterance {
  if (pages.length === 1) return talk.sentences("more-one");
  return talk.sentences("more-before", `number-${Math.min(99, pages.length)}`, "more-after");
}
