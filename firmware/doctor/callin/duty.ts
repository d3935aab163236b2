import { Hours } from "../../time/Duration.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInEvent, CallInRoomOf, DutyNow, DutyWish, Named } from "./CallIn.ts";
import { enterConfirm } from "./dutyConfirm.ts";
import { enterUntil } from "./dutyUntil.ts";
import { backToHall } from "./hall.ts";
import { named, whenInWords } from "./words.ts";

// Who has duty, and until when; taking it over, handing it on, undoing the last change.

type Duty = CallInRoomOf<"duty">;
type Person = CallInRoomOf<"dutyPerson">;

/** `words` are said before who has duty: what became of a change. */
export function enterDuty(talk: Talk, ...words: readonly Utterance[]): void {
  talk.enter({ kind: "duty", phase: "asking-box" });
  talk.say(...words);
  talk.askBox({ kind: "askDuty" });
}

export const dutyRules: RoomRules<Duty> = {
  said: (_talk, room) => room.phase !== "telling",

  key(talk, room, digit) {
    const { duty } = room;
    if (duty === undefined) return;
    switch (digit) {
      case "1":
        return canTakeOver(talk, duty) ? takeOver(talk, duty) : wrongKey(talk, duty);
      case "2":
        return isMine(talk, duty) && duty.others.length > 0 ? handOn(talk, duty) : wrongKey(talk, duty);
      case "3":
        return duty.undoable ? undo(talk, room) : wrongKey(talk, duty);
      case "0":
        return backToHall(talk);
      case "*":
        return tell(talk, duty);
      case "9":
        return talk.say(talk.sentences("duty-help"), menu(talk, duty));
      case "#":
        return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
      case "4":
      case "5":
      case "6":
      case "7":
      case "8":
      case "A":
      case "B":
      case "C":
      case "D":
        return wrongKey(talk, duty);
    }
  },

  keepsTalking: ({ phase }) => phase !== "telling",

  silent(talk, room) {
    if (room.duty !== undefined) talk.say(menu(talk, room.duty));
  },

  told(talk, room, event) {
    if (event.kind === "dutyTold" && room.phase === "asking-box") {
      talk.stopTimer("store");
      tell(talk, event.duty);
    } else if (event.kind === "dutyChanged" && room.phase === "undoing") {
      talk.stopTimer("store");
      enterDuty(talk, talk.sentences(UNDONE[event.result]));
    }
  },

  timer(talk, _room, timer) {
    if (timer === "store") backToHall(talk, talk.sentences("not-done"));
  },
};

type Changed = Extract<CallInEvent, { kind: "dutyChanged" }>["result"];

const UNDONE: Readonly<Record<Changed, string>> = {
  done: "duty-undone",
  memory: "duty-in-memory",
  nothing: "nothing-to-undo",
  failed: "not-done",
};

function tell(talk: Talk, duty: DutyNow): void {
  talk.enter({ kind: "duty", phase: "telling", duty });
  const until = duty.until === undefined ? [] : [talk.sentences("until"), whenInWords(talk, duty.until, duty.at)];
  talk.alsoSay(talk.sentences("duty-now"), named(talk, ...duty.people), ...until, menu(talk, duty));
}

const isMine = (talk: Talk, { people, fallback }: DutyNow): boolean =>
  !fallback && people.some(({ id }) => id === talk.state.setup.person.id);

/** Those whose duty this person may take. */
const holders = (talk: Talk, { people }: DutyNow): readonly Named[] =>
  people.filter(({ id }) => id !== talk.state.setup.person.id);

const canTakeOver = (talk: Talk, duty: DutyNow): boolean => duty.fallback || holders(talk, duty).length > 0;

function menu(talk: Talk, duty: DutyNow): Utterance {
  return talk.sentences(
    ...(canTakeOver(talk, duty) ? ["duty-take-over"] : []),
    ...(isMine(talk, duty) && duty.others.length > 0 ? ["duty-hand-on"] : []),
    ...(duty.undoable ? ["duty-undo"] : []),
    "menu-back",
  );
}

const wrongKey = (talk: Talk, duty: DutyNow): void => talk.say(talk.sentences("wrong-key"), menu(talk, duty));

function takeOver(talk: Talk, duty: DutyNow): void {
  if (duty.fallback) return enterUntil(talk, duty, { kind: "takeOver" });
  choose(talk, duty, "takeOver", holders(talk, duty));
}

const handOn = (talk: Talk, duty: DutyNow): void => choose(talk, duty, "handOn", duty.others);

function undo(talk: Talk, room: Duty): void {
  talk.enter({ ...room, phase: "undoing" });
  talk.askBox({ kind: "undoDuty" });
}

/** Names read out with their keys; `5` goes on to the next four. */
const OFFERED = 4;

function choose(talk: Talk, duty: DutyNow, wish: DutyWish["kind"], choices: readonly Named[]): void {
  const [only, ...more] = choices;
  if (only !== undefined && more.length === 0) return enterUntil(talk, duty, wishFor(wish, only));
  offer(talk, { kind: "dutyPerson", duty, wish, choices, first: 0 });
}

const wishFor = (kind: DutyWish["kind"], person: Named): DutyWish =>
  kind === "takeOver" ? { kind, from: person } : { kind, to: person };

function offer(talk: Talk, room: Person, ...words: readonly Utterance[]): void {
  talk.enter(room);
  talk.say(
    ...words,
    talk.sentences(room.wish === "takeOver" ? "duty-from-whom" : "duty-to-whom"),
    ...offered(talk, room),
  );
}

const offered = (talk: Talk, { choices, first }: Person): readonly Utterance[] => [
  ...choices
    .slice(first, first + OFFERED)
    .flatMap((person, at) => [talk.sentences("for-person"), named(talk, person), talk.sentences(`press-${at + 1}`)]),
  ...(choices.length > OFFERED ? [talk.sentences("more-people")] : []),
];

export const dutyPersonRules: RoomRules<Person> = {
  key(talk, room, digit) {
    if (digit === "0") return enterDuty(talk);
    if (digit === "*" || digit === "9") return offer(talk, room);
    if (digit === "#") return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
    if (digit === "5" && room.choices.length > OFFERED) {
      const next = room.first + OFFERED;
      return offer(talk, { ...room, first: next < room.choices.length ? next : 0 });
    }
    const place = "1234".indexOf(digit);
    const person = place < 0 ? undefined : room.choices[room.first + place];
    if (person === undefined) return offer(talk, room, talk.sentences("wrong-key"));
    enterUntil(talk, room.duty, wishFor(room.wish, person));
  },
  silent: (talk, room) => offer(talk, room),
};

/** With a number of hours that somebody keyed in. */
export const afterHours = (talk: Talk, duty: DutyNow, wish: DutyWish, hours: number): void =>
  enterConfirm(talk, duty, wish, duty.at + Hours(hours));
