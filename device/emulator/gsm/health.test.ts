import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { Milliseconds, Seconds } from "../../../firmware/time/Duration.ts";
import { gsmVoiceBench } from "../../../test/harness/GsmVoiceBench.ts";
import type { WokenBy } from "./Coma.ts";
import { GsmModemEmulator } from "./GsmModemEmulator.ts";

describe("a modem whose AT port has gone silent", () => {
  const ladder: readonly (readonly [WokenBy, readonly string[]])[] = [
    ["escape", ["AT", "\u001bAT"]],
    ["init", ["AT", "\u001bAT", "ATE0"]],
    ["cfun", ["AT", "ATE0", "AT+CFUN=1", "AT+CFUN=0", "AT+CFUN=1"]],
    ["reset", ["AT", "ATE0", "AT+CFUN=0", "AT+CFUN=1", "AT+CRESET"]],
  ];
  for (const [wokenBy, steps] of ladder) {
    it(`is woken by ${wokenBy} and by nothing milder`, async (t) => {
      const { modem, pass, ask } = await gsmVoiceBench(t);
      modem.fallSilent(wokenBy);
      for (const step of steps.slice(0, -1)) assert.deepEqual(await ask(step), [], step);
      await ask(steps.at(-1)!);
      await pass(Milliseconds(10));
      assert.equal(modem.silent, false);
      assert.equal((await ask("AT")).at(-1), "OK");
    });
  }

  it("is woken when its port is opened anew, and by nothing that is written before", async (t) => {
    const { modem, host, ask } = await gsmVoiceBench(t);
    modem.fallSilent("reopen");
    assert.deepEqual(await ask("AT", "ATE0", "AT"), []);
    host.open();
    assert.deepEqual(await ask("AT"), ["OK"]);
  });

  it("says nothing of a call either, though it rings", async (t) => {
    const { modem, host, pass } = await gsmVoiceBench(t);
    modem.fallSilent("replug");
    const call = modem.callFrom([{ call: { number: "+13125550142", rings: 2 } }], { ringCycleMs: 500 });
    await pass(Seconds(3));
    assert.equal((await call).rings, 2);
    assert.deepEqual(host.lines(), []);
  });
});

describe("the SIM", () => {
  it("is another one: its number, its identity and its messages are its own", async (t) => {
    const { modem, ask } = await gsmVoiceBench(t);
    modem.doctorPhone("+13125550101").sends("old");
    modem.swapSim({ iccid: "8900109876543210987F", imsi: "001019876543210" });
    assert.deepEqual(await ask("AT+CICCID", "AT+CIMI", "AT+CPMS?"), [
      "+ICCID: 8900109876543210987F",
      "OK",
      "001019876543210",
      "OK",
      '+CPMS: "SM",0,40,"SM",0,40,"SM",0,40',
      "OK",
    ]);
  });

  for (const [model, command, answer] of [
    ["sim7600", "AT+CICCID", "+ICCID: 8900101234567890123F"],
    ["ec25", "AT+QCCID", "+QCCID: 8900101234567890123F"],
    ["huawei", "AT^ICCID?", "^ICCID: 8900101234567890123F"],
    ["generic", "AT+CCID", '+CCID: "8900101234567890123F"'],
  ] as const) {
    it(`tells its number while the PIN is wanted, on a ${model}`, async (t) => {
      const { ask } = await gsmVoiceBench(t, { model, simPin: "1234" });
      assert.deepEqual(await ask("AT+CPIN?", command), ["+CPIN: SIM PIN", "OK", answer, "OK"]);
    });
  }

  for (const [model, command, answers] of [
    ["sim7600", "AT+SPIC", ["+SPIC: 2,10,0,10"]],
    ["ec25", 'AT+QPINC="SC"', ['+QPINC: "SC",2,10']],
    ["huawei", "AT^CPIN?", ["^CPIN: SIM PIN,2,10,2,10,3"]],
  ] as const) {
    it(`counts a wrong PIN, on a ${model}`, async (t) => {
      const { ask } = await gsmVoiceBench(t, { model, simPin: "1234" });
      assert.match((await ask("AT+CPIN=0000"))[0]!, /ERROR/);
      assert.deepEqual(await ask(command), [...answers, "OK"]);
    });
  }

  it("wants its PUK, and is not registered", async (t) => {
    const { modem, ask } = await gsmVoiceBench(t);
    modem.lockSim();
    assert.deepEqual(await ask("AT+CPIN?", "AT+CREG?"), ["+CPIN: SIM PUK", "OK", "+CREG: 0,0", "OK"]);
  });
});

describe("the radio", () => {
  it("is off with AT+CFUN=0 and searches again with AT+CFUN=1", async (t) => {
    const { host, pass, ask } = await gsmVoiceBench(t, { registerAfterMs: 4000 });
    await ask("AT+CREG=1");
    assert.deepEqual(await ask("AT+CFUN=0"), ["OK", "+CREG: 0"]);
    assert.deepEqual(await ask("AT+CFUN=1"), ["OK"]);
    assert.deepEqual(await ask("AT+CREG?"), ["+CREG: 1,2", "OK"]);
    await pass(Seconds(4));
    assert.deepEqual(host.lines(), ["+CREG: 1"]);
  });

  it("tells its signal where it was asked to, and a Huawei chatters until it is told not to", async (t) => {
    const quectel = await gsmVoiceBench(t, { model: "ec25" });
    await quectel.ask('AT+QINDCFG="csq",1', 'AT+QINDCFG="act",1');
    quectel.modem.setSignal(9);
    quectel.modem.setRegistration(5);
    await quectel.pass(Milliseconds(2));
    assert.deepEqual(quectel.host.lines(), ['+QIND: "csq",9,99', '+QIND: "act","LTE"']);
    const huawei = await gsmVoiceBench(t, { model: "huawei", voice: { noiseEveryMs: 1000 } });
    await huawei.pass(Seconds(2));
    assert.deepEqual(huawei.host.lines(), ["^RSSI:20", "^BOOT:20931333,0,0,0,6", "^RSSI:20", "^BOOT:20931333,0,0,0,6"]);
    await huawei.ask("AT^CURC=0");
    await huawei.pass(Seconds(5));
    assert.deepEqual(huawei.host.lines(), []);
  });
});

describe("the plug", () => {
  it("comes back under another name, and the link that udev makes moves along", async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "firstring-plug-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const modem = new GsmModemEmulator();
    t.after(() => modem.stop());
    await modem.listen({ kind: "pty", link: join(folder, "at") }, { kind: "pty" });
    const before = [readlinkSync(join(folder, "at")), modem.audioPath];
    await modem.unplug();
    assert.equal(existsSync(join(folder, "at")), false);
    await modem.replug({ newName: true });
    const after = [readlinkSync(join(folder, "at")), modem.audioPath];
    assert.equal(
      after.some((name) => before.includes(name)),
      false,
      `${before} then ${after}`,
    );
  });
});
