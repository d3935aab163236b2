import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInRoomOf, Entry } from "./CallIn.ts";
import { enterDuty } from "./duty.ts";
import { enterEntries, tellFirst } from "./entries.ts";
import { enterVoice } from "./voice.ts";
import { howMany } from "./words.ts";

// The hall: where every other room leads back to with 0. A doctor who calls at night does so because of a page, so whatever is open is told at once.

type Hall = CallInRoomOf<"hall">;

/** Behind the door: what is open, or the menu when nothing is. */
export function enterHall(talk: Talk): void {
  talk.enter({ kind: "hall", phase: "listing" });
  talk.list("open");
}

/** Back from a room. */
export function backToHall(talk: Talk, ...words: readonly Utterance[]): void {
  talk.enter({ kind: "hall", phase: "asking" });
  talk.say(...words, talk.sentences("hall-menu"));
}

export const hallRules: RoomRules<Hall> = {
  key(talk, room, digit) {
    if (room.phase === "listing") return;
    switch (digit) {
      case "1":
        return enterEntries(talk, "open");
      case "2":
        return enterEntries(talk, "messages");
      case "3":
        return enterDuty(talk);
      case "4":
        return enterVoice(talk);
      case "9":
        return talk.say(talk.sentences("hall-help", "hall-menu"));
      case "0":
      case "*":
        return talk.say(talk.sentences("hall-menu"));
      case "#":
        return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
      case "5":
      case "6":
      case "7":
      case "8":
      case "A":
      case "B":
      case "C":
      case "D":
        return talk.say(talk.sentences("wrong-key", "hall-menu"));
    }
  },

  /** `#` closes a PIN that was known to be right with its last digit. */
  keepsTalking: (room) => room.phase === "listing",

  silent: (talk) => talk.say(talk.sentences("hall-menu")),

  told(talk, room, event) {
    if (room.phase !== "listing" || event.kind !== "entriesListed" || event.list !== "open") return;
    talk.stopTimer("store");
    const untaken = event.entries.filter(isUntaken).length;
    if (untaken === 0) return backToHall(talk, talk.sentences("open-none"));
    tellFirst(talk, event, howMany(talk, "open-one", "open-before", "open-after", untaken));
  },

  timer(talk, room, timer) {
    if (timer === "store" && room.phase === "listing") backToHall(talk, talk.sentences("not-done"));
  },
};

const isUntaken = ({ alert }: Entry): boolean => alert?.state === "open";
