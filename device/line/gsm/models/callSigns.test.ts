import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { commonSign, fieldsOf, huaweiSign, listedCalls, quectelSign, simcomSign } from "./callSigns.ts";

// Forms as published; every number is changed to one that nobody has.
const MM = "ModemManager, tests of its helpers";
const DONGLE = "chan_dongle, comments and parser tests";
const QUECTEL = "chan_quectel, comments; Quectel's AT manuals";

const NUMBER = { kind: "number", number: "+13125550142" } as const;
const LOCAL = { kind: "number", number: "3125550142" } as const;
const call = (state: string, more: object = {}) => ({
  kind: "call",
  call: { index: 1, incoming: true, state, ...more },
});

type Row = readonly [line: string, expected: unknown, source: string];

const common: readonly Row[] = [
  ["RING", { kind: "ring" }, "V.250"],
  ["+CRING: VOICE", { kind: "ring" }, MM],
  ["+CRING:VOICE", { kind: "ring" }, "a blank left out"],
  ["+CRING: REL ASYNC", undefined, "27.007 §6.11: a data call"],
  ["+CRING: FAX", undefined, "27.007 §6.11"],
  ['+CRING: GPRS 1, "IP"', undefined, "27.007 §6.11"],
  ["NO CARRIER", { kind: "ended" }, "V.250"],
  ["BUSY", { kind: "ended", why: "busy" }, "V.250"],
  ["NO ANSWER", { kind: "ended", why: "noAnswer" }, "V.250"],
  ["NO DIALTONE", { kind: "ended", why: "noService" }, "V.250"],
  ["NO DIAL TONE", { kind: "ended", why: "noService" }, "older Wavecom and SIMCom"],
  ["NO CARRIER ", undefined, "the wire's lines are trimmed before; nothing else is one"],
  ['+CLIP: "3125550142",129', { kind: "callerId", callerId: LOCAL }, MM],
  ['+CLIP: "3125550142",129,,,,0', { kind: "callerId", callerId: LOCAL }, MM],
  ['+CLIP: "+13125550142",145,,,,0', { kind: "callerId", callerId: NUMBER }, MM],
  ['+CLIP: "+13125550142",145,"",,"",0', { kind: "callerId", callerId: NUMBER }, "SIM7600 manual"],
  ['+CLIP: "13125550142",145', { kind: "callerId", callerId: NUMBER }, "an international number without its plus"],
  ['+CLIP: "0013125550142",145', { kind: "callerId", callerId: { kind: "number", number: "0013125550142" } }, DONGLE],
  ['+CLIP: "",128,,,,1', { kind: "callerId", callerId: { kind: "withheld" } }, "27.007 §7.6"],
  ['+CLIP: "",128,,,,2', { kind: "callerId", callerId: { kind: "unavailable" } }, "27.007 §7.6"],
  ['+CLIP: "",128', { kind: "callerId", callerId: { kind: "withheld" } }, "an older firmware without the validity"],
  ['+CLIP: "",128,,,,', { kind: "callerId", callerId: { kind: "withheld" } }, "the validity left empty"],
  ["+CLIP:", { kind: "callerId", callerId: { kind: "withheld" } }, "nothing at all"],
  ['+CLIP: "+13125550142" , 145 , , , , 0', { kind: "callerId", callerId: NUMBER }, "blanks between the fields"],
  ["+CLIP: +13125550142,145", { kind: "callerId", callerId: NUMBER }, "quotes left out"],
  ['+CCWA: "3125550142",129,1,,0,,,', { kind: "waiting" }, MM],
  ['+CCWA: "3125550142",129,1', { kind: "waiting" }, MM],
  ['+CLCC: 1,1,0,0,0,"3125550142",161', call("active", { callerId: LOCAL }), MM],
  ["+CLCC: 1,1,0,0,1", call("active"), MM],
  ['+CLCC: 1,1,4,0,0,"",145', call("incoming"), DONGLE],
  ['+CLCC: 1,1,4,0,0,"3125550142",129,"",,0', call("incoming", { callerId: LOCAL }), MM],
  ['+CLCC: 1,1,6,0,0,"3125550142",129', call("ended", { callerId: LOCAL }), "SIM7600 manual §6.7"],
  ['+CLCC: 1,1,4,1,0,"3125550142",129', undefined, `${MM}: a data call`],
  ['+CLCC: 1,1,4,2,0,"3125550142",129', undefined, `${MM}: a fax`],
  ['+CLCC: 1, 1, 4, 0, 0, "+13125550142", 145', call("incoming", { callerId: NUMBER }), "blanks"],
  ["+CLCC:1,1,5,0,0", call("waiting"), "no blank, no number"],
  ["+CLCC: 1,1,4", call("incoming"), "cut short"],
  ["+CLCC: 1,1", undefined, "cut shorter"],
  ["+CLCC: 1,2,4,0,0", undefined, "a direction that there is not"],
  ["+CLCC: 1,1,9,0,0", undefined, "a state that there is not"],
  ["+CLCC: 1,1,12,0,0", undefined, "a state that there is not"],
  ["+CLCC: 1,1,,0,0", undefined, "a state left out"],
  ["+CREG: 1", undefined, "not of a call"],
  ["", undefined, "nothing"],
];

