import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DutySegmentRow } from "../../../device/console/api/duty.ts";
import { addDays, addMonths, isDay, monthOf, weekdayOf, weekOf } from "../../../device/console/client/schedule/days.ts";
import { blocksOf, type Day, lanesOf, lay, placeOf } from "../../../device/console/client/schedule/layout.ts";
import { momentOf, wallOf } from "../../../device/console/client/schedule/wallClock.ts";
import { zoneClock } from "../../../firmware/time/ZoneClock.ts";

const HOUR = 3_600_000;
const ZONES = ["America/Chicago", "Europe/Vienna", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Santiago", "UTC"];
/** 2020 to 2030. */
const MOMENT = fc.integer({ min: 1_577_836_800_000, max: 1_893_456_000_000 });
const DAY = MOMENT.map((at) => new Date(at).toISOString().slice(0, 10));
const ZONE = fc.constantFrom(...ZONES);

const offsets = (zone: string) => (at: number) => zoneClock(zone).wallAt(at) - at;
const dayOf = (day: string, zone: string): Day => {
  const start = (one: string): number => momentOf(wallOf(one, "00:00")!, offsets(zone));
  return { day, from: start(day), to: start(addDays(day, 1)) };
};

/** A schedule as the box tells it: one segment after the other, with one to three people. */
const SEGMENTS = fc
  .tuple(
    MOMENT,
    fc.array(
      fc.record({
        hours: fc.integer({ min: 1, max: 200 }),
        people: fc.uniqueArray(fc.constantFrom("chen", "patel", "okafor", "diaz"), { minLength: 1, maxLength: 3 }),
        gap: fc.boolean(),
      }),
      { minLength: 1, maxLength: 40 },
    ),
  )
  .map(([start, parts]): readonly DutySegmentRow[] => {
    let from = start;
    return parts.map(({ gap, hours, people }) => {
      const segment = {
        from,
        to: from + hours * HOUR,
        gap,
        because: [],
        people: people.map((id) => ({ id, name: id })),
      };
      from = segment.to;
      return segment;
    });
  });

test("a time on the clinic's wall is the moment that the schedule means by it, also when the clocks change", () => {
  fc.assert(
    fc.property(ZONE, MOMENT, fc.boolean(), (zone, at, last) => {
      const wall = Math.floor(at / 60_000) * 60_000;
      const clock = zoneClock(zone);
      assert.equal(momentOf(wall, offsets(zone), last), last ? clock.last(wall) : clock.first(wall));
    }),
  );
  const chicago = offsets("America/Chicago");
  const twice = wallOf("2026-11-01", "01:30")!;
  assert.equal(momentOf(twice, chicago, true) - momentOf(twice, chicago), HOUR);
  assert.equal(momentOf(wallOf("2026-03-08", "02:30")!, chicago), Date.UTC(2026, 2, 8, 8), "skipped: the jump itself");
  assert.equal(wallOf("2026-13-01", "08:00"), undefined);
  const lengths = ["2026-03-08", "2026-11-01", "2026-11-02"].map((day) => dayOf(day, "America/Chicago"));
  assert.deepEqual(
    lengths.map(({ from, to }) => (to - from) / HOUR),
    [23, 25, 24],
  );
});

test("a month shows each of its days once, in whole weeks that begin on the day of the country", () => {
  fc.assert(
    fc.property(DAY, fc.integer({ min: 1, max: 7 }), (day, startsOn) => {
      const days = monthOf(day, startsOn).flat();
      assert.deepEqual(
        days.filter((one) => one.startsWith(day.slice(0, 7))).length,
        new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate(),
      );
      assert.ok(days.every((one, at) => at === 0 || one === addDays(days[at - 1]!, 1)));
      assert.ok(monthOf(day, startsOn).every((week) => week.length === 7 && weekdayOf(week[0]!) === startsOn));
      assert.ok(weekOf(day, startsOn).includes(day));
      assert.equal(addMonths(day, 1).slice(0, 7), addDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7));
    }),
  );
  assert.equal(addMonths("2026-01-31", 1), "2026-02-28");
  assert.equal(weekdayOf("2026-11-26"), 4);
  for (const none of ["", "2026-02-30", "26-11-2026", "9999-01-01", "x"]) assert.equal(isDay(none), false, none);
});

test("blocks say what the segments say: at every moment the same people, and each of them in one block", () => {
  fc.assert(
    fc.property(SEGMENTS, (segments) => {
      const blocks = blocksOf(segments);
      for (const { from, gap, people, to } of segments) {
        const there = blocks.filter((block) => block.from <= from && block.to >= to && block.gap === gap);
        assert.deepEqual(there.map(({ person }) => person.id).sort(), people.map(({ id }) => id).sort());
      }
      for (const [at, block] of blocks.entries())
        for (const other of blocks.slice(at + 1))
          if (other.person.id === block.person.id && other.gap === block.gap)
            assert.notEqual(other.from, block.to, "it goes on in the same block");
      assert.equal(new Set(blocks.map(({ key }) => key)).size, blocks.length);
    }),
  );
});

test("in a row nothing lies upon another, nothing is missing, and there are no more lanes than people at once", () => {
  fc.assert(
    fc.property(
      SEGMENTS,
      ZONE,
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(1, 7),
      fc.constantFrom(0, 0.04, 0.1),
      (segments, zone, plus, width, least) => {
        const start = new Date(segments[0]!.from).toISOString().slice(0, 10);
        const days = Array.from({ length: width }, (_, n) => dayOf(addDays(start, plus + n), zone));
        const [from, to] = [days[0]!.from, days.at(-1)!.to];
        const blocks = blocksOf(segments);
        const pieces = lay(blocks, days, least);
        assert.deepEqual(
          pieces.map((piece) => piece.of.key).sort(),
          blocks
            .filter((block) => block.from < to && block.to > from)
            .map(({ key }) => key)
            .sort(),
        );
        for (const [at, piece] of pieces.entries()) {
          assert.ok(piece.left >= 0 && piece.width > 0 && piece.width >= least && piece.left + piece.width <= 1 + 1e-9);
          for (const other of pieces.slice(at + 1))
            if (other.lane === piece.lane)
              assert.ok(other.left >= piece.left + piece.width - 1e-9 || piece.left >= other.left + other.width - 1e-9);
        }
        const atOnce = blocks
          .map((block) => Math.max(block.from, from))
          .map(
            (moment) => blocks.filter((block) => block.from <= moment && moment < block.to && block.from < to).length,
          );
        if (least === 0) assert.ok(lanesOf(pieces) <= Math.max(0, ...atOnce));
      },
    ),
  );
});

test("six in the morning is after a quarter of an ordinary day, and sooner on the day of 23 hours", () => {
  const six = (day: string): number => {
    const there = dayOf(day, "America/Chicago");
    return placeOf(momentOf(wallOf(day, "06:00")!, offsets("America/Chicago")), [there]);
  };
  assert.equal(six("2026-11-02"), 0.25);
  assert.equal(six("2026-03-08"), 5 / 23);
  assert.equal(six("2026-11-01"), 7 / 25);
});
