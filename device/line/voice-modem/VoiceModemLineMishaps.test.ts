import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { VoiceRig } from "../../../test/harness/VoiceRig.ts";
import { caller, checkPairs, faultCodes, greet, greeting, known, onRig } from "../../../test/harness/voiceLineTest.ts";
import type { VoiceFaults } from "../../emulator/voice/faults.ts";

test("the modem says off-hook and the line rings on: told, and tried again at the next ring", () =>
  onRig(
    async (rig) => {
      greet(rig);
      const call = rig.modem.call([{ call: { ...caller, rings: 8 } }, { waitPrompt: {} }, { hangsUp: {} }]);
      await rig.until("fault");
      assert.deepEqual(faultCodes(rig), ["LINE_NOT_OFF_HOOK"]);
      rig.modem.setFaults({ ringsOn: undefined });
      const report = await rig.finished(call);
      assert.equal(report.outcome, "answered", rig.story());
    },
    { faults: { ringsOn: true } },
  ));

test("class 8 is refused at a call: set up anew, tried again, told; the next ring is answered", () =>
  onRig(async (rig) => {
    greet(rig);
    rig.modem.setFaults({ noVoiceClass: true });
    const call = rig.modem.call([{ call: { ...caller, rings: 6 } }, { waitPrompt: {} }, { hangsUp: {} }]);
    await rig.until("fault");
    assert.deepEqual(faultCodes(rig), ["LINE_MODEM_NO_VOICE"]);
    rig.modem.setFaults({ noVoiceClass: undefined });
    assert.equal((await rig.finished(call)).outcome, "answered");
    assert.deepEqual(rig.of("answered")[0]?.callerId, known);
    assert.deepEqual(faultCodes(rig), ["LINE_MODEM_NO_VOICE", "LINE_MODEM_NO_VOICE over"]);
  }));

const lateCases: [why: string, faults: VoiceFaults][] = [
  ["OK to off-hook after 3 s", { okDelayMs: 3_000, delayOnly: "+VLS=1" }],
  ["OK to off-hook after our timeout", { okDelayMs: 7_000, delayOnly: "+VLS=1" }],
  ["the off-hook command is swallowed", { swallow: "+VLS=1" }],
  ["the voice class command is swallowed", { swallow: "+FCLASS=8" }],
  ["OK to hang-up after our timeout", { okDelayMs: 7_000, delayOnly: "+VLS=0" }],
  ["the hang-up command is refused", { errorTo: "+VLS=0" }],
  ["the prompt command is refused", { errorTo: "+VTX" }],
  ["the prompt command is swallowed", { swallow: "+VTX" }],
  ["the recording command is refused", { errorTo: "+VRX" }],
  ["every answer takes 200 ms", { okDelayMs: 200 }],
  ["RING between an answer and its OK", { ringInsideReply: true }],
];

for (const [why, faults] of lateCases) {
  test(`answered and hung up all the same: ${why}`, () =>
    onRig(async (rig) => {
      greet(rig);
      rig.modem.setFaults(faults);
      const call = rig.modem.call([{ call: caller }, { waits: 9_000 }, { hangsUp: {} }]);
      await rig.until("answered", Seconds(60));
      await rig.passes(Seconds(9));
      rig.line.perform({ kind: "hangUp" });
      await rig.until("released", Minutes(2));
      const report = await rig.finished(call);
      assert.equal(report.outcome, "answered");
      assert.ok(report.onHookAtMs !== undefined);
      await rig.passes(Seconds(40));
      assert.ok(!faultCodes(rig).includes("LINE_STUCK_OFF_HOOK"), rig.story());
    }));
}

test("old firmware, or no voice: a sentence at the start, not silence at the first call", async () => {
  const rig = new VoiceRig({ faults: { noVoiceClass: true } });
  try {
    await rig.start();
    assert.deepEqual(faultCodes(rig), ["LINE_MODEM_NO_VOICE"]);
    assert.deepEqual(rig.of("ready"), []);
    rig.modem.setFaults({ noVoiceClass: undefined });
    await rig.until("ready", Minutes(2));
    assert.deepEqual(faultCodes(rig), ["LINE_MODEM_NO_VOICE", "LINE_MODEM_NO_VOICE over"]);
  } finally {
    await rig.stop();
  }
});

test("a modem that is silent about its voice formats is told as silent, not as one that needs new firmware", async () => {
  const rig = new VoiceRig({ faults: { swallow: "+VSM=?" } });
  try {
    await rig.start();
    assert.deepEqual(faultCodes(rig), ["LINE_MODEM_SILENT"]);
    assert.deepEqual(rig.of("ready"), []);
  } finally {
    await rig.stop();
  }
});

