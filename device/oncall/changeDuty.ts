import { randomBytes } from "node:crypto";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { dutyTexts, undoneTexts } from "../../firmware/doctor/callin/dutyByPhone.ts";
import { type DutyChange, FRONT_DESK } from "../../firmware/oncall/Duty.ts";
import { findPerson, type OnCallOptions, whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import type { DutyBook } from "../alert/DutyBook.ts";

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
export async function changeDuty(asked: unknown, means: Means): Promise<DutyChange> {
  const change = readChange(asked, means);
  await means.duties.change(change);
  for (const { person, text } of dutyTexts(means.clinic, change, means.now)) means.tell(person, text);
  return change;
}

export async function withdrawDuty(id: string, { clinic, duties, now, onCall, tell }: Means): Promise<void> {
  const change = duties.changes.find((each) => each.id === id);
  const written = duties.withdraw(id, AT_THE_BOX);
  if (change === undefined || written === undefined)
    throw new Error(`there is no change of duty '${id.slice(0, 40)}' in force or to come`);
  await written;
  const { people } = whoIsOnCall(clinic, now, { ...onCall, duties: duties.changes });
  for (const { person, text } of undoneTexts(clinic, change, now, people)) tell(person, text);
}

function readChange(asked: unknown, { clinic, now }: Means): DutyChange {
  const { kind, person, by, rotation, from, to } = (asked ?? {}) as Record<string, unknown>;
  if (typeof kind !== "string" || !KINDS.includes(kind)) throw new Error("a change of duty is replace, add or remove");
  for (const id of kind === "replace" ? [person, by] : [person])
    if (typeof id !== "string" || findPerson(clinic, id) === undefined)
      throw new Error(`there is no person '${String(id).slice(0, 40)}' in the clinic file that the box runs with`);
  if (rotation !== undefined && !clinic.onCall.rotations.some(({ id }) => id === rotation))
    throw new Error(
      `there is no rotation '${String(rotation).slice(0, 40)}' in the clinic file that the box runs with`,
    );
  if (typeof from !== "number" || typeof to !== "number" || !(from < to) || !(to > now))
    throw new Error("it has to end after it begins, and after now");
  return {
    id: `d${randomBytes(3).toString("hex")}`,
    kind: kind as DutyChange["kind"],
    person: person as string,
    ...(kind === "replace" ? { by: by as string } : {}),
    ...(rotation === undefined ? {} : { rotation: rotation as string }),
    ...{ from, to, madeAt: now, madeBy: AT_THE_BOX },
  };
}
