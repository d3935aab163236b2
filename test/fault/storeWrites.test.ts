import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { RunningDigests } from "../../device/storage/audio.ts";
import { verifyAudit } from "../../device/storage/auditChain.ts";
import { CodeLedger } from "../../device/storage/CodeLedger.ts";
import { executeRead, executeWrite } from "../../device/storage/execute.ts";
import type { View } from "../../device/storage/Layer.ts";
import type { StoreRequest } from "../../device/storage/protocol.ts";
import { StorageLadder } from "../../device/storage/StorageLadder.ts";
import { openStore } from "../../device/storage/StoreClient.ts";
import { aCall, aChunk, aDispatch, aMessage, anAlert, anAnswer, aPart } from "../../device/storage/testStore.ts";
import type { PinLock } from "../../firmware/doctor/PinLock.ts";
import type { DutyChange } from "../../firmware/oncall/Duty.ts";

const KEY = Uint8Array.from(randomBytes(32));
/** Some hundred databases are made and thrown away: in memory where there is such a place, for the sake of the disk. */
const FAST = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
const NOW = Date.UTC(2026, 10, 24);

const DUTY: DutyChange = {
  id: "d1",
  kind: "replace",
  person: "chen",
  by: "patel",
  from: 1,
  to: 100,
  madeAt: 1,
  madeBy: "patel",
};

const LOCK: PinLock = { person: "chen", wrongAt: [], lockedUntil: 1_800 };

/** A whole urgent call as the store sees it; the code is the first of this ledger. */
const story = (ref: string): readonly (readonly [StoreRequest["kind"], ...unknown[]])[] => [
  ["writeCall", aCall("c1")],
  ["appendAudio", aChunk("c1", 0)],
  ["writeMessage", aMessage(ref, "c1"), anAlert(ref, "c1"), [aDispatch(ref)]],
  ["appendAudio", aChunk("c1", 1)],
  ["writeDispatch", aDispatch(ref, { state: "sent", attempts: 1 })],
  ["enqueuePublication", "firstring/alert", ref, true],
  ["keepPart", aPart("p1")],
  ["keepPart", aPart("p2")],
  ["partsDone", ["p1"]],
  ["takeAlert", ref, "chen", 5],
  ["writeDuty", DUTY],
  ["writeDuty", { ...DUTY, withdrawnAt: 7 }],
  ["writePinLock", { person: "chen", wrongAt: [3] }],
  ["writePinLock", LOCK],
  ["addDispatch", anAnswer(ref)],
  ["writeDispatch", anAnswer(ref, { state: "sent", parts: [{ reference: 7, at: 6 }] })],
  ["writeMessage", aMessage(ref, "c1", { complete: true })],
  ["writeCall", aCall("c1", { endedAt: 1_020_000, ending: "completed" })],
];

interface Run {
  readonly ladder: StorageLadder;
  readonly ask: (kind: StoreRequest["kind"], ...args: unknown[]) => unknown;
}

const openRun = (directory: string, onStatement?: (sql: string) => void): Run => {
  const codes = new CodeLedger(directory, KEY);
  const digests = new RunningDigests();
  const ladder = new StorageLadder({
    directory,
    key: KEY,
    codes,
    onFault: () => {},
    now: () => NOW,
    ...(onStatement ? { sqlite: { onStatement, busyMs: 20 } } : {}),
  });
  ladder.open();
  const means = { codes, digests, now: NOW, roomForAudio: () => true };
  const ask = (kind: StoreRequest["kind"], ...args: unknown[]) => {
    const request: StoreRequest = { id: 0, kind, args, now: NOW };
    const write = (view: View) => executeWrite(view, means, request);
    const outcome = READS.has(kind)
      ? ladder.read((view) => executeRead(view, request))
      : ladder.transact(write, () => digests.forget()).value;
    assert.ok(outcome.ok, outcome.ok ? "" : `${kind}: ${outcome.message}`);
    return outcome.value;
  };
  return { ladder, ask };
};

