import assert from "node:assert/strict";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { scenario } from "../harness/Clinic.ts";
import { confirmsNumber, isRoutine, isUrgent, tellsEverything } from "./ways.ts";

scenario("the page is on the doctor's phone while the patient is still at the date of birth", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  const page = await clinic.pager("Dr. Patel").gets(/URGENT/, Seconds(3));
  assert.ok(clinic.line.offHook && page.includes(clinic.pages[0]!.ref));
  assert.doesNotMatch(page, /0142/, "no patient data in a short message, unless the clinic chose so");
  clinic.pager("Dr. Chen").getsNothing();
  await caller.hangsUp();
});

scenario("the doctor replies with the code and is not paged again", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await tellsEverything(caller);
  await caller.isReleased();
  const patel = clinic.pager("Dr. Patel");
  await patel.gets(/URGENT/);
  const { ref } = clinic.pages[0]!;
  await patel.replies(ref);
  const { alert } = await clinic.message();
  assert.deepEqual([alert?.state, alert?.takenBy], ["taken", "patel"]);
  await clinic.passes(Minutes(10));
  clinic.pager("Dr. Chen").getsNothing();
});

scenario("the times that matter are kept, in the order in which they came", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await tellsEverything(caller);
  await caller.hears("stay-offer");
  const { ref } = clinic.pages[0]!;
  await clinic.pager("Dr. Patel").replies(ref);
  await clinic.passes(Minutes(5));
  await clinic.pager("Dr. Patel").replies(`${ref} done`);
  const { message, call, alert, dispatches } = await clinic.message();
  const times = [
    call.rangAt,
    call.answeredAt,
    message.urgentAt,
    dispatches[0]?.sentAt,
    message.savedAt,
    alert?.takenAt,
    alert?.closedAt,
  ];
  assert.ok(
    times.every((at, i) => at !== undefined && at >= (times[i - 1] ?? 0)),
    JSON.stringify(times),
  );
  assert.equal(message.complete, true);
  if (clinic.line.offHook) await caller.isReleased();
});

scenario("nobody takes it: it climbs until everybody knows", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  await caller.hangsUp();
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  await clinic.pager("Dr. Chen").gets(/URGENT/);
  await clinic.pager("Dr. Okafor").gets(/URGENT/);
});

scenario("the network reports that the doctor's phone is dead: the others know within seconds", async (clinic) => {
  clinic.pager("Dr. Patel").isDead();
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  await clinic.pager("Dr. Chen").gets(/URGENT/, Seconds(8));
  await clinic.pager("Dr. Okafor").gets(/URGENT/, Seconds(8));
  await caller.hangsUp();
});

scenario("a refill is on no doctor's phone, however long one waits", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isRoutine(caller);
  await tellsEverything(caller);
  await caller.isReleased();
  await clinic.passes(Minutes(30));
  for (const name of ["Dr. Chen", "Dr. Patel", "Dr. Okafor"]) clinic.pager(name).getsNothing();
});

scenario("a caller who hangs up in the middle is on the doctor's phone, too", async (clinic) => {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await caller.hangsUp();
  await clinic.pager("Dr. Patel").gets(/URGENT/);
  assert.equal((await clinic.message()).alert?.state, "open");
});

scenario(
  "no disk takes anything, and the page goes all the same",
  async (clinic) => {
    const caller = await clinic.phone("+13125550142").calls();
    await isUrgent(caller);
    await confirmsNumber(caller);
    await clinic.pager("Dr. Patel").gets(/URGENT/, Seconds(3));
    await caller.hangsUp();
  },
  { disk: "gone" },
);
