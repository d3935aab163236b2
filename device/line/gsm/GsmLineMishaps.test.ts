import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { GsmRig } from "../../../test/harness/GsmRig.ts";
import { prompt, voice } from "../../../test/harness/sounds.ts";
import type { GsmModel } from "../../emulator/gsm/families/registry.ts";
import { ordinary } from "../../emulator/gsm/voice/VoiceTraits.ts";

const LONGEST_CALL = Seconds(60);
const CHEN = "+13125550101";

/** What may happen in any order, to the modem, by the caller, by the call above the line. */
const ACTS: Readonly<Record<string, (rig: GsmRig) => unknown>> = {
  unplug: (rig) => rig.unplug(),
  reset: (rig) => rig.emulator.reset({ awayMs: 3_000 }),
  fallsSilent: (rig) => rig.emulator.fallSilent("escape"),
  fallsSilentForGood: (rig) => rig.emulator.fallSilent("reset"),
  loseReply: (rig) => rig.emulator.inject({ kind: "loseReply" }),
  lateOk: (rig) => rig.emulator.inject({ kind: "lateOk", ms: 4_000 }),
  refuse: (rig) => rig.emulator.inject({ kind: "refuse", times: 2 }),
  garbage: (rig) => rig.emulator.inject({ kind: "garbage", times: 3 }),
  splitBytes: (rig) => rig.emulator.splitBytes({ bytes: 3, gapMs: 2 }),
  // Nothing comes until the faults are cleared, and then all at once.
  stuck: (rig) => rig.emulator.splitBytes({ bytes: 0, gapMs: 1 }),
  ringsOutOfTurn: (rig) => rig.emulator.say("+CRING: VOICE"),
  falseEnd: (rig) => rig.emulator.sayFalseEnd(),
  losesEnd: (rig) => rig.emulator.setVoice({ losesEnd: true }),
  keepsListed: (rig) => rig.emulator.setVoice({ keepsListed: true }),
  callWaiting: (rig) => rig.emulator.setVoice({ secondCallWaiting: true }),
  noSound: (rig) => rig.emulator.setVoice({ silentAudio: true }),
  stalls: (rig) => rig.emulator.stallAudio(2_500),
  slips: (rig) => rig.emulator.slipByte(),
  loses: (rig) => rig.emulator.loseFrames(40),
  calls: (rig) => void rig.rings([{ call: { number: "3125550143", rings: 3 } }, { waits: 5_000 }, { hangsUp: {} }]),
  presses: (rig) => void rig.press("5"),
  callerHangsUp: (rig) => rig.callerHangsUp(),
  plays: (rig) => rig.line.perform({ kind: "play", playId: 9, audio: prompt(1_500) }),
  stopsPrompt: (rig) => rig.line.perform({ kind: "stopPrompt" }),
  records: (rig) => rig.line.perform({ kind: "startRecording" }),
  stopsRecording: (rig) => rig.line.perform({ kind: "stopRecording" }),
  hangsUp: (rig) => rig.line.perform({ kind: "hangUp" }),
  dials: (rig) => void rig.line.dial({ number: CHEN, ringFor: Seconds(10), onEvent: () => {} }),
};

const moment = fc.record({
  afterMs: fc.integer({ min: 0, max: 3_000 }),
  act: fc.constantFrom(...Object.keys(ACTS)),
});
const story = fc.record({
  model: fc.constantFrom<GsmModel>("sim7600", "ec25", "huawei", "huawei-ddtmf"),
  moments: fc.array(moment, { minLength: 1, maxLength: 10 }),
});

test("whatever happens at whatever moment: each call ends once and in bounded time, and the next caller is answered", async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ model, moments }) => {
      const rig = new GsmRig({ emulator: { model }, line: { limits: { longestCall: LONGEST_CALL } } });
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: prompt(2_000) });
      };
      rig.emulator.doctorPhone(CHEN).answersWith({ kind: "answers", afterMs: 2_000, script: [{ waits: 4_000 }] });
      await rig.start();
      void rig.rings([{ call: { number: "3125550142" } }, { says: voice(2_000) }, { waits: 300_000 }]);
      await rig.passes(Milliseconds(500));
      for (const { afterMs, act } of moments) {
        await rig.passes(Milliseconds(afterMs));
        await ACTS[act]!(rig);
      }
      // Everything that is wrong comes right again.
      await rig.passes(Seconds(5));
      await rig.plugIn();
      rig.emulator.clearFaults();
      rig.emulator.setVoice({ ...ordinary });
      await rig.untilSo("on-hook", () => rig.of("answered").length === rig.of("released").length, Minutes(4));
      let open = 0;
      let answeredAtMs = 0;
      for (const { kind, atMs } of rig.events) {
        if (kind === "answered") {
          open += 1;
          answeredAtMs = atMs;
        }
        if (kind === "released") {
          open -= 1;
          if (atMs - answeredAtMs > LONGEST_CALL + 40_000) assert.fail(`too long\n${rig.story()}`);
        }
        if (open !== 0 && open !== 1) assert.fail(`${kind} out of turn\n${rig.story()}`);
      }
      // A modem that fell silent for good is found so at the next beat, and brought back by its ladder.
      await rig.passes(Seconds(30));
      await rig.untilSo("in service", () => rig.modem.ready, Minutes(15));
      rig.callerHangsUp();
      await rig.passes(Seconds(20));
      const report = await rig.call([{ call: { number: "3125550144" } }, { waits: 2_000 }, { hangsUp: {} }]);
      if (report.outcome !== "answered") assert.fail(`the next caller: ${report.outcome}\n${rig.story()}`);
      await rig.stop();
      assert.deepEqual(
        rig.clock.running().filter((name) => name !== "caller"),
        [],
        rig.story(),
      );
    }),
    { numRuns: 15 },
  );
});