class DiskError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The n-th statement that is not a query fails, and so do those after it for as long as `lasts` says. Returns false when there were fewer. */
const failAt = (n: number, lasts: number, code: string): boolean => {
  const directory = mkdtempSync(join(FAST, "firstring-nth-"));
  let count = 0;
  try {
    const run = openRun(directory, (sql) => {
      // What cannot be read is left out of an answer, by design; here it is about what is written.
      if (/^\s*SELECT/i.test(sql)) return;
      count += 1;
      if (count >= n && count < n + lasts) throw new DiskError(code);
    });
    const [ref = ""] = run.ask("reserveCodes", 1) as string[];
    for (const [kind, ...args] of story(ref)) run.ask(kind, ...args);
    demandWhole(run, ref, `while running, statement ${n}`);
    run.ladder.recover();
    demandWhole(run, ref, `after recovery, statement ${n}`);
    const kept = run.ladder.kept;
    run.ladder.close();
    const again = openRun(directory);
    if (kept !== "memory") demandWhole(again, ref, `after a restart, statement ${n}`);
    assert.equal(again.ladder.degraded, false);
    const [layer] = again.ladder.layers;
    assert.deepEqual(layer?.db.pragma("integrity_check"), [{ integrity_check: "ok" }]);
    assert.ok(layer && verifyAudit(layer).ok);
    again.ladder.close();
    return count >= n;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
};

const READS: ReadonlySet<string> = new Set([
  "find",
  "recording",
  "unfinishedDispatches",
  "keptParts",
  "duties",
  "pinLocks",
]);

const demandWhole = ({ ask }: Run, ref: string, when: string): void => {
  const found = ask("find", ref) as {
    message: { complete: boolean };
    alert: { takenBy: string };
    dispatches: { state: string }[];
    call: { ending: string };
  };
  assert.equal(found?.message.complete, true, when);
  assert.equal(found.alert.takenBy, "chen", when);
  assert.deepEqual(
    found.dispatches.map((it) => it.state),
    ["sent"],
    when,
  );
  assert.equal(found.call.ending, "completed", when);
  const answers = ask("unfinishedDispatches", 0) as { id: string; parts: { reference: number }[] }[];
  assert.deepEqual(
    answers.map(({ id, parts }) => [id, parts[0]?.reference]),
    [[anAnswer(ref).id, 7]],
    when,
  );
  assert.deepEqual(
    (ask("keptParts") as { id: string }[]).map(({ id }) => id),
    ["p2"],
    when,
  );
  assert.deepEqual(ask("duties", 50), [{ ...DUTY, withdrawnAt: 7 }], when);
  assert.deepEqual(ask("pinLocks"), [LOCK], when);
  const recording = ask("recording", ref, "reason") as { bytes: Uint8Array } | undefined;
  assert.equal(recording?.bytes.length, 16_000, when);
};

for (const [code, lasts] of [
  ["SQLITE_IOERR_WRITE", 1],
  ["SQLITE_IOERR_FSYNC", 1_000_000],
  ["SQLITE_FULL", 3],
] as const) {
  const often = lasts === 1 ? "once" : lasts === 3 ? "three times" : "for ever";
  test(`the disk refuses (${code}) ${often}, at any statement of a call: the call is whole all the same`, () => {
    // Every statement at first, then in larger steps: opening has many that are alike.
    for (let n = 1; failAt(n, lasts, code); n += n < 20 ? 1 : 7) assert.ok(n < 2_000);
  });
}

const WRITER = fileURLToPath(new URL("./storeWriter.ts", import.meta.url));

test("files that may not grow any more (a real limit of the kernel): every call is kept somewhere, and goes on", async () => {
  const directory = mkdtempSync(join(tmpdir(), "firstring-limit-"));
  try {
    // ulimit counts in blocks of 512 bytes (POSIX): 500 kB to a file. Node ignores SIGXFSZ, so writes fail with EFBIG.
    const { stdout } = await promisify(execFile)(
      "sh",
      [
        "-c",
        'ulimit -f 1000; exec "$@"',
        "sh",
        process.execPath,
        WRITER,
        directory,
        Buffer.from(KEY).toString("hex"),
        "c",
        "40",
      ],
      { timeout: 60_000 },
    );
    const lines = stdout.split("\n");
    assert.ok(lines.includes("closed"), stdout.slice(-300));
    assert.equal(lines.filter((line) => line.startsWith("taken ")).length, 40);
    assert.ok(lines.some((line) => /^fault STORE_(FULL|FAILED) raised/.test(line)));
    const kept = lines.filter((line) => line.startsWith("kept ")).map((line) => line.slice(5));
    const onDisk = kept.filter((place) => place !== "memory").length;
    const refs = lines.filter((line) => line.startsWith("taken ")).map((line) => line.slice(6));
    const store = await openStore({ directory, key: KEY, onFault: (code, detail) => assert.fail(`${code} ${detail}`) });
    try {
      for (const ref of refs.slice(0, onDisk - 1)) assert.equal((await store.find(ref))?.alert?.takenBy, "chen", ref);
      assert.equal((await store.verifyAudit()).ok, true);
    } finally {
      await store.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
