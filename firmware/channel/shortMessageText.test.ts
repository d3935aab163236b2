import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { isGsm7, septetsOf } from "../../device/line/gsm/pdu/gsm7.ts";
import {
  closedText,
  ONE_SEGMENT,
  oneSegment,
  type PageFacts,
  type PageOccasion,
  pageText,
  passedText,
  plainText,
  stateText,
  takenText,
} from "./shortMessageText.ts";

const FACTS: PageFacts = {
  shortName: "Rosewood",
  timezone: "America/Chicago",
  urgency: "urgent",
  raisedAt: Date.parse("2026-11-24T08:14:30Z"),
  ref: "7Q4K",
};

test("the page says clinic, urgency, time on the clinic's wall, code, and how to take it", () => {
  assert.equal(pageText(FACTS), "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.");
});

test("the patient's number is in the page only when the clinic chose it", () => {
  assert.equal(
    pageText({ ...FACTS, callback: "3125550142" }),
    "Rosewood: URGENT call 02:14, ref 7Q4K. Call 3125550142. Reply 7Q4K to take it.",
  );
});

test("a page that is repeated, passed on or not closed says so", () => {
  assert.equal(
    pageText(FACTS, { kind: "still-open" }),
    "Rosewood: URGENT call 02:14 STILL OPEN, ref 7Q4K. Reply 7Q4K to take it.",
  );
  assert.equal(
    pageText(FACTS, { kind: "passed-on", by: "Dr. Chen" }),
    "Rosewood: URGENT call 02:14, ref 7Q4K, passed on by Dr. Chen. Reply 7Q4K to take it.",
  );
  assert.equal(
    pageText(FACTS, { kind: "not-closed", by: "Dr. Chen", at: FACTS.raisedAt + 120_000 }),
    "Rosewood: URGENT call 02:14, taken by Dr. Chen 02:16, NOT CLOSED. Reply 7Q4K done, or 7Q4K if still on it.",
  );
});

test("typographic marks and accents become plain ones, they are not dropped", () => {
  assert.equal(
    plainText("Dr. Łukasz Žák \u2014 \u201cOb\u2019Gyn\u201d\u2026 [night]"),
    'Dr. Lukasz Zak - "Ob\'Gyn"... (night)',
  );
  assert.equal(plainText("Müller, Señor Ñ, Åse, ñandú"), "Müller, Señor Ñ, Åse, ñandu");
  assert.equal(plainText("陳医生"), "???");
});

test("the answers say what is true now", () => {
  assert.equal(
    stateText({ ref: "7Q4K", state: "taken", by: "Dr. Patel", at: "02:16" }),
    "7Q4K was taken by Dr. Patel at 02:16.",
  );
  assert.equal(stateText({ ref: "7Q4K", state: "closed" }), "7Q4K was closed.");
  assert.equal(
    passedText("7Q4K", ["Dr. Chen", "Dr. Patel"]),
    "7Q4K handed to 2 people, who are paged now. It is not yours any more.",
  );
});

const anyFacts = fc.record({
  shortName: fc.string({ unit: "grapheme", maxLength: 60 }),
  timezone: fc.constantFrom("America/Chicago", "Asia/Kathmandu"),
  urgency: fc.constantFrom("urgent" as const, "routine" as const),
  raisedAt: fc.integer({ min: 0, max: 4e12 }),
  ref: fc.constantFrom("7Q4K", "23AB9"),
  callback: fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 7, maxLength: 20 }),
});
const anyOccasion = fc.oneof(
  fc.constantFrom<PageOccasion>({ kind: "first" }, { kind: "still-open" }),
  fc.record({
    kind: fc.constantFrom("passed-on" as const, "not-closed" as const),
    by: fc.string({ unit: "grapheme", maxLength: 80 }),
  }),
);

/** Whether a text is one GSM-7 segment for the codec that sends it. */
function fits(text: string): void {
  assert(isGsm7(text), `not GSM-7: ${JSON.stringify(text)}`);
  const septets = [...text].flatMap((char) => septetsOf(char) ?? []).length;
  assert(septets <= ONE_SEGMENT, `${septets} septets: ${text}`);
}

test("whatever the names are, a page is one segment and still says code, number and how to take it", () => {
  fc.assert(
    fc.property(anyFacts, anyOccasion, (facts, occasion) => {
      const text = pageText(facts, occasion);
      fits(text);
      assert(text.includes(facts.callback), text);
      assert(text.includes(`Reply ${facts.ref}`), text);
    }),
    { numRuns: 400 },
  );
});

test("every answer is one segment, whatever stands in it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      for (const answer of [
        oneSegment(text),
        takenText("7Q4K", "02:14"),
        closedText("7Q4K"),
        passedText("7Q4K", [text]),
        stateText({ ref: "7Q4K", state: "taken", by: text, at: "02:16" }),
      ])
        fits(answer);
    }),
    { numRuns: 300 },
  );
});
