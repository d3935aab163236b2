import assert from "node:assert/strict";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import type { Caller } from "../harness/Caller.ts";
import { type Clinic, scenario } from "../harness/Clinic.ts";
import { confirmsNumber, isRoutine, isUrgent, saysAndKeeps } from "./ways.ts";

async function reachesReason(clinic: Clinic, choose: (caller: Caller) => Promise<void> = isUrgent): Promise<Caller> {
  const caller = await clinic.phone("+13125550142").calls();
  await choose(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await saysAndKeeps(caller, "ask-name", Seconds(2));
  await caller.hears("ask-reason");
  return caller;
}

const reasonOf = async (clinic: Clinic) => (await clinic.message()).recordings.find(({ part }) => part === "reason");

scenario("a caller who got muddled says it again, and the new one counts", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.speaks(Seconds(4));
  await caller.presses("#");
  await caller.hears("review");
  await caller.presses("2");
  await caller.hears("ask-reason");
  await caller.speaks(Seconds(9));
  await caller.presses("#1");
  await caller.hears("saved-urgent");
  const reason = await reasonOf(clinic);
  assert.equal(reason?.takes, 2);
  assert.ok(reason.milliseconds >= 9_000 && reason.milliseconds < 10_000);
});

scenario("a caller who wants to say it again and then says nothing keeps the first one", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.speaks(Seconds(4));
  await caller.presses("#");
  await caller.hears("review");
  await caller.presses("2");
  await caller.hears("ask-reason");
  await clinic.until("the tone is over", () => clinic.line.recording);
  await caller.presses("#");
  await caller.hears("saved-urgent");
  const { message } = await clinic.message();
  assert.deepEqual(message.keptTakes, { reason: 1 });
});

scenario("a caller listens to what was recorded", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.speaks(Seconds(6));
  await caller.presses("#");
  await caller.hears("review");
  await caller.presses("3");
  await caller.hearsOwnRecording();
  await caller.hears("review");
  await caller.presses("1");
  await caller.hears("saved-urgent");
});

scenario("keys during one's own recording are answers to its review", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.speaks(Seconds(6));
  await caller.presses("#");
  await caller.hears("review");
  await caller.presses("3");
  await caller.hearsOwnRecording();
  await caller.presses("1");
  await caller.hears("saved-urgent");
});

scenario("whoever does not know what to press just waits, and the message is kept", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.speaks(Seconds(6));
  await caller.hears("review");
  await caller.hears("saved-urgent");
  assert.equal((await reasonOf(clinic))?.takes, 1);
});

scenario("wrong keys at the review lose nothing", async (clinic) => {
  const caller = await reachesReason(clinic, isRoutine);
  await caller.speaks(Seconds(6));
  await caller.presses("#");
  for (let i = 0; i < 2; i += 1) {
    await caller.hears("review");
    await caller.presses("7");
  }
  await caller.hears("recording-kept");
  await caller.hears("saved-routine");
  assert.equal(clinic.pages.length, 0);
});

scenario("nobody records for ever: three takes are enough", async (clinic) => {
  const caller = await reachesReason(clinic);
  for (let take = 1; take <= 3; take += 1) {
    await caller.speaks(Seconds(3));
    await caller.presses("#");
    await caller.hears("review");
    await caller.presses("2");
  }
  await caller.hears("recording-kept");
  await caller.hears("saved-urgent");
  assert.equal((await reasonOf(clinic))?.takes, 3);
});

scenario("a message over the limit is kept up to there, and the caller is told", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.hears("limit-2");
  await caller.speaks(Minutes(3));
  await caller.hears("limit-reached");
  await caller.hears("saved-urgent");
  const reason = await reasonOf(clinic);
  assert.ok(reason!.milliseconds >= 119_000 && reason!.milliseconds <= 121_000, `${reason!.milliseconds} ms`);
});

scenario("a message of no seconds traps nobody: pound goes on without it", async (clinic) => {
  const caller = await reachesReason(clinic, isRoutine);
  await clinic.until("the tone is over", () => clinic.line.recording);
  await caller.presses("#");
  await caller.hears("saved-routine");
  assert.equal(clinic.pages.length, 0, "they chose so themselves");
});

scenario("a routine caller who falls silent at the tone is urgent", async (clinic) => {
  const caller = await reachesReason(clinic, isRoutine);
  await caller.hears("nothing-heard");
  await caller.hears("saved-urgent");
  assert.deepEqual(
    clinic.pages.map(({ urgencyBecause }) => urgencyBecause),
    ["silence"],
  );
});

scenario("a cheek on the keypad does not cut the message short", async (clinic) => {
  const caller = await reachesReason(clinic);
  await caller.speaks(Seconds(4));
  await caller.presses("5");
  await caller.speaks(Seconds(4));
  await caller.presses("#");
  await caller.hears("review");
  await caller.hangsUp();
  assert.ok((await reasonOf(clinic))!.milliseconds >= 8_000);
});

scenario("whoever does not want to be recorded presses pound, and is paged for all the same", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await caller.hears("ask-name");
  await caller.presses("##");
  await caller.hears("ask-reason");
  await caller.presses("##");
  await caller.hears("saved-urgent");
  assert.equal(clinic.pages.length, 1);
  assert.deepEqual((await clinic.message()).recordings, []);
});

scenario(
  "a modem that does not record: the caller is told, and a doctor hears of it",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isRoutine(caller);
    await confirmsNumber(caller);
    await caller.hears("ask-birth-mdy");
    await caller.presses("#");
    await caller.hears("recording-failed");
    assert.deepEqual(
      clinic.pages.map(({ urgencyBecause }) => urgencyBecause),
      ["fault"],
    );
    await caller.hears("saved-urgent");
  },
  { line: { recordingNeverStarts: true } },
);

scenario(
  "a modem that does not stop recording: what it holds is kept, and the call goes on",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isRoutine(caller);
    await confirmsNumber(caller);
    await caller.hears("ask-birth-mdy");
    await caller.presses("#");
    await caller.hears("ask-name");
    await caller.speaks(Seconds(3));
    await caller.presses("#");
    await caller.hears("recording-failed");
    await caller.hangsUp();
    assert.equal(clinic.pages.length, 1);
  },
  { line: { recordingNeverStops: true } },
);
