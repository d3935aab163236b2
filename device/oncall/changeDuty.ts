import { randomBytes } from "node:crypto";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { dutyTexts, undoneTexts } from "../../firmware/doctor/callin/dutyByPhone.ts";
import { type DutyChange, FRONT_DESK } from "../../firmware/oncall/Duty.ts";
import { findPerson, type OnCallOptions, whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import type { DutyBook } from "../alert/DutyBook.ts";
import { controlSays } from "../control/controlWords.ts";

interface Means {
  readonly clinic: Clinic;
  readonly duties: DutyBook;
  readonly now: number;
  readonly onCall: OnCallOptions;
  /** By SMS. */
  readonly tell: (person: string, text: string) => void;
}

const KINDS: readonly string[] = ["replace", "add", "remove"];

/** Whoever may open the box's own socket: somebody at its console. */
const AT_THE_BOX = FRONT_DESK;

/** A change of duty that somebody asked for on the control socket. @throws Error in words when it cannot be what they meant. */
export async function changeDuty(asked: unknown, means: Means, by?: unknown): Promise<DutyChange> {
  const [change] = await changeDuties([asked], means, by);
  if (change === undefined) throw new Error("no change of duty was asked for");
  return change;
}

/** More are no change but another schedule. */
const MOST_AT_ONCE = 8;

/**
 * Several that belong together, a swap for one: all of them, or none where one cannot be. `by`: the clinic's person who
 * makes them; absent: the front desk.
 */
export async function changeDuties(asked: unknown, means: Means, by?: unknown): Promise<readonly DutyChange[]> {
  if (!Array.isArray(asked) || asked.length === 0 || asked.length > MOST_AT_ONCE)
    throw new Error(`changes of duty are a list of one to ${MOST_AT_ONCE}`);
  const madeBy = whoActs(by, means.clinic);
  // Changes of duty act in the order in which they were made: each has a moment of its own.
  const changes = asked.map((one, place) => readChange(one, { ...means, now: means.now + place }, madeBy));
  await Promise.all(changes.map((change) => means.duties.change(change)));
  for (const change of changes)
    for (const { person, text } of dutyTexts(means.clinic, change, means.now)) means.tell(person, text);
  return changes;
}

export async function withdrawDuty(id: string, means: Means, by?: unknown): Promise<void> {
  const { clinic, duties, now, onCall, tell } = means;
  const change = duties.changes.find((each) => each.id === id);
  const written = duties.withdraw(id, whoActs(by, clinic));
  if (change === undefined || written === undefined) throw new Error(controlSays.noDutyChange({ id: id.slice(0, 40) }));
  await written;
  const { people } = whoIsOnCall(clinic, now, { ...onCall, duties: duties.changes });
  for (const { person, text } of undoneTexts(clinic, change, now, people)) tell(person, text);
}

function whoActs(by: unknown, clinic: Clinic): string {
  if (by === undefined) return AT_THE_BOX;
  if (typeof by === "string" && findPerson(clinic, by) !== undefined) return by;
  throw new Error(controlSays.noPersonInForce({ id: String(by).slice(0, 40) }));
}

function readChange(asked: unknown, { clinic, now }: Means, madeBy: string): DutyChange {
  const { kind, person, by, rotation, from, to } = (asked ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || !KINDS.includes(kind)) throw new Error("a change of duty is replace, add or remove");
  for (const id of kind === "replace" ? [person, by] : [person])
    if (typeof id !== "string" || findPerson(clinic, id) === undefined)
      throw new Error(controlSays.noPersonInForce({ id: String(id).slice(0, 40) }));
  if (rotation !== undefined && !clinic.onCall.rotations.some(({ id }) => id === rotation))
    throw new Error(controlSays.noRotationInForce({ id: String(rotation).slice(0, 40) }));
  if (typeof from !== "number" || typeof to !== "number" || !(from < to) || !(to > now))
    throw new Error(controlSays.endsTooEarly());
  return {
    id: `d${randomBytes(3).toString("hex")}`,
    kind: kind as DutyChange["kind"],
    person: person as string,
    ...(kind === "replace" ? { by: by as string } : {}),
    ...(rotation === undefined ? {} : { rotation: rotation as string }),
    ...{ from, to, madeAt: now, madeBy },
  };
}
