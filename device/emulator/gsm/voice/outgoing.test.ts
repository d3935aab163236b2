import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { gsmVoiceBench } from "../../../../test/harness/GsmVoiceBench.ts";
import { rms, sines } from "../../caller/tones.ts";
import type { GsmModel } from "../families/registry.ts";
import type { Answering } from "./Answering.ts";

const CHEN = "+13125550101";
const OURS = "+13125550100";
const listed = (stat: number): string => `+CLCC: 1,0,${stat},0,0,"${CHEN}",145`;
const qind = (state: number): string => `+QIND: "ccinfo",1,0,${state},0,0,"${CHEN}",145`;

const BUSY: Answering = { kind: "busy" };
const NO_ANSWER: Answering = { kind: "noAnswer", givesUpMs: 20_000 };
const REJECTS: Answering = { kind: "rejects" };
const OFF: Answering = { kind: "unreachable" };

const INIT: Partial<Record<GsmModel, string>> = { sim7600: "AT+CLCC=1", ec25: 'AT+QINDCFG="ccinfo",1' };

/** What each make says from ATD to the end of a call that comes to nothing. */
const FAILED: readonly (readonly [GsmModel, Answering, string, readonly string[]])[] = [
  ["sim7600", BUSY, "busy", [listed(2), listed(6), "BUSY"]],
  ["sim7600", NO_ANSWER, "noAnswer", [listed(2), listed(3), listed(6), "NO ANSWER"]],
  ["sim7600", REJECTS, "rejected", [listed(2), listed(3), listed(6), "NO CARRIER"]],
  ["sim7600", OFF, "unreachable", [listed(2), listed(6), "NO CARRIER"]],
  ["ec25", BUSY, "busy", [qind(2), qind(-1), "BUSY"]],
  ["ec25", NO_ANSWER, "noAnswer", [qind(2), qind(3), qind(-1), "NO ANSWER"]],
  ["huawei", BUSY, "busy", ["^ORIG:1,0", "^CEND:1,0,104,17", "BUSY"]],
  ["huawei", NO_ANSWER, "noAnswer", ["^ORIG:1,0", "^CONF:1", "^CEND:1,0,104,19", "NO ANSWER"]],
  ["huawei", REJECTS, "rejected", ["^ORIG:1,0", "^CONF:1", "^CEND:1,0,104,21", "NO CARRIER"]],
  ["generic", BUSY, "busy", ["BUSY"]],
  ["generic", OFF, "unreachable", ["NO CARRIER"]],
];

describe("a call that comes to nothing", () => {
  for (const [model, answering, end, lines] of FAILED) {
    it(`${model}: ${end}`, async (t) => {
      const { modem, host, pass, ask } = await gsmVoiceBench(t, { model });
      await ask(INIT[model] ?? "AT");
      const chen = modem.doctorPhone(CHEN);
      chen.answersWith(answering);
      host.types(`ATD${CHEN};`);
      await pass(Seconds(30));
      assert.deepEqual(host.lines(), ["OK", ...lines]);
      assert.deepEqual(await ask("AT+CLCC"), ["OK"]);
      const [report] = chen.calls;
      assert.deepEqual([report!.end, report!.caller.number], [end, OURS]);
      assert.equal(report!.outcome, end === "busy" ? "lineBusy" : "unanswered");
    });
  }

  it("a phone that is switched off is not to be reached; one that nobody takes rings for ever", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    modem.doctorPhone(CHEN).switchOff();
    await ask(`ATD${CHEN};`);
    await pass(Seconds(10));
    assert.deepEqual(host.lines(), ["NO CARRIER"]);
    modem.doctorPhone(CHEN).switchOn();
    modem.doctorPhone(CHEN).answersWith({ kind: "noAnswer", givesUpMs: "never" });
    await ask(`ATD${CHEN};`);
    await pass(Seconds(300));
    assert.deepEqual(await ask("AT+CLCC"), [listed(3), "OK"]);
    await ask("AT+CHUP");
    assert.equal(modem.doctorPhone(CHEN).calls.at(-1)!.end, "us");
  });
});

