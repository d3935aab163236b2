import assert from "node:assert/strict";
import { test } from "node:test";
import { deliveryInWords } from "./deliveryInWords.ts";

test("a call is told in a call's words: no network has accepted it, a person was told or was not reached", () => {
  assert.equal(deliveryInWords({ way: "sms", state: "sent" }), "accepted by the network");
  assert.equal(deliveryInWords({ way: "call", state: "sent" }), "was told");
  assert.equal(deliveryInWords({ way: "call", state: "failedPermanently" }), "not reached");
  assert.equal(deliveryInWords({ way: "call", state: "failedTemporarily" }), "not called yet");
});
