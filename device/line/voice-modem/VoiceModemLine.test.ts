import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../../firmware/time/Duration.ts";
import {
  caller,
  digits,
  faultCodes,
  greet,
  greeting,
  known,
  onRig,
  ringToOffHook,
  voice,
} from "../../../test/harness/voiceLineTest.ts";
import { encodeSamples } from "../../audio/formats.ts";
import type { VoiceFaults } from "../../emulator/voice/faults.ts";
import type { VoiceModemOptions } from "../../emulator/voice/VoiceModemEmulator.ts";

for (const profile of ["usr5637", "cx93001", "rockwell", "v253"] as const) {
  test(`${profile}: the caller is known, answered before the second ring, and hears the whole greeting without a gap`, () =>
    onRig(
      async (rig) => {
        greet(rig);
        const report = await rig.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
        const answered = rig.of("answered")[0];
        assert.deepEqual(answered?.callerId, known);
        assert.equal(report.offHook?.rings, 1);
        assert.ok(
          report.offHook.commandAtMs - report.callerIdReportedAtMs! <= 5,
          "caller ID complete → off-hook ≤ 5 ms",
        );
        assert.ok(report.firstPromptByteAtMs! - report.offHook.atMs <= 150, "off-hook → first prompt byte ≤ 150 ms");
        const heard = report.prompts[0]!;
        assert.deepEqual(Buffer.from(heard.bytes), Buffer.from(encodeSamples(answered!.format, greeting.samples)));
        assert.deepEqual(heard.gaps, []);
        assert.deepEqual(
          rig.of("promptFinished").map(({ interrupted }) => interrupted),
          [false],
        );
        assert.deepEqual(rig.of("released").length, 1);
        assert.deepEqual(rig.events[0]?.kind, "ready");
      },
      { profile },
    ));
}

const callerIdCases: [why: string, faults: VoiceFaults, expected: unknown][] = [
  ["no caller ID at all", { noCallerId: true }, { kind: "none" }],
  ["caller ID before the first ring (UK)", { callerIdBeforeRing: true }, known],
  ["NAME is missing", { nameMissing: true }, { kind: "number", number: caller.number }],
  ["empty lines between the fields", { emptyLinesBetweenFields: true }, known],
  ["one field is garbled", { badCallerIdField: true }, undefined],
  ["distinctive ring reports in between", { distinctiveRing: true }, known],
  ["line noise before each reply", { garbage: true }, undefined],
  ["every byte by itself", { splitBytes: true }, known],
  ["a late H that only confirms off-hook", { offHookConfirmedByH: true }, known],
];

for (const [why, faults, expected] of callerIdCases) {
  test(`answered before the second ring: ${why}`, () =>
    onRig(
      async (rig) => {
        greet(rig);
        const report = await rig.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
        assert.equal(report.outcome, "answered", rig.story());
        assert.ok(ringToOffHook(report) <= 5_500, `${ringToOffHook(report)} ms after the ring began`);
        assert.equal(report.offHook?.rings, 1);
        if (expected !== undefined) assert.deepEqual(rig.of("answered")[0]?.callerId, expected);
        assert.equal(report.prompts[0]?.bytes.length, greeting.samples.length);
      },
      { faults },
    ));
}

test("pickup immediate: off-hook at the first RING", () =>
  onRig(
    async (rig) => {
      const report = await rig.call([{ call: caller }, { waits: 500 }, { hangsUp: {} }]);
      assert.ok(report.offHook!.commandAtMs - report.ringReportedAtMs! <= 5, rig.story());
    },
    {},
    { pickup: "immediate" },
  ));

test("office hours: the line only counts rings and says when they stop", () =>
  onRig(
    async (rig) => {
      const report = await rig.call([{ call: { ...caller, rings: 3 } }]);
      assert.equal(report.outcome, "unanswered");
      const stopped = await rig.until("ringingStopped");
      assert.deepEqual([stopped.rings, stopped.callerId], [3, known]);
    },
    {},
    { answerPolicy: () => ({ never: true }) },
  ));

