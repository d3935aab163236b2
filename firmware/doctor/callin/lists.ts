import type { MessageSummary } from "../../message/MessageStore.ts";
import type { EpochMs } from "../../time/Clock.ts";
import { Days } from "../../time/Duration.ts";
import type { OpenPage } from "../TalkState.ts";
import type { Entry, Named } from "./CallIn.ts";

// What somebody who calls in may listen to, in order.

/** Older messages are for the front desk. */
export const LISTED_FOR = Days(7);

type Namer = (id: string) => Named;

/** What nobody has, and what this person has and not closed: urgent before routine, then the newest. */
export function openEntries(
  pages: readonly OpenPage[],
  heard: ReadonlySet<string>,
  person: string,
  named: Namer,
): readonly Entry[] {
  return pages
    .filter(({ state, takenBy }) => state === "open" || (state === "taken" && takenBy === person))
    .toSorted((a, b) => untakenFirst(a, b) || urgentFirst(a, b) || b.raisedAt - a.raisedAt)
    .map(({ ref, urgency, state, raisedAt, takenBy }) => ({
      ref,
      urgency,
      receivedAt: raisedAt,
      heard: heard.has(ref),
      alert: alertOf(state, takenBy, named),
    }));
}

const untakenFirst = (a: OpenPage, b: OpenPage): number => Number(b.state === "open") - Number(a.state === "open");
const urgentFirst = (a: OpenPage, b: OpenPage): number =>
  Number(b.urgency === "urgent") - Number(a.urgency === "urgent");

const alertOf = (state: NonNullable<Entry["alert"]>["state"], takenBy: string | undefined, named: Namer) => ({
  state,
  ...(state === "open" || takenBy === undefined ? {} : { takenBy: named(takenBy) }),
});

/** New ones first, the oldest of them first: the one who waits longest may be the sickest. Then what was heard, the newest first. */
export function messageEntries(
  messages: readonly MessageSummary[],
  heard: ReadonlySet<string>,
  now: EpochMs,
  named: Namer,
): readonly Entry[] {
  const entries = messages
    .filter(({ message }) => message.receivedAt >= now - LISTED_FOR)
    .map(({ message, alert }): Entry => {
      const { ref, urgency, receivedAt } = message;
      const its = alert === undefined ? {} : { alert: alertOf(alert.state, alert.takenBy, named) };
      return { ref, urgency, receivedAt, heard: heard.has(ref), ...its };
    });
  return [
    ...entries.filter((entry) => !entry.heard).toSorted((a, b) => a.receivedAt - b.receivedAt),
    ...entries.filter((entry) => entry.heard).toSorted((a, b) => b.receivedAt - a.receivedAt),
  ];
}
