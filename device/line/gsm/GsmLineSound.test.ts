import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import type { GsmRig } from "../../../test/harness/GsmRig.ts";
import { onGsmRig } from "../../../test/harness/onGsmRig.ts";
import { prompt, voice } from "../../../test/harness/sounds.ts";
import { decodeSamples, encodeSamples } from "../../audio/formats.ts";
import type { CallReport } from "../../emulator/caller/Caller.ts";

const ann = { number: "3125550142" };

const greet = (rig: GsmRig, ms = 2_000): void => {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: prompt(ms) });
  };
};
const records = (rig: GsmRig): void => {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "startRecording" });
  };
};
const faults = (rig: GsmRig): string[] => rig.of("fault").map(({ code, cleared }) => (cleared ? `-${code}` : code));
const recorded = (rig: GsmRig): Buffer => Buffer.concat(rig.of("audioReceived").map(({ bytes }) => bytes));
const delivered = (report: CallReport): Buffer => Buffer.concat(report.recordings.map(({ bytes }) => bytes));
const said = (ms: number): Buffer => Buffer.from(encodeSamples("s16le", voice(ms)));
/** RMS of each 20 ms. */
function loudness(bytes: Uint8Array): number[] {
  const samples = decodeSamples("s16le", bytes);
  const frames: number[] = [];
  for (let at = 0; at + 160 <= samples.length; at += 160) {
    const frame = samples.subarray(at, at + 160);
    frames.push(Math.sqrt(frame.reduce((sum, sample) => sum + sample * sample, 0) / 160));
  }
  return frames;
}

// --- switched on late, or never ----------------------------------------------------------------------------------------

test("sound that can be switched on only after three seconds: the greeting is heard from its beginning", () =>
  onGsmRig(
    async (rig) => {
      greet(rig);
      const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
      assert.ok(Buffer.from(report.prompts[0]!.bytes).equals(said(2_000)), rig.story());
      const late = report.prompts[0]!.startMs - report.offHook!.atMs;
      assert.ok(late > 3_000 && late < 3_600, `${late} ms`);
      assert.deepEqual(faults(rig), []);
    },
    { voice: { audioReadyAfterMs: 3_000 } },
  ));

const SOUNDLESS = [
  ["sim7600", "switched on, and nothing comes", { silentAudio: true }],
  ["ec25", "says OK and stays off", { refusesSound: true }],
  ["huawei-ddtmf", "not unlocked for voice", { voiceLocked: true }],
  ["sim7600", "refused for the whole call", { audioReadyAfterMs: 600_000 }],
] as const;

for (const [model, why, traits] of SOUNDLESS) {
  test(`${model}, no sound (${why}): told, the script goes on, and keys still come by the modem's report`, () =>
    onGsmRig(
      async (rig) => {
        greet(rig, 15_000);
        const call = rig.rings([{ call: ann }, { waits: 20_000 }, { presses: "12" }, { waits: 500 }, { hangsUp: {} }]);
        const finished = await rig.until("promptFinished", Seconds(20));
        assert.equal(finished.interrupted, true);
        assert.deepEqual(faults(rig), ["LINE_NO_AUDIO"]);
        rig.line.perform({ kind: "play", playId: 2, audio: prompt(500) });
        await rig.passes(Milliseconds(100));
        assert.equal(rig.of("promptFinished").length, 2, "nothing waits for what cannot be said");
        await rig.finished(call);
        assert.deepEqual(
          rig.of("digitReceived").map(({ digit }) => digit),
          ["1", "2"],
        );
        await rig.until("released", Seconds(10));
      },
      { model, voice: traits },
    ));
}

test("no sound in one call, sound in the next: the fault is over", () =>
  onGsmRig(
    async (rig) => {
      greet(rig);
      await rig.call([{ call: ann }, { waits: 5_000 }, { hangsUp: {} }]);
      rig.emulator.setVoice({ silentAudio: false });
      const before = rig.events.length;
      await rig.until("ready", Minutes(5), before).catch(() => undefined);
      const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(report.prompts[0]?.bytes.length, 32_000, rig.story());
      assert.deepEqual(faults(rig), ["LINE_NO_AUDIO", "-LINE_NO_AUDIO"]);
    },
    { voice: { silentAudio: true } },
  ));

