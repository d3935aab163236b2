import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { VoiceModemBench } from "../../../test/harness/VoiceModemBench.ts";
import { readVoiceFault, VOICE_FAULTS, type VoiceFaults } from "./faults.ts";

function bench(faults: VoiceFaults): VoiceModemBench {
  const made = new VoiceModemBench();
  made.setUp("ATE0", "AT+FCLASS=8");
  made.read();
  made.modem.setFaults(faults);
  return made;
}

const text = (made: VoiceModemBench, fromIndex = 0): string[] =>
  made.writes.slice(fromIndex).map(({ bytes }) => Buffer.from(bytes).toString("latin1"));

describe("faults on demand", () => {
  test("a swallowed command gets no answer, once", () => {
    const made = bench({ swallow: "+VLS=1" });
    assert.equal(made.at("AT+VLS=1"), "");
    assert.equal(made.at("AT+VLS=1"), "\r\nOK\r\n");
  });

  test("OK comes late, for one command only if that is asked, and the next command waits for it", async () => {
    const made = bench({ okDelayMs: 3000, delayOnly: "+VGT" });
    assert.equal(made.at("AT"), "\r\nOK\r\n");
    assert.equal(made.at("AT+VGT=128"), "");
    assert.equal(made.at("ATI0"), "");
    await made.passes(2999);
    assert.equal(made.readText(), "");
    await made.passes(1);
    assert.equal(made.readText(), "\r\nOK\r\n\r\n5601\r\n\r\nOK\r\n");
  });

  test("ERROR to what is named; no voice class; another identity", () => {
    assert.equal(bench({ errorTo: "+vgt" }).at("AT+VGT=128"), "\r\nERROR\r\n");
    assert.equal(bench({ noVoiceClass: true }).at("AT+FCLASS=8"), "\r\nERROR\r\n");
    assert.equal(bench({ identifiesAs: "56000" }).at("ATI0"), "\r\n56000\r\n\r\nOK\r\n");
  });

  test("OK to AT+VLS=1, but the line rings on", async () => {
    const made = bench({ ringsOn: true });
    void made.modem.call([{ call: {} }]);
    await made.passes(250);
    assert.equal(made.at("AT+VLS=1"), "\r\nOK\r\n");
    await made.passes(1300);
    assert.equal(made.readText().split("RING").length, 3);
  });

  test("garbage before replies, RING inside a reply", () => {
    const noisy = bench({ garbage: true }).at("AT");
    assert.ok(noisy.endsWith("\r\nOK\r\n") && noisy.length > 6);
    assert.equal(bench({ ringInsideReply: true }).at("ATI0"), "\r\n5601\r\n\r\nRING\r\n\r\nOK\r\n");
  });

  test("replies byte by byte, in order", async () => {
    const made = bench({ splitBytes: true });
    const before = made.writes.length;
    made.send("ATI0\r");
    await made.passes(200);
    assert.deepEqual(text(made, before), [..."\r\n5601\r\n\r\nOK\r\n"]);
  });

  test("<DLE> arrives apart from the byte that it goes with", async () => {
    const made = bench({ splitDle: true });
    made.setUp("AT+VLS=1");
    const before = made.writes.length;
    made.modem.report("b");
    await made.passes(50);
    assert.deepEqual(text(made, before), ["\x10", "b"]);
  });

  test("dead until its power is cut", async () => {
    const made = bench({ dead: true });
    assert.equal(made.at("AT"), "");
    void made.modem.call([{ call: {} }]);
    await made.passes(300);
    assert.equal(made.readText(), "");
    await made.modem.unplug();
    made.plug();
    assert.equal(made.at("ATE0"), "ATE0\r\r\nOK\r\n");
  });

  test("false reports while playing, and H after off-hook", async () => {
    const made = bench({
      falseDialToneWhilePlaying: true,
      silenceWhilePlaying: true,
      underrun: true,
      offHookConfirmedByH: true,
    });
    made.setUp("AT+VLS=1");
    await made.passes(50);
    assert.equal(made.readText(), "\x10H");
    made.at("AT+VTX");
    for (let block = 0; block < 12; block++) {
      made.send(new Uint8Array(800).fill(0x70));
      await made.passes(100);
    }
    assert.ok(made.readText().includes("\x10d\x10s\x10u"));
  });

  test("a RING of the same call comes just after on-hook", async () => {
    const made = bench({ ringAfterHangUp: true });
    void made.modem.call([{ call: {} }]);
    await made.passes(250);
    made.setUp("AT+VLS=1", "AT+VLS=0");
    made.read();
    await made.passes(60);
    assert.equal(made.readText(), "\r\nRING\r\n");
  });

  test("call waiting during a call: RING between commands, <DLE>R inside audio", () => {
    const made = bench({});
    made.setUp("AT+VLS=1");
    made.read();
    made.modem.printRing();
    assert.equal(made.readText(), "\r\nRING\r\n");
    made.at("AT+VRX");
    made.modem.printRing();
    assert.equal(made.readText(), "\x10R");
  });

  test("unplugging in a call lets the line go and ends the call", async () => {
    const made = bench({});
    const call = made.modem.call([{ call: {} }]);
    await made.passes(250);
    made.setUp("AT+VLS=1");
    made.at("AT+VRX");
    await made.modem.unplug();
    const report = await call;
    assert.equal(report.endedBy, "appliance");
    assert.equal(report.recordings.length, 1);
  });
});

test("every fault can be named on the command line, and nonsense is told", () => {
  for (const [name, { example }] of Object.entries(VOICE_FAULTS)) {
    const fault = readVoiceFault(example === true ? name : `${name}=${example}`);
    assert.deepEqual(fault, { [name]: example });
  }
  assert.ok("wrong" in readVoiceFault("nonsense"));
  assert.ok("wrong" in readVoiceFault("okDelayMs=soon"));
  assert.ok("wrong" in readVoiceFault("swallow"));
  assert.deepEqual(readVoiceFault("garbage=off"), { garbage: undefined });
});
