import assert from "node:assert/strict";
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { bucketed, meanOf, type Vitals } from "../../firmware/health/Vitals.ts";
import { Days, Hours, Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { VitalsKeeper } from "./VitalsKeeper.ts";
import { VitalsReader } from "./VitalsReader.ts";

function bench(look: (clock: VirtualClock) => Vitals) {
  const directory = mkdtempSync(join(tmpdir(), "firstring-vitals-"));
  const clock = new VirtualClock();
  const keeper = () => new VitalsKeeper({ clock, directory, look: () => look(clock) });
  return { directory, clock, keeper, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) };
}

const modem = (dbm?: number): Vitals => ({
  modems: [{ id: "mobile", inNetwork: dbm !== undefined, ...(dbm === undefined ? {} : { dbm }) }],
  linesReady: true,
  ...{ broker: false, freeMb: 1_000 },
});

test("minutes become steps with least, mean and most; a restart goes on; the time without a box is a gap", async () => {
  let minute = 0;
  using it = bench(() => modem(-80 - (minute++ % 5)));
  const { clock, directory } = it;
  const from = clock.now();
  const first = it.keeper();
  first.start();
  clock.advance(Hours(1));
  await first.stop();
  clock.advance(Hours(2));
  const second = it.keeper();
  second.start();
  clock.advance(Minutes(30));
  await second.stop();
  // A power cut in the middle of a line, and garbage.
  const [file = ""] = readdirSync(join(directory, "vitals"));
  appendFileSync(join(directory, "vitals", file), '{"at":17,"looks":1,"li\nnull\n[]\n{"at":"x"}\n');
  const slots = new VitalsReader(directory).slots(from - Minutes(5), clock.now());
  const steps = bucketed(slots, { from, to: clock.now(), stepMs: Minutes(30) });
  assert.deepEqual(
    steps.map((step) => step?.looks),
    // It begins at 02:14, so its first half hour is one of 16 minutes; then nobody looked until 05:14.
    [16, 30, 15, undefined, undefined, undefined, 16, 15],
  );
  const dbm = steps[1]?.modems["mobile"]?.dbm;
  assert.deepEqual(dbm && [dbm.least, dbm.most, meanOf(dbm)], [-84, -80, -82]);
  assert.deepEqual(steps[1]?.broker, { looks: 30, connected: 0 });
});

test("a month is kept in so many files; older ones and those of a clock that ran ahead go, what is not ours stays", async () => {
  using it = bench(() => modem());
  const { clock, directory } = it;
  mkdirSync(join(directory, "vitals"));
  for (const name of ["day-3.ndjson", "day-99999.ndjson", "note.txt"])
    writeFileSync(join(directory, "vitals", name), "\n");
  const keeper = it.keeper();
  keeper.start();
  for (let day = 0; day < 40; day += 1) {
    clock.advance(Days(1));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await keeper.stop();
  const names = readdirSync(join(directory, "vitals"));
  assert.ok(names.includes("note.txt") && !names.includes("day-3.ndjson") && !names.includes("day-99999.ndjson"));
  assert.equal(names.filter((name) => name.startsWith("day-")).length, 32);
  const now = clock.now();
  const slots = new VitalsReader(directory).slots(now - Days(30), now);
  const steps = bucketed(slots, { from: now - Days(30), to: now, stepMs: Hours(2) });
  assert.equal(steps.filter((step) => step === undefined).length, 0);
  assert.equal(steps[3]?.modems["mobile"]?.dbm, undefined, "a modem that hears nothing has no figure");
});

test("a disk that takes nothing costs the history and nothing else", async () => {
  using it = bench(() => modem(-70));
  writeFileSync(join(it.directory, "vitals"), "a file where the folder should be");
  const keeper = it.keeper();
  keeper.start();
  it.clock.advance(Hours(1));
  await keeper.stop();
  assert.deepEqual(new VitalsReader(it.directory).slots(0, it.clock.now()), []);
});
