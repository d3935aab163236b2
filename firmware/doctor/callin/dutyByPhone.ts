import { oneSegment } from "../../channel/shortMessageText.ts";
import type { Clinic, Weekday } from "../../config/Clinic.ts";
import { weekdayName } from "../../config/civilText.ts";
import { type DutyChange, isInForce } from "../../oncall/Duty.ts";
import { findPerson, type OnCallOptions, whoIsOnCall } from "../../oncall/onCall.ts";
import { nextHandoff } from "../../oncall/segments.ts";
import { dateAt, wallTime } from "../../oncall/wallClock.ts";
import type { EpochMs } from "../../time/Clock.ts";
import type { DutyNow, DutyWish, Named } from "./CallIn.ts";

// Changes of duty, by telephone above all: what they are for the schedule, and what is told to those they are about.

const nameOf = (clinic: Clinic, id: string): Named => ({ id, name: findPerson(clinic, id)?.name ?? id });

/** Who has duty now, as this person's menu needs it. */
export function dutyNow(clinic: Clinic, person: string, at: EpochMs, options: OnCallOptions): DutyNow {
  const { people, gap } = whoIsOnCall(clinic, at, options);
  const until = nextHandoff(clinic, at, options);
  const byHand = (options.duties ?? []).some((change) => isInForce(change, at));
  return {
    at,
    people: people.map(({ id, name }) => ({ id, name })),
    ...(until === undefined ? {} : { until }),
    fallback: gap || (!hasSchedule(clinic) && !byHand),
    others: clinic.people.filter(({ id }) => id !== person).map(({ id, name }) => ({ id, name })),
    undoable: lastChangeOf(options.duties ?? [], person, at) !== undefined,
  };
}

/** Without any, the fallback has every hour, and there is nobody whose place one could take. */
const hasSchedule = ({ onCall }: Clinic): boolean =>
  onCall.rotations.length + onCall.rules.length + onCall.temporary.length + onCall.calendars.length > 0;

/** What is written of it: whoever hands on or is relieved is replaced; where nobody has regular duty, one is added. */
export function dutyChangeOf(
  wish: DutyWish,
  person: string,
  { id, at, until }: { readonly id: string; readonly at: EpochMs; readonly until: EpochMs },
): DutyChange {
  const span = { id, from: at, to: until, madeAt: at, madeBy: person };
  if (wish.kind === "handOn") return { ...span, kind: "replace", person, by: wish.to.id };
  if (wish.from === undefined) return { ...span, kind: "add", person };
  return { ...span, kind: "replace", person: wish.from.id, by: person };
}

/** The one that undo takes back. */
export const lastChangeOf = (changes: readonly DutyChange[], person: string, at: EpochMs): DutyChange | undefined =>
  changes
    .filter(({ madeBy, withdrawnAt, to }) => madeBy === person && withdrawnAt === undefined && to > at)
    .toSorted((a, b) => a.madeAt - b.madeAt)
    .at(-1);

export interface DutyText {
  readonly person: string;
  readonly text: string;
}

/** Told to everybody whom the change is about. */
export function dutyTexts(clinic: Clinic, change: DutyChange, at: EpochMs): readonly DutyText[] {
  const { shortName } = clinic.clinic;
  const until = whenInText(clinic, change.to, at);
  const told = (person: string, text: string): DutyText => ({ person, text: oneSegment(`${shortName}: ${text}`) });
  const undo = (person: string): string =>
    person === change.madeBy ? " To undo it, call in: in the menu press 3, then 3." : "";
  const { person, by, kind, from } = change;
  const span = `${from > at ? `from ${whenInText(clinic, from, at)} ` : ""}until ${until}`;
  if (kind === "remove") return [told(person, `you are off duty ${span}.${undo(person)}`)];
  if (by === undefined) return [told(person, `you are on call ${span}.${undo(person)}`)];
  const stands = nameOf(clinic, by).name;
  const owner = nameOf(clinic, person).name;
  return [
    told(by, `you are on call ${span}, instead of ${owner}.${undo(by)}`),
    told(person, `${stands} is on call instead of you ${span}.${undo(person)}`),
  ];
}

/** The same people, when it was taken back. */
export function undoneTexts(
  clinic: Clinic,
  change: DutyChange,
  at: EpochMs,
  onCallNow: readonly Named[],
): readonly DutyText[] {
  const { shortName } = clinic.clinic;
  const names = onCallNow.map(({ name }) => name).join(", ");
  const text = `the change of duty until ${whenInText(clinic, change.to, at)} is taken back. On call now: ${names}.`;
  return [change.person, ...(change.by === undefined ? [] : [change.by])].map((person) => ({
    person,
    text: oneSegment(`${shortName}: ${text}`),
  }));
}

/** `08:00`, or on another day `Mon 08:00`, or further away `2026-12-24 08:00`. */
function whenInText(clinic: Clinic, at: EpochMs, now: EpochMs): string {
  const { timezone } = clinic.clinic;
  const day = dateAt(at, timezone);
  const days = dateAt(now, timezone).until(day).days;
  const time = wallTime(at, timezone);
  if (days === 0) return time;
  if (days > 6) return `${day.toString()} ${time}`;
  const name = weekdayName(day.dayOfWeek as Weekday);
  return `${name[0]!.toUpperCase()}${name.slice(1)} ${time}`;
}
