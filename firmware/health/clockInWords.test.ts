import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes, Seconds } from "../time/Duration.ts";
import { clockInWords } from "./clockInWords.ts";

test("how far the clock is to be believed, in words", () => {
  const none = { disagreement: undefined };
  assert.equal(clockInWords({ level: "trusted", ...none }), "confirmed");
  assert.equal(clockInWords({ level: "hinted", ...none }), "plausible, but nothing has confirmed it yet");
  assert.equal(clockInWords({ level: "untrusted", ...none }), "not to be believed");
  assert.equal(clockInWords({ level: "untrusted", disagreement: Minutes(61) }), "the network's clock is 1 hour ahead");
  assert.equal(clockInWords({ level: "hinted", disagreement: Seconds(-90) }), "the network's clock is 1 minute behind");
});
