/* @pure */
import type { DeskAct } from "../../../firmware/message/frontDesk.ts";
import type { AuditOfMessage, InboxDetail } from "../../../firmware/message/Inbox.ts";
import type { Dispatch } from "../../../firmware/message/MessageStore.ts";
import type { TimelineEntry } from "../api/messages.ts";
import type { NameOf } from "./names.ts";
import type { TimelineWords } from "./timelineWords.ts";

type Way = Dispatch["way"];
type Entry = TimelineEntry & { readonly rank: number };

/** What is told of things that have one moment, in the order in which they must have happened. */
const RANK = { call: 0, message: 1, page: 2, person: 3 } as const;

/**
 * The life of a message in sentences, oldest first: from the call itself, from the store's audit (which has each state that a
 * page ever had, and when), from the front desk's acts and from who has listened.
 */
export function timelineOf(detail: InboxDetail, words: TimelineWords, nameOf: NameOf): readonly TimelineEntry[] {
  const name = (id: string): string => nameOf(id) ?? id;
  const entries: readonly Entry[] = [
    ...ofCall(detail, words),
    ...detail.audit.flatMap((row) => ofAudit(row, words, name)),
    ...detail.acts.flatMap((act) => ofDesk(act, words, detail.acts)),
    ...detail.heardBy.map(({ at, person }) => ofPerson(at, "heard", name(person), words.heard(name(person)))),
  ];
  return entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => a.entry.at - b.entry.at || a.entry.rank - b.entry.rank || a.index - b.index)
    .map(({ entry: { rank: _, ...entry } }) => entry);
}

function ofCall({ call, message }: InboxDetail, words: TimelineWords): readonly Entry[] {
  const told = (at: number | undefined, kind: string, text: string, rank: number = RANK.call): Entry[] =>
    at === undefined ? [] : [{ at: Math.trunc(at), kind, text, rank }];
  return [
    ...told(call.rangAt, "rang", words.rang(call.line)),
    ...told(call.answeredAt, "answered", words.answered),
    ...told(message.urgentAt, "urgent", words.urgent(message.urgencyBecause), RANK.message),
    ...told(message.savedAt, "saved", words.saved, RANK.message),
    ...told(call.endedAt, "ended", words.ended[call.ending ?? "completed"], RANK.message),
  ];
}

const ofPerson = (at: number, kind: string, who: string, text: string): Entry => ({
  ...{ at: Math.trunc(at), kind, who, text, rank: RANK.person },
});

/** Rows that say the same as another one, or what only an engineer wants to know, are left out: `firstring audit show` has them. */
function ofAudit(
  { at, detail, kind, person }: AuditOfMessage,
  words: TimelineWords,
  name: (id: string) => string,
): readonly Entry[] {
  const who = person === null ? undefined : name(person);
  const entry = (as: string, text: string, rank: number = RANK.page): Entry[] => [
    { at, kind: as, ...(who === undefined ? {} : { who }), text, rank },
  ];
  const by = who ?? words.somebody;
  if (kind.startsWith("dispatch-")) return ofDispatch(at, kind, detail ?? "", { id: person, by }, words);
  switch (kind) {
    case "alert-taken":
      return entry("taken", words.taken(by), RANK.person);
    case "alert-closed":
      return entry("called-back", words.closedPage(by), RANK.person);
    case "alert-open":
      return entry("open-again", words.openAgain);
    case "take-refused":
      return entry("take-refused", words.takeRefused(by), RANK.person);
    case "passed":
      return entry("passed", words.passed(by), RANK.person);
    case "escalated":
      return entry("escalated", words.escalated(by), RANK.person);
    case "take-expired":
      return entry("take-expired", words.takeExpired(by));
    case "fallback-paged":
      return entry("fallback-paged", words.fallbackPaged(by));
    case "nobody-was-notified":
      return entry("nobody-was-notified", words.nobodyWasNotified);
    case "on-call-gap":
      return entry("on-call-gap", words.onCallGap);
    case "called-again":
      return entry("called-again", words.calledAgain((detail ?? "").split(",")[0] ?? ""));
    case "page-told-by-telephone":
    case "message-told-by-telephone":
      return entry("told-by-telephone", words.toldByTelephone(by), RANK.person);
    case "recording-heard-by-telephone":
      return entry("heard-by-telephone", words.heardByTelephone(by), RANK.person);
    case "recording-played":
      return entry("played", words.played(by), RANK.person);
    case "recording-exported":
      return entry("exported", words.exported(by), RANK.person);
    case "caller-not-texted":
      return entry("caller-not-texted", words.callerNotTexted);
  }
  return [];
}

const CALLER = "caller";

/** `detail` is `<way> <id of the page>`. */
function ofDispatch(
  at: number,
  kind: string,
  detail: string,
  { by, id }: { readonly id: string | null; readonly by: string },
  words: TimelineWords,
): readonly Entry[] {
  const way = wayOf(detail);
  if (way === undefined) return [];
  const state = kind.slice("dispatch-".length) as Dispatch["state"];
  const said = id === CALLER ? words.callerText[state] : words.page[way][state];
  if (said === undefined) return [];
  const who = id === CALLER ? {} : { who: by };
  return [{ at, kind: `page-${state}`, ...who, way, text: said(by), rank: RANK.page }];
}

const wayOf = (detail: string): Way | undefined =>
  (["sms", "call", "mqtt"] as const).find((way) => detail.startsWith(`${way} `));

function ofDesk({ at, by, deed }: DeskAct, words: TimelineWords, acts: readonly DeskAct[]): readonly Entry[] {
  const entry = (kind: string, text: string): Entry[] => [ofPerson(at, kind, by.name, text)];
  switch (deed.kind) {
    case "taken":
      return entry("taken", words.taken(by.name));
    case "calledBack":
      return entry("called-back", words.calledBack(by.name));
    case "closed":
      return entry("closed", words.closed(by.name));
    case "reopened":
      return entry("reopened", words.reopened(by.name));
    case "note":
      return entry("note", words.noted(by.name));
    case "assigned":
      if (deed.to === undefined) return entry("assigned", words.unassigned(by.name));
      return deed.handedOver === true
        ? entry("handed-over", words.handedOver(by.name, deed.to.name))
        : entry("assigned", words.assigned(by.name, deed.to.name));
    case "undone": {
      const what = acts.find(({ id }) => id === deed.act)?.deed.kind;
      return what === undefined ? [] : entry("undone", words.undone(by.name, words.deeds[what]));
    }
  }
}
