import assert from "node:assert/strict";
import { test } from "node:test";
import { type CmsAction, cmsAction } from "./cmsErrors.ts";
import { decidePin, RETRY_QUESTIONS, triesLeft } from "./simPin.ts";
import {
  carriesSms,
  parseDirect,
  parseIndication,
  parseListing,
  parseReading,
  parseRegistration,
  parseSignal,
} from "./storedPdus.ts";

test("what a refusal asks of us, code by code", () => {
  const table: Readonly<Record<CmsAction, readonly (number | undefined)[]>> = {
    againSoon: [192, 194, 27, 38, 41, 42, 47, 300, 301, 314, 331, 332, 500, 512, 515, 772],
    repairSim: [310, 311, 312, 313, 315, 316, 317, 318],
    repairStorage: [322],
    repairCentre: [330],
    repairPdu: [198, 199, 304],
    permanent: [1, 8, 10, 21, 28, 30, 50, 69, 95, 96, 97, 98, 99, 111, 195, 196],
    onceMore: [0, 29, 127, 193, 197, 211, 302, 320, 340, 511, undefined],
  };
  for (const [action, codes] of Object.entries(table)) {
    for (const code of codes) assert.equal(cmsAction(code), action, `+CMS ERROR ${code}`);
  }
});

const COUNTS: readonly (readonly [question: string, answer: string, left: number | undefined])[] = [
  ["AT+CPINR", "+CPINR: SIM PIN,3,3", 3],
  ["AT+CPINR", "+CPINR: SIM PUK,10,10", undefined],
  ["AT+SPIC", "+SPIC: 2,10,0,10", 2],
  ['AT+QPINC="SC"', '+QPINC: "SC",3,10', 3],
  ["AT^CPIN?", "^CPIN: SIM PIN,,10,3,10,3", 3],
  ['AT+CSIM=10,"0020000100"', '+CSIM: 4,"63C1"', 1],
  ['AT+CSIM=10,"0020000100"', '+CSIM: 4,"9000"', undefined],
];

for (const [text, answer, left] of COUNTS) {
  test(`tries left of the SIM PIN: ${answer}`, () => {
    const question = RETRY_QUESTIONS.find((one) => one.text === text)!;
    assert.equal(triesLeft([answer], question), left);
  });
}

test("a PIN is entered only when it is one and all tries are left", () => {
  assert.equal(decidePin("4711", 3).kind, "enter");
  for (const left of [undefined, 0, 1, 2]) assert.equal(decidePin("4711", left).kind, "leave");
  for (const pin of [undefined, "", "12", "abcd", "123456789"]) assert.equal(decidePin(pin, 3).kind, "leave");
});

test("a listing with heads without PDU, drafts and noise", () => {
  const lines = ["+CMGL: 1,0,,24", "0791AA", "+CMGL: 2,1,,24", '+CMGL: 3,3,"",9', "01BB", "noise", "+CMGL: 9,1,,3"];
  assert.deepEqual(parseListing(lines), [
    { index: 1, status: 0, hex: "0791AA" },
    { index: 3, status: 3, hex: "01BB" },
  ]);
});

test("a reading, and an empty place", () => {
  assert.deepEqual(parseReading(4, ["+CMGR: 0,,24", "0791AA"]), { index: 4, status: 0, hex: "0791AA" });
  assert.equal(parseReading(4, []), undefined);
  assert.equal(parseReading(4, ["+CMGR: 0,,0"]), undefined);
});

test("announcements and direct messages", () => {
  assert.deepEqual(parseIndication('+CMTI: "SM",3'), { memory: "SM", index: 3 });
  assert.deepEqual(parseIndication('+CDSI: "SR", 12'), { memory: "SR", index: 12 });
  assert.equal(parseIndication('+CMTI: "SM",'), undefined);
  assert.equal(parseDirect("+CDS: 25\n0791AA"), "0791AA");
  assert.equal(parseDirect("+CDS: 25"), undefined);
});

const REGISTRATIONS: readonly (readonly [line: string, state: number | undefined])[] = [
  ["+CREG: 0,1", 1],
  ["+CREG: 1", 1],
  ['+CREG: 2,5,"00C3","1A2B",7', 5],
  ['+CREG: 1,"00C3","1A2B"', 1],
  ["+CREG: 1,0012,1A2B", 1],
  ["+CEREG: 0,6", 6],
  ["+CREG: ", undefined],
];

for (const [line, state] of REGISTRATIONS) {
  test(`registration: ${line}`, () => assert.equal(parseRegistration(line), state));
}

test("SMS-only service carries a page; searching, denied and emergency-only do not", () => {
  for (const state of [1, 5, 6, 7, 9, 10]) assert.ok(carriesSms(state));
  for (const state of [0, 2, 3, 4, 8]) assert.ok(!carriesSms(state));
});

test("signal 99 is unknown, not the strongest", () => {
  assert.equal(parseSignal(["+CSQ: 21,99"]), 21);
  assert.equal(parseSignal(["+CSQ: 99,99"]), undefined);
  assert.equal(parseSignal([]), undefined);
});
