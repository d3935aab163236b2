import type { Digit } from "../line/Line.ts";
import { enterDoor, toPatient } from "./callin/door.ts";
import { callInRules } from "./callin/rules.ts";
import { enterGate, gateRules, referenceTwice } from "./rooms/gate.ts";
import { moreRules } from "./rooms/more.ts";
import { enterPage, pageRules } from "./rooms/page.ts";
import type { RoomRules } from "./rooms/RoomRules.ts";
import { enterCodeDoor } from "./studio/codeDoor.ts";
import { Talk } from "./Talk.ts";
import { MOST_SILENCES, type TalkTimer } from "./TalkEffects.ts";
import type { Room, RoomOf, TalkEvent, TalkSetup, TalkState, TalkStepResult } from "./TalkState.ts";

/**
 * A telephone talk with one of the clinic's people, from the answer to the hang-up. It stands in one room at a time; each room has
 * its rules in a file of its own. Nothing of a patient is said, and nothing taken, before the gate has opened, but for people without a
 * PIN, who hear a reference only.
 *
 *     answered ─▶ gate ─▶ page ─4,5,6─▶ more ─1─▶ page ─▶ …
 *        └▶ (no PIN) page, bare           └▶ ending ─▶ over        farEndHungUp, machineHeard, limit ─▶ over
 *
 * Whoever calls in comes by a door of their own into the hall of callin/, or goes on as a patient.
 */
export function beginTalk(setup: TalkSetup): TalkState {
  return {
    setup,
    room: { kind: "ending" },
    toSay: [],
    lastPlayId: 0,
    timers: [],
    silences: 0,
    anyKey: false,
    proved: false,
    poundMayCome: false,
    heard: false,
    told: [],
    detail: "nobody pressed a key",
  };
}

export const isOver = (state: TalkState): boolean => state.room.kind === "over";

type Rules = { readonly [K in Room["kind"]]: RoomRules<RoomOf<K>> };

const RULES: Rules = {
  gate: gateRules,
  page: pageRules,
  more: moreRules,
  ...callInRules,
  ending: {
    said(talk) {
      talk.over();
      return true;
    },
    key: () => {},
    keepsTalking: () => true,
    silent: (talk) => talk.over(),
  },
  over: { key: () => {}, silent: () => {} },
};

const rulesOf = (room: Room): RoomRules<Room> => RULES[room.kind] as RoomRules<Room>;

export function stepTalk(state: TalkState, event: TalkEvent): TalkStepResult {
  if (isOver(state)) return [state, []];
  const talk = new Talk(state);
  handle(talk, event);
  return [talk.state, talk.effects];
}

function handle(talk: Talk, event: TalkEvent): void {
  const { room } = talk.state;
  const rules = rulesOf(room);
  switch (event.kind) {
    case "answered":
      return answered(talk);
    case "promptFinished":
      return event.playId === talk.state.playing ? promptFinished(talk) : undefined;
    case "digitReceived":
      return digit(talk, event.digit);
    case "timerFired":
      return timerFired(talk, event.timer);
    case "looked":
      return rules.looked?.(talk, room, event);
    case "listed":
      return rules.listed?.(talk, room, event);
    case "acted":
      return rules.acted?.(talk, room, event);
    case "notWanted":
      return rules.notWanted?.(talk, room, event);
    case "machineHeard":
      // A key is the only proof of a person; without one nothing is told to what may be a tape.
      return talk.state.anyKey ? undefined : talk.over("voicemail, or nobody who pressed a key");
    case "farEndHungUp":
      return room.kind === "codeDoor" ? toPatient(talk, "hung-up") : talk.over();
    case "entriesListed":
    case "dutyTold":
    case "dutyChanged":
    case "recordingStarted":
    case "recordingStopped":
    case "silenceAfterSpeech":
    case "clipChanged":
    case "codeTried":
    case "takeJudged":
    case "sentenceKept":
      return rules.told?.(talk, room, event);
  }
}

function answered(talk: Talk): void {
  const { why, person, locked, longest } = talk.state.setup;
  if (why.kind === "callsIn") return enterDoor(talk);
  if (why.kind === "records") return enterCodeDoor(talk);
  talk.startTimer("limit", longest);
  const { page } = why;
  // A moment for the telephone to reach an ear.
  const hello = talk.sentences("pause", "talk-hello", page.urgency === "urgent" ? "talk-urgent" : "talk-routine");
  if (person.pin === undefined) enterPage(talk, page, hello);
  else if (!locked) enterGate(talk, hello);
  else talk.end("the PIN is locked", hello, talk.sentences("pin-locked"), ...referenceTwice(talk, page.ref));
}

function promptFinished(talk: Talk): void {
  talk.promptIsOver();
  if (talk.sayNext()) return;
  const { room } = talk.state;
  if (rulesOf(room).said?.(talk, room) !== true) talk.awaitKey();
}

function digit(talk: Talk, key: Digit): void {
  const { room } = talk.state;
  const rules = rulesOf(room);
  const isLate = key === "#" && talk.state.poundMayCome;
  talk.state.anyKey = true;
  talk.state.silences = 0;
  talk.state.poundMayCome = false;
  if (isLate) return;
  if (rules.keepsTalking?.(room, key)) return;
  talk.hush();
  rules.key(talk, room, key);
}

function timerFired(talk: Talk, timer: TalkTimer): void {
  // It was stopped while its firing was already on the way.
  if (!talk.state.timers.includes(timer)) return;
  talk.state.timers = talk.state.timers.filter((running) => running !== timer);
  const { room } = talk.state;
  const rules = rulesOf(room);
  switch (timer) {
    case "prompt":
      // They may have heard nothing: it goes on as if it had ended.
      talk.note("a prompt did not end");
      talk.perform({ kind: "stopPrompt" });
      return promptFinished(talk);
    case "answer":
      return silence(talk, rules);
    case "nextDigit":
    case "store":
      return rules.timer?.(talk, room, timer);
    case "limit":
      if (room.kind === "door" || room.kind === "codeDoor") return toPatient(talk, "silence");
      return talk.end(talk.state.detail, talk.sentences("call-too-long", "goodbye-only"));
  }
}

function silence(talk: Talk, rules: RoomRules<Room>): void {
  talk.state.silences += 1;
  if (talk.state.silences > MOST_SILENCES) return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
  rules.silent(talk, talk.state.room);
}