test("no sound in two calls: nobody is told in between that it is over", () =>
  onGsmRig(
    async (rig) => {
      for (let calls = 0; calls < 2; calls += 1) {
        await rig.call([{ call: ann }, { waits: 8_000 }, { hangsUp: {} }]);
        await rig.passes(Seconds(5));
      }
      assert.deepEqual(faults(rig), ["LINE_NO_AUDIO"]);
    },
    { voice: { silentAudio: true } },
  ));

test("a modem that only knows the long form of switching its sound off gives sound in every call", () =>
  onGsmRig(
    async (rig) => {
      greet(rig);
      for (let call = 0; call < 3; call += 1) {
        const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
        assert.ok(Buffer.from(report.prompts[0]!.bytes).equals(said(2_000)), rig.story());
        await rig.passes(Seconds(3));
      }
    },
    { voice: { onlyLongPcmOff: true } },
  ));

// --- what goes wrong with it ---------------------------------------------------------------------------------------------

test("a VoLTE call at 16 kHz: found out in half a second, heard and recorded at the right speed from then on, and told", () =>
  onGsmRig(
    async (rig) => {
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: prompt(1_000) });
        if (event.kind === "promptFinished" && event.playId === 1)
          perform({ kind: "play", playId: 2, audio: prompt(4_000) });
        if (event.kind === "promptFinished" && event.playId === 2) perform({ kind: "startRecording" });
      };
      const report = await rig.call([
        { call: ann },
        { waitPrompt: { silenceMs: 500 } },
        { says: voice(3_000) },
        { presses: "5" },
        { waits: 500 },
        { hangsUp: {} },
      ]);
      assert.equal(report.streams?.[0]?.rate, 16_000);
      const finished = rig.of("promptFinished")[1]!.atMs - rig.of("promptStarted")[1]!.atMs;
      assert.ok(Math.abs(finished - 4_000) <= 40, `4 s were said in ${finished} ms`);
      const heard = loudness(Buffer.concat(report.prompts.map(({ bytes }) => bytes)));
      assert.ok(Math.max(...heard) < 1.1 * Math.max(...loudness(said(4_000))), "no louder than it was said");
      const speech = loudness(recorded(rig)).filter((rms) => rms > 500).length * 20;
      const spoken = loudness(said(3_000)).filter((rms) => rms > 500).length * 20;
      assert.ok(Math.abs(speech - spoken - 100) < 200, `${speech} ms of ${spoken}`);
      assert.deepEqual(
        rig.of("digitReceived").map(({ digit }) => digit),
        ["5"],
      );
      await rig.until("released");
      await rig.passes(Seconds(1));
      assert.deepEqual(faults(rig), ["LINE_AUDIO_BAD"]);
    },
    {
      voice: { wideband: true, keys: "audio" },
      before: (rig) => rig.emulator.inject({ kind: "refuse", on: "CPCMBANDWIDTH" }),
    },
  ));

for (const model of ["sim7600", "ec25"] as const) {
  test(`${model}: a byte that slips is mended within 100 ms, and its noise is not in the recording`, () =>
    onGsmRig(
      async (rig) => {
        records(rig);
        const call = rig.rings([
          { call: ann },
          { waits: 500 },
          { says: voice(6_000) },
          { waits: 500 },
          { hangsUp: {} },
        ]);
        await rig.until("recordingStarted");
        await rig.passes(Seconds(3));
        rig.emulator.slipByte();
        const report = await rig.finished(call);
        const loudest = Math.max(...loudness(said(6_000)));
        const noisy = loudness(recorded(rig)).filter((rms) => rms > 1.3 * loudest).length;
        assert.equal(noisy, 0, `${noisy * 20} ms of noise`);
        const all = delivered(report);
        const got = recorded(rig);
        assert.ok(all.length - got.length < 100 * 16, `${(all.length - got.length) / 16} ms are missing`);
        // What comes after the slip is the caller's own speech again, sample for sample.
        assert.ok(got.includes(said(6_000).subarray(3_600 * 16, 6_000 * 16)), rig.log.join("\n"));
      },
      { model },
    ));
}

