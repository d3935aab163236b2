import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import type { GsmRig } from "../../../test/harness/GsmRig.ts";
import { onGsmRig } from "../../../test/harness/onGsmRig.ts";
import { prompt } from "../../../test/harness/sounds.ts";
import type { CallReport } from "../../emulator/caller/Caller.ts";

/** Frames lost, one by one, in a minute. */
const CALLS: readonly (readonly [minutes: number, clockPpm: number, lostAMinute: number])[] = [
  [30, 100, 2],
  [4, -200, 0],
  [4, 200, 3],
];
const SENTENCE = 1_000;

/** A call in which a sentence is said every minute; the caller presses a key now and then, so that it is not silent. */
async function longCall(rig: GsmRig, minutes: number, lostAMinute: number): Promise<[CallReport, number[]]> {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "play", playId: 0, audio: prompt(SENTENCE) });
  };
  const call = rig.rings([{ call: { number: "3125550142" } }, { waits: minutes * 60_000 }, { hangsUp: {} }]);
  await rig.until("promptFinished");
  const askedAtMs: number[] = [];
  for (let minute = 1; minute < minutes; minute += 1) {
    for (let lost = 0; lost < lostAMinute; lost += 1) {
      rig.emulator.loseFrames(1);
      await rig.passes(Seconds(5));
    }
    await rig.passes(Milliseconds(58_000 - lostAMinute * 5_000));
    void rig.press("1");
    askedAtMs.push(rig.clock.monotonic());
    rig.line.perform({ kind: "play", playId: minute, audio: prompt(SENTENCE) });
    await rig.passes(Seconds(2));
  }
  return [await rig.finished(call), askedAtMs];
}

for (const [minutes, clockPpm, lostAMinute] of CALLS) {
  test(`${minutes} minutes, the modem's sound ${clockPpm} ppm off, ${lostAMinute} frames lost a minute: no drift, no gap, no growing delay`, () =>
    onGsmRig(
      async (rig) => {
        let overruns = 0;
        rig.emulator.onEvent((event) => {
          if (event.event === "soundOverrun") overruns += 1;
        });
        const [report, askedAtMs] = await longCall(rig, minutes, lostAMinute);
        assert.equal(report.endedBy, "caller", rig.story());
        assert.equal(report.prompts.length, minutes);
        assert.ok(report.prompts.every(({ gaps, bytes }) => gaps.length === 0 && bytes.length === SENTENCE * 16));
        assert.equal(overruns, 0);
        const missingMs = report.streams![0]!.bytesMissing / 16;
        assert.ok(missingMs <= 20, `${missingMs} ms missing`);
        // From the wish to the first sample at the other end: our lead, and up to one frame each way.
        const waits = report.prompts.slice(1).map(({ startMs }, at) => startMs - askedAtMs[at]!);
        assert.ok(Math.max(...waits) <= 100, waits.join());
        assert.ok(Math.max(...waits) - Math.min(...waits) <= 20, waits.join());
      },
      { voice: { clockPpm }, line: { limits: { longestCall: Minutes(45) } } },
    ));
}
