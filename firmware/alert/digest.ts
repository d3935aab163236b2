import type { DigestPublication } from "../channel/mqttTopics.ts";
import { oneSegment } from "../channel/shortMessageText.ts";
import type { Clinic } from "../config/Clinic.ts";
import type { MessageSummary } from "../message/MessageStore.ts";
import { findPerson } from "../oncall/onCall.ts";
import { openedAt } from "../oncall/openHours.ts";
import { wallDateTime, wallTime } from "../oncall/wallClock.ts";
import type { EpochMs } from "../time/Clock.ts";
import { type Duration, Hours } from "../time/Duration.ts";

// Quiet by night, told in the morning: one text when the clinic opens, with counts only.

/** The first digest of a box counts so far back; longer than any weekend with a holiday. */
const FIRST_COUNTS: Duration = Hours(96);

export interface DigestDue {
  readonly opensAt: EpochMs;
  /** Every message belongs to one digest: from the opening told last to this one. */
  readonly since: EpochMs;
}

/** What is to be told now. `told`: the openings that have had theirs; a clock that jumps finds them there. */
export function digestDue(clinic: Clinic, now: EpochMs, told: readonly EpochMs[]): DigestDue | undefined {
  const opensAt = openedAt(clinic, now);
  if (opensAt === undefined || told.includes(opensAt)) return undefined;
  const before = told.filter((at) => at < opensAt);
  return { opensAt, since: before.length === 0 ? opensAt - FIRST_COUNTS : Math.max(...before) };
}

/** How far back the openings must be known for `digestDue`. */
export const KNOWN_OPENINGS: Duration = Hours(60 * 24);

export interface DigestContent extends DigestPublication {
  readonly text: string;
}

export function digestOf(clinic: Clinic, due: DigestDue, messages: readonly MessageSummary[]): DigestContent {
  const counted = messages.filter(({ message: { receivedAt } }) => receivedAt >= due.since && receivedAt < due.opensAt);
  const urgent = counted.filter(({ message }) => message.urgency === "urgent");
  const open = urgent.filter(({ alert }) => alert === undefined || alert.state === "open");
  const { shortName, timezone } = clinic.clinic;
  const count =
    counted.length === 0 ? "no new messages" : `${counted.length} new message${counted.length === 1 ? "" : "s"}`;
  const since = wallDateTime(due.since, timezone).slice(5);
  const words = [`${shortName}: ${count} since ${since}.`];
  if (open.length > 0)
    words.push(
      `${open.length} URGENT STILL OPEN: ${open
        .slice(0, 3)
        .map(({ message }) => message.ref)
        .join(", ")}.`,
    );
  words.push(...takers(clinic, urgent));
  return {
    ...due,
    messages: counted.length,
    urgent: urgent.length,
    open: open.length,
    text: oneSegment(words.join(" ")),
  };
}

/** `1 urgent taken by Dr. Chen 02:16.`; a taker's last one tells the time. */
function takers(clinic: Clinic, urgent: readonly MessageSummary[]): readonly string[] {
  const taken = new Map<string, { count: number; at: EpochMs }>();
  for (const { alert } of urgent) {
    if (alert === undefined || alert.state === "open") continue;
    const { takenBy = "the front desk", takenAt = alert.closedAt ?? alert.raisedAt } = alert;
    const { count = 0, at = 0 } = taken.get(takenBy) ?? {};
    taken.set(takenBy, { count: count + 1, at: Math.max(at, takenAt) });
  }
  return [...taken].map(([by, { count, at }]) => {
    const name = findPerson(clinic, by)?.name ?? by;
    return `${count} urgent taken by ${name} ${wallTime(at, clinic.clinic.timezone)}.`;
  });
}
