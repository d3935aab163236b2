import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { CHEN, gsmRig as rig, shown } from "../../../test/harness/GsmModemRig.ts";
import { encodeSubmit } from "../../line/gsm/pdu/Pdu.ts";

describe("the command line", () => {
  it("echoes until it is told not to", () => {
    const { type } = rig();
    assert.equal(type("ATE1\r"), "\r\nOK\r\n");
    assert.equal(type("AT\r"), "AT\r\r\nOK\r\n");
  });

  it("takes CR, CR LF, lower case, ESC ahead, and several commands in a line", () => {
    const { type, at } = rig();
    assert.equal(type("\u001b\rat\r\n\r\nAt\r\n"), "\r\nOK\r\n\r\nOK\r\n");
    assert.equal(at("AT+CMEE=1;+CREG=2"), "OK");
    assert.equal(at("AT+CREG?;+CMEE?"), '+CREG: 2,1,"1A2B","0102A3C4",7|+CMEE: 1|OK');
    assert.equal(at("ATE0V1+CMGF?"), "+CMGF: 0|OK");
    assert.equal(at('AT+CSCS="G;SM"'), "+CME ERROR: 50");
  });

  it("refuses what it does not know: plain on a SIM7600, by CMEE elsewhere", () => {
    const simcom = rig();
    assert.equal(simcom.at("AT+FOO"), "ERROR");
    assert.equal(simcom.at("AT+CMEE=1;+FOO;+CSQ"), "ERROR");
    const generic = rig({ model: "generic" });
    assert.equal(generic.at("AT+FOO"), "ERROR");
    assert.equal(generic.at("AT+CMEE=1;+FOO"), "+CME ERROR: 4");
    assert.equal(generic.at("AT+CMEE=2;+FOO"), "+CME ERROR: operation not supported");
    assert.equal(generic.at("AT+SPIC"), "+CME ERROR: operation not supported");
    assert.equal(generic.at("AT@"), "+CME ERROR: operation not supported");
  });

  it("says nothing to a line without AT", () => {
    const { at } = rig();
    assert.equal(at("hello"), "");
    assert.equal(at("noiseAT"), "OK");
  });

  it("never dies of what is typed, in pieces or at once, and answers AT afterwards", () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(
          fc.constantFrom(
            "+CMGS",
            "+CMGW",
            "+CMGR",
            "+CMGL",
            "+CMGD",
            "+CPMS",
            "+CNMI",
            "+CPIN",
            "+COPS",
            "D",
            "+CSIM",
          ),
          fc.constantFrom("", "?", "=?", "=", '="SM"', "=1", "=,,", "=99999999", '="\u0000', "=-1,4"),
          fc.constantFrom("\r", "\r\n", "\r\u001b", "\r41\u001a", ";", ""),
        )
        .map((parts) => Buffer.from(`AT${parts.join("")}`, "latin1")),
    );
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 8 }), (pieces) => {
        const { modem, at, type, read } = rig();
        for (const piece of pieces) modem.receive(piece);
        type("\u001b\r\u001b\r");
        read();
        // An ATE1, ATQ1 or ATV0 may be among it.
        assert.match(at("ATE0Q0V1") + at("AT"), /OK$/);
      }),
      { numRuns: 300 },
    );
  });
});

describe("who it is", () => {
  it("tells maker, model, firmware, IMEI, IMSI and card", () => {
    const { at } = rig();
    assert.equal(at("AT+CGMI"), "SIMCOM INCORPORATED|OK");
    assert.equal(at("AT+CGMM"), "SIMCOM_SIM7600G-H|OK");
    assert.equal(at("AT+CGSN"), "860000000000013|OK");
    assert.equal(at("AT+CIMI"), "001010123456789|OK");
    assert.match(at("ATI"), /Manufacturer: SIMCOM.*Revision: LE20.*IMEI: 86.*OK/);
    assert.match(at("AT+CSQ"), /^\+CSQ: 20,99\|OK$/);
    assert.match(at("AT+COPS?"), /^\+COPS: 0,0,"Test Mobile Network",7\|OK$/);
    assert.match(at("AT+CCLK?"), /^\+CCLK: "\d\d\/\d\d\/\d\d,\d\d:\d\d:\d\d-24"\|OK$/);
  });
});

describe("the SIM", () => {
  it("asks for its PIN, counts wrong ones, and then wants the PUK", () => {
    const { at } = rig({ pin: "1234" });
    assert.equal(at("AT+CMEE=1;+CPIN?"), "+CPIN: SIM PIN|OK");
    assert.equal(at("AT+CIMI"), "+CME ERROR: 11");
    assert.equal(at("AT+CMGL=4"), "+CMS ERROR: 311");
    assert.equal(at("AT+CPIN=0000"), "+CME ERROR: 16");
    assert.equal(at("AT+SPIC"), "+SPIC: 2,10,0,10|OK");
    assert.equal(at('AT+CSIM=10,"0020000100"'), '+CSIM: 4,"63C2"|OK');
    assert.equal(at("AT+CREG?"), "+CREG: 0,0|OK");
    assert.equal(at("AT+CPIN=0000"), "+CME ERROR: 16");
    assert.equal(at("AT+CPIN=0000"), "+CME ERROR: 12");
    assert.equal(at("AT+CPIN?"), "+CPIN: SIM PUK|OK");
    assert.equal(at("AT+CPIN=1234"), "+CME ERROR: 12", "the right PIN does not help any more");
  });

  it("registers after the right PIN, and says so", () => {
    const { at, clock, read } = rig({ pin: "1234", registerAfterMs: 3000 });
    assert.equal(at("AT+CREG=1"), "OK");
    assert.equal(at('AT+CPIN="1234"'), "OK|+CPIN: READY|SMS DONE|PB DONE");
    assert.equal(at("AT+CREG?"), "+CREG: 1,2|OK");
    clock.advance(Milliseconds(3000));
    assert.equal(read(), "\r\n+CREG: 1\r\n");
  });

  it("is missing", () => {
    const { modem, at, read } = rig();
    modem.insertSim(false);
    assert.match(read(), /NOT INSERTED/);
    assert.equal(at("AT+CMEE=1;+CPIN?"), "+CME ERROR: 10");
    assert.equal(at("AT+CMGS=20"), "+CMS ERROR: 310");
  });
});

