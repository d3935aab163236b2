import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VoiceModemBench } from "../../../test/harness/VoiceModemBench.ts";
import type { CallerIdentity } from "../caller/CallReport.ts";
import type { VoiceModemOptions } from "./VoiceModemEmulator.ts";

const ANN: CallerIdentity = { number: "3125550142", name: "ANN EXAMPLE" };
const STOP = Uint8Array.of(0x10, 0x21);
const END = Uint8Array.of(0x10, 0x03);

/** Idle as a driver leaves it: class 0, caller ID on. */
function idle(options: VoiceModemOptions = {}): VoiceModemBench {
  const bench = new VoiceModemBench(options);
  bench.setUp("ATE0", "AT+VCID=1");
  bench.read();
  return bench;
}

/** Text of the modem with the time since the call began. */
function timeline(bench: VoiceModemBench, fromMs: number): [number, string][] {
  return bench.writes
    .filter(({ atMs }) => atMs >= fromMs)
    .map(({ atMs, bytes }) => [atMs - fromMs, Buffer.from(bytes).toString("latin1")]);
}

async function ringsFor(
  ms: number,
  options: VoiceModemOptions,
  caller: CallerIdentity = ANN,
): Promise<[number, string][]> {
  const bench = idle(options);
  await bench.passes(1);
  const fromMs = bench.clock.monotonic();
  void bench.modem.call([{ call: caller }]);
  await bench.passes(ms);
  return timeline(bench, fromMs);
}

const DATED = "DATE=1123\r\nTIME=";
const timeless = (text: string): string => text.replace(/(TIME ?= ?)\d{4}/, "$1").replace(/(DATE ?= ?)\d{4}/, "$11123");

describe("a line that rings", () => {
  test("US: RING as the burst ends, caller ID in the gap after it, the second ring at 6 s", async () => {
    const told = await ringsFor(8100, { profile: "usr5637", cadence: "us" });
    assert.deepEqual(
      told.map(([atMs, text]) => [atMs, timeless(text)]),
      [
        [2000, "\r\nRING\r\n"],
        [3350, `\r\n${DATED}\r\nNMBR=3125550142\r\nNAME=ANN EXAMPLE\r\n`],
        [8000, "\r\nRING\r\n"],
      ],
    );
  });

  test("a Rockwell says RING as the burst begins, with spaces in its caller ID", async () => {
    const told = await ringsFor(3400, { profile: "rockwell", cadence: "us" });
    assert.deepEqual(
      told.map(([atMs, text]) => [atMs, timeless(text)]),
      [
        [0, "\r\nRING\r\n"],
        [3350, "\r\nDATE = 1123\r\nTIME = \r\nNMBR = 3125550142\r\nNAME = ANN EXAMPLE\r\n"],
      ],
    );
  });

  test("UK: caller ID comes before the first ring", async () => {
    const told = await ringsFor(2300, { cadence: "uk" });
    assert.match(told[0]![1], /NMBR=3125550142/);
    assert.deepEqual(told[1], [2250, "\r\nRING\r\n"]);
  });

  const fields = async (options: VoiceModemOptions, caller?: CallerIdentity) =>
    (await ringsFor(500, options, caller)).map(([, text]) => timeless(text)).filter((text) => !text.includes("RING"));

  test("withheld, unavailable and numberless callers", async () => {
    assert.deepEqual(await fields({}, { withheld: true }), [`\r\n${DATED}\r\nNMBR=P\r\n`]);
    assert.deepEqual(await fields({}, { unavailable: true }), [`\r\n${DATED}\r\nNMBR=O\r\n`]);
    assert.deepEqual(await fields({}, {}), [`\r\n${DATED}\r\nNMBR=O\r\n`]);
  });

  test("faults of caller ID: none, no name, empty lines, a bad field", async () => {
    assert.deepEqual(await fields({ faults: { noCallerId: true } }), []);
    assert.deepEqual(await fields({ faults: { nameMissing: true } }), [`\r\n${DATED}\r\nNMBR=3125550142\r\n`]);
    const [spread] = await fields({ faults: { emptyLinesBetweenFields: true } });
    assert.ok(spread?.includes("\r\n\r\nNMBR=3125550142\r\n\r\nNAME=ANN EXAMPLE\r\n"));
    const [bad] = await fields({ faults: { badCallerIdField: true } });
    assert.equal(bad?.split("\r\n").length, 7);
  });

  test("AT+VCID=2 gives the message in hex, whose bytes sum to zero", async () => {
    const bench = idle();
    bench.setUp("AT+VCID=2");
    void bench.modem.call([{ call: ANN }]);
    await bench.passes(400);
    const hex = /MESG=([0-9A-F]+)\r\n/.exec(bench.readText())?.[1] ?? "";
    const bytes = Buffer.from(hex, "hex");
    assert.equal(bytes[0], 0x80);
    assert.equal(bytes.reduce((sum, byte) => sum + byte, 0) & 0xff, 0);
    assert.ok(bytes.includes(Buffer.from("3125550142")) && bytes.includes(Buffer.from("ANN EXAMPLE")));
  });

  test("after ATZ no caller ID is told any more", async () => {
    const bench = idle();
    bench.setUp("ATZ", "ATE0");
    bench.read();
    void bench.modem.call([{ call: ANN }]);
    await bench.passes(400);
    assert.equal(bench.readText(), "\r\nRING\r\n");
  });

  test("off-hook before the caller-ID burst has ended loses the number for good", async () => {
    const bench = idle();
    const call = bench.modem.call([{ call: ANN }]);
    await bench.passes(250);
    bench.setUp("AT+FCLASS=8", "AT+VLS=1");
    await bench.passes(2000);
    assert.equal(
      bench.writes.some(({ bytes }) => Buffer.from(bytes).includes("NMBR")),
      false,
    );
    bench.setUp("AT+VLS=0");
    assert.equal((await call).callerIdReportedAtMs, undefined);
  });

  test("in class 8 a Conexant rings as <DLE>R", async () => {
    const bench = idle({ profile: "cx93001" });
    bench.setUp("AT+FCLASS=8");
    void bench.modem.call([{ call: ANN }]);
    await bench.passes(210);
    assert.equal(bench.readText(), "\x10R");
  });

  test("distinctive ring tells the lengths of ring and pause", async () => {
    const bench = idle({ cadence: "us" });
    bench.setUp("AT+VDR=1,15");
    bench.read();
    void bench.modem.call([{ call: {} }]);
    await bench.passes(6100);
    const text = bench.readText();
    assert.ok(text.startsWith("\r\nDRON=20\r\n\r\nRING\r\n"));
    assert.ok(text.endsWith("\r\nDROF=40\r\n"));
  });

  test("a caller whom nobody answers gives up", async () => {
    const bench = idle();
    const call = bench.modem.call([{ call: { ...ANN, rings: 2 } }]);
    await bench.passes(2000);
    const report = await call;
    assert.deepEqual([report.outcome, report.rings], ["unanswered", 2]);
  });

  test("a second caller finds the line busy", async () => {
    const bench = idle();
    void bench.modem.call([{ call: ANN }]);
    assert.equal((await bench.modem.call([{ call: ANN }])).outcome, "lineBusy");
  });

  test("off-hook without a call gets dial tone, told again every 3 s", async () => {
    const bench = idle();
    bench.setUp("AT+FCLASS=8", "AT+VLS=1");
    bench.read();
    await bench.passes(7000);
    assert.equal(bench.readText(), "\x10d\x10d\x10d");
  });
});