const simcom: readonly Row[] = [
  ["VOICE CALL: BEGIN", { kind: "active" }, MM],
  ["VOICE CALL: END", { kind: "ended" }, MM],
  ["VOICE CALL: END: 000041", { kind: "ended" }, MM],
  ["VOICE CALL:END", { kind: "ended" }, "a blank left out"],
  ["MISSED_CALL: 11:01AM 3125550142", { kind: "ended" }, MM],
  ["+RXDTMF: 8", { kind: "key", digit: "8" }, MM],
  ["+RXDTMF: *", { kind: "key", digit: "*" }, MM],
  ["+RXDTMF: #", { kind: "key", digit: "#" }, MM],
  ["+RXDTMF: A", { kind: "key", digit: "A" }, MM],
  ["+RXDTMF:5", { kind: "key", digit: "5" }, "a blank left out"],
  ["+DTMF: 5", { kind: "key", digit: "5" }, "SIM800"],
  ["+DTMF: 1,40", { kind: "key", digit: "1" }, "SIM800 with its length (Sim800l issue 31)"],
  ["+RXDTMF: 55", undefined, "no such key"],
  ["+RXDTMF: E", undefined, "no such key"],
  ["+RXDTMF:", undefined, "no key"],
];

const quectel: readonly Row[] = [
  ['+QIND: "ccinfo",1,1,4,0,0,"+13125550142",145', call("incoming", { callerId: NUMBER }), QUECTEL],
  ['+QIND: "ccinfo",1,1,-1,0,0,"3125550142",129', call("ended", { callerId: LOCAL }), QUECTEL],
  ['+QIND: "ccinfo",1,0,3,0,0,"3125550142",129', call("alerting", { incoming: false, callerId: LOCAL }), QUECTEL],
  ['+QIND: "ccinfo",1,1,0,1,0,"",128', undefined, "EC20 manual: a data call in the list"],
  ['+QIND: "csq",20,99', undefined, QUECTEL],
  ['+QIND: "act","LTE"', undefined, QUECTEL],
  ["^DSCI: 1,1,4,0,+13125550142,145", call("incoming", { callerId: NUMBER }), QUECTEL],
  ["^DSCI: 1,1,6,0,+13125550142,145", call("ended", { callerId: NUMBER }), QUECTEL],
  ["^DSCI: 1,0,2,0,3125550142,129,0", call("dialling", { incoming: false, callerId: LOCAL }), "EC20 manual, AT^DSCI"],
  ["^DSCI: 1,0,7,0,3125550142,129,0", call("alerting", { incoming: false, callerId: LOCAL }), "EC20 manual, AT^DSCI"],
  ["^DSCI: 1,0,3,0,3125550142,129,0", call("active", { incoming: false, callerId: LOCAL }), "EC20 manual, AT^DSCI"],
  ["^DSCI: 1,1,4,1,3125550142,129,0", undefined, "EC20 manual: a packet call"],
  ["^DSCI: 1,1,8,0,3125550142,129", undefined, "a state that there is not"],
  ["+QTONEDET: 56", { kind: "key", digit: "8" }, "chan_quectel: the key's ASCII code"],
  ["+QTONEDET: 35", { kind: "key", digit: "#" }, QUECTEL],
  ["+QTONEDET: 42", { kind: "key", digit: "*" }, QUECTEL],
  ["+QTONEDET: 68", { kind: "key", digit: "D" }, QUECTEL],
  ["+QTONEDET: 5", undefined, "a code that is no key"],
  ["+QPCMV: 0,0", { kind: "audioFlow", go: false }, "callpilot: stop"],
  ["+QPCMV: 1,0", { kind: "audioFlow", go: true }, "callpilot: go on"],
  ["+QPCMV: 0", undefined, "the answer to a question"],
];

