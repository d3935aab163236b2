import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { gsmVoiceBench } from "../../../../test/harness/GsmVoiceBench.ts";

const ANN = "+13125550142";
const BOB = "+13125550143";

describe("who calls", () => {
  it("is withheld, comes late, or is in +CLCC only", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    await ask("AT+CLIP=1");
    const withheld = modem.callFrom([{ call: { withheld: true } }]);
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), ["RING", '+CLIP: "",128,,,,1']);
    await ask("AT+CHUP");
    assert.equal((await withheld).outcome, "unanswered");
    void modem.callFrom([{ call: { number: ANN } }], { clipAfterMs: 150 });
    await pass(Milliseconds(100));
    assert.deepEqual(host.lines(), ["RING"]);
    await pass(Milliseconds(100));
    assert.deepEqual(host.lines(), [`+CLIP: "${ANN}",145,,,,0`]);
    await ask("AT+CHUP");
    void modem.callFrom([{ call: { number: ANN } }], { noClip: true });
    await pass(Milliseconds(200));
    assert.deepEqual(host.lines(), ["RING"]);
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 1,1,4,0,0,"${ANN}",145`, "OK"]);
  });

  it("was not passed on by a network on the way", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    await ask("AT+CLIP=1");
    void modem.callFrom([{ call: { unavailable: true } }]);
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), ["RING", '+CLIP: "",128,,,,2']);
  });

  it("is told of as answered before the OK, by some SIM7600", async (t) => {
    const { modem, pass, ask } = await gsmVoiceBench(t, { voice: { toldBeforeOk: true } });
    void modem.callFrom([{ call: { number: ANN } }]);
    await pass(Milliseconds(5));
    assert.deepEqual(await ask("ATA"), ["VOICE CALL: BEGIN", "OK"]);
  });

  it("some EC25 firmware says neither RING nor +CRING", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t, { model: "ec25", voice: { noRing: true } });
    await ask("AT+CLIP=1", 'AT+QINDCFG="ccinfo",1');
    void modem.callFrom([{ call: { number: ANN } }]);
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), [`+QIND: "ccinfo",1,1,4,0,0,"${ANN}",145`, `+CLIP: "${ANN}",145,,,,0`]);
  });

  it("gives up after so many rings", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    await ask("AT+CLIP=0");
    const call = modem.callFrom([{ call: { number: ANN, rings: 3 } }], { ringCycleMs: 1000 });
    await pass(Seconds(10));
    const report = await call;
    assert.deepEqual([report.outcome, report.rings, report.end], ["unanswered", 3, "missed"]);
    assert.deepEqual(
      host.lines(),
      ["RING", "RING", "RING", "MISSED_CALL: 08:14PM +13125550142", "NO CARRIER"].slice(0, 4),
    );
  });

  it("hangs up while ATA is under way: NO CARRIER", async (t) => {
    const { modem, host, pass } = await gsmVoiceBench(t, { voice: { connectMs: 800, okMs: 800 } });
    void modem.callFrom([{ call: { number: ANN } }]);
    await pass(Milliseconds(5));
    host.types("ATA");
    await pass(Milliseconds(400));
    modem.callerHangsUp();
    await pass(Seconds(1));
    assert.equal(host.lines().at(-1), "NO CARRIER");
  });

  it("a second caller hears that it is busy, or waits, is announced and can be refused", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    await ask("AT+CCWA=1");
    void modem.callFrom([{ call: { number: ANN } }, { waits: 60_000 }]);
    await pass(Milliseconds(5));
    await ask("ATA");
    assert.equal((await modem.callFrom([{ call: { number: BOB } }])).outcome, "lineBusy");
    const second = modem.callFrom([{ call: { number: BOB } }], { secondCallWaiting: true });
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), [`+CCWA: "${BOB}",145,1`]);
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 1,1,0,0,0,"${ANN}",145`, `+CLCC: 2,1,5,0,0,"${BOB}",145`, "OK"]);
    assert.deepEqual(await ask("AT+CHLD=0"), ["OK"]);
    assert.equal((await second).outcome, "unanswered");
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 1,1,0,0,0,"${ANN}",145`, "OK"]);
  });

  it("one who waits rings when the first call ends", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t, { voice: { secondCallWaiting: true } });
    void modem.callFrom([{ call: { number: ANN } }, { waits: 60_000 }]);
    await pass(Milliseconds(5));
    await ask("ATA");
    void modem.callFrom([{ call: { number: BOB } }]);
    await pass(Seconds(1));
    assert.ok((await ask("AT+CHUP")).includes("RING"));
    await ask("ATA");
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 2,1,0,0,0,"${BOB}",145`, "OK"]);
    assert.deepEqual(host.lines(), []);
  });
});

