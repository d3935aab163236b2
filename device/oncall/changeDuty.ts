import { randomBytes } from "node:crypto";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import type { MessageStore } from "../../firmware/message/MessageStore.ts";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";
import { findPerson } from "../../firmware/oncall/onCall.ts";
import type { DutyBook } from "../alert/DutyBook.ts";

interface Means {
  readonly clinic: Clinic;
  readonly store: Pick<MessageStore, "audit">;
  readonly duties: DutyBook;
  readonly now: number;
}

const KINDS: readonly string[] = ["replace", "add", "remove"];

/** Whoever may open the box's own socket: somebody at its console. */
const AT_THE_BOX = "front-desk";

/** A change of duty that somebody asked for on the control socket. @throws Error in words when it cannot be what they meant. */
export async function changeDuty(asked: unknown, means: Means): Promise<DutyChange> {
  const change = readChange(asked, means);
  await means.duties.change(change);
  await means.store.audit({
    at: means.now,
    kind: "duty-changed",
    person: change.by ?? change.person,
    detail: `${change.id} ${change.kind} ${change.person}${change.rotation === undefined ? "" : ` in ${change.rotation}`} by ${AT_THE_BOX}`,
  });
  return change;
}

export async function withdrawDuty(id: string, { store, duties, now }: Means): Promise<void> {
  const written = duties.withdraw(id);
  if (written === undefined) throw new Error(`there is no change of duty '${id.slice(0, 40)}' in force or to come`);
  await written;
  await store.audit({ at: now, kind: "duty-withdrawn", detail: `${id} by ${AT_THE_BOX}` });
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
