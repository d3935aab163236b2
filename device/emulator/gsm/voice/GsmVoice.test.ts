import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import { Milliseconds, Minutes, Seconds } from "../../../../firmware/time/Duration.ts";
import { type GsmHost, gsmVoiceBench } from "../../../../test/harness/GsmVoiceBench.ts";
import { sines } from "../../caller/tones.ts";

const ANN = "+13125550142";

/** Half a second of a voice-like tone, and its bytes. */
const TONE = sines([440, 620], 500, 6000);
const TONE_BYTES = new Uint8Array(TONE.buffer);

describe("a call on a SIM7600", () => {
  it("rings, is answered, heard, spoken to, and hung up by the caller", async (t: TestContext) => {
    const { modem, host, pass } = await gsmVoiceBench(t);
    host.types("ATE0", "AT+CLIP=1", "AT+CRC=1", "AT+CLCC=1", "AT+DDET=1", "AT+CPCMBANDWIDTH=1,1");
    await pass(Milliseconds(20));
    host.lines();
    const call = modem.callFrom([
      { call: { number: ANN } },
      { waitPrompt: {} },
      { presses: "1" },
      { says: TONE },
      { waits: 200 },
      { hangsUp: {} },
    ]);
    await pass(Milliseconds(20));
    assert.deepEqual(host.lines().slice(-3), [
      `+CLCC: 1,1,4,0,0,"${ANN}",145`,
      "+CRING: VOICE",
      `+CLIP: "${ANN}",145,,,,0`,
    ]);
    host.types("ATA");
    await pass(Milliseconds(20));
    assert.deepEqual(host.lines(), ["OK", "VOICE CALL: BEGIN", `+CLCC: 1,1,0,0,0,"${ANN}",145`]);
    host.types("AT+CPCMREG=1", "AT+CPCMREG?");
    await pass(Milliseconds(100));
    assert.deepEqual(host.lines(), ["OK", "+CPCMREG: 1", "OK"]);
    host.plays(TONE_BYTES);
    await pass(Seconds(3));
    const report = await call;
    assert.deepEqual(
      [report.outcome, report.endedBy, report.rings, report.keys.map(({ digit }) => digit)],
      ["answered", "caller", 1, ["1"]],
    );
    assert.equal(report.prompts.length, 1);
    assert.deepEqual(Buffer.from(report.prompts[0]!.bytes), Buffer.from(trimmed(TONE_BYTES)));
    assert.deepEqual(report.prompts[0]!.gaps, []);
    assert.deepEqual(host.lines(), [
      "+RXDTMF: 1",
      `+CLCC: 1,1,6,0,0,"${ANN}",145`,
      "VOICE CALL: END: 000001",
      "NO CARRIER",
    ]);
    assert.equal(report.recordings.length, 1);
    assert.ok(
      Buffer.from(host.sound()).includes(Buffer.from(trimmed(TONE_BYTES))),
      "the host got what was said, sample for sample",
    );
    assert.deepEqual(Buffer.from(report.recordings[0]!.bytes), host.sound());
  });

  it("has 20 ms frames both ways for half an hour, and neither end is ahead", async (t) => {
    const { modem, host, pass, clock } = await gsmVoiceBench(t);
    host.types("ATE0", "AT+CPCMBANDWIDTH=1,1");
    const call = modem.callFrom([{ call: { number: ANN } }, { waits: 1_800_000 }, { hangsUp: {} }]);
    await pass(Milliseconds(20));
    host.types("ATA");
    await pass(Milliseconds(20));
    host.types("AT+CPCMREG=1");
    host.echoes();
    await pass(Seconds(1));
    // No promise of anybody is waited for meanwhile: in one go, it takes a second or two.
    clock.advance(Minutes(29));
    await pass(Minutes(1));
    const report = await call;
    const [stream] = report.streams!;
    assert.equal(clock.running().includes("sound"), false);
    assert.ok(Math.abs(stream!.frames - 90_000) <= 3, `${stream!.frames} frames`);
    assert.equal(stream!.bytesToHost, stream!.frames * 320);
    assert.equal(host.sound().length, stream!.bytesToHost);
    assert.ok(stream!.bytesMissing <= 320, `${stream!.bytesMissing} bytes missing`);
  });
});

/** Without the zeros at both ends. */
function trimmed(bytes: Uint8Array): Uint8Array {
  let from = 0;
  while (bytes[from] === 0) from += 1;
  let to = bytes.length;
  while (bytes[to - 1] === 0) to -= 1;
  return bytes.subarray(from & ~1, (to + 1) & ~1);
}

export type { GsmHost };
