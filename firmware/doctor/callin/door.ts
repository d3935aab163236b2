import type { Digit } from "../../line/Line.ts";
import { Seconds } from "../../time/Duration.ts";
import { type GateVerdict, gateEntered, gateKey, type PinGate, shutGate } from "../PinGate.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import { NEXT_DIGIT_WITHIN } from "../TalkEffects.ts";
import type { CallInEffect, CallInRoomOf } from "./CallIn.ts";
import { enterHall } from "./hall.ts";
import { named } from "./words.ts";

// The call comes from a doctor's telephone, which proves nothing: numbers are forged, telephones are shared, and a doctor's family has emergencies,
// too. Whatever is not the PIN leads to the patient's script on the same call.

/** Short: whoever is no doctor waits for the patient's menu. */
const DOOR_WAITS = Seconds(4);
/** Slow fingers and three tries; the patient's call that may follow needs the rest of what a line allows. */
const LONGEST_AT_DOOR = Seconds(45);

type Door = CallInRoomOf<"door">;

export function enterDoor(talk: Talk): void {
  const { person, locked } = talk.state.setup;
  talk.startTimer("limit", LONGEST_AT_DOOR);
  talk.enter({ kind: "door", gate: shutGate, shut: locked });
  talk.state.detail = "went on as a patient's call";
  if (locked) {
    talk.audit("pin-locked-out");
    talk.say(talk.sentences("door-locked"));
  } else talk.say(talk.sentences("door-if-you-are"), named(talk, person), talk.sentences("door-enter-pin"));
}

export const doorRules: RoomRules<Door> = {
  said(talk, room) {
    if (room.shut) toPatient(talk, "locked");
    else talk.startTimer("answer", DOOR_WAITS);
    return true;
  },

  key(talk, room, digit: Digit) {
    if (room.shut) return toPatient(talk, "locked");
    if (digit === "*") return toPatient(talk, "star");
    if (digit === "#" && room.gate.digits === "") return toPatient(talk, "star");
    judged(talk, gateKey(room.gate, pinOf(talk), digit));
  },

  /** A PIN that is keyed in all the same must not become a patient's keys. */
  keepsTalking: ({ shut }, digit) => shut && digit !== "*",

  silent: (talk) => toPatient(talk, "silence"),

  timer(talk, room, timer) {
    if (timer === "nextDigit") judged(talk, gateEntered(room.gate, pinOf(talk)));
  },
};

/** Nobody is let in without one: the talk is not even begun then (see `mayCallIn`), and here no key would open. */
const pinOf = (talk: Talk): string => talk.state.setup.person.pin ?? "no PIN";

function judged(talk: Talk, [gate, verdict]: readonly [PinGate, GateVerdict]): void {
  talk.enter({ kind: "door", gate, shut: false });
  switch (verdict) {
    case "typing":
      return gate.digits === ""
        ? talk.startTimer("answer", DOOR_WAITS)
        : talk.startTimer("nextDigit", NEXT_DIGIT_WITHIN);
    case "right":
      talk.perform({ kind: "pinTried", right: true });
      talk.audit("pin-right", undefined, "called in");
      talk.state.proved = true;
      talk.state.poundMayCome = true;
      talk.state.detail = "called in";
      talk.startTimer("limit", talk.state.setup.longest);
      return enterHall(talk);
    // A child at the keys, or somebody who takes it for the patient's menu: nothing that a lock has to count.
    case "short":
      return talk.say(talk.sentences("pin-wrong", "door-pin-again"));
    case "wrong":
      talk.wrongPin("called in");
      return talk.say(talk.sentences("pin-wrong", "door-pin-again"));
    case "shut":
      talk.wrongPin("called in");
      return toPatient(talk, "wrong-pin");
  }
}

export function toPatient(talk: Talk, because: Extract<CallInEffect, { kind: "toPatient" }>["because"]): void {
  talk.audit("call-in-as-patient", undefined, because);
  talk.leave({ kind: "toPatient", because });
}
