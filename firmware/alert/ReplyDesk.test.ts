import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { personOfNumber } from "../oncall/personOfNumber.ts";
import { type AlertView, decideAck, decideReply, type ReplyEffect, takeResultText } from "./ReplyDesk.ts";

const NIGHT = Date.parse("2026-12-01T08:16:00Z");
const CLINIC = testClinic();
const OPEN: AlertView = { ref: "7Q4K", state: "open", raisedAt: NIGHT, paged: ["chen"] };
const TAKEN: AlertView = { ...OPEN, ref: "8M3X", state: "taken", takenBy: "patel", takenAt: NIGHT };

const decide = (text: string, alerts: readonly AlertView[] = [OPEN], from = "+13125550101"): readonly ReplyEffect[] =>
  decideReply(CLINIC, alerts, { from, text, at: NIGHT });
const acts = (effects: readonly ReplyEffect[]) =>
  effects.filter(({ kind }) => kind === "take" || kind === "pass" || kind === "close");
const answers = (effects: readonly ReplyEffect[]) =>
  effects.flatMap((effect) => (effect.kind === "answerSms" ? [effect.text] : []));

test("the doctor's reply with the code takes the alert in their name, however the network writes their number", () => {
  for (const from of ["+13125550101", "13125550101", "3125550101", "0013125550101", "+1 (312) 555-0101"]) {
    assert.deepEqual(acts(decide("7q4k", [OPEN], from)), [{ kind: "take", ref: "7Q4K", person: "chen" }]);
  }
});

test("a stranger who knows a code takes nothing and hears nothing", () => {
  for (const from of ["+13125550199", "12345", "Carrier", "", "+131255501011"]) {
    assert.deepEqual(decide("7Q4K", [OPEN], from), [{ kind: "audit", what: "reply-of-unknown-sender" }]);
  }
});

test("pass and done go where they should", () => {
  assert.deepEqual(acts(decide("7Q4K pass")), [{ kind: "pass", ref: "7Q4K", person: "chen", answer: true }]);
  assert.deepEqual(acts(decide("7Q4K done")), [{ kind: "close", ref: "7Q4K", person: "chen" }]);
});

test("what a colleague has taken cannot be passed on by another, who is told who has it", () => {
  const effects = decide("8M3X pass", [TAKEN]);
  assert.deepEqual(acts(effects), []);
  assert.deepEqual(answers(effects), ["8M3X was taken by Dr. Patel at 02:16."]);
});

test("passing on what is closed or never was is answered, not done", () => {
  const effects = decide("9P2T pass");
  assert.deepEqual(acts(effects), []);
  assert(effects.some((effect) => effect.kind === "tellState" && effect.ref === "9P2T" && effect.person === "chen"));
});

test("ack alone takes the one open alert of its sender; with two it asks which, with none it says so", () => {
  assert.deepEqual(acts(decide("ack")), [{ kind: "take", ref: "7Q4K", person: "chen" }]);
  const two = decide("ack", [OPEN, { ...OPEN, ref: "9P2T" }]);
  assert.deepEqual(acts(two), []);
  assert.deepEqual(answers(two), ["Which one? Reply with its code: 7Q4K, 9P2T."]);
  assert.match(answers(decide("ack", []))[0]!, /no open call/);
  assert.deepEqual(answers(decide("done", [{ ...TAKEN, paged: ["chen", "patel"] }])), [
    "8M3X was taken by Dr. Patel at 02:16.",
  ]);
});

test("STOP stops nothing: it is a fault, the next doctor is paged, and the sender hears that they are still on call", () => {
  const effects = decide("STOP", [OPEN, TAKEN]);
  assert.deepEqual(acts(effects), [{ kind: "pass", ref: "7Q4K", person: "chen", answer: false }]);
  assert(effects.some((effect) => effect.kind === "fault" && effect.code === "PERSON_STOPPED" && !effect.cleared));
  assert.match(answers(effects)[0]!, /still on call/);
});

test("STOP by somebody who had two calls of one caller hands both on by one act, so that the next reads of it once", () => {
  const later: AlertView = { ...OPEN, ref: "9X2B", linkedTo: "7Q4K" };
  assert.deepEqual(acts(decide("STOP", [OPEN, later])), [{ kind: "pass", ref: "7Q4K", person: "chen", answer: false }]);
});

test("ack alone of somebody whose patient has called again takes that call, too", () => {
  const theirs: AlertView = { ...OPEN, state: "taken", takenBy: "chen", takenAt: NIGHT };
  const later: AlertView = { ...OPEN, ref: "9X2B", linkedTo: "7Q4K", paged: [] };
  assert.deepEqual(acts(decide("ack", [theirs, later])), [{ kind: "take", ref: "7Q4K", person: "chen" }]);
  assert.deepEqual(acts(decide("ack", [theirs])), [], "nothing new: they hear that they have it");
});

test("words that are not understood take nothing, and say so", () => {
  const effects = decide("7Q4K cannot");
  assert.deepEqual(acts(effects), []);
  assert.match(answers(effects)[0]!, /7Q4K is NOT taken/);
});

test("who tells who is on call and what is open; a code with a question mark tells of that one", () => {
  assert.equal(answers(decide("who", [OPEN, TAKEN]))[0], "On call: Dr. Patel. 7Q4K open, 8M3X taken by Dr. Patel.");
  assert.equal(answers(decide("who", []))[0], "On call: Dr. Patel. No open call.");
  assert.match(answers(decide("8M3X?", [TAKEN]))[0]!, /taken by Dr\. Patel/);
});

test("the store's word is what the sender hears", () => {
  assert.equal(
    takeResultText(CLINIC, "7Q4K", { kind: "alreadyTaken", by: "patel", at: NIGHT }),
    "7Q4K was taken by Dr. Patel at 02:16.",
  );
  assert.equal(
    takeResultText(CLINIC, "7Q4K", { kind: "closed", by: "chen", at: NIGHT }),
    "7Q4K was closed by Dr. Chen at 02:16.",
  );
  assert.match(takeResultText(CLINIC, "7Q4K", { kind: "unknownCode" }), /no call 7Q4K/);
  assert.match(takeResultText(CLINIC, "7Q4K", { kind: "lost" }), /inbox/);
});

test("a command by MQTT takes an alert only for a person whom the clinic knows", () => {
  assert.deepEqual(acts(decideAck(CLINIC, { ref: "7Q4K", person: "chen" })), [
    { kind: "take", ref: "7Q4K", person: "chen" },
  ]);
  assert.deepEqual(acts(decideAck(CLINIC, { ref: "7Q4K", person: "mallory" })), []);
});

test("whatever anybody writes, the desk does not throw, acts only for known people, and answers within one SMS", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 300 }),
    fc.constantFrom("7Q4K", "8M3X", "who", "stop", "help", "done", "e", "7Q4K pass"),
  );
  fc.assert(
    fc.property(
      text,
      fc.constantFrom("+13125550101", "+13125550102", "+13125550199", "X"),
      fc.subarray([OPEN, TAKEN]),
      (body, from, alerts) => {
        const effects = decide(body, alerts, from);
        if (personOfNumber(CLINIC.people, from) === undefined) assert.deepEqual(acts(effects), []);
        for (const answer of answers(effects)) assert(answer.length <= 160);
      },
    ),
    { numRuns: 400 },
  );
});
