/**
 * The power goes, honestly: the writes of the machine's disk are logged below it, and the disk is made anew as it would be
 * after a cut at any of them. Killing the machine would prove nothing: its host keeps what the guest never flushed.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import type { Known } from "./powercut/Confirmed.ts";
import { judgeChange } from "./powercut/changedFiles.ts";
import { judgeDatabase, judgeStore } from "./powercut/judgeDisk.ts";
import { oldDatabase } from "./powercut/oldDatabase.ts";
import { type Recording, Recordings } from "./powercut/recordWriting.ts";
import { type ReplayResult, replay } from "./powercut/replay.ts";
import { KEY } from "./powercut/Setting.ts";
import { figure, say } from "./tell.ts";

const key = Buffer.from(KEY, "hex");

/** `npm run test:vm -- --points N`: for a quicker look. The bar is 2,000. */
const POINTS = Number(process.env["FIRSTRING_VM_POINTS"] ?? 2_000);
/** At each so many-th point the whole store is started as the box would, which takes longer. */
const WHOLE_START_EVERY = 20;
/** A negative control has been noticed when so many points lost something. */
const NOTICED = 3;
const CONTROL_POINTS = 300;

/** An update brings an old database forward; the power goes in the middle of it. */
const MIGRATED = 120;
const MIGRATION_POINTS = Math.ceil(POINTS / 10);
const MIGRATION = {
  name: "migration",
  confirmed: 1,
  begins: (directory: string) => oldDatabase(directory, key, MIGRATED),
};
/** The change engine exchanges several files at once. */
const CHANGE_POINTS = Math.ceil(POINTS / 5);
const CHANGE = { name: "change", confirmed: 60, program: "test/vm/powercut/changeWriter.ts" };
const OURS = { name: "ours", confirmed: 700 };
const CONTROLS = [
  { name: "normal", weak: "synchronous=NORMAL", confirmed: 300 },
  { name: "rollback", weak: "journal_mode=DELETE", confirmed: 200 },
  { name: "nobarrier", mount: "nobarrier", confirmed: 300 },
];

async function judge(folder: string, known: Known, n: number) {
  const directory = join(folder, "store");
  // First as the box starts, so that nobody has taken up the WAL before it does.
  const thorough = n % WHOLE_START_EVERY === 0;
  const started = thorough ? await judgeStore(directory, key, known) : { lost: [], broken: [] };
  const seen = judgeDatabase(directory, key, known, thorough);
  return { lost: [...started.lost, ...seen.lost], broken: [...started.broken, ...seen.broken] };
}

const inWords = (result: ReplayResult): string =>
  `${HERE ? "written by this computer: " : ""}${result.points} crash points (${result.byFate.dropped} dropped, ${result.byFate.torn} torn, ${result.byFate.kept} kept; writes in doubt at ${result.doubtful}) over ${result.confirmed} confirmed: ${result.lossy} lost something, ${result.broken} broken, ${result.repaired} mounted after fsck, ${result.seconds.toFixed(0)} s`;

/** `npm run test:vm -- --here`: see HostWriting. */
const HERE = process.env["FIRSTRING_VM_POWER_CUT"] === "here";

suite("power cut", { timeout: 10_800_000 }, () => {
  const recordings = new Recordings();
  before(() => recordings.make([...CONTROLS, MIGRATION, CHANGE, OURS], HERE, say), { timeout: 3_600_000 });
  after(() => recordings[Symbol.dispose]());

  const made = (name: string): Recording => {
    const found = recordings.made.find(({ setting }) => setting.name === name);
    assert.ok(found, `${name} was not written`);
    return found;
  };

  test(`${POINTS} crash points: no confirmed message, page or take is lost, and the database opens at every one`, async () => {
    const { disk, confirmations } = made(OURS.name);
    const result = await replay(disk, confirmations, { points: POINTS, seed: 1, judge, say });
    figure("power cut", inWords(result));
    assert.deepEqual(result.examples, []);
    assert.equal(result.points, POINTS);
    assert.ok(result.doubtful > POINTS / 3, "the cuts were in the middle of writing");
  });

  test(`${MIGRATION_POINTS} crash points in the middle of a migration: the old messages are all there, and it goes on`, async () => {
    const { disk, confirmations } = made(MIGRATION.name);
    // The store starts, which migrates it, before anybody looks: the look knows the newest schema only.
    const whole = (folder: string, known: Known) => judge(folder, known, 0);
    const result = await replay(disk, confirmations, { points: MIGRATION_POINTS, seed: 3, judge: whole, say });
    figure("power cut in a migration", inWords(result));
    assert.deepEqual(result.examples, []);
  });

  test(`${CHANGE_POINTS} crash points in the middle of a change of several files: all of the old or all of the new`, async () => {
    const { disk, confirmations, writtenAt } = made(CHANGE.name);
    const whole = async (folder: string, known: Known) => judgeChange(join(folder, "store"), known, writtenAt);
    const result = await replay(disk, confirmations, { points: CHANGE_POINTS, seed: 4, judge: whole, say });
    figure("power cut in a change of files", inWords(result));
    assert.deepEqual(result.examples, []);
  });

  for (const { name } of CONTROLS)
    test(`the same harness notices ${name}`, async () => {
      const { disk, confirmations } = made(name);
      // Well after the tables were made: it is confirmed messages that are to be missed. Opened for writing, so that a hot
      // rollback journal is rolled back and is not taken for damage.
      const look = async (folder: string, known: Known) => judgeDatabase(join(folder, "store"), key, known, true);
      const how = { points: CONTROL_POINTS, after: 1 / 3, seed: 2, judge: look, enough: NOTICED };
      const result = await replay(disk, confirmations, how);
      figure(`power cut, control ${name}`, `${inWords(result)}: ${result.examples[0] ?? "nothing was noticed"}`);
      // Without barriers there may be no database left to miss a message in.
      const noticed = name === "nobarrier" ? result.lossy + result.broken : result.lossy;
      assert.ok(noticed >= NOTICED, `${name} loses messages, and this harness did not see it`);
    });
});
