import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Milliseconds } from "../../../firmware/time/Duration.ts";
import { CHEN, gsmRig as rig, shown } from "../../../test/harness/GsmModemRig.ts";
import { encodeSubmit } from "../../line/gsm/pdu/Pdu.ts";

describe("sending", () => {
  it("shows a prompt, takes the network's time, and the phone shows the text", async () => {
    const { send, events, settle } = rig({ network: { delayMs: 1500 } });
    assert.equal(await send("Rosewood: {€}", 1499), "");
    assert.equal(await settle(1), "+CMGS: 1|OK");
    assert.deepEqual(shown(events), ["Rosewood: {€}"]);
    const at = (name: string): number => events.find(({ event }) => event === name)!.atMs;
    assert.equal(at("submitted") - at("pduReceived"), 1500);
  });

  it("joins the parts, whatever comes between", async () => {
    const { at, type, settle, events, send } = rig();
    const text = `${"long ".repeat(60)}€`;
    for (const part of encodeSubmit({ to: CHEN, text, reference: 9 }).pdus) {
      at(`AT+CMGS=${part.tpduOctets}`);
      type(`${part.hex}\u001a`);
      await settle();
      if (part.part === 1) await send("another");
    }
    assert.deepEqual(shown(events), ["another", text]);
  });

  it("ESC in the prompt sends nothing; a LF before the PDU does no harm; a wrong length is 304", async () => {
    const { at, type, settle, events } = rig();
    const pdu = encodeSubmit({ to: CHEN, text: "x" }).pdus[0]!;
    at(`AT+CMGS=${pdu.tpduOctets}`);
    assert.equal(type(`${pdu.hex.slice(0, 10)}\u001b`), "\r\nOK\r\n");
    at(`AT+CMGS=${pdu.tpduOctets + 1}`);
    assert.equal(type(`${pdu.hex}\u001a`), "\r\n+CMS ERROR: 304\r\n");
    assert.deepEqual(shown(events), []);
    type(`AT+CMGS=${pdu.tpduOctets}\r`);
    type(`\n${pdu.hex}\u001a`);
    assert.equal(await settle(), "+CMGS: 1|OK");
  });

  it("is refused by number, by count, without registration and without a service centre", async () => {
    const { send, network, modem, at } = rig();
    network.refuse({ code: 28, number: CHEN });
    network.refuse({ code: 331, times: 2 });
    assert.equal(await send("a"), "+CMS ERROR: 28");
    assert.equal(await send("a", 0, "+13125550102"), "+CMS ERROR: 331");
    assert.equal(await send("a", 0, "3125550101"), "+CMS ERROR: 28", "the national form is the same phone");
    assert.equal(await send("a", 0, "+13125550102"), "+CMS ERROR: 331");
    assert.equal(await send("a", 0, "+13125550102"), "+CMGS: 1|OK");
    modem.setRegistration(2);
    assert.equal(await send("a", 0, "+13125550102"), "+CMS ERROR: 331");
    modem.setRegistration(1);
    at('AT+CSCA=""');
    assert.equal(await send("a", 0, "+13125550102"), "+CMS ERROR: 330");
  });

  it("in text mode asks again after each line", async () => {
    const { at, type, settle, events } = rig();
    assert.equal(at(`AT+CMGF=1;+CMGS="${CHEN}"`), "> ");
    assert.equal(type("one\rtwo"), "\r\n> ");
    type("\u001a");
    assert.equal(await settle(), "+CMGS: 1|OK");
    assert.deepEqual(shown(events), ["one\ntwo"]);
  });

  it("from the store", async () => {
    const { at, type, settle, events } = rig();
    const pdu = encodeSubmit({ to: CHEN, text: "stored" }).pdus[0]!;
    at(`AT+CMGW=${pdu.tpduOctets}`);
    assert.equal(type(`${pdu.hex}\u001a`), "\r\n+CMGW: 1\r\n\r\nOK\r\n");
    assert.match(at("AT+CMGR=1"), /^\+CMGR: 2,,/);
    at("AT+CMSS=1");
    await settle();
    assert.match(at("AT+CMGR=1"), /^\+CMGR: 3,,/);
    assert.deepEqual(shown(events), ["stored"]);
    assert.equal(at("AT+CMSS=7"), "+CMS ERROR: 321");
  });
});

describe("delivery reports", () => {
  it("are stored and announced, passed on, or never seen", async () => {
    const stored = rig();
    stored.at("AT+CNMI=2,1,0,2,0");
    assert.equal(await stored.send("x"), '+CMGS: 1|OK|+CDSI: "SM",1');
    assert.match(stored.at("AT+CMGR=1"), /^\+CMGR: 0,,25\|/);
    const direct = rig();
    assert.equal(direct.at("AT+CNMI=2,1,0,1,0"), "ERROR", "a SIM7600 wants mode 1 for it");
    direct.at("AT+CNMI=1,1,0,1,0");
    assert.match(await direct.send("x"), /^\+CMGS: 1\|OK\|\+CDS: 2\d\|[0-9A-F]+$/);
    const none = rig();
    assert.equal(await none.send("x"), "+CMGS: 1|OK");
    const apart = rig({ reportMemory: "SR" });
    apart.at("AT+CNMI=2,1,0,2,0");
    assert.match(await apart.send("x"), /\+CDSI: "SR",1$/);
  });

  it("wait until the phone is on", async () => {
    const { send, network, at, read } = rig();
    at("AT+CNMI=2,1,0,2,0");
    network.phone(CHEN).switchOff();
    assert.equal(await send("x"), "+CMGS: 1|OK");
    network.phone(CHEN).switchOn();
    assert.equal(read(), '\r\n+CDSI: "SM",1\r\n');
  });
});

