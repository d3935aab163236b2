import assert from "node:assert/strict";
import { test } from "node:test";
import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import { House, SECOND_DOCTOR, SECOND_DOCTORS_PIN, urgentCaller } from "./House.ts";
import { kept } from "./keptSound.ts";

const hears = (silenceMs: number): CallerAction => ({ waitPrompt: { silenceMs, timeoutMs: 30_000 } });

test("a doctor calls in on the analog line, enters the PIN, hears the caller's own voice and takes the call", {
  timeout: 120_000,
}, async () => {
  await using house = await House.build({ cellularLine: true, callsSecondAfter: "2m" });
  const appliance = await house.start();
  await house.call(urgentCaller({ speaksMs: 2_000 }));
  const ref = await house.page();
  const report = await house.call([
    { call: { number: SECOND_DOCTOR.replace("+1", "") } },
    hears(300),
    { presses: `${SECOND_DOCTORS_PIN}#` },
    hears(2_000),
    { presses: "4" },
    hears(2_000),
    { hangsUp: {} },
  ]);
  assert.deepEqual(report.puzzles, [], house.story());
  const taken = await appliance.event("taken");
  assert.deepEqual([taken.ref, taken.figures?.by], [ref, "Dr. Patel"]);
  const { reason, summary } = kept(house.data, ref);
  const heard = Buffer.concat(report.prompts.map(({ bytes }) => Buffer.from(bytes)));
  assert.ok(reason.length > 8_000 && heard.includes(Buffer.from(reason)), "the caller's own voice, sample for sample");
  assert.deepEqual([summary.alert?.state, summary.alert?.takenBy], ["taken", "patel"]);
  assert.deepEqual((await appliance.status()).faults, []);
});
