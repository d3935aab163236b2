import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { VoiceModemBench } from "../../../test/harness/VoiceModemBench.ts";
import type { CallReport } from "../caller/Caller.ts";
import { decodeLine, encodeLine } from "../caller/lineFormat.ts";
import { shield } from "./dle.ts";
import type { VoiceModemOptions } from "./VoiceModemEmulator.ts";

const END = Uint8Array.of(0x10, 0x03);
const ABORT = Uint8Array.of(0x10, 0x18, 0x10, 0x03);
const STOP = Uint8Array.of(0x10, 0x21);
const ALL_CODES = Uint8Array.from({ length: 1024 }, (_, n) => n & 0xff);

/** A call that has been answered; the caller stays silent unless told. */
async function answeredCall(options: VoiceModemOptions = {}): Promise<Answered> {
  const bench = new Answered(options);
  bench.setUp("ATE0", "AT+FCLASS=8");
  bench.report = bench.modem.call([{ call: { number: "3125550142" } }]);
  await bench.passes(300);
  bench.setUp("AT+VLS=1");
  return bench;
}

class Answered extends VoiceModemBench {
  report: Promise<CallReport> | undefined;
}

const connect = (bench: VoiceModemBench, command: string) => assert.equal(bench.at(command), "\r\nCONNECT\r\n");

/** Undoes the modem's shielding the plain way; fails on any event. */
function unshielded(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0x10) assert.equal(bytes[++at], 0x10);
    out.push(bytes[at] ?? 0);
  }
  return Uint8Array.from(out);
}

describe("what the computer plays, the caller hears", () => {
  test("all 256 values, in any split of the stream, at 8000 samples a second", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 1, maxLength: 600 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 12 }),
        async (random, cuts) => {
          const samples = Uint8Array.from([...ALL_CODES, ...random]);
          const { heard, tookMs } = await play(samples, cuts);
          assert.deepEqual(heard, samples);
          assert.ok(Math.abs(tookMs - samples.length / 8) <= 20, `${samples.length} samples took ${tookMs} ms`);
        },
      ),
      { numRuns: 25 },
    );
  });

  async function play(samples: Uint8Array, cuts: readonly number[]) {
    const bench = await answeredCall();
    connect(bench, "AT+VTX");
    const bytes = Buffer.concat([shield(samples), END]);
    const startMs = bench.clock.monotonic();
    for (let at = 0, n = 0; at < bytes.length; n++) {
      const size = cuts[n % cuts.length]!;
      bench.send(bytes.subarray(at, at + size));
      at += size;
    }
    await bench.passes(samples.length / 8 + 20);
    assert.equal(bench.readText(), "\r\nOK\r\n");
    const report = await finished(bench);
    return { heard: report.prompts[0]!.bytes, tookMs: bench.writes.at(-2)!.atMs - startMs };
  }

  test("0x10 0x1A stands for two 0x10, and 0x10 0x10 0x10 0x03 for one and the end", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VTX");
    bench.send(Uint8Array.of(1, 0x10, 0x1a, 2, 0x10, 0x75, 3, 0x10, 0x10, 0x10, 0x03));
    await bench.passes(20);
    assert.equal(bench.readText(), "\r\nOK\r\n");
    const report = await finished(bench);
    assert.deepEqual([...report.prompts[0]!.bytes], [1, 0x10, 0x10, 2, 3, 0x10]);
  });

  test("an abort is heard at once and answered OK at once", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VTX");
    bench.send(new Uint8Array(1200).fill(0x60));
    await bench.passes(50);
    bench.send(ABORT);
    assert.equal(bench.readText(), "\r\nOK\r\n");
    const report = await finished(bench);
    assert.equal(report.prompts[0]!.bytes.length, 400);
    assert.equal(report.prompts[0]!.aborted, true);
  });

  test("a computer that sends too fast is held back, and nothing is lost", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VTX");
    const samples = new Uint8Array(8000).fill(0x61);
    bench.send(samples);
    assert.equal(bench.held, true);
    await bench.passes(1005);
    assert.equal(bench.held, false);
    bench.send(END);
    await bench.passes(20);
    assert.equal((await finished(bench)).prompts[0]!.bytes.length, 8000);
  });

  test("a computer that sends too slowly leaves a gap that is told as <DLE>u and measured", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VTX");
    bench.send(new Uint8Array(400).fill(0x61));
    await bench.passes(120);
    assert.equal(bench.readText(), "\x10u");
    bench.send(new Uint8Array(400).fill(0x61));
    bench.send(END);
    await bench.passes(60);
    const [heard] = (await finished(bench)).prompts;
    assert.deepEqual(
      heard?.gaps.map(({ ms }) => Math.round(ms)),
      [70],
    );
  });

  test("text after the end of a prompt is a command again", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VTX");
    bench.send(Buffer.concat([new Uint8Array(80).fill(0x61), END, Buffer.from("ATI0\r")]));
    await bench.passes(20);
    assert.equal(bench.readText(), "\r\nOK\r\n\r\n5601\r\n\r\nOK\r\n");
  });

  test("16-bit samples take twice the bytes for the same time", async () => {
    const bench = await answeredCall({ profile: "usr5637" });
    bench.setUp("AT+VSM=129,8000");
    connect(bench, "AT+VTX");
    bench.send(Buffer.concat([new Uint8Array(1600).fill(0x22), END]));
    await bench.passes(90);
    assert.equal(bench.readText(), "");
    await bench.passes(20);
    assert.equal(bench.readText(), "\r\nOK\r\n");
  });
});

