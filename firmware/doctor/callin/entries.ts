import { numberInWords, passedInWords, reasonInWords, takenInWords, truthInWords } from "../rooms/pageWords.ts";
import type { RoomRules } from "../rooms/RoomRules.ts";
import type { Talk } from "../Talk.ts";
import type { Act } from "../TalkEffects.ts";
import { type ActResult, UNREAD, type Utterance } from "../TalkState.ts";
import type { CallInEvent, CallInRoomOf, Entry, ListKind } from "./CallIn.ts";
import { entryInWords, menuInWords, mineOf } from "./entryWords.ts";
import { backToHall } from "./hall.ts";
import { howMany } from "./words.ts";

// One list, told one by one: 3 goes on, 7 back, 4/5/6 as in a page that we call about, 1 the number slowly, 2 the reason again, * all of it.

type Entries = CallInRoomOf<"entries">;
type Listed = Extract<CallInEvent, { kind: "entriesListed" }>;

export function enterEntries(talk: Talk, list: ListKind): void {
  talk.enter({ kind: "entries", list, phase: "listing", at: 0, entries: [], place: 0, details: UNREAD });
  talk.list(list);
}

/** The list is known: tells its first entry after these words. */
export function tellFirst(talk: Talk, { list, at, entries }: Listed, ...words: readonly Utterance[]): void {
  lookAt(talk, { kind: "entries", list, phase: "looking", at, entries, place: 0, details: UNREAD }, ...words);
}

/** What is said meanwhile covers the moment that the store needs. */
function lookAt(talk: Talk, room: Entries, ...words: readonly Utterance[]): void {
  talk.enter({ ...room, phase: "looking", details: UNREAD });
  talk.say(...words);
  talk.look(room.entries[room.place]!.ref);
}

const placeOf = ({ entries, place }: Entries): Entry => entries[place]!;

export const entriesRules: RoomRules<Entries> = {
  said(talk, room) {
    if (room.phase === "listing" || room.phase === "looking") return true;
    if (room.phase === "telling") markHeard(talk, room);
    return false;
  },

  key(talk, room, digit) {
    const entry = placeOf(room);
    const mine = mineOf(talk, entry);
    const isOpen = entry.alert?.state === "open";
    switch (digit) {
      case "1":
        if (room.details.unread) return lookAt(talk, room);
        return ask(talk, room, numberInWords(talk, room.details.callback, true));
      case "2":
        if (room.details.unread) return lookAt(talk, room);
        talk.enter({ ...room, phase: "telling" });
        return talk.say(...reasonInWords(talk, entry.ref, room.details), menuInWords(talk, room));
      case "3":
        return goTo(talk, room, room.place + 1);
      case "4":
        return isOpen ? act(talk, room, "take") : wrongKey(talk, room);
      case "5":
        return isOpen || mine ? act(talk, room, "pass") : wrongKey(talk, room);
      case "6":
        return isOpen || mine ? act(talk, room, "close") : wrongKey(talk, room);
      case "7":
        return goTo(talk, room, room.place - 1);
      case "9":
        return ask(talk, room, talk.sentences("entry-help"));
      case "0":
        return backToHall(talk);
      case "*":
        return lookAt(talk, room);
      case "#":
        return talk.end(talk.state.detail, talk.sentences("goodbye-only"));
      case "8":
      case "A":
      case "B":
      case "C":
      case "D":
        return wrongKey(talk, room);
    }
  },

  keepsTalking: ({ phase }) => phase === "listing" || phase === "looking" || phase === "acting",

  silent: (talk, room) => ask(talk, room),

  looked(talk, room, { ref, details }) {
    if (ref !== room.entries[room.place]?.ref || room.phase !== "looking") return;
    talk.stopTimer("store");
    // Somebody else may have been faster since the list was made.
    const { alert = placeOf(room).alert } = details;
    tell(talk, { ...withAlert(room, alert), details });
  },

  acted(talk, room, { ref, act: what, result }) {
    if (room.phase !== "acting" || ref !== placeOf(room).ref) return;
    talk.stopTimer("store");
    acted(talk, room, what, result);
  },

  told(talk, room, event) {
    if (room.phase !== "listing" || event.kind !== "entriesListed" || event.list !== room.list) return;
    talk.stopTimer("store");
    listed(talk, event);
  },

  timer(talk, room, timer) {
    if (timer !== "store") return;
    if (room.phase === "listing") backToHall(talk, talk.sentences("not-done"));
    else if (room.phase === "looking") tell(talk, room);
    else if (room.phase === "acting") ask(talk, room, talk.sentences("page-not-done"));
  },
};

