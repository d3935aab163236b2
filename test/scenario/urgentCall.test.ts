import assert from "node:assert/strict";
import { Seconds } from "../../firmware/time/Duration.ts";
import { scenario } from "../harness/Clinic.ts";
import {
  choosesEnglish,
  confirmsNumber,
  isPatient,
  isRoutine,
  isUrgent,
  saysAndKeeps,
  tellsEverything,
} from "./ways.ts";

scenario(
  "an urgent call is paged as soon as the number is confirmed, while the caller still speaks",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await caller.hears("greeting");
    await caller.hears("emergency");
    await isUrgent(caller);
    await caller.hears("callback-confirm");
    assert.equal(clinic.pages.length, 0);
    await caller.presses("1");
    assert.equal(clinic.pages.length, 1);
    assert.equal(clinic.pages[0]!.callback, "3125550142");
  },
);

scenario("an urgent call leaves everything that the caller told", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await tellsEverything(caller);
  await caller.hears("saved-urgent");
  await caller.hears("your-reference");
  await caller.isReleased();
  const { message, call, recordings } = await clinic.message();
  assert.equal(message.urgency, "urgent");
  assert.equal(message.urgencyBecause, "caller");
  assert.equal(message.callerKind, "patient");
  assert.deepEqual([message.callback, message.callbackConfirmed], ["3125550142", true]);
  assert.equal(message.dateOfBirth, "1980-03-25");
  assert.equal(message.complete, true);
  assert.equal(call.ending, "completed");
  assert.deepEqual(
    recordings.map(({ part, takes }) => [part, takes]),
    [
      ["name", 1],
      ["reason", 1],
    ],
  );
  assert.ok(recordings.every(({ part, milliseconds }) => milliseconds >= (part === "name" ? 3_000 : 12_000)));
});

scenario("the emergency number is told before anything is asked", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await caller.hears("emergency", "en");
  assert.equal(clinic.said().length, 1);
  await caller.hangsUp();
});

scenario("a refill at two in the morning does not wake the doctor", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await tellsEverything(caller);
  await caller.hears("saved-routine");
  await caller.isReleased();
  assert.equal(clinic.pages.length, 0);
  const { message } = await clinic.message();
  assert.deepEqual([message.urgency, message.urgencyBecause, message.complete], ["routine", "caller", true]);
});

scenario(
  "a practice that wants to hear of every call is paged for routine ones too",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isRoutine(caller);
    await confirmsNumber(caller);
    assert.deepEqual(
      clinic.pages.map(({ urgency, urgencyBecause }) => [urgency, urgencyBecause]),
      [["urgent", "practice"]],
    );
    await caller.hangsUp();
  },
  { script: { template: "family-practice", routine: "pages" } },
);

scenario("a laboratory with a critical value is not asked how urgent it is", async (clinic) => {
  const caller = await clinic.phone("+13125550177").calls();
  await choosesEnglish(caller);
  await caller.presses("2");
  await confirmsNumber(caller);
  assert.equal(clinic.pages.length, 1);
  await saysAndKeeps(caller, "ask-name-professional", Seconds(4));
  await saysAndKeeps(caller, "ask-reason-professional", Seconds(20));
  await caller.hears("saved-urgent");
  caller.neverHeard("ask-urgency").neverHeard("ask-birth-mdy");
  const { message } = await clinic.message();
  assert.deepEqual([message.callerKind, message.urgencyBecause], ["professional", "professional"]);
});

scenario("0 in the middle of a menu: the caller needs somebody at once", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await choosesEnglish(caller);
  await caller.presses("0");
  await caller.hears("treated-urgent");
  await confirmsNumber(caller);
  assert.equal(clinic.pages.length, 1);
  await caller.hangsUp();
});

scenario("0 over the greeting, before anything is understood", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await caller.hears("greeting");
  await caller.presses("0");
  await caller.hears("treated-urgent");
  await caller.hangsUp();
  assert.equal(clinic.pages.length, 1);
});

scenario("second thoughts: it is routine, and while speaking it gets worse", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await saysAndKeeps(caller, "ask-name", Seconds(3));
  await caller.hears("ask-reason");
  await caller.speaks(Seconds(5));
  assert.equal(clinic.pages.length, 0);
  await caller.presses("0");
  await caller.hears("treated-urgent");
  assert.equal(clinic.pages.length, 1, "the number is known: nothing to wait for");
  await caller.hears("saved-urgent");
  const { recordings } = await clinic.message();
  assert.deepEqual(
    recordings.map(({ part, takes }) => [part, takes]),
    [
      ["name", 1],
      ["reason", 1],
    ],
    "nothing is asked twice",
  );
});

scenario("second thoughts after hearing that the office will call tomorrow", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await tellsEverything(caller);
  await caller.hears("saved-routine");
  await caller.presses("0");
  await caller.hears("saved-urgent");
  await caller.isReleased();
  assert.equal(clinic.pages.length, 1);
  const { message } = await clinic.message();
  assert.deepEqual([message.urgency, message.complete], ["urgent", true]);
});

scenario(
  "0 in a call that is urgent already goes on to the next question instead of round in a circle",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isUrgent(caller);
    await caller.hears("callback-is");
    await caller.presses("0");
    await caller.hears("callback-missing");
    assert.equal(clinic.pages.length, 1);
    await caller.presses("0");
    await caller.hears("ask-birth-mdy");
    await caller.hangsUp();
  },
);

scenario("whoever knows the way presses ahead of every question", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await caller.hears("greeting");
  await caller.presses("111");
  await caller.hears("callback-confirm");
  caller.neverHeard("saved-urgent");
  assert.equal((await clinic.messages()).length, 1);
  await caller.hangsUp();
});

scenario("a key stops the sentence at once", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isPatient(caller);
  assert.equal(clinic.line.playing, true);
  const before = clinic.clock.monotonic();
  clinic.line.presses("9");
  assert.ok(clinic.clock.monotonic() === before && clinic.said().at(-1)!.text.includes("not one of the choices"));
  await caller.hangsUp();
});