/** Off the line, and what the caller's side has to say. */
async function finished(bench: Answered): Promise<CallReport> {
  bench.setUp("AT+VLS=0");
  return bench.report!;
}

describe("what the caller says, the computer records", () => {
  test("all 256 values exactly, in real time, and kept for comparison", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VRX");
    bench.modem.sayRaw(ALL_CODES);
    await bench.passes(200);
    bench.send(STOP);
    const wire = bench.read();
    assert.deepEqual(wire.subarray(-8), Buffer.from("\x10\x03\r\nOK\r\n", "latin1"));
    const samples = unshielded(wire.subarray(0, -8));
    assert.equal(samples.length, 1600);
    assert.deepEqual(samples.subarray(0, 1024), ALL_CODES);
    assert.ok(
      samples.subarray(1024).every((code) => code === 0x80),
      "then silence",
    );
    const report = await finished(bench);
    assert.deepEqual(report.recordings[0]?.bytes, samples);
  });

  test("a doubled escape before the end mark is taken too, and ESC ends as the model does", async () => {
    const bench = await answeredCall({ profile: "v253" });
    connect(bench, "AT+VRX");
    bench.send(Uint8Array.of(0x10, 0x10, 0x10, 0x21));
    assert.equal(bench.readText(), "\x10\x03\r\nOK\r\n");
    connect(bench, "AT+VRX");
    bench.send(Uint8Array.of(0x10, 0x1b));
    assert.equal(bench.readText(), "\r\nOK\r\n");
  });

  test("a computer that does not read loses samples and is told so", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VRX");
    await bench.passes(50);
    bench.pending = 9000;
    await bench.passes(50);
    bench.pending = 0;
    bench.send(STOP);
    assert.ok(bench.readText().includes("\x10o"));
    const report = await finished(bench);
    assert.ok(report.recordings[0]!.overrunBytes >= 320);
  });

  test("silence after speech is reported once, as AT+VSD asked", async () => {
    const bench = await answeredCall();
    bench.setUp("AT+VSD=128,10");
    connect(bench, "AT+VRX");
    bench.modem.say(Int16Array.from({ length: 4000 }, (_, n) => (n % 20) * 500));
    await bench.passes(3000);
    assert.equal(bench.readText().split("\x10q").length, 2);
  });

  test("both ways at once (AT+VTR)", async () => {
    const bench = await answeredCall();
    connect(bench, "AT+VTR");
    bench.modem.sayRaw(ALL_CODES);
    bench.send(shield(ALL_CODES));
    await bench.passes(140);
    bench.send(Uint8Array.of(0x10, 0x5e));
    const report = await finished(bench);
    assert.deepEqual(report.prompts[0]?.bytes, ALL_CODES);
    assert.deepEqual(report.recordings[0]?.bytes.subarray(0, 1024), ALL_CODES);
  });
});

test("the codecs come back to the code that they came from", () => {
  const codes = Uint8Array.from({ length: 256 }, (_, n) => n);
  for (const format of ["u8", "s8", "alaw"] as const) {
    assert.deepEqual(encodeLine(decodeLine(codes, format), format), codes, format);
  }
  // µ-law has two zeros: 0x7F comes back as 0xFF.
  assert.deepEqual(encodeLine(decodeLine(codes, "ulaw"), "ulaw"), codes.with(0x7f, 0xff));
  assert.deepEqual([...decodeLine(Uint8Array.of(0xff, 0x80, 0x00), "ulaw")], [0, 32124, -32124]);
  assert.deepEqual([...decodeLine(Uint8Array.of(0xd5, 0x55, 0xaa), "alaw")], [8, -8, 32256]);
});
