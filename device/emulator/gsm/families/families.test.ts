import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Milliseconds, Seconds } from "../../../../firmware/time/Duration.ts";
import { gsmRig } from "../../../../test/harness/GsmModemRig.ts";
import { gsmVoiceBench } from "../../../../test/harness/GsmVoiceBench.ts";
import { FAMILIES, type GsmModel } from "./registry.ts";

const ANN = "+13125550142";
const LISTED = `0,0,"${ANN}",145`;

/** What each make wants, and what it says in one incoming call that the caller ends after three seconds. */
const DIALOGUES: readonly {
  readonly model: GsmModel;
  readonly init: readonly string[];
  readonly rings: readonly string[];
  readonly answered: readonly string[];
  readonly sound: readonly string[];
  readonly key: readonly string[];
  readonly ended: readonly string[];
  readonly foreign: readonly string[];
}[] = [
  {
    model: "sim7600",
    init: ["AT+CLIP=1", "AT+CRC=1", "AT+CLCC=1", "AT+DDET=1", "AT+CPCMBANDWIDTH=1,1", "AT+CPCMFRM=0", "AT+AUTOCSQ=1,1"],
    rings: [`+CLCC: 1,1,4,${LISTED}`, "+CRING: VOICE", `+CLIP: "${ANN}",145,,,,0`],
    answered: ["OK", "VOICE CALL: BEGIN", `+CLCC: 1,1,0,${LISTED}`],
    sound: ["AT+CPCMREG=1"],
    key: ["+RXDTMF: 5"],
    ended: [`+CLCC: 1,1,6,${LISTED}`, "VOICE CALL: END: 000003", "NO CARRIER"],
    foreign: ["AT+QPCMV=1,0", "AT^DDSETEX=2", "AT+QTONEDET=1", "AT^DSCI=1"],
  },
  {
    model: "ec25",
    init: ["AT+CLIP=1", 'AT+QINDCFG="ccinfo",1,0', "AT+QTONEDET=1", 'AT+QGPSCFG="outport","none"', "AT+QAUDMOD=3"],
    rings: [`+QIND: "ccinfo",1,1,4,${LISTED}`, "RING", `+CLIP: "${ANN}",145,,,,0`],
    answered: ["OK", `+QIND: "ccinfo",1,1,0,${LISTED}`],
    sound: ["AT+QPCMV=1,0"],
    key: ["+QTONEDET: 53"],
    ended: [`+QIND: "ccinfo",1,1,-1,${LISTED}`, "NO CARRIER"],
    foreign: ["AT+CPCMREG=1", "AT^DDSETEX=2", "AT+DDET=1", "AT+CLCC=1", "AT+QPCMV=1,2"],
  },
  {
    model: "ec25-usb",
    init: ["AT+CLIP=1", "AT^DSCI=1", "AT+QTONEDET=1"],
    rings: [`^DSCI: 1,1,4,0,${ANN},145,0`, "RING", `+CLIP: "${ANN}",145,,,,0`],
    answered: ["OK", `^DSCI: 1,1,3,0,${ANN},145,0`],
    sound: ["AT+QPCMV=1,2"],
    key: ["+QTONEDET: 53"],
    ended: [`^DSCI: 1,1,6,0,${ANN},145,0`, "NO CARRIER"],
    foreign: ["AT+CPCMREG=1", "AT+SPIC", "AT^CVOICE?"],
  },
  {
    model: "huawei",
    init: ["AT+CLIP=1", "AT+CRC=1", "AT^CURC=0"],
    rings: ["+CRING: VOICE", `+CLIP: "${ANN}",145,,,,0`],
    answered: ["OK", "^CONN:1,0"],
    sound: ["AT^DDSETEX=2"],
    key: [],
    ended: ["^CEND:1,3,67,16", "NO CARRIER"],
    foreign: ["AT+CPCMREG=1", "AT+QPCMV=1,0", "AT^DDTMFCFG=0,1", "AT+CLCC=1", "AT+VTS=5"],
  },
  {
    model: "huawei-ddtmf",
    init: ["AT+CLIP=1", "AT^DDTMFCFG=0,1"],
    rings: ["RING", `+CLIP: "${ANN}",145,,,,0`],
    answered: ["OK", "^CONN:1,0"],
    sound: ["AT^DDSETEX=2"],
    key: ["^DDTMF: 5"],
    ended: ["^CEND:1,3,67,16", "NO CARRIER"],
    foreign: ["AT+CPCMREG=1", "AT+QPCMV=1,0"],
  },
  {
    model: "generic",
    init: ["AT+CLIP=1", "AT+CRC=1"],
    rings: ["+CRING: VOICE", `+CLIP: "${ANN}",145,,,,0`],
    answered: ["OK"],
    sound: [],
    key: [],
    ended: ["NO CARRIER"],
    foreign: ["AT+CPCMREG=1", "AT+QPCMV=1,0", "AT^DDSETEX=2", "AT+CLCC=1"],
  },
];

