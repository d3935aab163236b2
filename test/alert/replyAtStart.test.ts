import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import { LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// A doctor replies while the box is without power: the text lies on the SIM, and is read while the box starts.

/** Two lives of one box: it pages, the power goes, and the modem is there before the alerts are. */
async function nextLife(text: (ref: string) => string) {
  const clock = new VirtualClock(Date.parse("2026-12-01T08:14:00Z"));
  const local = new LocalStore();
  const bench = () =>
    new AlertBench({ clinic: testClinic(), clock, store: local.newProcess(clock), ways: ["sms"], sent: [] });
  const before = bench();
  const ref = await before.calls({ number: "3125550142" });
  await before.passes(Seconds(20));
  assert.deepEqual(
    before.pages.map(({ dispatch }) => dispatch.person),
    ["patel"],
  );
  await before.desk.stop();
  clock.advance(Seconds(10));

  const box = bench();
  const modem = Promise.withResolvers<void>();
  const started = box.desk.resume(modem.promise);
  const replied = box.replies("patel", text(ref));
  await box.passes(Seconds(1));
  modem.resolve();
  await started;
  await replied;
  await box.passes(Minutes(2));
  const over = async () => {
    await box.desk.stop();
    local.close();
  };
  return { ref, box, over };
}

test("the code alone takes it: nobody is paged any more, and the doctor hears so", async () => {
  const { ref, box, over } = await nextLife((code) => code);
  assert.deepEqual(box.pages, []);
  assert.match(box.answers("patel").join(), new RegExp(`^You have ${ref}`));
  assert.equal((await box.store.alertNow(ref))?.alert.state, "taken");
  await over();
});

test("pass hands it on", async () => {
  const { ref, box, over } = await nextLife((code) => `${code} pass`);
  assert.match(box.answers("patel").join(), new RegExp(`^${ref} handed to `));
  assert.notEqual(box.pages[0]?.dispatch.person, "patel");
  await over();
});

test("done closes it", async () => {
  const { ref, box, over } = await nextLife((code) => `${code} done`);
  assert.deepEqual(box.pages, []);
  assert.match(box.answers("patel").join(), new RegExp(`^${ref} is closed`));
  await over();
});

test("STOP hands on what they were paged for, which is not known before the alerts are", async () => {
  const { box, over } = await nextLife(() => "STOP");
  assert.equal(box.faults.has("PERSON_STOPPED patel"), true);
  assert.notEqual(box.pages[0]?.dispatch.person, "patel");
  await over();
});
