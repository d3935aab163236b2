import type { Clinic, EscalationStep, Person, Rotation } from "../config/Clinic.ts";
import { weekdayName } from "../config/civilText.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { DutyChange } from "./Duty.ts";
import { type Shift, shiftAt } from "./shifts.ts";
import { wallDateTime } from "./wallClock.ts";

/** Who is to be paged, never empty, and why. */
export interface OnCallAnswer {
  readonly people: readonly Person[];
  /** One sentence each, for the audit, `firstring oncall` and the console. */
  readonly because: readonly string[];
  /** The schedule gave nobody, so the fallback is paged, and a person must be told of it. */
  readonly gap: boolean;
}

export interface OnCallOptions {
  /** False: no network time yet and no battery clock, so the schedule cannot be asked (T11: page everyone). */
  readonly clockTrusted?: boolean;
  /** Changes of duty made while the box runs. */
  readonly duties?: readonly DutyChange[];
}

/** Who a step of the escalation means at this moment. */
export function resolveTarget(
  clinic: Clinic,
  target: EscalationStep["notify"],
  at: EpochMs,
  options: OnCallOptions = {},
): OnCallAnswer {
  switch (target.kind) {
    case "everyone":
      return { people: clinic.people, because: ["everyone"], gap: false };
    case "person": {
      const person = findPerson(clinic, target.id);
      return person === undefined
        ? fallback(clinic, `there is no person ${target.id}`)
        : { people: [person], because: [`${person.name} is named in the escalation`], gap: false };
    }
    case "group": {
      const ids = clinic.onCall.groups.find(({ id }) => id === target.id)?.people ?? [];
      const people = ids.flatMap((id) => findPerson(clinic, id) ?? []);
      return people.length === 0
        ? fallback(clinic, `there is nobody in group ${target.id}`)
        : { people, because: [`group ${target.id} is named in the escalation`], gap: false };
    }
    case "on-call":
      return whoIsOnCall(clinic, at, options);
    case "rotation":
      return fromRotation(clinic, target.id, at, options);
  }
}

/** Who is on call of all rotations at this moment, each person once; without rotations the fallback. */
export function whoIsOnCall(clinic: Clinic, at: EpochMs, options: OnCallOptions = {}): OnCallAnswer {
  const { rotations } = clinic.onCall;
  if (rotations.length === 0) {
    const { people, because } = fallback(clinic, "there is no rotation");
    return { people, because, gap: false };
  }
  const answers = rotations.map((rotation) => fromRotation(clinic, rotation.id, at, options));
  return {
    people: [...new Set(answers.flatMap((answer) => answer.people))],
    because: [...new Set(answers.flatMap((answer) => answer.because))],
    gap: answers.some((answer) => answer.gap),
  };
}

/**
 * Who takes over when `person` hands on: the next of the rotation that has them on call, else anybody of the clinic;
 * not among `without`. Undefined when there is nobody left to hand on to.
 */
export function nextPerson(clinic: Clinic, person: string, without: ReadonlySet<string>): Person | undefined {
  const order = [
    ...clinic.onCall.rotations.map((rotation) => after(rotation.people.flat(), person)),
    [clinic.onCall.fallback],
    after(
      clinic.people.map(({ id }) => id),
      person,
    ),
  ];
  const id = order
    .flat()
    .find(
      (candidate) => candidate !== person && !without.has(candidate) && findPerson(clinic, candidate) !== undefined,
    );
  return id === undefined ? undefined : findPerson(clinic, id);
}

/** A list from the place after an entry round to it; empty when it is not in there. */
function after(ids: readonly string[], id: string): readonly string[] {
  const index = ids.indexOf(id);
  return index === -1 ? [] : [...ids.slice(index + 1), ...ids.slice(0, index)];
}

export const findPerson = (clinic: Clinic, id: string): Person | undefined =>
  clinic.people.find((person) => person.id === id);

function fromRotation(clinic: Clinic, id: string, at: EpochMs, options: OnCallOptions): OnCallAnswer {
  if (options.clockTrusted === false) {
    return {
      people: clinic.people,
      because: ["the clock is not to be trusted, so nobody knows whose shift it is: everyone"],
      gap: false,
    };
  }
  const rotation = clinic.onCall.rotations.find((candidate) => candidate.id === id);
  if (rotation === undefined) return fallback(clinic, `there is no rotation ${id}`);
  const { timezone } = clinic.clinic;
  const shift = shiftAt(rotation, timezone, at);
  if (shift === undefined) return fallback(clinic, `rotation ${id} is over`);
  if ("starts" in shift)
    return fallback(clinic, `rotation ${id} only starts on ${wallDateTime(shift.starts, timezone)}`);
  const people = shift.people.flatMap((each) => findPerson(clinic, each) ?? []);
  if (people.length === 0)
    return fallback(clinic, `${shift.people.join(", ")} of rotation ${id} is not among the people`);
  return { people, because: people.map((person) => shiftInWords(person, rotation, shift, timezone)), gap: false };
}

function shiftInWords(person: Person, rotation: Rotation, shift: Shift, timezone: string): string {
  const { weekday, time } = rotation.handoff;
  const every =
    rotation.every === "day" || weekday === undefined ? `daily at ${time}` : `every ${weekdayName(weekday)} ${time}`;
  return `${person.name} has rotation ${rotation.id} (${every}) from ${wallDateTime(shift.start, timezone)} to ${wallDateTime(shift.end, timezone)}`;
}

/** The fallback, who must exist (the check insists); a clinic without even them pages its first person. */
function fallback(clinic: Clinic, because: string): OnCallAnswer {
  const person = findPerson(clinic, clinic.onCall.fallback) ?? clinic.people[0];
  return { people: person === undefined ? [] : [person], because: [`${because}: the fallback`], gap: true };
}
