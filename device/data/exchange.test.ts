import assert from "node:assert/strict";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import {
  beginExchange,
  exchange,
  exchangeState,
  forgetOld,
  redoExchange,
  settleExchange,
  undoExchange,
} from "./Exchange.ts";

const OLD = { "a.db": "old a", "a.db-wal": "old wal", timezone: "old zone" };
const NEW = { "a.db": "new a", prompts: "new prompts" };

const make = (): string => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-exchange-"));
  for (const [name, text] of Object.entries(OLD)) writeFileSync(join(directory, name), text);
  writeFileSync(join(directory, "faults.json"), "stays");
  return directory;
};

const stage = (directory: string): void => {
  const into = beginExchange(directory);
  for (const [name, text] of Object.entries(NEW)) writeFileSync(join(into, name), text);
};

const all = (directory: string) =>
  Object.fromEntries(
    [...new Set([...Object.keys(OLD), ...Object.keys(NEW), "faults.json"])]
      .filter((name) => existsSync(join(directory, name)))
      .map((name) => [name, readFileSync(join(directory, name), "utf8")]),
  );

const AFTER = { ...NEW, "faults.json": "stays" };
const BEFORE = { ...OLD, "faults.json": "stays" };

test("all files change places, all of them go back, and what is given up is gone", () => {
  const directory = make();
  try {
    stage(directory);
    exchange(directory, Object.keys(OLD), 5);
    assert.deepEqual(all(directory), AFTER);
    assert.throws(() => beginExchange(directory), /not finished/);
    undoExchange(directory);
    assert.deepEqual(all(directory), BEFORE);
    forgetOld(directory);
    assert.equal(existsSync(join(directory, ".restore")), false);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("what was undone can be exchanged again: what came about meanwhile goes with what was there before", () => {
  const directory = make();
  try {
    stage(directory);
    exchange(directory, Object.keys(OLD), 5);
    undoExchange(directory, 7);
    assert.equal(exchangeState(directory)?.at, 7);
    writeFileSync(join(directory, "a.db-wal"), "grown");
    redoExchange(directory);
    assert.deepEqual(all(directory), AFTER);
    undoExchange(directory);
    assert.deepEqual(all(directory), { ...BEFORE, "a.db-wal": "grown" });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("root restores, and the service's account, whose the data are, reads the journal", (t) => {
  const directory = make();
  try {
    const nobody = 65_534;
    if (process.getuid?.() === 0) chownSync(directory, nobody, nobody);
    else t.diagnostic("not root: everything is the test's own");
    stage(directory);
    exchange(directory, Object.keys(OLD), 5);
    assert.equal(statSync(join(directory, ".restore/journal.json")).uid, statSync(directory).uid);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

test("the log of a database that was tried and killed goes away with it, and never lies beside the one before", () => {
  const directory = make();
  try {
    rmSync(join(directory, "a.db-wal"));
    stage(directory);
    exchange(directory, ["a.db", "timezone"], 5);
    writeFileSync(join(directory, "a.db-wal"), "wal of the new a");
    writeFileSync(join(directory, "timezone"), "zone of the new");
    undoExchange(directory);
    assert.deepEqual(all(directory), { "a.db": "old a", timezone: "old zone", "faults.json": "stays" });
    assert.equal(readFileSync(join(directory, ".restore/new/a.db-wal"), "utf8"), "wal of the new a");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

/** As if the process had ended after the n-th rename: the state that the renames so far have made. */
const RENAMES: readonly (readonly [string, string])[] = [
  ["a.db", ".restore/old/a.db"],
  [".restore/new/a.db", "a.db"],
  [".restore/new/prompts", "prompts"],
  ["a.db-wal", ".restore/old/a.db-wal"],
  ["timezone", ".restore/old/timezone"],
];

test("cut off after any rename, there and back, the next start ends it the same", () => {
  for (let cut = 0; cut <= RENAMES.length; cut += 1) {
    for (const direction of ["exchanging", "undoing"] as const) {
      const directory = make();
      try {
        stage(directory);
        const names = [
          ...Object.keys(NEW).map((name) => ({ name, hasNew: true })),
          ...["a.db-wal", "timezone"].map((name) => ({ name, hasNew: false })),
        ];
        writeFileSync(join(directory, ".restore/journal.json"), JSON.stringify({ phase: direction, names, at: 5 }));
        for (const [from, to] of RENAMES.slice(0, cut)) {
          cpSync(join(directory, from), join(directory, to));
          rmSync(join(directory, from));
        }
        const state = settleExchange(directory);
        assert.deepEqual(all(directory), direction === "exchanging" ? AFTER : BEFORE, `${direction} after ${cut}`);
        assert.equal(state?.phase, direction === "exchanging" ? "exchanged" : "undone");
        assert.deepEqual(settleExchange(directory), state, "and once more does nothing");
      } finally {
        rmSync(directory, { recursive: true, force: true });
      }
    }
  }
});

test("cut off while it was unpacked, nothing of it is used and nothing of it stays", () => {
  const directory = make();
  try {
    stage(directory);
    mkdirSync(join(directory, ".restore/new/half"));
    assert.equal(settleExchange(directory), undefined);
    assert.deepEqual(all(directory), BEFORE);
    assert.equal(existsSync(join(directory, ".restore")), false);
    assert.equal(exchangeState(directory), undefined);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
