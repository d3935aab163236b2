import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { FOR_THE_SERVICE, ROOTS_OWN } from "../../provisioning/change/disk/Disk.ts";
import { type FileSwap, textOf } from "../../provisioning/change/disk/FileSwap.ts";
import { recover, Transaction } from "../../provisioning/change/disk/Transaction.ts";
import { CrashDisk, PowerCut } from "./CrashDisk.ts";

const JOURNAL = "/state/journal.json";

const SWAPS: readonly FileSwap[] = [
  { target: "/etc/clinic.yaml", content: textOf("new clinic"), owner: FOR_THE_SERVICE },
  { target: "/etc/history/0001.yaml", content: textOf("old clinic"), owner: FOR_THE_SERVICE },
  { target: "/etc/history/0002.yaml", content: textOf("more"), owner: FOR_THE_SERVICE },
  { target: "/etc/secret", content: { kind: "absent" }, owner: ROOTS_OWN },
  { target: "/etc/localtime", content: { kind: "link", to: "/zone/UTC" }, owner: ROOTS_OWN },
  { target: "/data/prompts/en/greeting.wav", content: textOf("new greeting"), owner: ROOTS_OWN },
  { target: "/data/prompts/es/greeting.wav", content: textOf("saludo"), owner: ROOTS_OWN },
];

const OLD = {
  "/etc/clinic.yaml": "old clinic",
  "/etc/secret": "1234",
  "/etc/localtime": "old zone",
  "/data/prompts/en/greeting.wav": "old greeting",
};

const NEW = {
  "/etc/clinic.yaml": "new clinic",
  "/etc/history/0001.yaml": "old clinic",
  "/etc/history/0002.yaml": "more",
  "/etc/localtime": "/zone/UTC",
  "/data/prompts/en/greeting.wav": "new greeting",
  "/data/prompts/es/greeting.wav": "saludo",
};

const disk = (): CrashDisk => filled(new CrashDisk());

function filled<D extends CrashDisk>(made: D): D {
  for (const [path, content] of Object.entries(OLD)) made.put(path, content);
  made.put("/state/other", "x");
  return made;
}

const filesOf = (made: CrashDisk): Record<string, string> => {
  const { "/state/other": other, ...files } = made.files();
  assert.equal(other, "x");
  return files;
};

/** Stages, exchanges and ends it; true when the end was reached. */
function change(made: CrashDisk, end: "keep" | "undo"): boolean {
  try {
    const transaction = Transaction.stage(made, JOURNAL, "7", SWAPS, { who: "test" });
    transaction.swap();
    transaction[end]();
    return true;
  } catch (error) {
    if (!(error instanceof PowerCut)) throw error;
    return false;
  }
}

const operationsOf = (end: "keep" | "undo"): number => {
  const made = disk();
  change(made, end);
  return made.operations;
};

test("the first change of a box makes the folder of its journal", () => {
  const made = disk();
  made.put("/lib/other", "x");
  const transaction = Transaction.stage(made, "/lib/firstring-apply/journal.json", "7", SWAPS, { who: "test" });
  transaction.swap();
  transaction.keep();
  const { "/lib/other": other, ...files } = filesOf(made);
  assert.deepEqual([other, files], ["x", NEW]);
});

test("a change that is kept is there, one that is undone leaves nothing behind", () => {
  const kept = disk();
  change(kept, "keep");
  assert.deepEqual(filesOf(kept), NEW);
  const undone = disk();
  const before = undone.directories();
  change(undone, "undo");
  assert.deepEqual(filesOf(undone), OLD);
  assert.deepEqual(undone.directories(), before);
});

for (const end of ["keep", "undo"] as const) {
  test(`wherever the power goes in a change to be ${end === "keep" ? "kept" : "undone"}, and again while it is mended: all of the old or all of the new`, () => {
    const operations = operationsOf(end);
    let news = 0;
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: operations + 1 }),
        fc.array(fc.tuple(fc.integer({ min: 1, max: operations }), fc.infiniteStream(fc.nat(20))), { maxLength: 3 }),
        fc.infiniteStream(fc.nat(20)),
        (cutAt, recoveries, lots) => {
          const made = disk();
          made.cutAt = cutAt;
          const done = change(made, end);
          made.powerCycle((n) => lots.next().value % (n + 1));
          for (const [after, more] of recoveries) {
            made.cutAt = made.operations + after;
            try {
              recover(made, JOURNAL);
            } catch (error) {
              if (!(error instanceof PowerCut)) throw error;
            }
            made.powerCycle((n) => more.next().value % (n + 1));
          }
          recover(made, JOURNAL);
          const files = filesOf(made);
          const wanted = files["/etc/clinic.yaml"] === "new clinic" ? NEW : OLD;
          if (wanted === NEW) news += 1;
          assert.deepEqual(files, wanted, `cut at ${cutAt}`);
          if (done) assert.equal(wanted, end === "keep" ? NEW : OLD, "what was told stays true");
          assert.deepEqual(recover(made, JOURNAL), { kind: "nothing" });
        },
      ),
      { numRuns: 1500 },
    );
    // Otherwise the test above would look at one side only.
    if (end === "keep") assert.ok(news > 50, `${news} ended with the new files`);
    else assert.equal(news, 0);
  });
}