test("lost frames: the prompt goes on without a gap, the keys are heard, and the loss is no fault", () =>
  onGsmRig(
    async (rig) => {
      greet(rig, 8_000);
      const call = rig.rings([{ call: ann }, { waitPrompt: {} }, { presses: "42" }, { waits: 500 }, { hangsUp: {} }]);
      await rig.until("promptStarted");
      for (const lost of [1, 5, 25, 2]) {
        await rig.passes(Seconds(1.5));
        rig.emulator.loseFrames(lost);
      }
      const report = await rig.finished(call);
      assert.ok(Buffer.from(report.prompts[0]!.bytes).equals(said(8_000)), rig.story());
      assert.deepEqual(report.prompts[0]!.gaps, []);
      assert.deepEqual(
        rig.of("digitReceived").map(({ digit }) => digit),
        ["4", "2"],
      );
      assert.deepEqual(faults(rig), []);
    },
    { voice: { keys: "audio" } },
  ));

for (const lost of [false, true]) {
  test(`a second in which no sound comes ${lost ? "and what came is gone" : "and then all at once"}: the prompt is heard whole`, () =>
    onGsmRig(async (rig) => {
      greet(rig, 6_000);
      const call = rig.rings([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
      await rig.until("promptStarted");
      await rig.passes(Seconds(2));
      rig.emulator.stallAudio(1_000, { lost });
      const report = await rig.finished(call);
      assert.ok(Buffer.from(report.prompts[0]!.bytes).equals(said(6_000)), rig.story());
      assert.deepEqual(report.prompts[0]!.gaps, []);
      assert.equal(report.endedBy, "caller");
    }));
}

test("an EC25's flow control: what waits is said when it may be, and nothing is left out", () =>
  onGsmRig(
    async (rig) => {
      greet(rig, 4_000);
      const call = rig.rings([{ call: ann }, { waitPrompt: { silenceMs: 900 } }, { waits: 700 }, { hangsUp: {} }]);
      await rig.until("promptStarted");
      await rig.passes(Seconds(1));
      rig.emulator.say("+QPCMV: 0,0");
      await rig.passes(Milliseconds(300));
      rig.emulator.say("+QPCMV: 1,0");
      const report = await rig.finished(call);
      assert.equal(report.prompts.length, 1);
      const samples = Buffer.from(report.prompts[0]!.bytes);
      assert.ok(samples.subarray(-32_000).equals(said(4_000).subarray(-32_000)), rig.story());
      assert.equal(samples.length, said(4_000).length);
    },
    { model: "ec25" },
  ));

test("an EC25 whose word to go on gets lost: the prompt is heard all the same", () =>
  onGsmRig(
    async (rig) => {
      greet(rig, 4_000);
      const call = rig.rings([{ call: ann }, { waits: 12_000 }, { hangsUp: {} }]);
      await rig.until("promptStarted");
      rig.emulator.say("+QPCMV: 0,0");
      await rig.until("promptFinished", Seconds(8));
      await rig.finished(call);
    },
    { model: "ec25" },
  ));

test("an EC25's position text, which shares the port of the sound, is not in the recording", () =>
  onGsmRig(
    async (rig) => {
      records(rig);
      await rig.call([{ call: ann }, { waits: 500 }, { says: voice(3_000) }, { waits: 500 }, { hangsUp: {} }]);
      assert.ok(recorded(rig).includes(said(3_000)), rig.story());
      assert.equal(recorded(rig).includes("$GP"), false);
    },
    { model: "ec25", voice: { position: true } },
  ));