/** Answered; off-hook in class 8. */
async function answered(options: VoiceModemOptions = {}): Promise<VoiceModemBench> {
  const bench = idle(options);
  bench.setUp("AT+FCLASS=8");
  void bench.modem.call([{ call: ANN }]);
  await bench.passes(340);
  bench.setUp("AT+VLS=1");
  await bench.passes(1);
  bench.read();
  return bench;
}

describe("keys", () => {
  const press = async (options: VoiceModemOptions, ms: number) => {
    const bench = await answered(options);
    const fromMs = bench.clock.monotonic();
    void bench.modem.press("5", ms);
    await bench.passes(ms + 100);
    return timeline(bench, fromMs).map(([atMs, text]) => `${text.replaceAll("\x10", "")}@${atMs}`);
  };

  test("a key that is held is reported inside its shield, again every 70 ms", async () => {
    assert.deepEqual(await press({}, 230), ["/@40", "5@40", "5@110", "5@180", "~@250"]);
  });

  test("a Rockwell reports the digit alone, once", async () => {
    assert.deepEqual(await press({ profile: "rockwell" }, 230), ["5@40"]);
  });

  test("a touch that is too short is no key", async () => {
    assert.deepEqual(await press({}, 30), []);
  });

  test("faults: copies, no shield, a shield that never closes, not reported at all", async () => {
    assert.deepEqual(await press({ faults: { keysBare: true, keyCopies: 3 } }, 90), ["5@40", "5@40", "5@40"]);
    assert.deepEqual(await press({ faults: { keyShieldNeverCloses: true } }, 90), ["/@40", "5@40"]);
    assert.deepEqual(await press({ faults: { keysNotReported: true } }, 90), []);
  });

  test("keys are reported while a prompt plays and while recording, and are in the audio too", async () => {
    const bench = await answered();
    bench.at("AT+VTX");
    bench.send(new Uint8Array(1000).fill(0x90));
    void bench.modem.press("7", 60);
    await bench.passes(100);
    assert.equal(bench.readText(), "\x10/\x107\x10~");
    bench.send(END);
    await bench.passes(100);
    bench.at("AT+VRX");
    void bench.modem.press("7", 60);
    await bench.passes(100);
    bench.send(STOP);
    const wire = bench.read();
    assert.ok(wire.includes(Buffer.from("\x10/\x107", "latin1")));
    assert.ok(
      wire.some((byte) => byte > 0xa0),
      "the tone is heard",
    );
  });
});

