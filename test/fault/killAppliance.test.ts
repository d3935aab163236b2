import assert from "node:assert/strict";
import { test } from "node:test";
import { findDatabaseKey } from "../../device/storage/key.ts";
import { StoreReader } from "../../device/storage/StoreReader.ts";
import type { MessageSummary } from "../../firmware/message/MessageStore.ts";
import type { ApplianceProcess } from "../e2e/ApplianceProcess.ts";
import { bounded, DOCTOR, House, urgentCaller } from "../e2e/House.ts";
import { type KilledCall, killDuringCall } from "../e2e/killedCalls.ts";
import { until } from "../e2e/until.ts";

/** Boxes side by side, each killed again and again on one data directory. */
const LANES = 5;
/** A few for each box here; the hundred of the bar with `npm run bench -- --only kills`, which sets this. */
const KILLS = Number(process.env["FIRSTRING_KILLS"] ?? 5 * LANES);
const MOST_LOST_MS = 1_000;

test(`kill -9 at ${KILLS} random moments of a call: nothing confirmed is lost, no page is lost, one code for each call`, {
  timeout: 540_000,
}, async (t) => {
  const tallies = await Promise.all(Array.from({ length: LANES }, (_, lane) => runLane(lane)));
  const sum = (pick: (tally: Tally) => number) => tallies.reduce((total, tally) => total + pick(tally), 0);
  t.diagnostic(
    `answered ${sum((it) => it.answered)}, confirmed ${sum((it) => it.confirmed)} (the number on the disk ${sum((it) => it.keptNumber)} times, at most ${Math.max(...tallies.map((it) => it.slowestMs)).toFixed(0)} ms after the key), thanked ${sum((it) => it.thanked)}, paged ${sum((it) => it.paged)}, most speech lost ${Math.max(...tallies.map((it) => it.mostLostMs)).toFixed(0)} ms`,
  );
  assert.ok(sum((it) => it.answered) > KILLS / 2, "the moments were spread over whole calls");
  assert.ok(sum((it) => it.keptNumber) > KILLS / 10, "many were killed with their number on the disk");
});

interface Tally {
  readonly answered: number;
  readonly confirmed: number;
  readonly thanked: number;
  readonly keptNumber: number;
  /** From the key that confirms the number to the word that a disk has it. */
  readonly slowestMs: number;
  readonly paged: number;
  readonly mostLostMs: number;
}

async function runLane(lane: number): Promise<Tally> {
  await using house = await House.build({ replies: true });
  const calls: KilledCall[] = [];
  let appliance: ApplianceProcess = await house.start();
  for (let n = 0; n < KILLS / LANES; n += 1) {
    const number = `31255501${String(lane * (KILLS / LANES) + n).padStart(2, "0")}`;
    calls.push(
      await killDuringCall(house, number, appliance, async () => {
        appliance = await house.start();
      }),
    );
  }
  await untilAllPaged(house, appliance, calls);
  await appliance.stop();
  return judge(house, calls);
}

/** The appliance has said that a disk has it: how soon that is depends on the machine, and is told, not asserted. */
const isOwedAPage = (call: KilledCall): boolean => call.kept !== undefined;

/** The last call's page may still be on its way; those of the others have had a whole call's time. */
async function untilAllPaged(house: House, appliance: ApplianceProcess, calls: readonly KilledCall[]): Promise<void> {
  const owed = calls.filter(isOwedAPage).length;
  await until(`${owed} pages`, () => new Set(house.paged).size >= owed, { story: () => appliance.story() });
  await until(
    "every page taken",
    () => {
      const taken = house.texts.flatMap((text) => /You have ([2-9A-Z]{4,5})/.exec(text)?.[1] ?? []);
      return house.paged.every((code) => taken.includes(code));
    },
    { withinMs: 5_000 },
  ).catch(() => {});
}

function judge(house: House, calls: readonly KilledCall[]): Tally {
  const store = StoreReader.open(house.data, findDatabaseKey(house.data));
  try {
    assert.deepEqual(store.problems, []);
    assert.ok(
      store.verifyAudit().every(({ verdict }) => verdict.ok),
      "the audit chain is whole",
    );
    const messages = store.list(1_000);
    const byNumber = Map.groupBy(messages, numberOf);
    const paged = new Set(house.paged);
    const refs = new Set(messages.map((it) => it.message.ref));
    assert.deepEqual(
      [...paged].filter((code) => !refs.has(code)),
      [],
      "no page has a code that the box does not know",
    );
    const slowestMs = Math.max(0, ...calls.map((it) => (it.kept?.numberAtMs ?? 0) - (it.confirmedAtMs ?? 0)));
    const lost = calls.map((call) =>
      judgeCall(call, byNumber.get(call.number) ?? [], { paged, store, mostLostMs: MOST_LOST_MS + slowestMs }),
    );
    for (const code of paged) {
      const taken = store.auditOf(code).filter((row) => row.kind === "alert-taken");
      assert.equal(taken.length, 1, `${code} was taken exactly once: ${JSON.stringify(store.auditOf(code))}`);
    }
    return {
      answered: calls.filter((it) => it.answeredAtMs !== undefined).length,
      confirmed: calls.filter((it) => it.confirmedAtMs !== undefined).length,
      keptNumber: calls.filter((it) => it.kept?.numberAtMs !== undefined).length,
      slowestMs,
      thanked: calls.filter((it) => it.thankedAtMs !== undefined).length,
      paged: paged.size,
      mostLostMs: Math.max(...lost),
    };
  } finally {
    store.close();
  }
}

