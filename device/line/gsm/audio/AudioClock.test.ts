import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Chance } from "../../../../test/bench/signals.ts";
import { AudioClock } from "./AudioClock.ts";

/** 20 ms at 8000 Hz. */
const FRAME = 160;
/** 20 ms, in samples: what the issue allows for a whole call. */
const ALLOWED = 160;

interface Modem {
  /** How much faster its crystal is than ours. */
  readonly ppm?: number;
  readonly frames: number;
  /** How late a frame reaches us, in ms. */
  readonly late?: (frame: number) => number;
  readonly isLost?: (frame: number) => boolean;
  /** Samples in one read. */
  readonly piece?: number;
}

/** What our clock says of a modem's, at every arrival: the greatest difference once it has settled, in samples. */
function follow({ ppm = 0, frames, late = () => 0, isLost = () => false, piece = FRAME }: Modem) {
  const clock = new AudioClock();
  const rate = 8 * (1 + ppm / 1e6);
  let arrivedAtMs = 0;
  let greatest = 0;
  for (let frame = 0; frame < frames; frame++) {
    if (isLost(frame)) continue;
    // What comes late holds up all that comes after it.
    arrivedAtMs = Math.max(arrivedAtMs, ((frame + 1) * piece) / rate + late(frame));
    clock.arrived(piece, arrivedAtMs);
    if (frame > 100) greatest = Math.max(greatest, Math.abs(clock.playedAt(arrivedAtMs) - arrivedAtMs * rate));
  }
  return { clock, greatest, endMs: arrivedAtMs, off: clock.playedAt(arrivedAtMs) - arrivedAtMs * rate };
}

const MINUTES = (minutes: number): number => minutes * 60 * 50;

for (const ppm of [-200, -50, 0, 50, 200])
  test(`an hour with a modem whose crystal is ${ppm} ppm off, and a busy computer: never 20 ms apart`, () => {
    const chance = new Chance(7);
    const { greatest, clock } = follow({ ppm, frames: MINUTES(60), late: () => chance.between(0, 15) });
    assert.ok(greatest < ALLOWED, `${(greatest / 8).toFixed(1)} ms`);
    assert.equal(clock.lost, 0);
  });

for (const lost of [1, 2, 10, 100])
  test(`${lost} frames in a row that never come are counted, and the modem goes on playing meanwhile`, () => {
    const chance = new Chance(3);
    const { clock, greatest } = follow({
      frames: MINUTES(5),
      late: () => chance.between(0, 10),
      isLost: (frame) => frame >= 5_000 && frame < 5_000 + lost,
    });
    assert.equal(clock.lost, lost * FRAME);
    assert.ok(greatest < ALLOWED, `${(greatest / 8).toFixed(1)} ms`);
  });

test("2 % of all frames lost, all through half an hour: each is counted, nothing drifts", () => {
  const chance = new Chance(11);
  const gone = Array.from({ length: MINUTES(30) }, (_, frame) => frame > 100 && chance.next() < 0.02);
  const { clock, greatest } = follow({
    ppm: -80,
    frames: gone.length,
    late: () => chance.between(0, 10),
    isLost: (frame) => gone[frame]!,
  });
  // The last half second is not judged yet.
  const lost = gone.slice(0, -50).filter(Boolean).length * FRAME;
  assert.ok(Math.abs(clock.lost - lost) <= 3 * FRAME, `${clock.lost} instead of ${lost}`);
  assert.ok(greatest < ALLOWED, `${(greatest / 8).toFixed(1)} ms`);
});

for (const lateMs of [60, 150, 300])
  for (const piece of [FRAME, FRAME / 2])
    test(`${lateMs} ms late and then all at once, every two seconds, in reads of ${piece} samples: nothing is lost by that`, () => {
      const every = 2_000 / (piece / 8);
      const { clock, greatest } = follow({
        frames: MINUTES(5),
        piece,
        late: (frame) => (frame % every === every - 1 ? lateMs : 0),
      });
      assert.equal(clock.lost, 0);
      assert.ok(greatest < ALLOWED, `${(greatest / 8).toFixed(1)} ms`);
    });

test("the very first frame comes late: the clock is set right by those that are not", () => {
  const { clock, off } = follow({ frames: 100, late: (frame) => (frame === 0 ? 200 : 0) });
  assert.equal(clock.lost, 0);
  assert.ok(Math.abs(off) < FRAME, `${off} samples`);
});

test("before anything has come, nothing was played", () => {
  const clock = new AudioClock();
  assert.equal(clock.playedAt(12_345), 0);
  clock.arrived(FRAME, 1_000);
  assert.equal(clock.playedAt(900), 0);
  assert.equal(clock.playedAt(1_000), FRAME);
  assert.equal(clock.playedAt(1_500), FRAME + 4_000, "it goes on while nothing comes");
});

test("whatever comes when: what was played never runs backwards by more than a frame's jitter, and is never NaN", () => {
  const arrivals = fc.array(
    fc.record({ samples: fc.integer({ min: 0, max: 3_200 }), after: fc.integer({ min: 0, max: 2_000 }) }),
  );
  fc.assert(
    fc.property(arrivals, (all) => {
      const clock = new AudioClock();
      let atMs = 0;
      for (const { samples, after } of all) {
        atMs += after;
        clock.arrived(samples, atMs);
        assert.ok(Number.isFinite(clock.playedAt(atMs)) && clock.playedAt(atMs) >= 0);
        assert.ok(clock.lost >= 0);
      }
    }),
  );
});
