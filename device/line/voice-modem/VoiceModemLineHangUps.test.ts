import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../../firmware/time/Duration.ts";
import type { VoiceRig } from "../../../test/harness/VoiceRig.ts";
import { caller, digits, greeting, hangUpSign, onRig, voice } from "../../../test/harness/voiceLineTest.ts";
import { encodeSamples } from "../../audio/formats.ts";
import type { VoiceFaults } from "../../emulator/voice/faults.ts";

const phases: [phase: string, begin: (rig: VoiceRig) => void][] = [
  ["listening", () => {}],
  [
    "recording",
    (rig) => {
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "startRecording" });
      };
    },
  ],
];

for (const [phase, begin] of phases) {
  for (const tone of ["busy", "fast-busy", "dial-tone"] as const) {
    test(`the caller hangs up while ${phase}, the modem reports nothing: ${tone} ends the call within 5 s`, () =>
      onRig(
        async (rig) => {
          begin(rig);
          const report = await rig.call([
            { call: caller },
            { waits: 1_000 },
            { says: voice(1_500) },
            { hangsUp: { tone, loopBreak: false } },
          ]);
          assert.equal(hangUpSign(rig), tone);
          assert.ok(report.onHookAtMs! - report.hungUpAtMs! < 5_000, `${report.onHookAtMs! - report.hungUpAtMs!} ms`);
        },
        { faults: { noHangUpEvents: true } },
      ));
  }
}

test("a broken loop ends the call at once, also while a prompt plays", () =>
  onRig(
    async (rig) => {
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: { samples: voice(20_000) } });
      };
      const report = await rig.call([{ call: caller }, { waits: 2_000 }, { hangsUp: {} }]);
      assert.equal(hangUpSign(rig), "loop-break");
      assert.ok(report.onHookAtMs! - report.hungUpAtMs! < 1_000);
      assert.deepEqual(
        rig.of("promptFinished").map(({ interrupted }) => interrupted),
        [true],
      );
    },
    { profile: "cx93001" },
  ));

for (const profile of ["usr5637", "rockwell"] as const) {
  for (const tone of ["busy", "fast-busy", "dial-tone"] as const) {
    test(`${profile}: the caller hangs up in the middle of a long prompt, ${tone} ends the call within 5 s`, () =>
      onRig(
        async (rig) => {
          rig.onEvent = (event, perform) => {
            if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: { samples: voice(30_000) } });
          };
          const report = await rig.call([{ call: caller }, { waits: 2_000 }, { hangsUp: { tone, loopBreak: false } }]);
          assert.equal(hangUpSign(rig), tone);
          assert.ok(report.onHookAtMs! - report.hungUpAtMs! < 5_000, `${report.onHookAtMs! - report.hungUpAtMs!} ms`);
          assert.deepEqual(
            rig.of("promptFinished").map(({ playId, interrupted }) => [playId, interrupted]),
            [[1, true]],
          );
        },
        { profile },
      ));
  }
}

test("a modem that reports a tone falsely interrupts one prompt once, not a word of it is lost, and is not believed again", () =>
  onRig(
    async (rig) => {
      const long = { samples: voice(9_000) };
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: long });
      };
      for (let call = 0; call < 2; call += 1) {
        const report = await rig.call([{ call: caller }, { waits: 14_000 }, { hangsUp: {} }]);
        assert.equal(report.prompts.length, call === 0 ? 2 : 1, "paused once, in the first call");
        const heard = Buffer.concat(report.prompts.map(({ bytes }) => bytes));
        const whole = Buffer.from(encodeSamples("u8", long.samples));
        assert.ok(
          heard.length >= whole.length && heard.length <= whole.length + 1_000,
          `${heard.length} of ${whole.length}`,
        );
        assert.ok(heard.subarray(-8_000).equals(whole.subarray(-8_000)), "the end is the prompt's end");
        assert.deepEqual(rig.of("promptStarted").length, call + 1);
        assert.deepEqual(
          rig.of("promptFinished").map(({ interrupted }) => interrupted),
          Array(call + 1).fill(false),
        );
        await rig.passes(Seconds(3));
      }
    },
    { faults: { falseDialToneWhilePlaying: true } },
  ));

test("a key during the check goes through at once", () =>
  onRig(
    async (rig) => {
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: { samples: voice(9_000) } });
        if (event.kind === "digitReceived") {
          perform({ kind: "stopPrompt" });
          perform({ kind: "play", playId: 2, audio: greeting });
        }
      };
      const call = rig.modem.call([{ call: caller }, { waits: 20_000 }, { hangsUp: {} }]);
      await rig.until("promptStarted");
      await rig.passes(Seconds(2));
      await rig.finished(rig.modem.press("4"));
      const started = await rig.until("promptFinished");
      assert.deepEqual([started.playId, started.interrupted], [1, true]);
      const second = rig.of("promptStarted")[1];
      assert.ok(second !== undefined && second.atMs - rig.of("digitReceived")[0]!.atMs < 100, rig.story());
      rig.line.perform({ kind: "hangUp" });
      await rig.finished(call);
      assert.equal(digits(rig), "4");
    },
    { faults: { falseDialToneWhilePlaying: true } },
  ));

const mistakes: [why: string, faults: VoiceFaults][] = [
  ["false dial tone once a second", { falseDialToneWhilePlaying: true }],
  ["silence once a second", { silenceWhilePlaying: true }],
  ["underrun once a second", { underrun: true }],
];

for (const [why, faults] of mistakes) {
  test(`the modem reports ${why} while playing: the caller is not thrown out`, () =>
    onRig(
      async (rig) => {
        rig.onEvent = (event, perform) => {
          if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: { samples: voice(8_000) } });
        };
        const report = await rig.call([
          { call: caller },
          { waits: 12_500 },
          { says: voice(1_000) },
          { waits: 500 },
          { hangsUp: {} },
        ]);
        const heard = report.prompts.reduce((sum, { bytes }) => sum + bytes.length, 0);
        assert.ok(heard >= 64_000 && heard < 65_000, rig.story());
        assert.ok(rig.of("callerHungUp")[0]!.atMs >= report.hungUpAtMs!);
      },
      { faults },
    ));
}

test("pure silence is bounded", () =>
  onRig(
    async (rig) => {
      const report = await rig.call([
        { call: caller },
        { waits: 2_000 },
        { hangsUp: { tone: "none", loopBreak: false } },
      ]);
      assert.equal(hangUpSign(rig), "silence");
      assert.ok(report.onHookAtMs! - report.offHook!.atMs < 25_000);
    },
    { faults: { noHangUpEvents: true } },
    { longestSilence: Seconds(20) },
  ));

test("no call is longer than the limit, whatever anybody wants", () =>
  onRig(
    async (rig) => {
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered" || event.kind === "promptFinished")
          perform({ kind: "play", playId: 1, audio: greeting });
      };
      const report = await rig.call([{ call: caller }, { waits: 120_000 }]);
      assert.equal(hangUpSign(rig), "time-limit");
      assert.ok(report.onHookAtMs! - report.offHook!.atMs < 31_000);
    },
    {},
    { limits: { longestCall: Seconds(30) } },
  ));
