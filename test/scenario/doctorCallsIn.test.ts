import assert from "node:assert/strict";
import { test } from "node:test";
import { whoIsOnCall } from "../../firmware/oncall/onCall.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { type Clinic, type ScenarioOptions, scenario } from "../harness/Clinic.ts";
import { GsmRig } from "../harness/GsmRig.ts";
import { confirmsNumber, isRoutine, isUrgent, tellsEverything } from "./ways.ts";

const PINS: ScenarioOptions = { pins: { chen: "2468", patel: "1357" } };
const CHEN = "+13125550101";
const PATEL = "+13125550102";

async function urgentCall(clinic: Clinic, number = "+13125550142"): Promise<string> {
  const caller = await clinic.phone(number).calls();
  await isUrgent(caller);
  await tellsEverything(caller);
  await caller.hangsUp();
  return clinic.pages.at(-1)!.ref;
}

scenario(
  "a doctor who was paged calls in, hears the caller's own voice and takes the call",
  async (clinic) => {
    const ref = await urgentCall(clinic);
    await clinic.pager("Dr. Patel").gets(/URGENT/);
    const doctor = await clinic.phone(PATEL).calls();
    await doctor.hears("door-enter-pin");
    await doctor.presses("1357#");
    await doctor.hears("open-one");
    await doctor.hears("page-number");
    await doctor.hearsDigits("3125550142");
    await doctor.hearsOwnRecording();
    await doctor.presses("4");
    await doctor.hears("page-taken");
    const taken = (await clinic.message()).alert;
    assert.deepEqual([taken?.state, taken?.takenBy], ["taken", "patel"]);
    await doctor.hears("entry-close");
    await doctor.presses("6");
    await doctor.hears("page-closed");
    await doctor.presses("#").then((it) => it.isReleased());
    assert.equal((await clinic.message()).alert?.state, "closed");
    await clinic.pager("Dr. Patel").gets(/^You have /);
    await clinic.passes(Minutes(40));
    clinic.pager("Dr. Chen").getsNothing();
    clinic.pager("Dr. Patel").getsNothing();
    assert.equal(ref, clinic.pages[0]!.ref);
  },
  PINS,
);

scenario(
  "a doctor's wife with an emergency: she waits, and the patient's call goes on as if nothing had been",
  async (clinic) => {
    const caller = await clinic.phone(CHEN).calls();
    await caller.hears("door-enter-pin");
    await caller.hears("emergency");
    await isUrgent(caller);
    await confirmsNumber(caller);
    await clinic.pager("Dr. Patel").gets(/URGENT/, Seconds(5));
    await caller.hangsUp();
    assert.equal((await clinic.message()).alert?.state, "open");
  },
  PINS,
);

scenario(
  "three wrong PINs lead to the patient's script, six lock the menu, and pages still come",
  async (clinic) => {
    for (let call = 0; call < 2; call += 1) {
      const caller = await clinic.phone(CHEN).calls();
      await caller.hears("door-enter-pin");
      await caller.presses("1111#2222#3333#");
      await caller.hears("emergency");
      caller.neverHeard("hall-menu");
      await caller.hangsUp();
      await caller.isReleased();
    }
    assert.deepEqual(clinic.faults, ["PIN_LOCKED"]);
    const locked = await clinic.phone(CHEN).calls();
    await locked.hears("door-locked");
    await locked.presses("2468#");
    await locked.hears("emergency");
    locked.neverHeard("hall-menu");
    await locked.hangsUp();
    await locked.isReleased();
    // Half an hour later the right PIN opens again.
    await clinic.passes(Minutes(31));
    const doctor = await clinic.phone(CHEN).calls();
    await doctor.hears("door-enter-pin");
    await doctor.presses("2468");
    await doctor.hears("open-none");
    await doctor.hangsUp();
    await doctor.isReleased();
    await urgentCall(clinic);
    await clinic.pager("Dr. Patel").gets(/URGENT/);
  },
  PINS,
);