test("a modem that never confirms off-hook: told as a call that it did not take, not as a line that rings on", () =>
  onRig(async (rig) => {
    greet(rig);
    rig.modem.setFaults({ errorTo: "+VLS=1" });
    const call = rig.modem.call([
      { call: { ...caller, rings: 8 } },
      { waitPrompt: {} },
      { waits: 3_000 },
      { hangsUp: {} },
    ]);
    await rig.until("fault");
    assert.deepEqual(faultCodes(rig), ["LINE_NOT_ANSWERED"]);
    rig.modem.setFaults({ errorTo: undefined });
    assert.equal((await rig.finished(call)).outcome, "answered", rig.story());
    await rig.finished(rig.passes(Seconds(10)));
    assert.ok(!faultCodes(rig).includes("LINE_NOT_OFF_HOOK"));
  }));

test("a modem that dies while idle is missed within half a minute, and welcome when it lives again", () =>
  onRig(async (rig) => {
    rig.modem.setFaults({ dead: true });
    await rig.until("fault", Seconds(30));
    assert.deepEqual(faultCodes(rig), ["LINE_MODEM_SILENT"]);
    await rig.unplug();
    rig.plugIn();
    await rig.until("ready", Minutes(2), rig.events.length);
    assert.ok(faultCodes(rig).includes("LINE_MODEM_SILENT over"));
  }));

test("a modem that dies in a call: the call ends, and somebody is told that the line may be held", () =>
  onRig(async (rig) => {
    greet(rig);
    void rig.modem.call([{ call: caller }, { waits: 60_000 }]);
    await rig.until("promptFinished");
    rig.modem.setFaults({ dead: true });
    rig.line.perform({ kind: "hangUp" });
    await rig.until("released", Minutes(1));
    await rig.passes(Seconds(1));
    assert.ok(faultCodes(rig).includes("LINE_STUCK_OFF_HOOK"), rig.story());
  }));

const unplugged: [phase: string, at: (rig: VoiceRig) => Promise<unknown>][] = [
  ["idle", async () => {}],
  ["ringing", (rig) => rig.until("rang")],
  [
    "going off-hook",
    async (rig) => {
      rig.modem.setFaults({ okDelayMs: 2_000, delayOnly: "+VLS=1" });
      await rig.finished(rig.modem.next("ringReported"));
      await rig.passes(Seconds(2));
    },
  ],
  ["playing", (rig) => rig.until("promptStarted")],
  [
    "recording",
    async (rig) => {
      await rig.until("promptFinished");
      rig.line.perform({ kind: "startRecording" });
      await rig.until("recordingStarted");
      await rig.passes(Seconds(1));
    },
  ],
  [
    "listening",
    async (rig) => {
      await rig.until("promptFinished");
      await rig.passes(Seconds(1));
    },
  ],
  [
    "hanging up",
    async (rig) => {
      await rig.until("promptFinished");
      rig.modem.setFaults({ okDelayMs: 2_000, delayOnly: "+VLS=0" });
      rig.line.perform({ kind: "hangUp" });
      await rig.passes(Milliseconds(100));
    },
  ],
];

