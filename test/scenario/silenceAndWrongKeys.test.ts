import assert from "node:assert/strict";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { scenario } from "../harness/Clinic.ts";
import { choosesEnglish, confirmsNumber, isPatient, isRoutine, isUrgent } from "./ways.ts";

scenario(
  "a caller who cannot speak or press a key is urgent, and the line is free again in the end",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await caller.isReleased();
    assert.deepEqual(
      clinic.pages.map(({ urgency, urgencyBecause }) => [urgency, urgencyBecause]),
      [["urgent", "silence"]],
    );
    assert.ok(clinic.clock.monotonic() < Minutes(10));
    assert.equal((await clinic.message()).message.complete, true);
  },
);

scenario("a silent caller with a withheld number is paged for, too", async (clinic) => {
  const caller = await clinic.withheldPhone.calls();
  await caller.isReleased();
  assert.equal(clinic.pages.length, 1);
});

scenario("wrong keys are told, and after three of them the call is urgent", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isPatient(caller);
  for (let i = 0; i < 2; i += 1) {
    await caller.presses("8");
    await caller.hears("wrong-key");
  }
  await caller.presses("8");
  await caller.hears("treated-urgent");
  await confirmsNumber(caller);
  assert.deepEqual(
    clinic.pages.map(({ urgencyBecause }) => urgencyBecause),
    ["wrong-keys"],
  );
  await caller.hangsUp();
});

scenario("one wrong key is forgiven", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isPatient(caller);
  await caller.presses("7");
  await caller.hears("ask-urgency");
  await caller.presses("2");
  await confirmsNumber(caller);
  assert.equal(clinic.pages.length, 0);
  await caller.hangsUp();
});

scenario("a routine caller who stops answering is urgent after all", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await caller.hears("callback-missing");
  assert.deepEqual(
    clinic.pages.map(({ urgencyBecause }) => urgencyBecause),
    ["silence"],
  );
  await caller.hangsUp();
});

scenario("star says it again", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await choosesEnglish(caller);
  await caller.presses("*");
  await caller.hears("ask-caller-kind");
  await caller.presses("1");
  await caller.hears("ask-urgency");
  await caller.hangsUp();
});

scenario("star for ever does not hold the line for ever", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await choosesEnglish(caller);
  for (let i = 0; i < 8; i += 1) await caller.presses("*");
  await caller.hears("treated-urgent");
  await caller.hangsUp();
  assert.equal(clinic.pages.length, 1);
});

scenario("the date of birth may be wrong, and is asked again", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("02301980");
  await caller.hears("birth-not-valid");
  await caller.presses("0325#");
  await caller.hears("birth-too-short");
  await caller.presses("03251980");
  await caller.hears("birth-is");
  await caller.presses("2");
  await caller.hears("ask-birth-mdy");
  await caller.presses("03251981");
  await caller.hears("birth-confirm");
  await caller.presses("1");
  await caller.hears("ask-name");
  assert.equal((await clinic.message()).message.dateOfBirth, "1981-03-25");
  await caller.hangsUp();
});

scenario("no date of birth is no reason not to go on", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await caller.hears("ask-name");
  assert.equal(clinic.pages.length, 0);
  await caller.hangsUp();
});

scenario("a call that does not come to its end is brought to one, and nothing is lost", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  for (let i = 0; i < 200 && clinic.line.offHook; i += 1) {
    // One digit every four seconds, taken back with a star now and then: somebody who never gets anywhere.
    await caller.presses(i % 15 === 14 ? "*" : "2");
    await caller.waits(Seconds(4));
  }
  assert.ok(clinic.clock.monotonic() < Minutes(11));
  assert.equal((await clinic.messages()).length, 1);
});