scenario(
  "somebody without a PIN calls from a known telephone, somebody with one from another: both are patients",
  async (clinic) => {
    for (const number of ["+13125550103", "+13125550199"]) {
      const caller = await clinic.phone(number).calls();
      await caller.hears("emergency");
      caller.neverHeard("door-enter-pin");
      await caller.hangsUp();
      await caller.isReleased();
    }
  },
  PINS,
);

scenario(
  "messages: new ones first, and what was heard is not new the next time; all in the audit",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isRoutine(caller);
    await tellsEverything(caller);
    await caller.isReleased();
    const doctor = await clinic.phone(CHEN).calls();
    await doctor.presses("2468");
    await doctor.hears("hall-menu");
    await doctor.presses("2");
    await doctor.hears("new-one");
    await doctor.hearsOwnRecording();
    await doctor.hears("menu-help");
    await doctor.listens();
    await doctor.presses("02");
    await doctor.hears("new-none");
    await doctor.hears("entry-heard");
    await doctor.hangsUp();
    const { message } = await clinic.message();
    assert.deepEqual(await clinic.watched.store.heardBy("chen", 0), [message.ref]);
    assert.deepEqual(await clinic.watched.store.heardBy("patel", 0), []);
  },
  PINS,
);

scenario(
  "taking over the duty by telephone: both hear of it, the next page goes to the new one, and undo brings it back",
  async (clinic) => {
    const onCall = () =>
      whoIsOnCall(clinic.file, clinic.clock.now(), { duties: clinic.duties.changes }).people.map(({ id }) => id);
    assert.deepEqual(onCall(), ["patel"]);
    const doctor = await clinic.phone(CHEN).calls();
    await doctor.presses("2468");
    await doctor.hears("hall-menu");
    await doctor.presses("3");
    await doctor.hears("duty-take-over");
    await doctor.presses("1");
    await doctor.hears("until-hours");
    await doctor.presses("1");
    await doctor.hears("you-take-over-from");
    await doctor.hears("duty-confirm");
    assert.deepEqual(onCall(), ["patel"]);
    await doctor.presses("1");
    await doctor.hears("duty-changed");
    assert.deepEqual(onCall(), ["chen"]);
    await clinic.pager("Dr. Chen").gets(/you are on call until .* instead of Dr. Patel/);
    await clinic.pager("Dr. Patel").gets(/Dr. Chen is on call instead of you until/);
    await clinic.pager("Dr. Patel").replies("who");
    await clinic.pager("Dr. Patel").gets(/On call: Dr. Chen/);
    await doctor.hangsUp();
    await doctor.isReleased();
    await urgentCall(clinic);
    await clinic.pager("Dr. Chen").gets(/URGENT/);
    clinic.pager("Dr. Patel").getsNothing();
    const again = await clinic.phone(CHEN).calls();
    await again.presses("2468");
    await again.hears("open-one");
    await again.presses("4");
    await again.hears("page-taken");
    await clinic.pager("Dr. Chen").gets(/^You have /);
    await again.presses("0");
    await again.hears("hall-menu");
    await again.presses("3");
    await again.hears("duty-undo");
    await again.presses("3");
    await again.hears("duty-undone");
    assert.deepEqual(onCall(), ["patel"]);
    await clinic.pager("Dr. Chen").gets(/taken back. On call now: Dr. Patel/);
    await again.hangsUp();
  },
  PINS,
);

scenario(
  "a new greeting is what the next caller hears, and the emergency sentence still follows",
  async (clinic) => {
    const doctor = await clinic.phone(CHEN).calls();
    await doctor.presses("2468");
    await doctor.hears("hall-menu");
    await doctor.presses("4");
    await doctor.hears("voice-menu");
    await doctor.presses("11");
    await doctor.hears("voice-say-greeting");
    await doctor.speaks(Seconds(3));
    await doctor.presses("#");
    await doctor.hears("voice-review");
    await doctor.presses("1");
    await doctor.hears("voice-kept");
    await doctor.hangsUp();
    await doctor.isReleased();
    const greeting = clinic.prompts.clip("greeting.rosewood-family-practice", "en")!;
    assert.ok(Math.abs(greeting.length / 8000 - 3) < 0.6, `${greeting.length / 8000} s`);
    const caller = await clinic.phone("+13125550142").calls();
    await caller.hears("emergency");
    await caller.hangsUp();
  },
  { ...PINS, ownPrompts: true },
);