function listed(talk: Talk, event: Listed): void {
  const { list, entries } = event;
  if (entries.length === 0) return backToHall(talk, talk.sentences(list === "open" ? "open-none" : "messages-none"));
  if (list === "open") return tellFirst(talk, event);
  const fresh = entries.filter(({ heard }) => !heard).length;
  const words = fresh === 0 ? talk.sentences("new-none") : howMany(talk, "new-one", "new-before", "new-after", fresh);
  tellFirst(talk, event, words);
}

function tell(talk: Talk, room: Entries): void {
  const telling: Entries = { ...room, phase: "telling" };
  talk.enter(telling);
  talk.audit("message-told-by-telephone", placeOf(room).ref);
  talk.alsoSay(...entryInWords(talk, telling), menuInWords(talk, telling));
}

/** Heard to its end, or left by a key that says "I know". */
function markHeard(talk: Talk, room: Entries): void {
  const entry = placeOf(room);
  if (entry.heard || room.details.unread) return;
  talk.perform({ kind: "markHeard", ref: entry.ref });
  talk.enter(withEntry(room, { ...entry, heard: true }));
}

const withEntry = (room: Entries, entry: Entry): Entries => ({
  ...room,
  entries: room.entries.map((each, place) => (place === room.place ? entry : each)),
});

const withAlert = (room: Entries, alert: Entry["alert"]): Entries =>
  alert === undefined ? room : withEntry(room, { ...placeOf(room), alert });

function goTo(talk: Talk, room: Entries, place: number): void {
  if (place > room.place) markHeard(talk, room);
  const now = talk.state.room.kind === "entries" ? talk.state.room : room;
  if (place < 0) return ask(talk, now, talk.sentences("entry-first"));
  if (place >= room.entries.length) return ask(talk, now, talk.sentences("entry-last"));
  lookAt(talk, { ...now, place });
}

/** Says something, and what can be done with the entry. */
function ask(talk: Talk, room: Entries, ...words: readonly Utterance[]): void {
  talk.enter({ ...room, phase: "asking" });
  talk.say(...words, menuInWords(talk, room));
}

const wrongKey = (talk: Talk, room: Entries): void => ask(talk, room, talk.sentences("wrong-key"));

function act(talk: Talk, room: Entries, what: Act): void {
  markHeard(talk, room);
  const now = talk.state.room.kind === "entries" ? talk.state.room : room;
  talk.enter({ ...now, phase: "acting" });
  talk.act(what, placeOf(room).ref);
}

function acted(talk: Talk, room: Entries, what: Act, result: ActResult): void {
  const entry = placeOf(room);
  const { person } = talk.state.setup;
  const isTheirs = result.kind === "other" && result.by.id === person.id;
  if (result.kind !== "done" && !isTheirs) {
    const alert =
      result.kind === "other" ? { state: "taken" as const, takenBy: result.by } : { state: "closed" as const };
    return after(talk, withEntry(room, { ...entry, alert }), ...truthInWords(talk, result));
  }
  switch (what) {
    case "take": {
      talk.state.detail = "called in and took a call";
      const taken = { state: "taken" as const, takenBy: { id: person.id, name: person.name } };
      return ask(talk, withEntry(room, { ...entry, alert: taken }), ...takenInWords(talk, entry.ref));
    }
    case "pass":
      return after(talk, withEntry(room, { ...entry, alert: { state: "open" } }), passedInWords(talk, result));
    case "close":
      return after(talk, withEntry(room, { ...entry, alert: { state: "closed" } }), talk.sentences("page-closed"));
  }
}

/** On to the next one, or back to the hall. */
function after(talk: Talk, room: Entries, ...words: readonly Utterance[]): void {
  const place = room.entries.findIndex((_, at) => at > room.place);
  if (place === -1) return backToHall(talk, ...words);
  lookAt(talk, { ...room, place }, ...words);
}
