import type { Digit } from "../../line/Line.ts";
import type { Talk } from "../Talk.ts";
import type { Act } from "../TalkEffects.ts";
import { type ActResult, type OpenPage, type RoomOf, UNREAD, type Utterance } from "../TalkState.ts";
import { enterMore } from "./more.ts";
import {
  menuInWords,
  numberInWords,
  pageInWords,
  passedInWords,
  reasonInWords,
  takenInWords,
  truthInWords,
} from "./pageWords.ts";
import type { RoomRules } from "./RoomRules.ts";

type PageRoom = RoomOf<"page">;

// Keys as in GoAlert where it has them: 4 takes, 5 passes on, 6 closes, * repeats. Ours: 1 the number, slowly; 2 the reason.

/** Tells a page, once the store has said what there is of it. */
export function enterPage(talk: Talk, page: OpenPage, ...before: readonly Utterance[]): void {
  const { person } = talk.state.setup;
  const bare = !talk.state.proved;
  const mine = page.state === "taken" && page.takenBy === person.id;
  const room: PageRoom = { kind: "page", page, bare, mine, phase: "looking", want: "all", details: UNREAD };
  talk.hush();
  talk.enter(room);
  // Whoever has no PIN is told nothing that would have to be looked for.
  if (bare) tellAll(talk, room, ...before);
  else talk.look(page.ref);
}

function tell(talk: Talk, room: PageRoom): void {
  const { want, page, details } = room;
  if (want === "all") return tellAll(talk, room);
  talk.enter({ ...room, phase: "telling" });
  if (details.unread) return talk.say(talk.sentences("page-unread"), menuInWords(talk, room));
  const words =
    want === "number" ? [numberInWords(talk, details.callback, true)] : reasonInWords(talk, page.ref, details);
  talk.say(...words, menuInWords(talk, room));
}

/** While the caller speaks there is more to know each time. */
function again(talk: Talk, room: PageRoom, want: PageRoom["want"]): void {
  if (room.bare) return want === "all" ? tellAll(talk, room) : wrongKey(talk, room);
  const wanted: PageRoom = { ...room, want };
  if (!room.details.callGoesOn && !room.details.unread) return tell(talk, wanted);
  talk.enter({ ...wanted, phase: "looking" });
  talk.look(room.page.ref);
}

function tellAll(talk: Talk, room: PageRoom, ...before: readonly Utterance[]): void {
  const telling: PageRoom = { ...room, phase: "telling" };
  talk.enter(telling);
  talk.state.told = [...talk.state.told.filter((ref) => ref !== room.page.ref), room.page.ref];
  talk.audit("page-told-by-telephone", room.page.ref, room.bare ? "reference only" : undefined);
  talk.say(...before, ...pageInWords(talk, telling), menuInWords(talk, telling));
}

export const pageRules: RoomRules<PageRoom> = {
  said(talk, room) {
    if (room.phase === "telling" && (!room.bare || talk.state.anyKey)) heard(talk);
    return false;
  },

  key(talk, room, digit) {
    if (room.phase === "acting") return;
    // Without a PIN a key is all the proof there is that a person listens.
    if (room.bare) heard(talk);
    keyPressed(talk, room, digit);
  },

  /** `#` closes a PIN, and comes when the PIN was known to be right already. */
  keepsTalking: (room, digit) => room.phase === "acting" || digit === "#",

  silent(talk, { sure: _again, ...room }) {
    talk.enter(room);
    talk.say(menuInWords(talk, room));
  },

  looked(talk, room, { ref, details }) {
    if (ref !== room.page.ref) return;
    // Whoever was faster with a key has begun something else; what is known counts all the same.
    if (room.phase !== "looking") return talk.enter({ ...room, details });
    talk.stopTimer("store");
    talk.hasTimeFor(ref, details.spokenMs);
    tell(talk, { ...room, details });
  },

  timer(talk, room, timer) {
    if (timer !== "store") return;
    if (room.phase === "looking") tell(talk, room);
    else if (room.phase === "acting") {
      talk.enter({ ...room, phase: "telling" });
      talk.say(talk.sentences("page-not-done"), menuInWords(talk, room));
    }
  },

  acted(talk, room, { ref, act, result }) {
    if (ref !== room.page.ref) return;
    talk.stopTimer("store");
    acted(talk, room, act, result);
  },

  notWanted(talk, room, { result }) {
    const { why } = talk.state.setup;
    if (room.mine || room.phase === "acting" || why.kind !== "page" || room.page.ref !== why.page.ref) return;
    if (!room.bare || talk.state.anyKey) heard(talk);
    talk.state.detail = "taken by somebody else meanwhile";
    enterMore(talk, truthInWords(talk, result));
  },
};

function heard(talk: Talk): void {
  if (!talk.state.heard) talk.state.detail = "heard, not taken";
  talk.state.heard = true;
}

function keyPressed(talk: Talk, room: PageRoom, digit: Digit): void {
  switch (digit) {
    case "4":
      if (room.mine) return wrongKey(talk, room);
      return room.bare && room.sure !== true ? askOnceMore(talk, room) : act(talk, room, "take");
    case "5":
      return act(talk, room, "pass");
    case "6":
      return room.mine ? act(talk, room, "close") : wrongKey(talk, room);
    case "*":
      return again(talk, room, "all");
    case "1":
      return again(talk, room, "number");
    case "2":
      return again(talk, room, "reason");
    case "#":
      return;
    case "0":
    case "3":
    case "7":
    case "8":
    case "9":
    case "A":
    case "B":
    case "C":
    case "D":
      return wrongKey(talk, room);
  }
}

/** Where no PIN proves a person, one tone that somebody's greeting seems to hold must not take a patient's call. */
function askOnceMore(talk: Talk, room: PageRoom): void {
  talk.enter({ ...room, sure: true });
  talk.say(talk.sentences("page-sure"));
}

function wrongKey(talk: Talk, { sure: _again, ...room }: PageRoom): void {
  talk.enter(room);
  talk.say(talk.sentences("wrong-key"), menuInWords(talk, room));
}

function act(talk: Talk, room: PageRoom, what: Act): void {
  talk.enter({ ...room, phase: "acting" });
  talk.act(what, room.page.ref);
}

function acted(talk: Talk, room: PageRoom, what: Act, result: ActResult): void {
  heard(talk);
  if (result.kind !== "done") {
    talk.state.detail = result.kind === "other" ? "somebody else had it" : "closed already";
    return enterMore(talk, truthInWords(talk, result));
  }
  switch (what) {
    case "take": {
      talk.state.detail = "taken";
      const { person } = talk.state.setup;
      const page: OpenPage = { ...room.page, state: "taken", takenBy: person.id };
      const mine: PageRoom = { ...room, page, mine: true, phase: "telling" };
      return enterMore(talk, takenInWords(talk, room.page.ref), mine);
    }
    case "pass":
      talk.state.detail = "passed on";
      return enterMore(talk, [passedInWords(talk, result)]);
    case "close":
      talk.state.detail = "closed";
      return enterMore(talk, [talk.sentences("page-closed")]);
  }
}
