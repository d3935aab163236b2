import assert from "node:assert/strict";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { scenario } from "../harness/Clinic.ts";
import { isRoutine, isUrgent, tellsEverything } from "./ways.ts";

scenario("Spanish: from the choice on, every sentence", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await caller.hears("choose-2", "es");
  await caller.presses("2");
  await caller.hears("answering-service", "es");
  await caller.hears("ask-caller-kind", "es");
  await caller.presses("1");
  await caller.hears("ask-urgency", "es");
  await caller.presses("1");
  const before = clinic.said().length;
  await tellsEverything(caller);
  await caller.hears("saved-urgent", "es");
  await caller.hears("your-reference", "es");
  await caller.isReleased();
  const english = clinic
    .said()
    .slice(before)
    .filter(({ text }) => /\b(press|your|the|please)\b/i.test(text) && !text.includes("own recording"));
  assert.deepEqual(english, []);
  assert.equal((await clinic.message()).message.language, "es");
});

scenario("a caller who has no English hears the emergency number in Spanish before choosing", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await caller.hears("emergency", "es");
  caller.neverHeard("ask-caller-kind");
  await caller.hangsUp();
});

scenario(
  "a practice with one language asks for none",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await caller.hears("ask-caller-kind");
    caller.neverHeard("choose-1").neverHeard("choose-2");
    await caller.hangsUp();
  },
  { languages: ["en"] },
);

scenario(
  "no disk takes the message: nobody is told that it is saved, and even a routine caller's doctor hears of it",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isRoutine(caller);
    await tellsEverything(caller);
    await caller.hears("not-saved");
    await caller.isReleased();
    assert.deepEqual(
      clinic.pages.map(({ urgencyBecause, callback }) => [urgencyBecause, callback]),
      [["fault", "3125550142"]],
    );
    caller.neverHeard("saved-routine").neverHeard("saved-urgent");
  },
  { disk: "gone" },
);

scenario("the card stalls: the caller hears that we are still there, and then the truth", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  clinic.watched.stall();
  await tellsEverything(caller);
  await caller.hears("one-moment");
  await caller.hears("not-saved");
  await caller.isReleased();
  assert.equal(clinic.pages.length, 1);
  caller.neverHeard("saved-urgent");
});

scenario("the card stalls for a moment only, and the caller is thanked after it", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  clinic.watched.stall();
  await tellsEverything(caller);
  await caller.hears("one-moment");
  caller.neverHeard("saved-urgent");
  clinic.watched.release();
  await caller.hears("saved-urgent");
});

scenario(
  "prompts that never end hold nobody: the call is urgent, and comes to an end",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await caller.isReleased();
    assert.ok(clinic.clock.monotonic() < Minutes(11));
    assert.deepEqual(
      clinic.pages.map(({ urgencyBecause }) => urgencyBecause),
      ["fault"],
    );
  },
  { line: { promptsNeverEnd: true } },
);

scenario(
  "a dental practice asks for no date of birth",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await caller.hears("ask-caller-kind");
    await caller.presses("1");
    await caller.hears("ask-urgency-dental");
    await caller.presses("1");
    await caller.hears("callback-confirm");
    await caller.presses("1");
    await caller.hears("ask-name");
    await caller.hangsUp();
  },
  { script: { template: "dental", routine: "waits" }, languages: ["en"] },
);

const withRefills = {
  template: "family-practice",
  routine: "waits",
  prompts: { "ask-with-refills": { en: "If it is urgent, press 1. If it can wait, press 2. For a refill, press 3." } },
  steps: {
    urgency: {
      menu: "ask-with-refills",
      keys: { "1": "urgent", "2": "routine", "3": "refill" },
      otherwise: "treated-urgent",
    },
    refill: { say: [], next: "refill-number", urgency: "routine", because: "refill" },
    "refill-number": { ask: "callback", next: "refill-reason", otherwise: "refill-reason" },
    "refill-reason": { record: "reason", say: "ask-reason", longest: "1m", next: "save" },
  },
};

scenario(
  "a practice asks in steps of its own",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await caller.hears("ask-caller-kind");
    await caller.presses("1");
    await caller.waits(Seconds(1));
    assert.match(clinic.said().at(-1)!.text, /For a refill, press 3/);
    await caller.presses("3");
    await caller.hears("callback-confirm");
    await caller.presses("1");
    await caller.hears("limit-1");
    await caller.speaks(Seconds(5));
    await caller.presses("#1");
    await caller.hears("saved-routine");
    assert.equal(clinic.pages.length, 0);
    assert.equal((await clinic.message()).message.urgencyBecause, "refill");
  },
  { languages: ["en"], script: withRefills },
);
