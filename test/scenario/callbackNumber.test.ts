import assert from "node:assert/strict";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { Caller } from "../harness/Caller.ts";
import { type Clinic, scenario } from "../harness/Clinic.ts";
import { confirmsNumber, isUrgent } from "./ways.ts";

async function keysIn(clinic: Clinic): Promise<Caller> {
  const caller = await clinic.withheldPhone.calls();
  await isUrgent(caller);
  await caller.hears("ask-callback");
  return caller;
}

const callbackOf = async (clinic: Clinic) => (await clinic.message()).message.callback;

scenario("a caller whose number is withheld keys one in, hears it read back, and is paged for", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("3125550199#");
  await caller.hearsDigits("3125550199");
  await confirmsNumber(caller);
  assert.deepEqual(
    clinic.pages.map(({ callback, callbackConfirmed }) => [callback, callbackConfirmed]),
    [["3125550199", true]],
  );
  await caller.hangsUp();
});

scenario("a transposed number is heard and entered again", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("3125550919#");
  await caller.hearsDigits("3125550919");
  await caller.presses("2");
  await caller.hears("ask-callback");
  await caller.presses("3125550199#");
  await caller.hearsDigits("3125550199");
  await confirmsNumber(caller);
  assert.equal(await callbackOf(clinic), "3125550199");
  await caller.hangsUp();
});

scenario("a caller who is at another phone gives that one's number", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await caller.hearsDigits("3125550142");
  await caller.presses("2");
  await caller.presses("3125550199#");
  await caller.hearsDigits("3125550199");
  await confirmsNumber(caller);
  assert.equal(await callbackOf(clinic), "3125550199");
  await caller.hangsUp();
});

scenario("a number with a digit too few is told, not taken", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("555014#");
  await caller.hears("callback-too-short");
  await caller.presses("5550142#");
  await caller.hearsDigits("5550142");
  await caller.hangsUp();
});

scenario("the doctor is not asked to call 911 back", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("911#");
  await caller.hears("callback-too-short");
  await caller.hangsUp();
  assert.equal(await callbackOf(clinic), undefined);
});

scenario("a number of sixteen digits is told to be too long", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("3125550199312555#");
  await caller.hears("callback-too-long");
  await caller.hangsUp();
});

scenario("ten times the same key is nobody's number", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("0000000000#");
  await caller.hears("callback-not-callable");
  await caller.hangsUp();
});

scenario("nobody has to know which key is pound: a pause ends the number", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("3125550199");
  await caller.hearsDigits("3125550199");
  await caller.presses("#");
  await confirmsNumber(caller);
  assert.equal(await callbackOf(clinic), "3125550199", "the pound that came late is not taken for an answer");
  await caller.hangsUp();
});

scenario("a number dialled over the question loses no digit", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("3");
  assert.equal(clinic.line.playing, false);
  await caller.waits(Seconds(3));
  await caller.presses("125550199#");
  await caller.hearsDigits("3125550199");
  await caller.hangsUp();
});

scenario("star takes back what was keyed so far", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("312*");
  await caller.hears("ask-callback");
  await caller.presses("3125550199#");
  await caller.hearsDigits("3125550199");
  await caller.hangsUp();
});

scenario("0 in a number is a digit, not a cry for help", async (clinic) => {
  const caller = await keysIn(clinic);
  await caller.presses("0205550199#");
  await caller.hearsDigits("0205550199");
  await caller.hangsUp();
});

scenario("nobody confirms a number that has not been read to its end", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await caller.hears("callback-is");
  await caller.presses("1");
  assert.equal(clinic.pages.length, 0);
  await caller.hears("ask-birth-mdy");
  assert.equal(clinic.pages.length, 1);
  caller.neverHeard("callback-confirm");
  await caller.hangsUp();
});

scenario("a caller who cannot manage a number is paged for all the same", async (clinic) => {
  const caller = await keysIn(clinic);
  for (let i = 0; i < 4; i += 1) await caller.presses("12#");
  await caller.hears("callback-missing");
  assert.deepEqual(
    clinic.pages.map(({ callback, callbackConfirmed }) => [callback, callbackConfirmed]),
    [[undefined, false]],
  );
  await caller.hears("ask-birth-mdy");
  await caller.hangsUp();
});

scenario("forty-five seconds after urgency is known the doctor is paged, number or not", async (clinic) => {
  const caller = await keysIn(clinic);
  for (const digit of "3125550199") {
    assert.equal(clinic.pages.length, 0);
    await caller.waits(Seconds(4.4));
    await caller.presses(digit);
  }
  assert.deepEqual(
    clinic.pages.map(({ callbackConfirmed }) => callbackConfirmed),
    [false],
  );
  await confirmsNumber(caller);
  assert.equal(clinic.pages.length, 1, "the number that comes later is written, not paged again");
  assert.equal(await callbackOf(clinic), "3125550199");
  await caller.hangsUp();
});

scenario(
  "a German number is offered as one dials it in Germany",
  async (clinic) => {
    const caller = await clinic.phone("+4930901820").calls();
    await caller.hears("ask-caller-kind");
    await caller.presses("1");
    await caller.hears("ask-urgency");
    await caller.presses("1");
    await caller.hearsDigits("030901820");
    await caller.hangsUp();
  },
  { country: "DE", languages: ["en"] },
);
