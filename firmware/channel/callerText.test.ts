import assert from "node:assert/strict";
import { test } from "node:test";
import { callerText, takenByText } from "./callerText.ts";
import { mobileNumber } from "./mobileNumber.ts";
import { plainText } from "./shortMessageText.ts";

const CLINIC = { shortName: "Rosewood", emergencyNumber: "911", country: "US" };
const asClinic = CLINIC as Parameters<typeof callerText>[0];

test("the caller reads who has the message, in their language, in one segment, and nothing about the call", () => {
  assert.equal(
    takenByText(CLINIC, "Dr. Chen", "en"),
    "Rosewood: Dr. Chen has your message and will call you back. In an emergency call 911. Nobody reads replies to this text.",
  );
  assert.equal(
    takenByText(CLINIC, "Dr. Muñoz", "es"),
    "Rosewood: Dr. Muñoz tiene su mensaje y le va a llamar. En una emergencia llame al 911. Nadie lee respuestas a este SMS.",
  );
  assert.equal(takenByText(CLINIC, "Dr. Chen", "fr"), takenByText(CLINIC, "Dr. Chen", "en"));
  const longest = { shortName: "A practice with a very long name", emergencyNumber: "112" };
  for (const language of ["en", "es"]) {
    const text = takenByText(longest, "Dr. Maximiliana von Hohenzollern-Sigmaringen", language);
    assert.ok(text.length <= 160 && text === plainText(text), text);
    assert.match(text, /SMS\.$|text\.$/, "whole, also with long names");
  }
});

test("only a number that the caller confirmed is texted", () => {
  const message = { callback: "3125550142", callbackConfirmed: true, language: "en" };
  const to = callerText(asClinic, message, "Dr. Chen", mobileNumber);
  assert.equal(to.kind === "send" && to.to, "+13125550142");
  const kindOf = (more: object) => callerText(asClinic, { ...message, ...more }, "Dr. Chen", mobileNumber).kind;
  assert.equal(kindOf({ callbackConfirmed: false }), "not");
  const { callback: _none, ...withheld } = message;
  assert.equal(callerText(asClinic, withheld, "Dr. Chen", mobileNumber).kind, "not");
});

for (const [number, country, expected, why] of [
  ["3125550142", "US", "+13125550142", "North American numbers do not tell: it may be a mobile phone"],
  ["13125550142", "US", "+13125550142", "with the trunk digit"],
  ["8005550142", "US", undefined, "toll-free"],
  ["9005550142", "US", undefined, "premium rate"],
  ["911", "US", undefined, "the emergency number"],
  ["5550142", "US", undefined, "without its area code"],
  ["741741", "US", undefined, "a short code"],
  ["01134612345678", "US", "+34612345678", "abroad, as it is dialled from here"],
  ["612345678", "ES", "+34612345678", "a Spanish mobile number"],
  ["912345678", "ES", undefined, "a Spanish landline"],
  ["3125550142", "XX", undefined, "a country that is none"],
  ["", "US", undefined, "nothing"],
] as const) {
  test(`${number || "no digits"} in ${country}: ${why}`, () => assert.equal(mobileNumber(number, country), expected));
}
