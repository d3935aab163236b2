import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineEvent } from "../../../firmware/line/Line.ts";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { caller, digits, greeting, onRig, received, voice } from "../../../test/harness/voiceLineTest.ts";

const everyByte = (seconds: number): Uint8Array =>
  // 0x10 beside 0x03, 0x21 and itself, then all values against each other.
  Uint8Array.from({ length: seconds * 8_000 }, (_, n) =>
    n < 64 ? [0x10, 0x03, 0x10, 0x10, 0x21, 0x10][n % 6]! : (n * 7 + (n >> 8)) & 0xff,
  );

for (const faults of [{}, { splitDle: true }] as const) {
  test(`a recording is what the modem sent, byte for byte, with all 256 values ${"splitDle" in faults ? "and every DLE cut off" : ""}`, () =>
    onRig(
      async (rig) => {
        rig.onEvent = (event, perform) => {
          if (event.kind === "answered") perform({ kind: "startRecording" });
        };
        const call = rig.modem.call([
          { call: caller },
          { waits: 200 },
          { saysRaw: everyByte("splitDle" in faults ? 2 : 60) },
          { waits: 200 },
          { hangsUp: { tone: "none" } },
        ]);
        await rig.until("recordingStarted");
        await rig.passes(Seconds("splitDle" in faults ? 3 : 61));
        rig.line.perform({ kind: "stopRecording" });
        await rig.until("recordingStopped");
        rig.line.perform({ kind: "hangUp" });
        const report = await rig.finished(call);
        assert.ok(received(rig).equals(Buffer.from(report.recordings[0]!.bytes)), "recorded ≠ sent");
        assert.equal(new Set(received(rig)).size, 256);
      },
      { faults },
    ));
}

test("a greeting with DLE ETX in its samples is played to its end", () =>
  onRig(async (rig) => {
    // In u8 a sample of (value − 128) × 256 is the byte `value`.
    const samples = Int16Array.from(everyByte(1), (byte) => (byte - 128) * 256);
    rig.onEvent = (event, perform) => {
      if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: { samples } });
    };
    const report = await rig.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
    assert.deepEqual(Buffer.from(report.prompts[0]!.bytes), Buffer.from(everyByte(1)));
  }));

test("prompts that are asked for one after the other follow without a gap, each told by itself", () =>
  onRig(async (rig) => {
    rig.onEvent = (event, perform) => {
      if (event.kind !== "answered") return;
      for (const playId of [1, 2, 3]) perform({ kind: "play", playId, audio: { samples: voice(400) } });
    };
    const report = await rig.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
    assert.equal(report.prompts.length, 1, "one transmission");
    assert.equal(report.prompts[0]?.bytes.length, 3 * 3_200);
    assert.deepEqual(report.prompts[0]?.gaps, []);
    const told = rig.events.filter(({ kind }) => kind.startsWith("prompt")) as Extract<LineEvent, { playId: number }>[];
    assert.deepEqual(
      told.map(({ kind, playId }) => `${kind} ${playId}`),
      [
        ...[
          "promptStarted 1",
          "promptFinished 1",
          "promptStarted 2",
          "promptFinished 2",
          "promptStarted 3",
          "promptFinished 3",
        ],
      ],
    );
  }));

test("stopping takes the queued prompts with it", () =>
  onRig(async (rig) => {
    rig.onEvent = (event, perform) => {
      if (event.kind !== "answered") return;
      for (const playId of [1, 2, 3]) perform({ kind: "play", playId, audio: { samples: voice(2_000) } });
    };
    const call = rig.modem.call([{ call: caller }, { waits: 3_000 }, { hangsUp: {} }]);
    await rig.until("promptStarted");
    await rig.passes(Seconds(1));
    rig.line.perform({ kind: "stopPrompt" });
    await rig.finished(call);
    assert.deepEqual(
      rig
        .of("promptFinished")
        .map(({ playId, interrupted }) => `${playId} ${interrupted}`)
        .sort(),
      ["1 true", "2 true", "3 true"],
    );
  }));

test("beep, then a message: speech is measured, silence after it is told once, a key ends it", () =>
  onRig(async (rig) => {
    rig.onEvent = (event, perform) => {
      if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: greeting });
      if (event.kind === "promptFinished") perform({ kind: "startRecording" });
      if (event.kind === "digitReceived") perform({ kind: "stopRecording" });
    };
    await rig.call([
      { call: caller },
      { waitPrompt: {} },
      { says: voice(3_000) },
      { waits: 6_000 },
      { presses: "#", toneMs: 500 },
      { waits: 800 },
      { hangsUp: {} },
    ]);
    const stopped = rig.of("recordingStopped")[0]!;
    assert.ok(stopped.speechMs > 1_500 && stopped.speechMs < 3_000, `${stopped.speechMs} ms of speech`);
    assert.equal(rig.of("silenceAfterSpeech").length, 1);
    assert.equal(digits(rig), "#");
  }));

test("nobody speaks, only # is pressed: no speech", () =>
  onRig(async (rig) => {
    rig.onEvent = (event, perform) => {
      if (event.kind === "answered") perform({ kind: "startRecording" });
      if (event.kind === "digitReceived") setImmediate(() => perform({ kind: "stopRecording" }));
    };
    await rig.call([
      { call: caller },
      { waits: 3_000 },
      { presses: "#", toneMs: 600 },
      { waits: 800 },
      { hangsUp: {} },
    ]);
    assert.equal(rig.of("recordingStopped")[0]?.speechMs, 0);
  }));

test("a prompt asked for during a recording ends the recording and is heard", () =>
  onRig(async (rig) => {
    rig.onEvent = (event, perform) => {
      if (event.kind === "answered") perform({ kind: "startRecording" });
    };
    const call = rig.modem.call([{ call: caller }, { waits: 1_000 }, { waitPrompt: {} }, { hangsUp: {} }]);
    await rig.until("recordingStarted");
    await rig.passes(Seconds(1));
    rig.line.perform({ kind: "play", playId: 7, audio: greeting });
    const report = await rig.finished(call);
    assert.equal(report.prompts[0]?.bytes.length, greeting.samples.length);
    const order = rig.events.map(({ kind }) => kind);
    assert.ok(order.indexOf("recordingStopped") < order.indexOf("promptStarted"));
  }));
