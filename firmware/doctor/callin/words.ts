import { dateAt } from "../../oncall/wallClock.ts";
import type { EpochMs } from "../../time/Clock.ts";
import { personClips, spokenTimeAt } from "../../triage/PromptCatalogue.ts";
import type { Talk } from "../Talk.ts";
import type { Utterance } from "../TalkState.ts";
import type { Named } from "./CallIn.ts";

/** A weekday is plain for as many days; beyond, the days are counted. */
const DAYS_BY_NAME = 6;

export const named = (talk: Talk, ...people: readonly Named[]): Utterance => ({
  kind: "clips",
  clips: people.flatMap((person) => personClips(person, talk.state.setup.language)),
});

/** `two sixteen A M`; on another day than `now` with its weekday before it: `Monday eight A M`. */
export function whenInWords(talk: Talk, at: EpochMs, now: EpochMs): Utterance {
  const { timezone } = talk.state.setup;
  const day = dateAt(at, timezone);
  const days = dateAt(now, timezone).until(day).days;
  const time = spokenTimeAt(at, timezone);
  if (days === 0) return talk.spoken(time);
  if (Math.abs(days) <= DAYS_BY_NAME) return talk.spoken([`weekday-${day.dayOfWeek}`, ...time]);
  return days > 0
    ? talk.spoken(["in-days-before", `number-${Math.min(99, days)}`, "in-days-after", ...time])
    : talk.spoken(["long-ago", ...time]);
}

/** How many there are, in clips that go to 99. */
export const howMany = (talk: Talk, one: string, before: string, after: string, count: number): Utterance =>
  count === 1 ? talk.sentences(one) : talk.sentences(before, `number-${Math.min(99, count)}`, after);
