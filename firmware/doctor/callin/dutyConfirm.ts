import type { EpochMs } from "../../time/Clock.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInEvent, CallInRoomOf, DutyNow, DutyWish } from "./CallIn.ts";
import { enterDuty } from "./duty.ts";
import { backToHall } from "./hall.ts";
import { named, whenInWords } from "./words.ts";

// What is about to change is said in full before it does, and only a 1 does it.

type Confirm = CallInRoomOf<"dutyConfirm">;

export function enterConfirm(talk: Talk, duty: DutyNow, wish: DutyWish, until: EpochMs): void {
  const room: Confirm = { kind: "dutyConfirm", duty, wish, until, phase: "asking" };
  talk.enter(room);
  talk.say(...question(talk, room));
}

function question(talk: Talk, { duty, wish, until }: Confirm): readonly Utterance[] {
  return [
    ...what(talk, wish),
    talk.sentences("until"),
    whenInWords(talk, until, duty.at),
    talk.sentences("duty-confirm"),
  ];
}

function what(talk: Talk, wish: DutyWish): readonly Utterance[] {
  if (wish.kind === "handOn") return [talk.sentences("you-hand-on-to"), named(talk, wish.to)];
  if (wish.from === undefined) return [talk.sentences("you-are-on-call")];
  return [talk.sentences("you-take-over-from"), named(talk, wish.from)];
}

const RESULT: Readonly<Record<Extract<CallInEvent, { kind: "dutyChanged" }>["result"], string>> = {
  done: "duty-changed",
  memory: "duty-in-memory",
  nothing: "not-done",
  failed: "not-done",
};

export const dutyConfirmRules: RoomRules<Confirm> = {
  said: (_talk, { phase }) => phase === "changing",

  key(talk, room, digit) {
    if (digit === "1") {
      talk.enter({ ...room, phase: "changing" });
      return talk.askBox({ kind: "changeDuty", wish: room.wish, until: room.until });
    }
    if (digit === "0") return enterDuty(talk, talk.sentences("nothing-changed"));
    if (digit === "#") return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
    talk.say(...(digit === "*" || digit === "9" ? [] : [talk.sentences("wrong-key")]), ...question(talk, room));
  },

  keepsTalking: ({ phase }) => phase === "changing",

  silent: (talk, room) => talk.say(...question(talk, room)),

  told(talk, room, event) {
    if (event.kind !== "dutyChanged" || room.phase !== "changing") return;
    talk.stopTimer("store");
    if (event.result === "done") talk.state.detail = "called in and changed the duty";
    enterDuty(talk, talk.sentences(RESULT[event.result]));
  },

  timer(talk, room, timer) {
    if (timer === "store" && room.phase === "changing") backToHall(talk, talk.sentences("not-done"));
  },
};
