import assert from "node:assert/strict";
import { test } from "node:test";
import { type LampFacts, type Lamps, lampsFor, lampsInWords } from "./lamp.ts";

const WELL: LampFacts = { lines: { all: 1, ready: 1 }, smsReady: true, faults: [], openAlerts: 0, openMessages: 0 };
const QUIET: Lamps = { ready: "on", message: "off", urgent: "off", fault: "off" };

const TABLE: readonly (readonly [string, Partial<LampFacts>, Partial<Lamps>])[] = [
  ["all is well: one steady light", {}, {}],
  ["the only line is dead, pages would go out", { lines: { all: 1, ready: 0 } }, { ready: "blink" }],
  ["one of two lines is dead", { lines: { all: 2, ready: 1 } }, { ready: "blink" }],
  ["calls are answered, no page goes out", { smsReady: false }, { ready: "blink" }],
  ["nothing works", { lines: { all: 1, ready: 0 }, smsReady: false }, { ready: "off" }],
  ["a box that pages only, without a line of its own", { lines: { all: 0, ready: 0 } }, { ready: "blink" }],
  ["messages wait", { openMessages: 3 }, { message: "on" }],
  ["an urgent call is open", { openAlerts: 1 }, { urgent: "blink" }],
  ["a warning", { faults: ["SMS_ROAMING"] }, { fault: "on" }],
  ["an urgent fault", { faults: ["STORE_FULL"] }, { fault: "blink" }],
  ["an urgent fault among warnings", { faults: ["SMS_ROAMING", "STORE_FULL"] }, { fault: "blink" }],
  ["a fault that the table does not know is an urgent one", { faults: ["WHO_KNOWS"] }, { fault: "blink" }],
];

for (const [what, facts, lamps] of TABLE) {
  test(`lamps: ${what}`, () => assert.deepEqual(lampsFor({ ...WELL, ...facts }), { ...QUIET, ...lamps }));
}

test("the lamps in words, for who asks from a distance", () => {
  assert.equal(lampsInWords(QUIET), "ready on (answers calls and pages)");
  assert.equal(
    lampsInWords({ ready: "blink", message: "on", urgent: "blink", fault: "blink" }),
    "ready blinks (does only a part of its work), message on (messages that wait to be dealt with), urgent blinks (an urgent call that nobody has taken), fault blinks (an urgent fault)",
  );
});