for (const [phase, at] of unplugged) {
  test(`unplugged while ${phase}: told, the call ended once, and the next call is answered`, () =>
    onRig(async (rig) => {
      greet(rig);
      if (phase !== "idle") void rig.modem.call([{ call: caller }, { waits: 20_000 }]);
      await at(rig);
      await rig.unplug();
      await rig.passes(Seconds(5));
      assert.ok(faultCodes(rig).includes("LINE_PORT_GONE"), rig.story());
      checkPairs(rig);
      assert.equal(rig.of("answered").length, rig.of("released").length);
      rig.modem.setFaults({ okDelayMs: undefined, delayOnly: undefined });
      // A caller whose modem was pulled while it rang rings on; let that one give up.
      rig.modem.hangUp();
      await rig.passes(Seconds(10));
      rig.plugIn();
      await rig.until("ready", Minutes(2), rig.events.length);
      assert.ok(faultCodes(rig).includes("LINE_PORT_GONE over"));
      const report = await rig.call([{ call: caller }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(report.outcome, "answered", rig.story());
    }));
}

test("left off-hook and recording by a crash: on-hook within seconds of the start", async () => {
  const rig = new VoiceRig();
  const crashed = rig.openRaw();
  for (const command of ["AT+FCLASS=8", "AT+VLS=1", "AT+VRX"]) {
    crashed.write(Buffer.from(`${command}\r`));
    await rig.passes(Milliseconds(100));
  }
  const onHook = rig.modem.next("onHook");
  await rig.start();
  await rig.finished(onHook, Seconds(30));
  await rig.until("ready");
  assert.deepEqual(faultCodes(rig), []);
  await rig.stop();
});

test("stopped in the middle of a prompt: on-hook first, then the port is closed", async () => {
  const rig = new VoiceRig();
  greet(rig);
  await rig.start();
  const call = rig.modem.call([{ call: caller }, { waits: 20_000 }]);
  await rig.until("promptStarted");
  await rig.stop();
  const report = await rig.finished(call);
  assert.ok(report.onHookAtMs !== undefined);
  assert.equal(rig.of("released").length, 1);
  assert.deepEqual(rig.clock.running(), []);
});

test("no port at the start: told once, tried for ever, found when it comes", async () => {
  const rig = new VoiceRig();
  await rig.unplug();
  await rig.start();
  assert.deepEqual(faultCodes(rig), ["LINE_PORT_GONE"]);
  await rig.passes(Minutes(3));
  assert.deepEqual(faultCodes(rig), ["LINE_PORT_GONE"]);
  rig.plugIn();
  await rig.until("ready", Minutes(1));
  assert.deepEqual(faultCodes(rig), ["LINE_PORT_GONE", "LINE_PORT_GONE over"]);
  await rig.stop();
});

test("whatever goes wrong at whatever moment: each call ends once, in bounded time, and the line is on-hook in the end", async () => {
  const fault = fc.constantFrom<VoiceFaults>(
    ...[{ noCallerId: true }, { splitBytes: true }, { splitDle: true }, { garbage: true }, { noHangUpEvents: true }],
    ...[{ ringInsideReply: true }, { keyCopies: 3 }, { falseDialToneWhilePlaying: true }, { okDelayMs: 300 }],
    ...[{ errorTo: "+VTX" }, { errorTo: "+VRX" }, { errorTo: "+VLS=0" }, { swallow: "+VTX" }, { swallow: "+VLS" }],
  );
  const act = fc.constantFrom(
    "fault",
    "unplug",
    "press",
    "hangUp",
    "ring",
    "play",
    "stopPrompt",
    "record",
    "stopRecording",
    "release",
  );
  const moment = fc.record({ afterMs: fc.integer({ min: 0, max: 3_000 }), act, fault });
  await fc.assert(
    fc.asyncProperty(fc.array(moment, { minLength: 1, maxLength: 12 }), async (moments) => {
      const rig = new VoiceRig({}, { limits: { longestCall: Seconds(60) } });
      greet(rig);
      await rig.start();
      const call = rig.modem.call([{ call: { ...caller, rings: 4 } }, { waits: 300_000 }]);
      await rig.passes(Seconds(3));
      for (const { afterMs, act: what, fault: wrong } of moments) {
        await rig.passes(Milliseconds(afterMs));
        if (what === "fault") rig.modem.setFaults(wrong);
        if (what === "unplug") {
          await rig.unplug();
          await rig.passes(Milliseconds(afterMs));
          rig.plugIn();
        }
        if (what === "press") void rig.modem.press("5");
        if (what === "hangUp") rig.modem.hangUp();
        if (what === "ring") rig.modem.printRing();
        if (what === "play") rig.line.perform({ kind: "play", playId: 9, audio: greeting });
        if (what === "stopPrompt") rig.line.perform({ kind: "stopPrompt" });
        if (what === "record") rig.line.perform({ kind: "startRecording" });
        if (what === "stopRecording") rig.line.perform({ kind: "stopRecording" });
        if (what === "release") rig.line.perform({ kind: "hangUp" });
      }
      // A RING with every answer would be answered for ever.
      rig.modem.setFaults({ ringInsideReply: undefined });
      await rig.passes(Minutes(3));
      checkPairs(rig);
      assert.equal(rig.of("answered").length, rig.of("released").length, rig.story());
      for (const { atMs } of rig.of("answered")) {
        const end = rig.of("released").find((released) => released.atMs >= atMs)!;
        assert.ok(end.atMs - atMs < 60_000 + 40_000, rig.story());
      }
      await rig.finished(call, Minutes(10));
      await rig.stop();
      assert.deepEqual(
        rig.clock.running().filter((name) => !name.startsWith("line:")),
        [],
        rig.story(),
      );
    }),
    { numRuns: 25 },
  );
});
