import type { Rotation } from "../config/Clinic.ts";
import { readTime } from "../config/civilText.ts";
import type { EpochMs } from "../time/Clock.ts";
import {
  civilDate,
  DAY_MS,
  dayOfMonthIndex,
  HOUR_MS,
  MINUTE_MS,
  monthIndexOf,
  readWallMs,
  type WallMs,
  weekdayOf,
} from "../time/civil.ts";
import { isWithinCalendar, type ZoneClock, zoneClock } from "../time/ZoneClock.ts";
import { Turns } from "./Turns.ts";
import { Windows } from "./windows.ts";

/** One turn, `[start, end)`: the moment of the handoff belongs to the incoming. */
export interface Shift {
  readonly people: readonly string[];
  /** Their place in the rotation's list. */
  readonly turn: number;
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** No one has been on call of this rotation yet: its first shift begins at `starts`. */
export interface NotYet {
  readonly starts: EpochMs;
}

/** The wall-clock times of a rotation's handoffs, each counted from the first by itself, so that nothing adds up (T7, T9). */
export interface HandoffGrid {
  /** Of handoff number `n`. */
  wall(n: number): WallMs;
  /** The number of the last handoff at or before a wall time. */
  numberAt(wall: WallMs): number;
}

/**
 * Undefined for what no checked clinic file holds. The first handoff is the given weekday or day of the month on or after
 * `starts`; an hourly rotation begins at its time on that day, and keeps to the wall, not to elapsed hours (T6).
 */
export function handoffGrid(rotation: Rotation): HandoffGrid | undefined {
  const starts = readWallMs(rotation.starts);
  const time = readTime(rotation.handoff.time);
  if (starts === undefined || time === undefined || !(rotation.length >= 1)) return undefined;
  const ofDay = time.hour * HOUR_MS + time.minute * MINUTE_MS;
  const day = starts / DAY_MS;
  switch (rotation.every) {
    case "hour":
      return evenGrid(starts + ofDay, rotation.length * HOUR_MS);
    case "day":
      return evenGrid(starts + ofDay, rotation.length * DAY_MS);
    case "week": {
      const wait = ((rotation.handoff.weekday ?? weekdayOf(day)) - weekdayOf(day) + 7) % 7;
      return evenGrid(starts + wait * DAY_MS + ofDay, rotation.length * 7 * DAY_MS);
    }
    case "month":
      return monthGrid(day, rotation.handoff.dayOfMonth ?? 1, ofDay, rotation.length);
  }
}

const evenGrid = (anchor: WallMs, step: number): HandoffGrid => ({
  wall: (n) => anchor + n * step,
  numberAt: (wall) => Math.floor((wall - anchor) / step),
});

function monthGrid(startDay: number, dayOfMonth: number, ofDay: number, length: number): HandoffGrid {
  const month = monthIndexOf(civilDate(startDay));
  const anchor = dayOfMonthIndex(month, dayOfMonth) >= startDay ? month : month + 1;
  const wall = (n: number): WallMs => dayOfMonthIndex(anchor + n * length, dayOfMonth) * DAY_MS + ofDay;
  return {
    wall,
    numberAt: (at) => {
      const n = Math.floor((monthIndexOf(civilDate(Math.floor(at / DAY_MS))) - anchor) / length);
      return wall(n) <= at ? n : n - 1;
    },
  };
}

/** A rotation made ready to be asked. */
export class ShiftCalculator {
  readonly rotation: Rotation;
  /** Where the rotation is restricted to some hours. */
  readonly windows: Windows | undefined;
  readonly #grid: HandoffGrid;
  readonly #turns: Turns | undefined;
  readonly #zone: ZoneClock;
  readonly #ends: EpochMs;

  private constructor(rotation: Rotation, grid: HandoffGrid, holidays: readonly number[], zone: ZoneClock) {
    this.rotation = rotation;
    this.#grid = grid;
    this.#zone = zone;
    this.windows = rotation.during.length === 0 ? undefined : new Windows(rotation.during, holidays, zone);
    const plain = this.windows === undefined && rotation.every !== "hour";
    this.#turns = plain ? undefined : new Turns(grid, rotation, this.windows, zone);
    const last = rotation.ends === undefined ? undefined : readWallMs(rotation.ends, true);
    this.#ends = last === undefined ? Number.POSITIVE_INFINITY : zone.last(last);
  }

  /** Undefined for a rotation that nobody can have duty of. */
  static of(rotation: Rotation, holidays: readonly number[], zone: ZoneClock): ShiftCalculator | undefined {
    const grid = handoffGrid(rotation);
    if (grid === undefined || rotation.people.length === 0) return undefined;
    return new ShiftCalculator(rotation, grid, holidays, zone);
  }

  /** Whose turn it is, whether or not they serve at this hour; undefined when the rotation is over. */
  at(moment: EpochMs): Shift | NotYet | undefined {
    if (moment >= this.#ends || !isWithinCalendar(moment)) return undefined;
    const n = this.#numberAt(moment);
    if (n < 0) return { starts: this.#handoff(0) };
    const { people } = this.rotation;
    const start = this.#handoff(n);
    const turn = (this.#turns?.of(n, start) ?? n) % people.length;
    return { people: people[turn]!, turn, start, end: Math.min(this.#handoff(n + 1), this.#ends) };
  }

  /** The next moment after this one at which a shift begins or ends. */
  nextChange(moment: EpochMs): EpochMs {
    if (moment >= this.#ends || !isWithinCalendar(moment)) return Number.POSITIVE_INFINITY;
    return Math.min(this.#handoff(Math.max(-1, this.#numberAt(moment)) + 1), this.#ends);
  }

  /** A handoff happens once, at the first instant of its wall time (T3). */
  #handoff(n: number): EpochMs {
    return this.#zone.first(this.#grid.wall(n));
  }

  #numberAt(moment: EpochMs): number {
    let n = this.#grid.numberAt(this.#zone.wallAt(moment));
    // In an hour that comes twice the wall lags behind handoffs that have been; after a gap it runs ahead of none.
    while (this.#handoff(n + 1) <= moment) n += 1;
    while (this.#handoff(n) > moment) n -= 1;
    return n;
  }
}

/** Whose turn it is of one rotation. Computed from the anchor alone, however far it lies back; nothing is kept that could be stale. */
export const shiftAt = (rotation: Rotation, timezone: string, at: EpochMs): Shift | NotYet | undefined =>
  ShiftCalculator.of(rotation, [], zoneClock(timezone))?.at(at);
