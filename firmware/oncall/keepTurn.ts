import type { Clinic } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import { zoneClock } from "../time/ZoneClock.ts";
import { holidayDays } from "./holidayDays.ts";
import { type Shift, ShiftCalculator } from "./shifts.ts";

/** Who has the turn of a rotation, and by how many places its list is turned to the left so that they keep it. */
export interface KeptTurn {
  readonly people: readonly string[];
  readonly places: number;
}

/**
 * Turns are counted from the first day of a rotation, so one more or one less in its list gives the turn that is on now to
 * somebody else. Turned, the list has the same order, begun elsewhere. Undefined: they keep it anyway, or are no longer in it.
 */
export function keptTurn(before: Clinic, after: Clinic, id: string, at: EpochMs): KeptTurn | undefined {
  const [was, is] = [turnAt(before, id, at), turnAt(after, id, at)];
  if (was === undefined || is === undefined || sameTurn(was.people, is.people)) return undefined;
  const { length } = is.list;
  // Who has several turns keeps the one after which comes who came after it.
  const follow = (from: number): number => {
    let same = 0;
    while (same < length && sameTurn(is.list[(from + same) % length]!, was.list[(was.turn + same) % was.list.length]!))
      same += 1;
    return same;
  };
  const [best] = is.list
    .map((_, place) => ({ place, same: follow(place) }))
    .filter(({ same }) => same > 0)
    .sort((a, b) => b.same - a.same);
  if (best === undefined) return undefined;
  return { people: was.people, places: (best.place - is.turn + length) % length };
}

function turnAt(
  clinic: Clinic,
  id: string,
  at: EpochMs,
): (Shift & { list: readonly (readonly string[])[] }) | undefined {
  const rotation = clinic.onCall.rotations.find((one) => one.id === id);
  if (rotation === undefined) return undefined;
  const shift = ShiftCalculator.of(rotation, holidayDays(clinic), zoneClock(clinic.clinic.timezone))?.at(at);
  return shift === undefined || !("people" in shift) ? undefined : { ...shift, list: rotation.people };
}

const sameTurn = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id) => other.includes(id));