test("the doctor's PIN is nowhere in what the live feed tells", async () => {
  const { Clinic } = await import("../harness/Clinic.ts");
  await using clinic = await Clinic.open(PINS);
  const doctor = await clinic.phone(CHEN).calls();
  await doctor.presses("2468#");
  await doctor.hears("hall-menu");
  assert.doesNotMatch(clinic.story(), /presses [2468]|2468/);
  await doctor.hangsUp();
  await doctor.isReleased();
});

const LATE: ScenarioOptions = { ...PINS, line: { numberComesLate: true } };

scenario(
  "a number that comes when the greeting plays already is still a doctor's",
  async (clinic) => {
    const doctor = await clinic.phone(CHEN).calls();
    await doctor.hears("greeting", "en");
    await doctor.hears("door-enter-pin");
    await doctor.presses("2468#");
    await doctor.hears("hall-menu");
    await doctor.presses("#");
    await doctor.isReleased();
    assert.deepEqual(await clinic.messages(), []);
  },
  LATE,
);

scenario(
  "whoever has pressed a key before the number came is a patient and stays one",
  async (clinic) => {
    const caller = await clinic.phone(CHEN).calls();
    await caller.presses("1");
    await caller.hears("choose-1");
    await caller.waits(Seconds(2));
    caller.neverHeard("door-enter-pin");
    await caller.hangsUp();
  },
  LATE,
);

scenario(
  "a patient's number that comes late changes nothing",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isUrgent(caller);
    await confirmsNumber(caller);
    await clinic.pager("Dr. Patel").gets(/URGENT/, Seconds(5));
    await caller.hangsUp();
  },
  LATE,
);

scenario(
  "the power goes while a doctor listens: nobody is paged for that call; at the door it may have been a patient",
  async (clinic) => {
    const { store } = clinic.watched;
    const doctor = await clinic.phone(CHEN).calls();
    await doctor.presses("2468#");
    await doctor.hears("hall-menu");
    assert.deepEqual(await store.interruptedCalls(), []);
    await doctor.hangsUp();
    await doctor.isReleased();
    const caller = await clinic.phone(CHEN).calls();
    await caller.hears("door-enter-pin");
    const found = await store.interruptedCalls();
    assert.deepEqual(
      found.map(({ message }) => message.urgency),
      ["urgent"],
    );
    await caller.hangsUp();
  },
  PINS,
);

scenario(
  "the same on a cellular line with its real driver, keys heard in the sound: the page, and a greeting recorded",
  async (clinic) => {
    await urgentCall(clinic);
    await clinic.passes(Seconds(5));
    const doctor = await clinic.phone(PATEL).calls();
    await doctor.hears("door-enter-pin");
    await doctor.listens();
    await doctor.presses("1357");
    await doctor.hears("open-one");
    await doctor.hearsOwnRecording();
    await doctor.presses("4");
    await doctor.hears("page-taken");
    assert.equal((await clinic.message()).alert?.takenBy, "patel");
    await doctor.presses("0");
    await doctor.hears("hall-menu");
    await doctor.presses("4");
    await doctor.hears("voice-menu");
    await doctor.presses("11");
    await doctor.hears("voice-say-greeting");
    await doctor.speaks(Seconds(3));
    await doctor.presses("#");
    await doctor.hears("voice-review");
    await doctor.presses("1");
    await doctor.hears("voice-kept");
    await doctor.presses("#");
    await doctor.isReleased();
    const greeting = clinic.prompts.clip("greeting.rosewood-family-practice", "en")!;
    assert.ok(Math.abs(greeting.length / 8000 - 3) < 0.7, `${greeting.length / 8000} s`);
  },
  {
    pins: { patel: "1357" },
    ownPrompts: true,
    rig: () => new GsmRig({ emulator: { voice: { keys: "audio" } } }),
  },
);
