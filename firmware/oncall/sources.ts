import type { DutyRule, Rotation } from "../config/Clinic.ts";
import { weekdayName } from "../config/civilText.ts";
import type { EpochMs } from "../time/Clock.ts";
import type { ZoneClock } from "../time/ZoneClock.ts";
import { type CalendarDuty, NEVER_READ } from "./CalendarDuty.ts";
import type { DutySource, NameOf } from "./Holder.ts";
import { SpanIndex } from "./SpanIndex.ts";
import { type Shift, ShiftCalculator } from "./shifts.ts";
import { Windows, windowInWords } from "./windows.ts";

interface Place {
  readonly zone: ZoneClock;
  /** Days since 1970-01-01, in order. */
  readonly holidays: readonly number[];
  readonly nameOf: NameOf;
}

/** `daily at 08:00`, `every 2 weeks mon 08:00`, with the hours in which it serves. */
export function rotationInWords({ every, length, handoff, during }: Rotation): string {
  const { weekday, dayOfMonth, time } = handoff;
  const hours = during.map((window) => `, ${windowInWords(window)}`).join("");
  return `${rhythm(every, length)}${weekday !== undefined && every === "week" ? ` ${weekdayName(weekday)}` : ""}${
    every === "month" ? ` ${dayOfMonth ?? 1}.` : ""
  }${every === "day" && length === 1 ? " at" : ""} ${time}${hours}`;
}

function rhythm(every: Rotation["every"], length: number): string {
  if (length > 1) return `every ${length} ${every}s`;
  return { hour: "every hour from", day: "daily", week: "every", month: "monthly on the" }[every];
}

/** Undefined for a rotation that nobody can have duty of. */
export function rotationSource(rotation: Rotation, { zone, holidays, nameOf }: Place): DutySource | undefined {
  const shifts = ShiftCalculator.of(rotation, holidays, zone);
  if (shifts === undefined) return undefined;
  const { windows } = shifts;
  const { id, layer, people } = rotation;
  const words = rotationInWords(rotation);
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
      const turn = (): string => {
        const until = window === undefined ? "" : `, on duty until ${zone.text(Math.min(window.end, shift.end))}`;
        return `rotation ${id} (${words}) from ${zone.text(shift.start)} to ${zone.text(shift.end)}${until}`;
      };
      return shift.people.map((person) => ({ person, because: () => `${nameOf(person)} has ${turn()}` }));
    },
    nextChange: (at) => Math.min(shifts.nextChange(at), windows?.nextChange(at) ?? Number.POSITIVE_INFINITY),
    successors: (at) => {
      const shift = shiftAt(at);
      if (shift === undefined) return [];
      return [...people.slice(shift.turn + 1), ...people.slice(0, shift.turn)].flat();
    },
    whyNobody: (at) => {
      const shift = shifts.at(at);
      if (shift === undefined) return `rotation ${id} is over`;
      if ("starts" in shift) return `rotation ${id} only starts on ${zone.text(shift.starts)}`;
      return `rotation ${id} only serves ${rotation.during.map(windowInWords).join(" and ")}`;
    },
  };
}

export function ruleSource(rule: DutyRule, { zone, holidays, nameOf }: Place): DutySource {
  const windows = new Windows([rule], holidays, zone);
  const { id, layer, people } = rule;
  const words = `rule ${id} (${windowInWords(rule)})`;
  return {
    kind: "rule",
    ...{ id, layer },
    everybody: people,
    holdersAt: (at) => {
      const window = windows.at(at);
      if (window === undefined) return [];
      const span = (): string => `from ${zone.text(window.start)} to ${zone.text(window.end)}`;
      return people.map((person) => ({ person, because: () => `${nameOf(person)} has ${words} ${span()}` }));
    },
    nextChange: (at) => windows.nextChange(at),
    successors: () => [],
    whyNobody: () => `rule ${id} is for ${windowInWords(rule)}`,
  };
}

/** `layer` comes from the clinic file, the shifts from the copy that was made of the calendar. */
export function calendarSource(calendar: CalendarDuty, layer: number, { zone, nameOf }: Place): DutySource {
  const shifts = new SpanIndex(calendar.shifts);
  const { id, until } = calendar;
  return {
    kind: "calendar",
    ...{ id, layer },
    everybody: [...new Set(calendar.shifts.map(({ person }) => person))],
    holdersAt: (at) =>
      shifts.at(at).map(({ person, from, to }) => ({
        person,
        because: () => `${nameOf(person)} has calendar ${id} from ${zone.text(from)} to ${zone.text(to)}`,
      })),
    nextChange: (at) => shifts.nextChange(at),
    successors: () => [],
    whyNobody: (at) => {
      if (until === NEVER_READ) return `calendar ${id} was never read`;
      return at >= until
        ? `calendar ${id} is known until ${zone.text(until)}`
        : `calendar ${id} has nobody at this time`;
    },
  };
}