const numberOf = ({ call }: MessageSummary): string =>
  call.callerId.kind === "number" ? call.callerId.number : call.callerId.kind;

interface Judged {
  readonly paged: ReadonlySet<string>;
  readonly store: StoreReader;
  /** The last second of speech, and how late this machine's disk and emulators were seen to be. */
  readonly mostLostMs: number;
}

/** Returns how many milliseconds of an unfinished recording are gone. */
function judgeCall(
  call: KilledCall,
  messages: readonly MessageSummary[],
  { paged, store, mostLostMs }: Judged,
): number {
  const about = `the call of ${call.number}, killed ${JSON.stringify({ ...call, report: undefined })}`;
  assert.ok(messages.length <= 1, `one code for ${about}: ${messages.map((it) => it.message.ref).join()}`);
  const [summary] = messages;
  if (isOwedAPage(call)) assert.ok(summary && paged.has(summary.message.ref), `a page for ${about}`);
  if (summary === undefined) return 0;
  const { message } = summary;
  assert.ok(paged.has(message.ref), `a page for the urgent message of ${about}`);
  if (call.kept?.numberAtMs !== undefined)
    assert.equal(message.callback, call.number, `the confirmed number of ${about}`);
  if (call.thankedAtMs !== undefined && call.thankedAtMs < call.killedAtMs)
    assert.equal(message.complete, true, `saved: ${about}`);
  const lostMs = judgeRecording(call, message.ref, store, about);
  assert.ok(
    lostMs <= mostLostMs,
    `${lostMs.toFixed(0)} ms of speech lost (at most ${mostLostMs.toFixed(0)}): ${about}`,
  );
  return lostMs;
}

function judgeRecording(call: KilledCall, ref: string, store: StoreReader, about: string): number {
  const stored = store.recording(ref, "reason")?.bytes ?? new Uint8Array();
  const confirmed = call.confirmedAtMs ?? Number.POSITIVE_INFINITY;
  // After the confirmation the line listens to the reason; on a busy machine for a moment before it, too.
  const heard = call.report.recordings.filter((it) => it.startMs > confirmed);
  const begins = (bytes: Uint8Array) => Buffer.from(bytes.subarray(0, stored.length)).equals(stored);
  const longest = heard.toSorted((a, b) => b.bytes.length - a.bytes.length)[0];
  const delivered = heard.find(({ bytes }) => stored.length > 0 && begins(bytes)) ?? longest;
  if (delivered === undefined) {
    assert.equal(stored.length, 0, `a recording out of nothing: ${about}`);
    return 0;
  }
  const same = Buffer.from(delivered.bytes.subarray(0, stored.length)).equals(stored);
  assert.ok(same, `what is stored is what the modem delivered: ${about}`);
  const deliveredMs = Math.min(delivered.bytes.length / 8, call.killedAtMs - delivered.startMs);
  const lostMs = Math.max(0, deliveredMs - stored.length / 8);
  if (call.thankedAtMs !== undefined && call.thankedAtMs < call.killedAtMs)
    assert.equal(stored.length, delivered.bytes.length, `all that was spoken before the thanks: ${about}`);
  return lostMs;
}

test("the page leaves while the disk stalls and the power goes before anything is written: paged again with the same code, which works", {
  timeout: 120_000,
}, async () => {
  await using house = await House.build();
  const stalling = await house.start({ args: ["--allow-stall"] });
  const call = house.voice.call(urgentCaller());
  await house.voice.next("promptStarted");
  // The call itself is on the disk by now; the message cannot get there any more.
  stalling.ask("stall", { ms: 20_000 });
  const code = await house.page();
  await stalling.kill();
  house.voice.hangUp();
  const again = await house.start();
  assert.equal(await house.page(1), code, "one code for one call");
  house.gsm.doctorPhone(DOCTOR).sends(code);
  await again.event("taken");
  await bounded("on-hook", call);
  assert.deepEqual([...new Set(house.paged)], [code]);
});
