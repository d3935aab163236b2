import assert from "node:assert/strict";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { Caller } from "../harness/Caller.ts";
import { type Clinic, scenario } from "../harness/Clinic.ts";
import {
  choosesEnglish,
  confirmsNumber,
  givesBirthDate,
  isPatient,
  isRoutine,
  isUrgent,
  saysAndKeeps,
} from "./ways.ts";

scenario("a caller who hangs up during the greeting is in the records, and nobody is woken", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await caller.hears("greeting");
  await caller.hangsUp();
  assert.equal(clinic.pages.length, 0);
  assert.equal((await clinic.messages()).length, 0);
  assert.match(clinic.story(), /the caller has hung up/);
});

scenario(
  "a caller with a number who presses a key and is gone before saying how urgent it is: a doctor hears of it",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await choosesEnglish(caller);
    await caller.hangsUp();
    assert.deepEqual(
      clinic.pages.map(({ urgency, urgencyBecause }) => [urgency, urgencyBecause]),
      [["urgent", "abandoned"]],
    );
    assert.equal((await clinic.message()).call.ending, "abandoned");
  },
);

scenario("without a number and before a choice there is nobody to call back, so nobody is woken", async (clinic) => {
  const caller = await clinic.withheldPhone.calls();
  await choosesEnglish(caller);
  await caller.hangsUp();
  assert.equal(clinic.pages.length, 0);
});

scenario("a routine caller who hangs up half-way leaves what was told, and no page", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.hangsUp();
  assert.equal(clinic.pages.length, 0);
  const { message, call } = await clinic.message();
  assert.deepEqual(
    [message.urgency, message.callback, message.complete, call.ending],
    ["routine", "3125550142", false, "abandoned"],
  );
});

/** Each step of an urgent call up to which the caller stays. */
const stays: readonly (readonly [string, (caller: Caller, clinic: Clinic) => Promise<unknown>])[] = [
  ["right after saying that it is urgent", async () => {}],
  ["while the number is read back", async (caller) => caller.hears("callback-is")],
  ["after confirming the number", confirmsNumber],
  [
    "at the date of birth",
    async (caller) => {
      await confirmsNumber(caller);
      await caller.hears("ask-birth-mdy");
      await caller.presses("0325");
    },
  ],
  [
    "while saying the name",
    async (caller) => {
      await confirmsNumber(caller);
      await givesBirthDate(caller);
      await caller.hears("ask-name");
      await caller.speaks(Seconds(2));
    },
  ],
  [
    "while saying the reason",
    async (caller) => {
      await confirmsNumber(caller);
      await givesBirthDate(caller);
      await saysAndKeeps(caller, "ask-name", Seconds(2));
      await caller.hears("ask-reason");
      await caller.speaks(Seconds(7));
    },
  ],
  [
    "at the review of the reason",
    async (caller) => {
      await confirmsNumber(caller);
      await givesBirthDate(caller);
      await saysAndKeeps(caller, "ask-name", Seconds(2));
      await caller.hears("ask-reason");
      await caller.speaks(Seconds(7));
      await caller.presses("#");
    },
  ],
];

for (const [when, stay] of stays) {
  scenario(`an urgent caller hangs up ${when}: paged once, and what was told is there`, async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isUrgent(caller);
    await stay(caller, clinic);
    await caller.hangsUp("loop-break");
    assert.equal(clinic.pages.length, 1);
    const { message, call, recordings } = await clinic.message();
    assert.deepEqual(
      [message.urgency, message.complete, call.ending, call.hangUpSign],
      ["urgent", false, "abandoned", "loop-break"],
    );
    if (when.includes("reason"))
      assert.ok(recordings.find(({ part }) => part === "reason")!.milliseconds >= 6_500, "the last words are there");
  });
}

scenario("the modem is unplugged in the middle of an urgent call", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await caller.hears("callback-is");
  await caller.hangsUp("port-gone");
  assert.equal(clinic.pages.length, 1);
  assert.equal((await clinic.message()).call.ending, "line-lost");
});

scenario("a caller who hangs up while hearing the reference has left a complete message", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isPatient(caller);
  await caller.presses("1");
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await saysAndKeeps(caller, "ask-name", Seconds(2));
  await saysAndKeeps(caller, "ask-reason", Seconds(9));
  await caller.hears("your-reference");
  await caller.hangsUp();
  const { message, call } = await clinic.message();
  assert.deepEqual([message.complete, call.ending], [true, "completed"]);
});