const huawei: readonly Row[] = [
  ["^ORIG:1,0", undefined, DONGLE],
  ["^CONF:1", { kind: "alerting" }, DONGLE],
  ["^CONN:1,0", { kind: "active" }, DONGLE],
  ["^CEND:1,6,67,16", { kind: "ended" }, `${DONGLE}: cause 16, normal`],
  ["^CEND: 1,9,67,16", { kind: "ended" }, "with a blank"],
  ["^CEND:1,0,104,17", { kind: "ended", why: "busy" }, "24.008: user busy"],
  ["^CEND:1,0,104,19", { kind: "ended", why: "noAnswer" }, "24.008"],
  ["^CEND:1,0,104,21", { kind: "ended", why: "rejected" }, "24.008"],
  ["^CEND:1,0,104,27", { kind: "ended", why: "unreachable" }, "24.008"],
  ["^CEND:1,82,29", { kind: "ended" }, "an EM770 without the cause"],
  ["^CEND:1", { kind: "ended" }, "cut short"],
  ["^CEND:1,0,104,999", { kind: "ended" }, "a cause that nobody knows"],
  ["^DDTMF: 5", { kind: "key", digit: "5" }, "ModemManager, Huawei"],
  ["^DDTMF:#", { kind: "key", digit: "#" }, "a blank left out"],
  ["^RSSI:19", undefined, DONGLE],
];

for (const [name, read, rows] of [
  ["every modem", commonSign, common],
  ["SIMCom", simcomSign, simcom],
  ["Quectel", quectelSign, quectel],
  ["Huawei", huaweiSign, huawei],
] as const)
  for (const [line, expected, source] of rows)
    test(`${name} says ${line} (${source})`, () => assert.deepEqual(read(line), expected));

test("a list of several calls, with other lines between, is read whole (ModemManager's example)", () => {
  const lines = ["^CIEV: 1,0", '+CLCC: 1,1,0,0,0,"3125550142",161', "+CLCC: 2,1,5,0,0", "^CIEV: 1,0", "+CLCC: x"];
  assert.deepEqual(listedCalls(lines), [
    { index: 1, incoming: true, state: "active", callerId: LOCAL },
    { index: 2, incoming: true, state: "waiting" },
  ]);
  assert.deepEqual(listedCalls([]), []);
});

test("an EC20's list shows its data connection too: that is no caller (EC20 manual, AT+QCHLDIPMPTY)", () => {
  const lines = ['+CLCC: 2,1,0,1,0,"",128', '+CLCC: 1,0,0,0,0,"3125550142",129'];
  assert.deepEqual(listedCalls(lines), [{ index: 1, incoming: false, state: "active", callerId: LOCAL }]);
});

test("fields keep their commas in quotes, and an unclosed quote swallows nothing of other fields", () => {
  assert.deepEqual(fieldsOf('1,"Chen, Mary",145'), ["1", "Chen, Mary", "145"]);
  assert.deepEqual(fieldsOf(' 1 , "a" ,, b'), ["1", "a", "", "b"]);
  assert.deepEqual(fieldsOf('1,"open,145'), ["1", '"open', "145"]);
  assert.deepEqual(fieldsOf(""), [""]);
});

test("no line, however broken, brings the reading to a halt", () => {
  const words = fc.constantFrom(
    ...["+CLCC: ", "+CLIP: ", "^CEND:", "^DSCI: ", '+QIND: "ccinfo",', "+QTONEDET: ", "+RXDTMF: ", '"', ",", "1", "-1"],
    ...["RING", "+CRING: ", "VOICE CALL: ", "NO CARRIER", "^CONF:", "+13125550142", " ", "\u0000", "\r"],
  );
  const line = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(words).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(line, (text) => {
      for (const read of [commonSign, simcomSign, quectelSign, huaweiSign]) read(text);
      listedCalls([text]);
    }),
    { numRuns: 5_000 },
  );
});

test("a very long line is read in no time", () => {
  const long = `+CLCC: ${'"'.repeat(20_000)}${",".repeat(20_000)}${" ".repeat(20_000)}`;
  const before = performance.now();
  for (const read of [commonSign, simcomSign, quectelSign, huaweiSign]) read(long);
  assert.ok(performance.now() - before < 500);
});
