import { messageInWords } from "../rooms/pageWords.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { CallInRoomOf, Entry } from "./CallIn.ts";
import { named, whenInWords } from "./words.ts";

// How an entry of a list is told on the telephone.

type Entries = CallInRoomOf<"entries">;

export const mineOf = (talk: Talk, { alert }: Entry): boolean =>
  alert?.state === "taken" && alert.takenBy?.id === talk.state.setup.person.id;

/** New or not, urgency, when it came, who has it, the number digit by digit, and then the caller's own voice. */
export function entryInWords(talk: Talk, { list, entries, place, at, details }: Entries): readonly Utterance[] {
  const entry = entries[place]!;
  const { ref } = entry;
  return [
    ...(list === "messages" ? [talk.sentences(entry.heard ? "entry-heard" : "entry-new")] : []),
    talk.sentences(entry.urgency === "urgent" ? "page-urgent" : "page-routine"),
    whenInWords(talk, entry.receivedAt, at),
    ...whoHasIt(talk, entry),
    ...messageInWords(talk, ref, details),
  ];
}

function whoHasIt(talk: Talk, entry: Entry): readonly Utterance[] {
  const { alert } = entry;
  if (alert === undefined || alert.state === "open") return [];
  if (alert.state === "closed") return [talk.sentences("entry-closed")];
  if (mineOf(talk, entry)) return [talk.sentences("entry-yours")];
  return alert.takenBy === undefined ? [] : [talk.sentences("entry-taken-by"), named(talk, alert.takenBy)];
}

/** What can be done with it, five choices at most; the rest is in the help of 9. */
export function menuInWords(talk: Talk, { entries, place }: Entries): Utterance {
  const entry = entries[place]!;
  const isOpen = entry.alert?.state === "open";
  const canAct = isOpen || mineOf(talk, entry);
  return talk.sentences(
    ...(isOpen ? ["entry-take"] : []),
    ...(canAct ? ["entry-close", "entry-pass"] : []),
    ...(place + 1 < entries.length ? ["entry-next"] : ["menu-back"]),
    "menu-help",
  );
}
