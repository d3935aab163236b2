import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeSamples } from "../../device/audio/formats.ts";
import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import { House, mobileSpeech, SECOND_DOCTOR, SECOND_DOCTORS_PIN, shownBy, urgentCaller } from "./House.ts";
import { kept } from "./keptSound.ts";
import { until } from "./until.ts";

const SPEAKS_MS = 4_000;
/** Pieces of what the caller said that are looked for one by one: on a busy machine an emulated modem may miss a frame. */
const PIECE = 8 * 100;
const MOST_PIECES = 0.9;

const hears = (silenceMs: number): CallerAction => ({ waitPrompt: { silenceMs, timeoutMs: 30_000 } });

/** How much of these samples is in what was heard, in pieces of a tenth of a second. */
function shareHeard(spoken: Int16Array, heard: Buffer): number {
  const pieces = Math.floor(spoken.length / PIECE);
  let found = 0;
  for (let i = 0; i < pieces; i += 1) {
    const piece = spoken.slice(i * PIECE, (i + 1) * PIECE);
    if (heard.includes(Buffer.from(piece.buffer))) found += 1;
  }
  return found / pieces;
}

test("an urgent call, the first doctor silent: the second takes it by telephone with a PIN, having heard the caller's own voice, although the box died in the middle of its first call to them", {
  timeout: 120_000,
}, async (t) => {
  await using house = await House.build({
    cellularLine: true,
    callsSecondAfter: "6s",
    // No reports of keys: they are heard in the sound, as the caller's voice is heard at the other end.
    gsm: { voice: { keys: "audio" } },
  });
  const doctor = house.gsm.doctorPhone(SECOND_DOCTOR);
  doctor.answersWith({ kind: "answers", afterMs: 1_000, script: [{ says: mobileSpeech(600) }, { waits: 60_000 }] });
  const killed = await house.start();
  const report = await house.call(urgentCaller({ speaksMs: SPEAKS_MS }));
  assert.equal(report.outcome, "answered", house.story());
  const first = await house.page();
  await killed.event("doctor-answers");
  await killed.kill();
  doctor.answersWith({
    kind: "answers",
    afterMs: 2_000,
    script: [
      { says: mobileSpeech(600) },
      hears(500),
      { presses: `${SECOND_DOCTORS_PIN}#` },
      hears(2_000),
      { presses: "4" },
      hears(1_500),
      { hangsUp: {} },
    ],
  });
  const appliance = await house.start();
  const taken = await appliance.event("taken");
  assert.equal(taken.ref, first);
  assert.equal(taken.figures?.by, "Dr. Patel");
  await until("the doctor has hung up", () => doctor.calls.length > 1, { story: () => house.story() });
  const [cut, call] = doctor.calls;
  assert.equal(cut?.end, "us", "the call that its modem still held was let go");
  assert.deepEqual(call?.puzzles, [], house.story());
  const heard = Buffer.concat(call.prompts.map(({ bytes }) => Buffer.from(bytes)));
  await appliance.event("page-call-over");
  const { reason, summary } = kept(house.data, first);
  const spoken = decodeSamples(summary.recordings[0]?.format ?? "u8", reason);
  assert.ok(spoken.length > SPEAKS_MS * 8 * 0.8, `${spoken.length} samples of the reason`);
  const share = shareHeard(spoken, heard);
  t.diagnostic(`${(share * 100).toFixed(1)} % of ${spoken.length} samples of the caller's reason, sample for sample`);
  assert.ok(share >= MOST_PIECES, `${(share * 100).toFixed(0)} % of the caller's reason was heard by the doctor`);
  assert.deepEqual([summary.alert?.state, summary.alert?.takenBy], ["taken", "patel"]);
  await until(
    "the dispatch is written",
    () => kept(house.data, first).summary.dispatches.find(({ way }) => way === "call")?.detail === "taken",
  );
  assert.equal(house.texts.filter((text) => text.includes("URGENT")).length, 1, "the first doctor is left in peace");
  const texts = house.gsm.doctorPhone(SECOND_DOCTOR).received.map(({ text }) => text);
  assert.equal(texts.length, 1, "the taker has the reference in writing");
  assert.match(texts[0] ?? "", new RegExp(first));
  assert.equal(shownBy(house.gsm).length, 1);
  assert.deepEqual((await appliance.status()).faults, []);
});
