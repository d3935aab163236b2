import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { type Duration, Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { gsmVoiceBench } from "../../../../test/harness/GsmVoiceBench.ts";
import type { CallerAction } from "../../caller/Caller.ts";
import { sines } from "../../caller/tones.ts";
import type { GsmEmulatorOptions } from "../GsmModemEmulator.ts";

const ANN = { call: { number: "+13125550142" } };
const bytesOf = (samples: Int16Array): Buffer => Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
/** From its first sample that is not zero. */
const TONE = sines([440, 620], 400, 6000).subarray(1);

/** A call that is answered, with its sound on (if the switch says OK). */
async function inCall(
  t: TestContext,
  options: GsmEmulatorOptions = {},
  script: readonly CallerAction[] = [{ waits: 60_000 }],
  switchOn = "AT+CPCMREG=1",
) {
  const bench = await gsmVoiceBench(t, options);
  const report = bench.modem.callFrom([ANN, ...script]);
  await bench.pass(Milliseconds(5));
  await bench.ask("ATA");
  const answer = await bench.ask(switchOn);
  const end = async (after: Duration) => {
    await bench.pass(after);
    await bench.ask("AT+CHUP");
    return report;
  };
  return { ...bench, answer, end };
}

describe("the rate", () => {
  it("of a VoLTE call on a SIM7600 is 16 kHz, and the host's sound is taken at 16 kHz too", async (t) => {
    const { host, end } = await inCall(t, { voice: { wideband: true } }, [{ says: TONE }, { waits: 60_000 }]);
    host.plays(Buffer.from(wide(TONE).buffer));
    const report = await end(Seconds(1));
    assert.equal(report.streams![0]!.rate, 16_000);
    assert.ok(Math.abs(host.sound().length - 32_320) < 700, `${host.sound().length} bytes in a second`);
    assert.equal(report.prompts[0]!.endMs - report.prompts[0]!.startMs > 395, true);
    assert.deepEqual(Buffer.from(report.prompts[0]!.bytes), bytesOf(TONE));
  });

  it("is 8 kHz when AT+CPCMBANDWIDTH=1,1 was sent since the start", async (t) => {
    const { host, pass, ask, modem } = await gsmVoiceBench(t, { voice: { wideband: true } });
    await ask("AT+CPCMBANDWIDTH=1,1");
    void modem.callFrom([ANN]);
    await pass(Milliseconds(5));
    await ask("ATA", "AT+CPCMREG=1");
    await pass(Seconds(1));
    assert.ok(Math.abs(host.sound().length - 16_000) <= 320);
  });

  it("drifts when the modem's clock does: 200 ppm are 12 ms in a minute", async (t) => {
    const run = async (clockPpm: number) => {
      const { end } = await inCall(t, { voice: { clockPpm } }, [{ waits: 600_000 }]);
      return (await end(Seconds(300))).streams![0]!.frames;
    };
    const [slow, right, fast] = [await run(-2000), await run(0), await run(2000)];
    assert.deepEqual([fast - right, right - slow], [30, 30]);
  });
});

describe("what the host writes", () => {
  it("is a gap to the caller when it comes too late, with its place and its length", async (t) => {
    const { host, pass, end } = await inCall(t);
    const prompt = bytesOf(TONE);
    host.plays(prompt.subarray(0, 3200));
    await pass(Milliseconds(260));
    host.plays(prompt.subarray(3200));
    const [heard] = (await end(Seconds(2))).prompts;
    assert.deepEqual(Buffer.from(heard!.bytes), prompt);
    assert.equal(heard!.gaps.length, 1);
    assert.equal(heard!.gaps[0]!.ms, 60);
    assert.ok(Math.abs(heard!.gaps[0]!.atMs - heard!.startMs - 200) < 1);
  });

  it("is bounded to a second, and the rest is lost and told", async (t) => {
    const { modem, host, pass } = await inCall(t);
    const overrun = modem.waitFor(({ event }) => event === "soundOverrun", Seconds(1));
    host.plays(new Uint8Array(20_000));
    await pass(Milliseconds(20));
    assert.deepEqual({ ...(await overrun), atMs: 0 }, { event: "soundOverrun", bytes: 4000, atMs: 0 });
  });

  it("is held back by an EC25 with +QPCMV: 0,0 and asked for again with +QPCMV: 1,0", async (t) => {
    const { host, pass } = await inCall(t, { model: "ec25" }, undefined, "AT+QPCMV=1,0");
    host.lines();
    host.plays(new Uint8Array(9600));
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), ["+QPCMV: 0,0"]);
    await pass(Milliseconds(500));
    assert.deepEqual(host.lines(), ["+QPCMV: 1,0"]);
  });

  it("is thrown away before the sound is on", async (t) => {
    const { host, ask, end } = await inCall(t, {}, undefined, "AT");
    host.plays(bytesOf(TONE));
    await ask("AT+CPCMREG=1");
    assert.deepEqual((await end(Seconds(1))).prompts, []);
  });
});

