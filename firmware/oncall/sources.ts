import type { DutyRule, Rotation } from "../config/Clinic.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { ZoneClock } from "../time/ZoneClock.ts";
import { type CalendarDuty, NEVER_READ } from "./CalendarDuty.ts";
import type { DutySource, NameOf } from "./Holder.ts";
import type { OnCallWords } from "./onCallWords.ts";
import { SpanIndex } from "./SpanIndex.ts";
import { type Shift, ShiftCalculator } from "./shifts.ts";
import { Windows } from "./windows.ts";

interface Place {
  readonly zone: ZoneClock;
  /** Days since 1970-01-01, in order. */
  readonly holidays: readonly number[];
  readonly nameOf: NameOf;
  readonly say: OnCallWords;
}

/** Undefined for a rotation that nobody can have duty of. */
export function rotationSource(rotation: Rotation, { zone, holidays, nameOf, say }: Place): DutySource | undefined {
  const shifts = ShiftCalculator.of(rotation, holidays, zone);
  if (shifts === undefined) return undefined;
  const { windows } = shifts;
  const { id, layer, people } = rotation;
  const rhythm = say.rotation(rotation);
  const shiftAt = (at: EpochMs): Shift | undefined => {
    const shift = shifts.at(at);
    return shift !== undefined && "people" in shift ? shift : undefined;
  };
  return {
    kind: "rotation",
    ...{ id, layer },
    everybody: people.flat(),
    holdersAt: (at) => {
      const shift = shiftAt(at);
      const window = windows?.at(at);
      if (shift === undefined || (windows !== undefined && window === undefined)) return [];
      const turn = (who: string): string => {
        const until = window === undefined ? undefined : zone.text(Math.min(window.end, shift.end));
        return say.turn(who, id, rhythm, zone.text(shift.start), zone.text(shift.end), until);
      };
      return shift.people.map((person) => ({ person, because: () => turn(nameOf(person)) }));
    },
    nextChange: (at) => Math.min(shifts.nextChange(at), windows?.nextChange(at) ?? Number.POSITIVE_INFINITY),
    successors: (at) => {
      const shift = shiftAt(at);
      if (shift === undefined) return [];
      return [...people.slice(shift.turn + 1), ...people.slice(0, shift.turn)].flat();
    },
    whyNobody: (at) => {
      const shift = shifts.at(at);
      if (shift === undefined) return say.rotationOver(id);
      if ("starts" in shift) return say.rotationStarts(id, zone.text(shift.starts));
      return say.rotationServes(id, say.allHours(rotation.during));
    },
  };
}

export function ruleSource(rule: DutyRule, { zone, holidays, nameOf, say }: Place): DutySource {
  const windows = new Windows([rule], holidays, zone);
  const { id, layer, people } = rule;
  const when = say.hours(rule);
  return {
    kind: "rule",
    ...{ id, layer },
    everybody: people,
    holdersAt: (at) => {
      const window = windows.at(at);
      if (window === undefined) return [];
      const because = (person: string) => (): string =>
        say.rule(nameOf(person), id, when, zone.text(window.start), zone.text(window.end));
      return people.map((person) => ({ person, because: because(person) }));
    },
    nextChange: (at) => windows.nextChange(at),
    successors: () => [],
    whyNobody: () => say.ruleFor(id, when),
  };
}

/** `layer` comes from the clinic file, the shifts from the copy that was made of the calendar. */
export function calendarSource(calendar: CalendarDuty, layer: number, { zone, nameOf, say }: Place): DutySource {
  const shifts = new SpanIndex(calendar.shifts);
  const { id, until } = calendar;
  return {
    kind: "calendar",
    ...{ id, layer },
    everybody: [...new Set(calendar.shifts.map(({ person }) => person))],
    holdersAt: (at) =>
      shifts.at(at).map(({ person, from, to }) => ({
        person,
        because: () => say.calendar(nameOf(person), id, zone.text(from), zone.text(to)),
      })),
    nextChange: (at) => shifts.nextChange(at),
    successors: () => [],
    whyNobody: (at) => {
      if (until === NEVER_READ) return say.calendarUnread(id);
      return at >= until ? say.calendarKnown(id, zone.text(until)) : say.calendarNobody(id);
    },
  };
}
