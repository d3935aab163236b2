import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openStore } from "../../device/storage/StoreClient.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import { aChunk } from "../../device/storage/testStore.ts";

const WRITER = fileURLToPath(new URL("./storeWriter.ts", import.meta.url));
const KILLS = 100;
/** Two boxes at a time: the kills are spread over two directories. */
const LANES = 2;
/** Counted in what the writer has said, so that a busy machine is killed at the same stages of work as an idle one. */
const MOST_LINES_BEFORE_KILL = 120;
const LONGEST_MOMENT_MS = 5;

interface Acknowledged {
  readonly messages: Set<string>;
  readonly taken: Set<string>;
  readonly codes: string[];
  /** Chunks of each call that were acknowledged, and that were handed over. */
  readonly audio: Map<string, number>;
  readonly handed: Map<string, number>;
}

const read = (line: string, known: Acknowledged): void => {
  const [kind, what = "", sequence = ""] = line.split(" ");
  if (kind === "message") known.messages.add(what);
  if (kind === "taken") known.taken.add(what);
  if (kind === "codes") known.codes.push(...what.split(","));
  if (kind === "audio") known.audio.set(what, Number(sequence) + 1);
  if (kind === "handed") known.handed.set(what, Number(sequence) + 1);
};

/** Runs the writer until a random moment after its store is open, then kills it as a power cut would. */
const runAndKill = async (directory: string, key: string, prefix: string, known: Acknowledged): Promise<void> => {
  const child = spawn(process.execPath, [WRITER, directory, key, prefix], { stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  let killAt: NodeJS.Timeout | undefined;
  const enough = 1 + randomInt(MOST_LINES_BEFORE_KILL);
  const giveUp = setTimeout(() => child.kill("SIGKILL"), 20_000);
  child.stdout.on("data", (bytes: Buffer) => {
    said += bytes.toString();
    if (!killAt && said.startsWith("open\n") && said.split("\n").length > enough)
      killAt = setTimeout(() => child.kill("SIGKILL"), randomInt(LONGEST_MOMENT_MS));
  });
  await once(child, "close");
  clearTimeout(giveUp);
  assert.ok(killAt, "the store opened again after the kill");
  assert.ok(!said.includes("fault"), said);
  // The last line may be cut by the kill; then it was not acknowledged to anybody.
  for (const line of said.split("\n").slice(0, -1)) read(line, known);
};

const missingFrom = (directory: string, key: string, known: Acknowledged) => {
  const store = StoreReader.open(directory, { key: Buffer.from(key, "hex"), source: "file", otherKeys: [] });
  try {
    const there = new Map(store.list(100_000).map((it) => [it.message.ref, it]));
    const lostMessages = [...known.messages].filter((ref) => !there.has(ref));
    const lostTakes = [...known.taken].filter((ref) => there.get(ref)?.alert?.state !== "taken");
    const chunks = new Map([...there.values()].map((it) => [it.call.id, (it.recordings[0]?.milliseconds ?? 0) / 1000]));
    const withMessage = [...known.audio].filter(([id]) => chunks.has(id));
    const lostAudio = withMessage.filter(([id, count]) => (chunks.get(id) ?? 0) < count);
    const lostSeconds = withMessage.map(([id]) => (known.handed.get(id) ?? 0) - (chunks.get(id) ?? 0));
    return { lostMessages, lostTakes, lostAudio, lostSeconds: Math.max(0, ...lostSeconds), audit: store.verifyAudit() };
  } finally {
    store.close();
  }
};

test(`power cut at ${KILLS} random moments: nothing acknowledged is lost, and at most a second of speech`, {
  timeout: 280_000,
}, async () => {
  const lane = async (name: string): Promise<number> => {
    const directory = mkdtempSync(join(tmpdir(), "firstring-kill-"));
    const key = randomBytes(32).toString("hex");
    const known: Acknowledged = {
      messages: new Set(),
      taken: new Set(),
      codes: [],
      audio: new Map(),
      handed: new Map(),
    };
    try {
      for (let n = 0; n < KILLS / LANES; n += 1) await runAndKill(directory, key, `${name}${n}`, known);
      const missing = missingFrom(directory, key, known);
      assert.deepEqual(missing.lostMessages, []);
      assert.deepEqual(missing.lostTakes, []);
      assert.deepEqual(missing.lostAudio, []);
      assert.ok(missing.lostSeconds <= 1, `${missing.lostSeconds} s of speech lost`);
      assert.ok(
        missing.audit.every(({ verdict }) => verdict.ok),
        JSON.stringify(missing.audit),
      );
      assert.equal(new Set(known.codes).size, known.codes.length, "no code came twice");
      await checkRecovery(directory, key);
      return known.messages.size;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  };
  const written = await Promise.all(Array.from({ length: LANES }, (_, i) => lane("ab"[i] ?? "c")));
  assert.ok(Math.min(...written) > KILLS / LANES, "the moments were spread over real work");
});

/** After the last cut: every call gets its ending, what was recorded is whole, and no urgent message is without alert. */
const checkRecovery = async (directory: string, key: string): Promise<void> => {
  const store = await openStore({ directory, key: Buffer.from(key, "hex"), onFault: (code) => assert.fail(code) });
  try {
    const found = await store.interruptedCalls();
    for (const it of found) assert.equal(it.call.ending, "interrupted");
    const open = await store.unfinishedAlerts();
    for (const { dispatches } of open) assert.equal(dispatches.length, 1, "an alert came with its page");
    const [newest] = await store.list(1);
    const recording = newest ? await store.recording(newest.message.ref, "reason") : undefined;
    const chunks = Math.floor((recording?.bytes.length ?? 0) / 8000);
    const whole = Buffer.concat(Array.from({ length: chunks }, (_, i) => aChunk("", i).bytes));
    assert.ok(whole.equals(recording?.bytes ?? new Uint8Array()), "samples are as they were handed over");
  } finally {
    await store.close();
  }
};