test("a disk that is full at any write leaves the old files", () => {
  for (let full = 1; full < operationsOf("keep"); full++) {
    const made = disk();
    made.fullFrom = full;
    let refused = false;
    try {
      const transaction = Transaction.stage(made, JOURNAL, "7", SWAPS, {});
      transaction.swap();
      transaction.keep();
    } catch (error) {
      refused = (error as NodeJS.ErrnoException).code === "ENOSPC";
      made.fullFrom = Number.POSITIVE_INFINITY;
      recover(made, JOURNAL);
    }
    assert.deepEqual(filesOf(made), refused ? OLD : NEW, `full from ${full}`);
  }
});

test("the same test finds what it is there to find: on a disk that does not sync, changes end half applied", () => {
  let half = 0;
  for (let seed = 0; seed < 400; seed++) {
    const made = disk();
    made.syncDirectory = () => {};
    made.cutAt = 1 + (seed % operationsOf("keep"));
    change(made, "keep");
    made.powerCycle((n) => (seed * 7 + n * 13) % (n + 1));
    try {
      recover(made, JOURNAL);
      const { "/state/other": _, ...files } = made.files();
      const all = [OLD, NEW].map((wanted) => JSON.stringify(Object.entries(wanted).sort()));
      if (!all.includes(JSON.stringify(Object.entries(files).sort()))) half += 1;
    } catch {
      half += 1;
    }
  }
  assert.ok(half > 0);
});

/** Takes a write, and says that it did not. */
class DoubtfulDisk extends CrashDisk {
  fails = false;
  override syncDirectory(path: string): void {
    if (this.fails && path === "/state") {
      this.fails = false;
      throw Object.assign(new Error("EIO"), { code: "EIO" });
    }
    super.syncDirectory(path);
  }
}

test("a decision that the disk did not take for certain is taken back first: wherever the power goes then, all of the old or all of the new", () => {
  for (let after = 1; after < 60; after++) {
    const made = filled(new DoubtfulDisk());
    const transaction = Transaction.stage(made, JOURNAL, "7", SWAPS, { who: "test" });
    transaction.swap();
    made.fails = true;
    assert.throws(() => transaction.decide(), /EIO/);
    made.cutAt = made.operations + after;
    try {
      transaction.undo();
    } catch (error) {
      if (!(error instanceof PowerCut)) throw error;
    }
    made.powerCycle((unsynced) => unsynced);
    recover(made, JOURNAL);
    const files = filesOf(made);
    assert.deepEqual(files, files["/etc/clinic.yaml"] === "new clinic" ? NEW : OLD, `cut ${after} steps later`);
  }
});

/** Some files are on a bad spot: they can be neither read nor removed. */
class WornDisk extends CrashDisk {
  readonly bad = new Set<string>();
  override remove(path: string): void {
    if (this.bad.has(path)) throw Object.assign(new Error("EIO"), { code: "EIO" });
    super.remove(path);
  }
}

test("an old copy that the card does not give up stays, and is told; the next change is not kept waiting for it", () => {
  const made = filled(new WornDisk());
  const transaction = Transaction.stage(made, JOURNAL, "7", SWAPS, { who: "test" });
  const [copy] = Object.keys(made.files()).filter(
    (path) => !(path in OLD) && made.files()[path] === OLD["/etc/clinic.yaml"],
  );
  transaction.swap();
  made.bad.add(copy!);
  assert.throws(() => transaction.keep(), /EIO/);
  assert.deepEqual(recover(made, JOURNAL), { kind: "finished", id: "7", note: { who: "test" }, left: [copy] });
  assert.deepEqual(recover(made, JOURNAL), { kind: "nothing" });
  const { [copy!]: _, ...files } = filesOf(made);
  assert.deepEqual(files, NEW);
});
