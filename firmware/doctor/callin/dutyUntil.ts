import type { Digit } from "../../line/Line.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import { NEXT_DIGIT_WITHIN } from "../TalkEffects.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInRoomOf, DutyNow, DutyWish } from "./CallIn.ts";
import { afterHours, enterDuty } from "./duty.ts";
import { enterConfirm } from "./dutyConfirm.ts";
import { whenInWords } from "./words.ts";

// For how long a duty changes hands: until the next handoff, or for some hours.

type Until = CallInRoomOf<"dutyUntil">;
type HoursRoom = CallInRoomOf<"dutyHours">;

/** Three days: whoever is away for longer changes the clinic file. */
export const MOST_HOURS = 72;

export function enterUntil(talk: Talk, duty: DutyNow, wish: DutyWish): void {
  // Without a handoff there is only one way to say it.
  if (duty.until === undefined) return enterHours(talk, duty, wish);
  const room: Until = { kind: "dutyUntil", duty, wish };
  talk.enter(room);
  talk.say(...question(talk, room));
}

function question(talk: Talk, { duty }: Until): readonly Utterance[] {
  const until = duty.until ?? duty.at;
  return [talk.sentences("until"), whenInWords(talk, until, duty.at), talk.sentences("press-1", "until-hours")];
}

export const dutyUntilRules: RoomRules<Until> = {
  key(talk, room, digit) {
    const { duty, wish } = room;
    if (digit === "1" && duty.until !== undefined) return enterConfirm(talk, duty, wish, duty.until);
    if (digit === "2") return enterHours(talk, duty, wish);
    if (digit === "0") return enterDuty(talk);
    if (digit === "#") return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
    talk.say(...(digit === "*" || digit === "9" ? [] : [talk.sentences("wrong-key")]), ...question(talk, room));
  },
  silent: (talk, room) => talk.say(...question(talk, room)),
};

function enterHours(talk: Talk, duty: DutyNow, wish: DutyWish, ...words: readonly Utterance[]): void {
  talk.enter({ kind: "dutyHours", duty, wish, digits: "" });
  talk.say(...words, talk.sentences("ask-hours"));
}

export const dutyHoursRules: RoomRules<HoursRoom> = {
  key(talk, room, digit) {
    if (digit === "#") return entered(talk, room);
    if (digit === "*") return room.digits === "" ? enterDuty(talk) : enterHours(talk, room.duty, room.wish);
    if (digit === "0" && room.digits === "") return enterDuty(talk);
    if (!isNumber(digit)) return talk.startTimer("nextDigit", NEXT_DIGIT_WITHIN);
    const typed: HoursRoom = { ...room, digits: room.digits + digit };
    talk.enter(typed);
    if (typed.digits.length >= String(MOST_HOURS).length) return entered(talk, typed);
    talk.startTimer("nextDigit", NEXT_DIGIT_WITHIN);
  },

  silent: (talk, { duty, wish }) => enterHours(talk, duty, wish),

  timer(talk, room, timer) {
    if (timer === "nextDigit") entered(talk, room);
  },
};

const isNumber = (digit: Digit): boolean => digit >= "0" && digit <= "9";

function entered(talk: Talk, { duty, wish, digits }: HoursRoom): void {
  const hours = Number(digits);
  if (hours < 1 || hours > MOST_HOURS) return enterHours(talk, duty, wish, talk.sentences("hours-not-valid"));
  afterHours(talk, duty, wish, hours);
}