for (const { model, init, rings, answered, sound, key, ended, foreign } of DIALOGUES) {
  it(`${model}: rings, is answered, reports a key and the end in its own words`, async (t) => {
    const { modem, host, pass, ask } = await gsmVoiceBench(t, { model });
    assert.deepEqual(
      await ask(...init),
      init.map(() => "OK"),
    );
    const call = modem.callFrom([
      { call: { number: ANN } },
      { waits: 1000 },
      { presses: "5" },
      { waits: 1800 },
      { hangsUp: {} },
    ]);
    await pass(Milliseconds(5));
    assert.deepEqual(host.lines(), rings);
    assert.deepEqual(await ask("AT+CLCC"), [`+CLCC: 1,1,4,${LISTED}`, "OK"]);
    assert.deepEqual(await ask("ATA"), answered);
    assert.deepEqual(
      await ask(...sound),
      sound.map(() => "OK"),
    );
    await pass(Seconds(2));
    assert.deepEqual(host.lines(), key);
    await pass(Seconds(2));
    assert.deepEqual(host.lines(), ended);
    assert.deepEqual(await ask("AT+CLCC"), ["OK"]);
    const report = await call;
    assert.equal(report.endedBy, "caller");
    assert.equal(report.recordings.length, sound.length);
    assert.equal(host.sound().length > 40_000, sound.length > 0);
  });

  it(`${model}: does not know the others' commands`, async (t) => {
    const { modem, pass, ask } = await gsmVoiceBench(t, { model });
    modem.call(ANN);
    await pass(Milliseconds(5));
    await ask("ATA");
    for (const command of foreign) assert.deepEqual(await ask(command), ["ERROR"], command);
  });

  it(`${model}: says who it is`, async (t) => {
    const { ask } = await gsmVoiceBench(t, { model });
    const family = FAMILIES[model];
    assert.deepEqual(await ask("AT+CGMI"), [family.manufacturer, "OK"]);
    assert.deepEqual(await ask("AT+CGMM"), [family.model, "OK"]);
    assert.match((await ask("AT+CGMR")).join(), new RegExp(`${family.revision},OK$`));
    assert.match((await ask("ATI")).join(), new RegExp(family.model));
  });
}

describe("whatever is typed", () => {
  for (const model of Object.keys(FAMILIES) as GsmModel[]) {
    it(`never kills a ${model}, in a call or not, and AT is answered afterwards`, () => {
      const command = fc
        .tuple(
          fc.constantFrom(
            ...Object.keys(FAMILIES[model].commands),
            "A",
            "D112;",
            "H",
            "+CHUP",
            "+CHLD",
            "+VTS",
            "+CCLK",
            "+CTZU",
          ),
          fc.constantFrom(
            "",
            "?",
            "=?",
            "=",
            "=0",
            "=1",
            "=1,0",
            "=1,2",
            '="SC"',
            '="ccinfo",1',
            "=11",
            "=,,",
            '="\u0000',
            "=2",
            "=1,5",
          ),
        )
        .filter(([name, value]) => name !== "+CHLD" || value !== "=11")
        .map((parts) => `AT${parts.join("")}\r`);
      fc.assert(
        fc.property(fc.array(command, { maxLength: 12 }), fc.boolean(), (commands, calls) => {
          const { modem, at, type, clock } = gsmRig({ model });
          if (calls) modem.calls.ring(ANN);
          for (const one of commands) {
            type(one);
            clock.advance(Milliseconds(50));
          }
          type("\u001b\r");
          assert.match(at("ATE0Q0V1") + at("AT"), /OK$/);
        }),
        { numRuns: 150 },
      );
    });
  }
});