describe("the end of a call", () => {
  it("is lost: only +CLCC knows", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    const call = modem.callFrom([{ call: { number: ANN } }, { waits: 100 }, { hangsUp: {} }], { losesEnd: true });
    await pass(Milliseconds(5));
    await ask("ATA");
    await pass(Seconds(1));
    assert.equal((await call).endedBy, "caller");
    assert.deepEqual(host.lines(), []);
    assert.deepEqual(await ask("AT+CLCC"), ["OK"]);
  });

  it("is said of a call that goes on", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    void modem.callFrom([{ call: { number: ANN } }, { waits: 60_000 }]);
    await pass(Milliseconds(5));
    await ask("ATA", "AT+CPCMREG=1");
    modem.sayFalseEnd();
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), ["VOICE CALL: END: 000000", "NO CARRIER"]);
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 1,1,0,0,0,"${ANN}",145`, "OK"]);
    const before = host.sound().length;
    await pass(Milliseconds(100));
    assert.ok(host.sound().length > before);
  });

  it("leaves a ghost in +CLCC until the host hangs up", async (t) => {
    const { modem, pass, ask } = await gsmVoiceBench(t);
    void modem.callFrom([{ call: { number: ANN } }, { hangsUp: {} }], { keepsListed: true });
    await pass(Milliseconds(5));
    await ask("ATA");
    await pass(Seconds(1));
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 1,1,0,0,0,"${ANN}",145`, "OK"]);
    await ask("AT+CHUP");
    assert.deepEqual(await ask("AT+CLCC"), ["OK"]);
  });

  it("comes with the power: nothing is said, the caller is cut off, and the modem comes back blank", async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t);
    await ask("AT+DDET=1");
    const call = modem.callFrom([{ call: { number: ANN } }, { waits: 60_000 }]);
    await pass(Milliseconds(5));
    await ask("ATA", "AT+CPCMREG=1");
    modem.reset({ awayMs: 3000 });
    const report = await call;
    assert.deepEqual([report.end, report.endedBy, report.recordings.length], ["lost", "appliance", 1]);
    assert.equal(modem.pluggedIn, false);
    await pass(Seconds(4));
    assert.equal(modem.pluggedIn, true);
    host.open();
    await ask("ATE0");
    assert.deepEqual(await ask("AT+CLCC", "AT+DDET?"), ["OK", "+DDET: 0", "OK"]);
  });

  it("a data call stands in the list of a Quectel, and is not ours", async (t) => {
    const { ask } = await gsmVoiceBench(t, { model: "ec25", voice: { listsData: true } });
    assert.deepEqual(await ask("AT+CLCC"), ['+CLCC: 7,0,0,1,0,"",128', "OK"]);
  });
});

describe("no voice", () => {
  for (const stat of [0, 2, 3, 6, 7, 8] as const) {
    it(`registered as ${stat}: it does not ring and cannot dial`, async (t) => {
      const { modem, host, ask } = await gsmVoiceBench(t);
      modem.setRegistration(stat);
      const report = await modem.callFrom([{ call: { number: ANN } }]);
      assert.deepEqual([report.outcome, report.rings], ["unanswered", 0]);
      assert.deepEqual(host.lines(), []);
      assert.deepEqual(await ask(`ATD${BOB};`), ["NO CARRIER"]);
    });
  }

  it("an emergency call goes out even so", async (t) => {
    const { modem, ask } = await gsmVoiceBench(t, { noSim: true });
    modem.setRegistration(8);
    assert.deepEqual(await ask("ATD112;"), ["OK"]);
  });
});