describe("mishaps of the sound", () => {
  it("frames that are lost make the stream shorter", async (t) => {
    const { modem, host, pass } = await inCall(t);
    modem.loseFrames(5);
    await pass(Milliseconds(400));
    const before = host.sound().length;
    assert.ok(before <= 15 * 320 + 320, `${before}`);
  });

  it("a byte that slips shifts all that follows by half a sample", async (t) => {
    const { modem, host, end } = await inCall(t, {}, [{ says: TONE }, { waits: 60_000 }]);
    modem.slipByte();
    await end(Seconds(1));
    const sound = host.sound();
    assert.equal(sound.length % 2, 1);
    assert.equal(sound.includes(bytesOf(TONE).subarray(800, 3000)), true, "the bytes are there");
    assert.equal(sound.indexOf(bytesOf(TONE).subarray(800, 3000)) % 2, 1, "at an odd place");
  });

  it("a standstill lets it all come at once, or loses it", async (t) => {
    for (const lost of [false, true]) {
      const { modem, host, pass } = await inCall(t);
      await pass(Milliseconds(95));
      const before = host.sound().length;
      modem.stallAudio(200, { lost });
      await pass(Milliseconds(190));
      assert.equal(host.sound().length, before);
      await pass(Milliseconds(30));
      assert.equal(host.sound().length - before, (lost ? 1 : 11) * 320);
    }
  });

  it("silentAudio: OK, and nothing comes", async (t) => {
    const { answer, host, end } = await inCall(t, { voice: { silentAudio: true } });
    assert.deepEqual(answer, ["OK"]);
    host.plays(bytesOf(TONE));
    const report = await end(Seconds(1));
    assert.equal(host.sound().length, 0);
    assert.deepEqual(report.prompts, []);
  });

  it("is an ERROR at first where the modem needs a while", async (t) => {
    const { answer, ask, pass } = await inCall(t, { voice: { audioReadyAfterMs: 700 } });
    assert.deepEqual(answer, ["ERROR"]);
    assert.deepEqual(await ask("AT+CPCMREG?"), ["+CPCMREG: 0", "OK"]);
    await pass(Milliseconds(700));
    assert.deepEqual(await ask("AT+CPCMREG=1", "AT+CPCMREG?"), ["OK", "+CPCMREG: 1", "OK"]);
  });

  it("an EC25 that refuses says OK and reads back 0", async (t) => {
    const { answer, ask } = await inCall(
      t,
      { model: "ec25-usb", voice: { refusesSound: true } },
      undefined,
      "AT+QPCMV=1,2",
    );
    assert.deepEqual(answer, ["OK"]);
    assert.deepEqual(await ask("AT+QPCMV?"), ["+QPCMV: 0", "OK"]);
  });

  it("the short AT+CPCMREG=0 is refused by the V2, the long one is not", async (t) => {
    const { ask } = await inCall(t, { voice: { onlyLongPcmOff: true } });
    assert.deepEqual(await ask("AT+CPCMREG=0", "AT+CPCMREG=0,1", "AT+CPCMREG?"), ["ERROR", "OK", "+CPCMREG: 0", "OK"]);
  });

  it("position text runs into the sound of an EC25 until it is told not to", async (t) => {
    const run = async (...init: string[]) => {
      const { modem, host, ask, pass } = await gsmVoiceBench(t, { model: "ec25" });
      await ask(...init);
      void modem.callFrom([ANN]);
      await pass(Milliseconds(5));
      // As one line, so that the sound is ready with the answer.
      assert.deepEqual(await ask("AT+QPCMV=0;+QPCMV=1,0;A"), ["OK"]);
      await pass(Seconds(2));
      return host.sound().includes("$GPGGA");
    };
    assert.equal(await run(), true);
    assert.equal(await run('AT+QGPSCFG="outport","none"'), false);
  });
});

describe("keys", () => {
  const toneIn = (sound: Buffer): boolean => sound.some((byte) => byte !== 0);

  for (const [keys, said, heard] of [
    ["reported", ["+RXDTMF: 5"], false],
    ["audio", [], true],
    ["both", ["+RXDTMF: 5"], true],
  ] as const) {
    it(`come ${keys === "both" ? "both ways" : `as ${keys}`}`, async (t) => {
      const { modem, host, pass, ask } = await gsmVoiceBench(t, { voice: { keys } });
      await ask("AT+DDET=1");
      void modem.callFrom([ANN, { waits: 200 }, { presses: "5" }]);
      await pass(Milliseconds(5));
      await ask("ATA", "AT+CPCMREG=1");
      await pass(Seconds(1));
      assert.deepEqual(host.lines(), said);
      assert.equal(toneIn(host.sound()), heard);
    });
  }

  it("come late, twice, or from nobody", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t, { voice: { keyLateMs: 900, keyCopies: 2 } });
    await ask("AT+DDET=1");
    void modem.callFrom([ANN, { waits: 200 }, { presses: "5" }]);
    await pass(Milliseconds(5));
    await ask("ATA");
    await pass(Seconds(1));
    assert.deepEqual(host.lines(), []);
    modem.phantomKey("A");
    await pass(Seconds(1));
    assert.deepEqual(host.lines(), ["+RXDTMF: A", "+RXDTMF: 5", "+RXDTMF: 5"]);
  });
});

/** 16 kHz, with something between the samples that the network will not carry. */
function wide(samples: Int16Array): Int16Array {
  const doubled = new Int16Array(samples.length * 2);
  samples.forEach((sample, n) => {
    doubled[2 * n] = sample;
    doubled[2 * n + 1] = sample;
  });
  return doubled;
}