describe("settings that are lost on a reboot are lost, and those that are kept are kept", () => {
  it("on a SIM7600: key reports and bandwidth are gone, the clock's setting stays", async (t) => {
    const { ask } = await gsmVoiceBench(t);
    await ask("AT+DDET=1", "AT+CPCMBANDWIDTH=1,1", "AT+CPCMFRM=1", "AT+CTZU=1");
    await ask("AT+CFUN=1,1");
    await ask("ATE0");
    assert.deepEqual(await ask("AT+DDET?", "AT+CPCMBANDWIDTH?", "AT+CPCMFRM?", "AT+CTZU?"), [
      "+DDET: 0",
      "OK",
      "+CPCMBANDWIDTH: 0,1",
      "OK",
      "+CPCMFRM: 0",
      "OK",
      "+CTZU: 1",
      "OK",
    ]);
  });

  it("on an EC25: key reports are gone, the position port and a saved indication stay", async (t) => {
    const { ask } = await gsmVoiceBench(t, { model: "ec25" });
    await ask("AT+QTONEDET=1", 'AT+QGPSCFG="outport","none"', 'AT+QINDCFG="ccinfo",1,1', 'AT+QINDCFG="csq",1');
    await ask("AT+CFUN=1,1");
    await ask("ATE0");
    assert.deepEqual(await ask("AT+QTONEDET?", 'AT+QGPSCFG="outport"', 'AT+QINDCFG="ccinfo"', 'AT+QINDCFG="csq"'), [
      "+QTONEDET: 0",
      "OK",
      '+QGPSCFG: "outport","none"',
      "OK",
      '+QINDCFG: "ccinfo",1',
      "OK",
      '+QINDCFG: "csq",0',
      "OK",
    ]);
  });

  it("from 8 to 16 kHz, and never back before the next start", async (t) => {
    const { ask } = await gsmVoiceBench(t);
    await ask("AT+CPCMFRM=1", "AT+CPCMFRM=0");
    assert.deepEqual(await ask("AT+CPCMFRM?"), ["+CPCMFRM: 1", "OK"]);
  });
});

describe("the time of the network", () => {
  for (const [model, boot, asks, then] of [
    ["sim7600", '+CCLK: "80/01/06,', ["AT+CTZU=1"], /\+CCLK: "26\/11\/22,20:14:\d\d-24"/],
    ["ec25", '+CCLK: "80/01/06,', ["AT+CTZU=1"], /\+CCLK: "26\/11\/22,20:14:\d\d-24"/],
    ["huawei", '+CCLK: "70/01/01,', [], /\+CCLK: "26\/11\/22,20:14:\d\d-24"/],
  ] as const) {
    it(`is not there after a start of a ${model}, and comes with the registration`, async (t) => {
      const { ask, pass } = await gsmVoiceBench(t, { model, registerAfterMs: 5000 });
      await ask(...asks);
      await ask("AT+CFUN=1,1");
      await ask("ATE0");
      assert.ok((await ask("AT+CCLK?"))[0]!.startsWith(boot));
      await pass(Seconds(6));
      assert.match((await ask("AT+CCLK?"))[0]!, then);
    });
  }

  it("is empty in AT+QLTS before the network's first word, and in UTC after it", async (t) => {
    const { ask, pass } = await gsmVoiceBench(t, { model: "ec25", registerAfterMs: 5000 });
    await ask("AT+CTZU=1");
    await ask("AT+CFUN=1,1");
    await ask("ATE0");
    assert.deepEqual(await ask("AT+QLTS=1"), ['+QLTS: ""', "OK"]);
    await pass(Seconds(6));
    assert.match((await ask("AT+QLTS=1"))[0]!, /^\+QLTS: "2026\/11\/23,02:14:\d\d\+00,0"$/);
    assert.match((await ask("AT+QLTS=2"))[0]!, /^\+QLTS: "2026\/11\/22,20:14:\d\d-24,0"$/);
  });
});

describe("the store is full", () => {
  for (const [model, init, line] of [
    ["sim7600", [], "+SMS FULL"],
    ["ec25", ['AT+QINDCFG="smsfull",1'], '+QIND: "smsfull","SM"'],
    ["huawei", [], '^SMMEMFULL:"SM"'],
  ] as const) {
    it(`is said by a ${model} when a message has no room`, async (t) => {
      const { modem, host, pass, ask } = await gsmVoiceBench(t, { model, slots: 2 });
      await ask(...init);
      modem.fillStorage();
      modem.doctorPhone("+13125550101").sends("7Q4K");
      modem.doctorPhone("+13125550101").sends("7Q4K done");
      await pass(Milliseconds(5));
      assert.deepEqual(host.lines(), [line], "once, however many wait");
      assert.equal(modem.network.waiting, 2);
    });
  }
});
