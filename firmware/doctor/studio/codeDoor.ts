import type { Digit } from "../../line/Line.ts";
import { Seconds } from "../../time/Duration.ts";
import { toPatient } from "../callin/door.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import { NEXT_DIGIT_WITHIN } from "../TalkEffects.ts";
import { CODE_DIGITS, type RecordingOrder, type StudioRoomOf } from "./Studio.ts";
import { beginSentence } from "./sentence.ts";

// Before the code: as at the doctor's door it may be a patient, who has pressed star as the first key. Whatever is not the code leads to the
// patient's script on the same call.

type Door = StudioRoomOf<"codeDoor">;

/** A code is read off a screen. */
const DOOR_WAITS = Seconds(6);
/** The patient's call that may follow needs the rest of what a line allows. */
const LONGEST_AT_DOOR = Seconds(45);
/** In one call; over all calls the box counts. */
const MOST_TRIES = 3;

export function enterCodeDoor(talk: Talk): void {
  talk.startTimer("limit", LONGEST_AT_DOOR);
  talk.state.detail = "went on as a patient's call";
  talk.enter({ kind: "codeDoor", digits: "", wrong: 0, phase: "asking" });
  talk.say(talk.sentences("code-ask"));
}

export const codeDoorRules: RoomRules<Door> = {
  said(talk, { phase }) {
    if (phase === "asking") talk.startTimer("answer", DOOR_WAITS);
    return true;
  },

  key(talk, room, digit) {
    if (digit === "*" || (digit === "#" && room.digits === "")) return toPatient(talk, "star");
    if (digit === "#") return again(talk, room);
    if (digit < "0" || digit > "9") return talk.startTimer("nextDigit", NEXT_DIGIT_WITHIN);
    typed(talk, room, digit);
  },

  keepsTalking: ({ phase }) => phase === "trying",

  silent: (talk) => toPatient(talk, "silence"),

  timer(talk, room, timer) {
    if (timer === "nextDigit") again(talk, room);
    else toPatient(talk, "silence");
  },

  told(talk, room, event) {
    if (event.kind !== "codeTried" || room.phase !== "trying") return;
    talk.stopTimer("store");
    if (event.result === "shut") return toPatient(talk, "locked");
    if (event.result === "wrong") return wrong(talk, room);
    opened(talk, event.result);
  },
};

function typed(talk: Talk, room: Door, digit: Digit): void {
  const digits = room.digits + digit;
  if (digits.length < CODE_DIGITS) {
    talk.enter({ ...room, digits });
    return talk.startTimer("nextDigit", NEXT_DIGIT_WITHIN);
  }
  talk.enter({ ...room, digits: "", phase: "trying" });
  talk.askBox({ kind: "tryCode", digits });
}

/** Too few digits are no try. */
function again(talk: Talk, room: Door): void {
  talk.enter({ ...room, digits: "", phase: "asking" });
  talk.say(talk.sentences("code-again"));
}

function wrong(talk: Talk, room: Door): void {
  talk.audit("recording-code-wrong");
  if (room.wrong + 1 >= MOST_TRIES) return toPatient(talk, "wrong-code");
  again(talk, { ...room, wrong: room.wrong + 1 });
}

function opened(talk: Talk, order: RecordingOrder): void {
  const { setup } = talk.state;
  talk.state.setup = { ...setup, person: order.maker, why: { kind: "records", order } };
  talk.state.proved = true;
  // Some close it with pound.
  talk.state.poundMayCome = true;
  talk.state.detail = "nothing was recorded";
  talk.perform({ kind: "proved" });
  talk.audit("recording-code-right", undefined, `${order.language}/${order.clip}`);
  talk.startTimer("limit", setup.longest);
  beginSentence(talk);
}
