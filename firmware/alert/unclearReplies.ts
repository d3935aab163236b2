import type { MonotonicMs } from "../time/Clock.ts";
import { Hours } from "../time/Duration.ts";
import type { ReplyEffect } from "./ReplyDesk.ts";

// A telephone may write by itself ("I am driving"), and would answer our answer for ever: all night long, at the clinic's cost. GoAlert has the same
// bound (notification/twilio/sms.go).

/** When each person was told that a reply was not understood, since the last one that was. */
export type UnclearReplies = ReadonlyMap<string, readonly MonotonicMs[]>;

export const MOST_UNCLEAR_ANSWERS = 5;
const COUNTED_FOR = Hours(12);

/** What a reply leads to, without an answer to the sixth in a row that is not understood; it is in the audit all the same. */
export function withoutLoop(
  before: UnclearReplies,
  effects: readonly ReplyEffect[],
  atMs: MonotonicMs,
): readonly [UnclearReplies, readonly ReplyEffect[]] {
  const audit = effects.find(({ kind }) => kind === "audit");
  if (audit?.kind !== "audit" || audit.person === undefined) return [before, effects];
  const after = new Map(before);
  if (audit.what !== "reply-unclear") {
    after.delete(audit.person);
    return [after, effects];
  }
  const told = (before.get(audit.person) ?? []).filter((then) => atMs - then < COUNTED_FOR);
  if (told.length >= MOST_UNCLEAR_ANSWERS) return [before, effects.filter(({ kind }) => kind !== "answerSms")];
  return [after.set(audit.person, [...told, atMs]), effects];
}
