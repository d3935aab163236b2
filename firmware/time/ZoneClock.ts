import { Temporal } from "temporal-polyfill";
import type { EpochMs } from "./Clock.ts";
import { DAY_MS, HOUR_MS, type WallMs, wallText } from "./civil.ts";

// Wall-clock times of a zone as instants and back, by the rules T2–T5 of our on-call sheet (as oncall/wallClock.ts), from a
// table of the zone's changes that is made as years are asked for: some hundred times as fast as the calendar library.

/** A bit more than a year, so that two changes a year make a short list. */
const CHUNK_MS = 400 * DAY_MS;
/** Years 1 to 9999: beyond, nobody has duty, and the calendar library throws. */
const EARLIEST = -62_135_596_800_000;
const LATEST = 253_402_300_799_000;

interface Chunk {
  /** The offset of the zone (wall minus UTC, in ms) at its beginning. */
  readonly offset: number;
  readonly changes: readonly { readonly at: EpochMs; readonly offset: number }[];
}

/** A stretch of time in which the zone has one offset. */
interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly offset: number;
}

export class ZoneClock {
  readonly timezone: string;
  readonly #chunks = new Map<number, Chunk>();

  constructor(timezone: string) {
    this.timezone = timezone;
  }

  wallAt(at: EpochMs): WallMs {
    const moment = clamped(at);
    const chunk = this.#chunk(Math.floor(moment / CHUNK_MS));
    let offset = chunk.offset;
    for (const change of chunk.changes) if (change.at <= moment) offset = change.offset;
    return moment + offset;
  }

  /** The first moment at which the wall shows this time; if it is skipped, the first moment after the gap. */
  first(wall: WallMs): EpochMs {
    return this.#instants(wall)[0];
  }

  /** The last moment at which the wall shows this time (it shows it twice in autumn); skipped: as above. */
  last(wall: WallMs): EpochMs {
    return this.#instants(wall)[1];
  }

  /** `2026-11-02 08:00`. */
  text(at: EpochMs): string {
    return wallText(this.wallAt(at));
  }

  /** Wall times that were skipped between two moments: `[from, to)`. */
  skipped(from: EpochMs, to: EpochMs): readonly { readonly from: WallMs; readonly to: WallMs }[] {
    const gaps: { from: WallMs; to: WallMs }[] = [];
    for (let n = Math.floor(clamped(from) / CHUNK_MS); n <= Math.floor(clamped(to) / CHUNK_MS); n += 1) {
      const chunk = this.#chunk(n);
      let before = chunk.offset;
      for (const { at, offset } of chunk.changes) {
        if (offset > before && at > from && at <= to) gaps.push({ from: at + before, to: at + offset });
        before = offset;
      }
    }
    return gaps;
  }

  #instants(wall: WallMs): readonly [EpochMs, EpochMs] {
    const time = clamped(wall);
    const stretches = this.#around(time);
    const shown = stretches.flatMap(({ from, to, offset }) =>
      from <= time - offset && time - offset < to ? [time - offset] : [],
    );
    if (shown.length > 0) return [shown[0]!, shown.at(-1)!];
    // Skipped: the change that jumps over it.
    const after = stretches.find(({ from, offset }) => from + offset > time) ?? stretches.at(-1)!;
    return [after.from, after.from];
  }

  /** Offsets lie between −12 and +14 hours: every moment that can show this time, with what is on both sides of it. */
  #around(wall: WallMs): readonly Stretch[] {
    const start = wall - 15 * HOUR_MS;
    const end = wall + 13 * HOUR_MS;
    const stretches: Stretch[] = [];
    let from = start;
    let offset = this.wallAt(start) - clamped(start);
    for (let n = Math.floor(start / CHUNK_MS); n <= Math.floor(end / CHUNK_MS); n += 1) {
      for (const change of this.#chunk(n).changes) {
        if (change.at <= start || change.at > end) continue;
        stretches.push({ from, to: change.at, offset });
        from = change.at;
        offset = change.offset;
      }
    }
    stretches.push({ from, to: Number.POSITIVE_INFINITY, offset });
    return stretches;
  }

  #chunk(n: number): Chunk {
    const known = this.#chunks.get(n);
    if (known !== undefined) return known;
    const made = this.#makeChunk(n);
    this.#chunks.set(n, made);
    return made;
  }

  #makeChunk(n: number): Chunk {
    const start = clamped(n * CHUNK_MS);
    let zoned: Temporal.ZonedDateTime = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(this.timezone);
    const offset = zoned.offsetNanoseconds / 1e6;
    const changes: { at: EpochMs; offset: number }[] = [];
    for (;;) {
      const next = zoned.getTimeZoneTransition("next");
      if (next === null || next.epochMilliseconds >= start + CHUNK_MS) break;
      changes.push({ at: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
      zoned = next;
    }
    return { offset, changes };
  }
}

const clamped = (at: number): number => (Number.isNaN(at) ? 0 : Math.max(EARLIEST, Math.min(LATEST, Math.floor(at))));

/** A moment that a schedule can be asked about. */
export const isWithinCalendar = (at: EpochMs): boolean => at > EARLIEST && at < LATEST;

const clocks = new Map<string, ZoneClock>();

/** One table for each zone: it is the same for everybody. @throws RangeError where there is no such zone. */
export function zoneClock(timezone: string): ZoneClock {
  const known = clocks.get(timezone);
  if (known !== undefined) return known;
  const made = new ZoneClock(timezone);
  made.wallAt(0);
  clocks.set(timezone, made);
  return made;
}