describe("faults", () => {
  it("swallow, loseOk, loseReply, refuse, garbage and a RING inside", () => {
    const { modem, at } = rig();
    modem.terminal.faults.add({ kind: "swallow", on: "+CSQ" });
    assert.equal(at("AT"), "OK");
    assert.equal(at("AT+CSQ"), "");
    modem.terminal.faults.add({ kind: "loseOk" });
    assert.equal(at("AT+CSQ"), "+CSQ: 20,99");
    modem.terminal.faults.add({ kind: "loseReply" });
    assert.equal(at("AT+CSQ"), "");
    modem.terminal.faults.add({ kind: "refuse", text: "+CME ERROR: 14", times: 2, after: 1 });
    assert.deepEqual([at("AT"), at("AT"), at("AT"), at("AT")], ["OK", "+CME ERROR: 14", "+CME ERROR: 14", "OK"]);
    modem.terminal.faults.add({ kind: "garbage", text: "\u0000~~" });
    assert.equal(at("AT+CSQ"), "\u0000~~|+CSQ: 20,99|OK");
    modem.terminal.faults.add({ kind: "urcInside" });
    assert.equal(at("AT+CSQ"), "+CSQ: 20,99|RING|OK");
    assert.deepEqual(modem.terminal.faults.waiting, []);
  });

  it("late: what is typed meanwhile waits, and is answered after it", () => {
    const { modem, at, clock, read } = rig();
    modem.terminal.faults.add({ kind: "lateOk", ms: 3000 });
    assert.equal(at("AT+CSQ"), "+CSQ: 20,99");
    assert.equal(at("AT+CMGF?"), "");
    clock.advance(Milliseconds(3000));
    assert.equal(read(), "\r\nOK\r\n\r\n+CMGF: 0\r\n\r\nOK\r\n");
  });

  it("a prompt lost or late; the message sent although its +CMGS is lost", async () => {
    const { modem, at, type, clock, read, settle, events } = rig();
    const pdu = encodeSubmit({ to: CHEN, text: "7Q4K" }).pdus[0]!;
    modem.terminal.faults.add({ kind: "losePrompt" });
    assert.equal(at(`AT+CMGS=${pdu.tpduOctets}`), "");
    assert.equal(type("\u001b"), "\r\nOK\r\n");
    modem.terminal.faults.add({ kind: "latePrompt", ms: 6000 });
    assert.equal(at(`AT+CMGS=${pdu.tpduOctets}`), "");
    clock.advance(Milliseconds(6000));
    assert.equal(read(), "\r\n> ");
    type("\u001b");
    modem.terminal.faults.add({ kind: "loseReply", on: "+CMGS" });
    at(`AT+CMGS=${pdu.tpduOctets}`);
    type(`${pdu.hex}\u001a`);
    assert.equal(await settle(), "");
    assert.deepEqual(shown(events), ["7Q4K"]);
    assert.equal(
      events.some(({ event }) => event === "submitted"),
      false,
    );
  });

  it("power lost while the network has the message: the text arrives, nothing is written", async () => {
    const { modem, at, type, settle, events, clock } = rig({ network: { delayMs: 1000 } });
    const pdu = encodeSubmit({ to: CHEN, text: "7Q4K" }).pdus[0]!;
    at(`AT+CMGS=${pdu.tpduOctets}`);
    type(`${pdu.hex}\u001a`);
    await settle(500);
    modem.powerOff();
    clock.advance(Milliseconds(1000));
    assert.equal(await settle(), "");
    assert.deepEqual(shown(events), ["7Q4K"]);
  });
});

describe("calls", () => {
  it("ring with the caller's number until answered or given up", () => {
    const { modem, at, read, clock } = rig();
    at("AT+CLIP=1;+CRC=1");
    modem.calls.ring("+13125550142");
    assert.equal(read(), '\r\n+CRING: VOICE\r\n\r\n+CLIP: "+13125550142",145,,,,0\r\n');
    clock.advance(Milliseconds(6000));
    assert.match(read(), /CRING/);
    assert.equal(at("AT+CLCC"), '+CLCC: 1,1,4,0,0,"+13125550142",145|OK');
    assert.equal(at("ATA"), "OK|VOICE CALL: BEGIN");
    clock.advance(Milliseconds(6000));
    assert.equal(read(), "");
    assert.match(at("AT+CHUP"), /^OK\|VOICE CALL: END/);
    assert.equal(at("ATA"), "NO CARRIER");
    modem.calls.ring("");
    assert.match(read(), /\+CLIP: "",128,,,,1/);
    modem.calls.farEndHangsUp();
    assert.match(read(), /MISSED_CALL/);
  });

  it("go out, and are picked up", () => {
    const { modem, at, clock, events } = rig();
    at("AT+CLCC=1");
    assert.equal(at(`ATD${CHEN};`), `OK|+CLCC: 1,0,2,0,0,"${CHEN}",145`);
    clock.advance(Milliseconds(200));
    assert.equal(modem.calls.pickUp(), true);
    assert.equal(
      events.some((event) => event.event === "dialled" && event.to === CHEN),
      true,
    );
    assert.match(at("AT+CLCC"), /\+CLCC: 1,0,0,/);
  });
});