describe("a call that is answered", () => {
  it("is heard by the doctor, who presses a key, and hears the keys of the host", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    await ask("AT+CLCC=1", "AT+DDET=1");
    const chen = modem.doctorPhone(CHEN);
    chen.answersWith({
      kind: "answers",
      afterMs: 2000,
      script: [{ waitPrompt: {} }, { presses: "1" }, { waits: 60_000 }],
    });
    host.types(`ATD${CHEN};`);
    await pass(Seconds(3));
    assert.deepEqual(host.lines(), ["OK", listed(2), listed(3), "VOICE CALL: BEGIN", listed(0)]);
    assert.deepEqual(await ask("AT+CPCMREG=1"), ["OK"]);
    const prompt = Buffer.from(sines([440, 620], 600, 6000).buffer).subarray(2);
    host.plays(prompt);
    await pass(Seconds(2));
    assert.deepEqual(host.lines(), ["+RXDTMF: 1"]);
    assert.deepEqual(await ask("AT+VTS=5", 'AT+VTS="#"', "AT+VTS={3,20}"), ["OK", "OK", "OK"]);
    assert.deepEqual(await ask("AT+VTS=x"), ["ERROR"]);
    await ask("AT+CHUP");
    const [report] = chen.calls;
    assert.deepEqual(
      [report!.outcome, report!.endedBy, report!.end, report!.rings],
      ["answered", "appliance", "us", 1],
    );
    assert.deepEqual(Buffer.from(report!.prompts[0]!.bytes), prompt);
    assert.deepEqual(
      report!.toneKeys!.map(({ digit }) => digit),
      ["5", "#", "3"],
    );
  });

  it("by a mailbox: it speaks, it beeps, it presses no key, and in the end it hangs up", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    const chen = modem.doctorPhone(CHEN);
    chen.answersWith({ kind: "voicemail", afterMs: 500, recordsMs: 5000 });
    await ask(`ATD${CHEN};`);
    await pass(Seconds(1));
    await ask("AT+CPCMREG=1");
    await pass(Seconds(3));
    const sound = host.sound();
    const samples = new Int16Array(sound.buffer.slice(sound.byteOffset, sound.byteOffset + (sound.length & ~1)));
    assert.ok(rms(samples) > 800, `${rms(samples)}`);
    await pass(Seconds(10));
    assert.match(host.lines().join(), /VOICE CALL: END: 0000\d\d,NO CARRIER/);
    assert.deepEqual([chen.calls[0]!.endedBy, chen.calls[0]!.keys], ["caller", []]);
  });

  it("on a Huawei: ^CONN, and AT^DTMF for the keys", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t, { model: "huawei" });
    const chen = modem.doctorPhone(CHEN);
    chen.answersWith({ kind: "answers", script: [{ waits: 5000 }, { hangsUp: {} }] });
    host.types(`ATD${CHEN};`);
    await pass(Seconds(1));
    assert.deepEqual(host.lines(), ["OK", "^ORIG:1,0", "^CONF:1", "^CONN:1,0"]);
    assert.deepEqual(await ask("AT^DTMF=1,5", "AT^DTMF=1,A", "AT^DTMF=2,5"), ["OK", "ERROR", "ERROR"]);
    await pass(Seconds(6));
    assert.deepEqual(host.lines(), ["^CEND:1,5,67,16", "NO CARRIER"]);
    assert.equal(chen.calls[0]!.toneKeys![0]!.digit, "5");
  });
});

describe("a Huawei stick that is hurried", () => {
  it("loses ^CEND when the host hangs up before ^ORIG", async (t) => {
    const { host, pass, ask } = await gsmVoiceBench(t, { model: "huawei" });
    await ask(`ATD${CHEN};`);
    assert.deepEqual(await ask("AT+CHUP"), ["OK"]);
    await pass(Seconds(5));
    assert.deepEqual(host.lines(), []);
  });

  it("dies of AT+CHLD=11 before ^CONF, until it is plugged in again", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t, { model: "huawei", voice: { alertingAfterMs: 3000 } });
    await ask(`ATD${CHEN};`);
    await pass(Milliseconds(500));
    await ask("AT+CHLD=11");
    assert.equal(modem.silent, true);
    assert.deepEqual(await ask("AT", "AT+CFUN=1,1", "AT"), []);
    await modem.unplug();
    await modem.replug();
    host.open();
    assert.equal((await ask("AT")).at(-1), "OK");
  });
});
