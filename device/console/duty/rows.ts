/* @pure */
import type { Person } from "../../../firmware/config/Clinic.ts";
import type { DutyDifference } from "../../../firmware/oncall/compareDuty.ts";
import { type DutyChange, FRONT_DESK } from "../../../firmware/oncall/Duty.ts";
import type { DutySegment } from "../../../firmware/oncall/segments.ts";
import type { DutyChangeRow, DutyDifferenceRow, DutySegmentRow, NamedPerson } from "../api/duty.ts";
import type { Who } from "../auth/Who.ts";

export const named = ({ id, name }: Person): NamedPerson => ({ id, name });

export const segmentRow = ({ because, from, gap, people, to }: DutySegment): DutySegmentRow => ({
  ...{ from, to, gap, because: [...because] },
  people: people.map(named),
});

export const differenceRow = ({ after, before, from, gap, newGap, to }: DutyDifference): DutyDifferenceRow => ({
  ...{ from, to, gap, newGap },
  before: before.map(named),
  after: after.map(named),
});

export function changeRow(change: DutyChange, name: (id: string) => NamedPerson, who: Who): DutyChangeRow {
  const { by, from, id, kind, madeAt, madeBy, person, rotation, to, withdrawnAt, withdrawnBy } = change;
  return {
    ...{ id, kind, from, to, madeAt, person: name(person), madeBy: name(madeBy) },
    ...(by === undefined ? {} : { by: name(by) }),
    ...(rotation === undefined ? {} : { rotation }),
    ...(withdrawnAt === undefined ? {} : { withdrawnAt }),
    ...(withdrawnBy === undefined ? {} : { withdrawnBy: name(withdrawnBy) }),
    mine: withdrawnAt === undefined && mayWithdraw(change, who),
  };
}

/** Doctors take back what is about themselves or what they made; all others who may change duty, everything. */
export function mayWithdraw({ by, madeBy, person }: DutyChange, { person: own, rights, role }: Who): boolean {
  if (!rights.has("duty.change")) return false;
  if (role !== "doctor") return true;
  return own !== undefined && own !== FRONT_DESK && [person, by, madeBy].includes(own);
}
