import assert from "node:assert/strict";
import { test } from "node:test";
import type { ExchangeTime } from "../../../firmware/time/ExchangeTime.ts";
import { VoiceRig } from "../../../test/harness/VoiceRig.ts";
import { caller, greet } from "../../../test/harness/voiceLineTest.ts";

test("the exchange's clock in a caller ID is told as it comes, beside the number", async (t) => {
  const told: ExchangeTime[] = [];
  const rig = new VoiceRig({}, { exchangeTime: (time) => told.push(time) });
  t.after(() => rig.stop());
  await rig.start();
  greet(rig);
  const call = rig.modem.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
  assert.equal((await rig.finished(call)).outcome, "answered");
  assert.equal(told.length, 1);
  assert.ok((told[0]?.month ?? 0) >= 1 && (told[0]?.hour ?? 99) < 24, JSON.stringify(told));
});
