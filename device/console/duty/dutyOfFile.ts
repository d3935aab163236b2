/* @pure */
import type { Clinic } from "../../../firmware/config/Clinic.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { differencesBetween } from "../../../firmware/oncall/compareDuty.ts";
import { keptTurn } from "../../../firmware/oncall/keepTurn.ts";
import type { OnCallOptions } from "../../../firmware/oncall/onCall.ts";
import { shiftsBetween } from "../../../firmware/oncall/segments.ts";
import type { DutyDraftAnswer } from "../api/duty.ts";
import { ANY_SECRET } from "../clinic/viewOf.ts";
import { differenceRow, named, segmentRow } from "./rows.ts";

/** More strips than that are drawn by nobody. */
const MOST_ROTATIONS = 20;

interface Asked {
  readonly from: number;
  readonly to: number;
  readonly now: number;
  /** What it is compared with. */
  readonly inForce: Clinic;
  readonly options: OnCallOptions;
}

/** Who would have duty by the text of a clinic file, by the engine of the schedule itself. */
export function dutyOfFile(
  text: string,
  { from, inForce, now, options, to }: Asked,
): Omit<DutyDraftAnswer, "warnings"> {
  const read = readClinicFile(text, { resolveSecret: () => ANY_SECRET });
  if (!read.ok) return { usable: false, segments: [], rotations: [], differences: [], people: [] };
  const { clinic } = read;
  const segments = shiftsBetween(clinic, from, to, options);
  const kept = (id: string): Pick<DutyDraftAnswer["rotations"][number], "kept"> => {
    const turn = keptTurn(inForce, clinic, id, now);
    if (turn === undefined) return {};
    return { kept: { ...turn, people: clinic.people.filter((person) => turn.people.includes(person.id)).map(named) } };
  };
  return {
    usable: true,
    segments: segments.map(segmentRow),
    rotations: clinic.onCall.rotations.slice(0, MOST_ROTATIONS).map(({ id }) => ({
      id,
      segments: shiftsBetween(clinic, from, to, { ...options, rotation: id }).map(segmentRow),
      ...kept(id),
    })),
    differences: differencesBetween(shiftsBetween(inForce, from, to, options), segments).map(differenceRow),
    people: clinic.people.map(named),
  };
}
