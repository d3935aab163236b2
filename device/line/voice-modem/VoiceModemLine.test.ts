import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LineEvent } from "../../../firmware/line/Line.ts";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import { VoiceRig } from "../../../test/harness/VoiceRig.ts";
import { encodeSamples } from "../../audio/formats.ts";
import type { CallReport } from "../../emulator/caller/Caller.ts";
import type { VoiceFaults } from "../../emulator/voice/faults.ts";
import type { VoiceModemOptions } from "../../emulator/voice/VoiceModemEmulator.ts";
import type { VoiceModemLineOptions } from "./VoiceModemLine.ts";

const caller = { number: "3125550101", name: "JANE DOE" };
const known = { kind: "number", ...caller };

/** A voice-like sound: syllables of noise, so that nobody takes it for a key or a busy signal. */
function voice(ms: number, level = 8_000): Int16Array {
  let seed = 7;
  let smooth = 0;
  return Int16Array.from({ length: ms * 8 }, (_, n) => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    smooth += (seed / 2 ** 30 - 1 - smooth) / 4;
    return n % 2_400 < 1_800 ? smooth * level * (0.6 + 0.4 * Math.sin(n / 400)) : 0;
  });
}

const greeting = { samples: voice(2_000) };

/** Runs a test on a rig that is started and, whatever happens, stopped: nothing may be left behind. */
async function onRig(
  run: (rig: VoiceRig) => Promise<void>,
  modem: VoiceModemOptions = {},
  line: Partial<VoiceModemLineOptions> = {},
): Promise<void> {
  const rig = new VoiceRig(modem, line);
  try {
    await rig.start();
    await run(rig);
    checkPairs(rig);
  } finally {
    await rig.stop();
  }
  assert.deepEqual(rig.clock.running(), [], "a timer is left behind");
}

/** Exactly one `answered … released` pair for each call. */
function checkPairs(rig: VoiceRig): void {
  let open = 0;
  for (const { kind } of rig.events) {
    if (kind === "answered") open += 1;
    if (kind === "released") open -= 1;
    assert.ok(open === 0 || open === 1, rig.story());
  }
}

const greet = (rig: VoiceRig): void => {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: greeting });
  };
};

const digits = (rig: VoiceRig): string =>
  rig
    .of("digitReceived")
    .map(({ digit }) => digit)
    .join("");
const faultCodes = (rig: VoiceRig): string[] =>
  rig.of("fault").map(({ code, cleared }) => (cleared === true ? `${code} over` : code));
const received = (rig: VoiceRig): Buffer => Buffer.concat(rig.of("audioReceived").map(({ bytes }) => bytes));
const hangUpSign = (rig: VoiceRig): string | undefined => rig.of("callerHungUp")[0]?.sign;
const ringToOffHook = (report: CallReport): number =>
  (report.offHook?.commandAtMs ?? Number.NaN) - (report.firstRingAtMs ?? 0);

// --- ringing -----------------------------------------------------------------------------------------------------------

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

// --- keys --------------------------------------------------------------------------------------------------------------

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

// --- audio -------------------------------------------------------------------------------------------------------------

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

// --- the far end goes --------------------------------------------------------------------------------------------------

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

// --- modems that misbehave ---------------------------------------------------------------------------------------------

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