describe("receiving", () => {
  it("stores, announces, lists, marks as read, deletes; the counts are right", () => {
    const { network, at, read } = rig();
    at('AT+CPMS="SM","SM","SM"');
    network.phone(CHEN).sends("7Q4K");
    assert.equal(read(), '\r\n+CMTI: "SM",1\r\n');
    assert.match(at("AT+CMGL=0"), /^\+CMGL: 1,0,,23\|[0-9A-F]+\|OK$/);
    assert.equal(at("AT+CMGL=0"), "OK");
    assert.match(at("AT+CMGL=1"), /^\+CMGL: 1,1,/);
    assert.equal(at("AT+CPMS?"), '+CPMS: "SM",1,10,"SM",1,10,"SM",1,10|OK');
    assert.equal(at("AT+CMGD=1"), "OK");
    assert.equal(at("AT+CMGR=1"), "+CMS ERROR: 321");
    assert.equal(at('AT+CPMS="SM"'), "+CPMS: 0,10,0,10,0,10|OK");
  });

  it("in text mode shows sender, time and text", () => {
    const { network, at, read } = rig();
    network.phone(CHEN).sends("7Q4K {");
    read();
    assert.match(at('AT+CMGF=1;+CMGL="ALL"'), /^\+CMGL: 1,"REC UNREAD","\+13125550101",,"\d\d\/[^"]+"\|7Q4K \{\|OK$/);
    assert.match(at('AT+CSCS="UCS2";+CMGR=1'), /\|003700510034004B0020007B\|OK$/);
  });

  it("passes on at once with CNMA, one at a time, and gives up routing when none comes", () => {
    const { network, at, read, clock } = rig();
    at("AT+CSMS=1;+CNMI=2,2,0,0,0");
    network.phone(CHEN).sends("one");
    network.phone(CHEN).sends("two");
    assert.equal(read().match(/\+CMT: /g)?.length, 1);
    assert.match(at("AT+CNMA"), /^OK\|\+CMT: /);
    assert.equal(network.waiting, 0);
    clock.advance(Milliseconds(15_000));
    assert.equal(at("AT+CNMI?"), "+CNMI: 2,0,0,0,0|OK");
    assert.equal(at("AT+CPMS?").includes('"SM",1,10'), true, "the unacknowledged one is in the store");
    assert.equal(at("AT+CNMA"), "+CMS ERROR: 340");
  });

  it("keeps messages in the network while the store is full, the modem away or the SIM locked", () => {
    const { network, at, read, modem } = rig({ slots: 1 });
    network.phone(CHEN).sends("one");
    network.phone(CHEN).sends("two");
    assert.equal(read(), '\r\n+CMTI: "SM",1\r\n\r\n+SMS FULL\r\n');
    assert.equal(network.waiting, 1);
    assert.equal(at("AT+CMGD=1"), 'OK|+CMTI: "SM",1');
    modem.powerOff();
    network.phone(CHEN).sends("three");
    modem.powerOn();
    read();
    assert.equal(network.waiting, 1);
    modem.receive(Buffer.from("ATE0\rAT+CMGD=1,4\r"));
    assert.match(read(), /\+CMTI: "SM",1/);
  });

  it("never puts an announcement into a half-typed line or an open entry", async () => {
    const { network, type, clock, read, at, settle } = rig();
    type("AT+C");
    network.phone(CHEN).sends("one");
    assert.equal(read(), "");
    assert.equal(type("SQ\r"), '\r\n+CSQ: 20,99\r\n\r\nOK\r\n\r\n+CMTI: "SM",1\r\n');
    type("AT+C");
    network.phone(CHEN).sends("two");
    clock.advance(Milliseconds(1000));
    assert.equal(read(), '\r\n+CMTI: "SM",2\r\n', "a line that stays half typed holds it back for a second");
    type("SQ\r");
    const pdu = encodeSubmit({ to: CHEN, text: "x" }).pdus[0]!;
    assert.equal(at(`AT+CMGS=${pdu.tpduOctets}`), "> ");
    network.phone(CHEN).sends("three");
    clock.advance(Milliseconds(5000));
    assert.equal(read(), "");
    type(`${pdu.hex}\u001a`);
    assert.equal(await settle(), '+CMGS: 1|OK|+CMTI: "SM",3');
  });

  it("delivers in any order, twice, or a part never", () => {
    const { network, at } = rig();
    network.phone(CHEN).sends("x".repeat(200), { order: [2, 1, 1] });
    network.phone(CHEN).sends("y".repeat(200), { order: [2] });
    network.phone(CHEN).sends("z", { copies: 2, from: "3125550101" });
    assert.equal(at("AT+CMGL=4").match(/\+CMGL/g)?.length, 6);
  });
});