test("the second ring is answered where the clinic wants to have the first one for itself", () =>
  onRig(
    async (rig) => {
      const report = await rig.call([{ call: caller }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(report.offHook?.rings, 2);
    },
    {},
    { answerPolicy: () => ({ atRing: 2 }) },
  ));

test("three calls in a row: nobody is named after the caller before", () =>
  onRig(async (rig) => {
    for (const [number, name] of [
      ["3125550101", "FIRST"],
      ["3125550102", "SECOND"],
      ["3125550103", "THIRD"],
    ]) {
      await rig.call([{ call: { number: number!, name: name! } }, { waits: 300 }, { hangsUp: {} }]);
      await rig.passes(Seconds(2));
    }
    assert.deepEqual(
      rig.of("answered").map(({ callerId }) => callerId),
      [
        { kind: "number", number: "3125550101", name: "FIRST" },
        { kind: "number", number: "3125550102", name: "SECOND" },
        { kind: "number", number: "3125550103", name: "THIRD" },
      ],
    );
  }));

test("a late RING just after hanging up is no new call", () =>
  onRig(
    async (rig) => {
      await rig.call([{ call: caller }, { waits: 500 }, { hangsUp: {} }]);
      await rig.passes(Seconds(20));
      assert.equal(rig.of("rang").length, 1, rig.story());
      assert.equal(rig.of("answered").length, 1);
    },
    { faults: { ringAfterHangUp: true } },
  ));

test("a waiting call's ring during a call changes nothing", () =>
  onRig(async (rig) => {
    greet(rig);
    const call = rig.modem.call([{ call: caller }, { waitPrompt: {} }, { waits: 8_000 }, { hangsUp: {} }]);
    await rig.until("promptFinished");
    rig.modem.printRing();
    await rig.passes(Seconds(6));
    rig.modem.report("w");
    await rig.finished(call);
    assert.equal(rig.of("rang").length, 1);
    assert.deepEqual(faultCodes(rig), []);
  }));

const keyCases: [why: string, faults: VoiceFaults, profile?: VoiceModemOptions["profile"]][] = [
  ["framed and repeated while held", {}],
  ["each told three times", { keyCopies: 3 }],
  ["without a frame", { keysBare: true }],
  ["three times without a frame", { keysBare: true, keyCopies: 3 }],
  ["the frame never closed", { keyShieldNeverCloses: true }],
  ["only in the audio", { keysNotReported: true }],
  ["Rockwell", {}, "rockwell"],
  ["DLE torn from its code", { splitDle: true }],
];

for (const [why, faults, profile = "usr5637"] of keyCases) {
  test(`a number keyed in is taken down once, digit for digit: ${why}`, () =>
    onRig(
      async (rig) => {
        await rig.call([
          { call: caller },
          { waits: 500 },
          { presses: "3125550199*0#", toneMs: 90, gapMs: 110 },
          { waits: 300 },
          { hangsUp: {} },
        ]);
        assert.equal(digits(rig), "3125550199*0#", rig.story());
      },
      { faults, profile },
    ));
}

for (const profile of ["usr5637", "rockwell"] as const) {
  test(`${profile}: a key stops the prompt within 100 ms, and is one key although its rest is heard again`, () =>
    onRig(
      async (rig) => {
        rig.onEvent = (event, perform) => {
          if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: { samples: voice(10_000) } });
          if (event.kind === "digitReceived") perform({ kind: "stopPrompt" });
        };
        const report = await rig.call([
          { call: caller },
          { waits: 1_500 },
          { presses: "2", toneMs: 400 },
          { waits: 1_000 },
          { hangsUp: {} },
        ]);
        const key = report.keys[0]!;
        const prompt = report.prompts[0]!;
        assert.ok(prompt.aborted);
        assert.ok(prompt.endMs - key.atMs <= 100, `${prompt.endMs - key.atMs} ms after the key went down`);
        assert.equal(digits(rig), "2");
        assert.deepEqual(
          rig.of("promptFinished").map(({ interrupted }) => interrupted),
          [true],
        );
      },
      { profile },
    ));
}