describe("the caller hangs up", () => {
  const events = async (options: VoiceModemOptions) => {
    const bench = await answered(options);
    const fromMs = bench.clock.monotonic();
    bench.modem.hangUp();
    await bench.passes(8000);
    return timeline(bench, fromMs).map(([atMs, text]) => `${text.replaceAll("\x10", "")}@${atMs}`);
  };

  test("dial tone is told again every 3 s; the loop break by models that see it", async () => {
    assert.deepEqual(await events({}), ["d@1100", "d@4100", "d@7100"]);
    assert.deepEqual(await events({ profile: "cx93001" }), ["l@500", "d@1100", "d@4100", "d@7100"]);
  });

  test("busy is told again every 4 s", async () => {
    assert.deepEqual(await events({ hangUp: { tone: "busy", loopBreak: false } }), ["b@1500", "b@5500"]);
  });

  test("once only, or never, or silence alone", async () => {
    assert.deepEqual(await events({ faults: { eventOnceOnly: true } }), ["d@1100"]);
    assert.deepEqual(await events({ faults: { noHangUpEvents: true } }), []);
    assert.deepEqual(await events({ hangUp: { tone: "none" } }), []);
  });

  test("the tone is in the audio, whatever is reported", async () => {
    const bench = await answered({ faults: { noHangUpEvents: true } });
    bench.at("AT+VRX");
    bench.modem.hangUp();
    await bench.passes(400);
    assert.ok(bench.read().every((byte) => byte === 0x80));
    await bench.passes(400);
    assert.ok(bench.read().some((byte) => byte > 0x90));
  });

  test("the report says who hung up and when", async () => {
    const bench = idle();
    const call = bench.modem.call([{ call: ANN }, { waits: 100 }, { hangsUp: {} }]);
    await bench.passes(340);
    bench.setUp("AT+FCLASS=8", "AT+VLS=1");
    await bench.passes(1000);
    bench.setUp("ATH0");
    const report = await call;
    assert.equal(report.endedBy, "caller");
    assert.equal(Math.round(report.hungUpAtMs! - report.offHook!.atMs), 100);
    assert.ok(report.onHookAtMs! > report.hungUpAtMs!);
  });
});

describe("a scripted caller", () => {
  test("waits for the prompt's end, then for the beep, speaks, presses, and is hung up on", async () => {
    const bench = idle();
    const speech = Int16Array.from({ length: 800 }, (_, n) => (n % 40) * 600);
    const call = bench.modem.call([
      { call: ANN },
      { waitPrompt: {} },
      { presses: "12", toneMs: 80, gapMs: 80 },
      { waitTone: {} },
      { says: speech },
      { waitHangUp: {} },
    ]);
    await bench.passes(340);
    bench.setUp("AT+FCLASS=8", "AT+VLS=1");
    bench.at("AT+VTX");
    const loud = (n: number) => 128 + Math.round(60 * Math.sin(n * 0.4) * Math.sin(n * 0.01));
    const promptMs = bench.clock.monotonic();
    bench.send(Buffer.concat([Uint8Array.from({ length: 4000 }, (_, n) => loud(n)), END]));
    await bench.passes(1200);
    const keys = bench.events.filter(({ kind }) => kind === "key");
    assert.deepEqual(
      keys.map((event) => event.kind === "key" && event.digit),
      ["1", "2"],
    );
    const waited = keys[0]!.atMs - promptMs;
    assert.ok(waited >= 780 && waited <= 840, `first key ${waited} ms after a prompt of 500 ms and 300 ms of silence`);
    bench.send("AT+VTS=[933,,20]\r");
    await bench.passes(250);
    bench.at("AT+VRX");
    await bench.passes(300);
    bench.send(STOP);
    bench.setUp("AT+VLS=0");
    const report = await call;
    assert.equal(report.endedBy, "appliance");
    assert.deepEqual(report.puzzles, []);
    assert.ok(bench.events.some(({ kind }) => kind === "callerSpeaks"));
  });

  test("says so when it hears nothing, and goes on", async () => {
    const bench = idle();
    const call = bench.modem.call([{ call: ANN }, { waitPrompt: { timeoutMs: 500 } }, { hangsUp: {} }]);
    await bench.passes(340);
    bench.setUp("AT+FCLASS=8", "AT+VLS=1");
    await bench.passes(600);
    bench.setUp("AT+VLS=0");
    assert.deepEqual((await call).puzzles, ["no prompt was heard to its end within 500 ms"]);
  });
});
