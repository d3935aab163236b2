import { spokenCode } from "../../triage/PromptCatalogue.ts";
import { type GateVerdict, gateEntered, gateKey, type PinGate, shutGate } from "../PinGate.ts";
import type { Talk } from "../Talk.ts";
import { NEXT_DIGIT_WITHIN } from "../TalkEffects.ts";
import type { RoomOf, Utterance } from "../TalkState.ts";
import { enterPage } from "./page.ts";
import { lastWordsAbout } from "./pageWords.ts";
import type { RoomRules } from "./RoomRules.ts";

/** The door: before it opens nobody hears anything of a patient. */
export function enterGate(talk: Talk, ...before: readonly Utterance[]): void {
  talk.enter({ kind: "gate", gate: shutGate });
  talk.state.detail = "nobody entered a PIN";
  talk.say(...before, talk.sentences("pin-ask"));
}

export const gateRules: RoomRules<RoomOf<"gate">> = {
  key(talk, room, digit) {
    const pin = talk.state.setup.person.pin ?? "";
    judged(talk, gateKey(room.gate, pin, digit));
  },
  silent(talk) {
    talk.say(talk.sentences("pin-ask"));
  },
  timer(talk, room, timer) {
    if (timer === "nextDigit") judged(talk, gateEntered(room.gate, talk.state.setup.person.pin ?? ""));
  },
  notWanted(talk, _room, { result }) {
    talk.end("taken by somebody else meanwhile", ...lastWordsAbout(talk, result));
  },
};

function judged(talk: Talk, [gate, verdict]: readonly [PinGate, GateVerdict]): void {
  talk.enter({ kind: "gate", gate });
  switch (verdict) {
    case "typing":
      // After `*`, or `#` with nothing before it, it is as if nobody had typed.
      return gate.digits === "" ? talk.awaitKey() : talk.startTimer("nextDigit", NEXT_DIGIT_WITHIN);
    case "right":
      talk.perform({ kind: "pinTried", right: true });
      talk.audit("pin-right");
      talk.state.proved = true;
      talk.state.poundMayCome = true;
      return gateOpens(talk);
    // A child at the keys, or somebody who takes it for the patient's menu: nothing that a lock has to count.
    case "short":
      return talk.say(talk.sentences("pin-wrong", "pin-ask"));
    case "wrong":
      wrong(talk);
      return talk.say(talk.sentences("pin-wrong", "pin-ask"));
    case "shut":
      wrong(talk);
      return gateShut(talk);
  }
}

function wrong(talk: Talk): void {
  talk.wrongPin();
  talk.state.detail = "wrong PIN";
}

function gateOpens(talk: Talk): void {
  const { why } = talk.state.setup;
  talk.state.detail = "hung up before the call was told";
  if (why.kind === "page") enterPage(talk, why.page);
}

function gateShut(talk: Talk): void {
  const { why } = talk.state.setup;
  const reference = why.kind === "page" ? referenceTwice(talk, why.page.ref) : [];
  talk.end("wrong PIN", talk.sentences("pin-shut"), ...reference);
}

/** Whoever has to write it down in the dark hears it twice. */
export function referenceTwice(talk: Talk, ref: string): readonly Utterance[] {
  const once = [talk.sentences("the-reference", "pause"), talk.spoken(spokenCode(ref))];
  return [...once, talk.sentences("pause"), ...once];
}
