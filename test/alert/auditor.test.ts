import assert from "node:assert/strict";
import { test } from "node:test";
import { AlertAuditor } from "../../device/alert/AlertAuditor.ts";
import { OpenAlerts } from "../../device/alert/OpenAlerts.ts";
import { alertOf } from "../../firmware/alert/Escalation.ts";
import { freshState } from "../../firmware/alert/EscalationMachine.ts";
import type { Timer } from "../../firmware/time/Clock.ts";
import { type Duration, Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import { LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// The auditor inside the box, and what was planted for it to find.

const NIGHT = Date.parse("2026-12-01T08:14:00Z");

/** Timers of some names are lost, as by a bug of ours. */
class ForgetfulClock extends VirtualClock {
  forgets = /^$/;
  slipped = 0;

  override now(): number {
    return super.now() + this.slipped;
  }

  override after(name: string, after: Duration, fire: () => void): Timer {
    return super.after(name, after, this.forgets.test(name) ? () => {} : fire);
  }
}

class Ground implements AsyncDisposable {
  readonly clock = new ForgetfulClock(NIGHT);
  readonly local = new LocalStore();
  readonly store = this.local.newProcess(this.clock);
  readonly box = new AlertBench({ clinic: testClinic(), clock: this.clock, store: this.store, ways: ["sms"] });

  audited(): string[] {
    return this.local
      .rows<{ detail: string }>("SELECT detail FROM audit WHERE kind = 'auditor-found'")
      .map(({ detail }) => detail);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box.desk.stop();
    this.local.close();
  }
}

test("an alert in the store that nobody pages for is found within minutes, told, and paged for", async () => {
  await using ground = new Ground();
  await ground.box.desk.resume();
  const [ref] = await ground.store.reserveCodes(1);
  const state = freshState({ ref: ref!, callId: "c0000000000001", urgency: "urgent", raisedAt: NIGHT });
  await ground.store.writeAlert(alertOf(state), []);
  await ground.box.passes(Minutes(3));
  assert(ground.box.faults.has(`ALERT_STUCK ${ref}`));
  assert(ground.box.pages.some(({ dispatch }) => dispatch.ref === ref && dispatch.person === "patel"));
  assert.match(ground.audited()[0]!, /^notHeld: it is open in the store/);
  await ground.box.replies("patel", ref!);
  await ground.box.passes(Minutes(1));
  assert(!ground.box.faults.has(`ALERT_STUCK ${ref}`), "over once somebody has it");
});

test("an alert that cannot be read now holds up neither the others nor the box, and is looked for again", async () => {
  await using ground = new Ground();
  const refs = await ground.store.reserveCodes(2);
  for (const ref of refs)
    await ground.store.writeAlert(
      alertOf(freshState({ ref, callId: `c${ref}`, urgency: "urgent", raisedAt: NIGHT })),
      [],
    );
  const tried: string[] = [];
  const auditor = new AlertAuditor({
    ...{ clock: ground.clock, store: ground.store, alerts: new OpenAlerts("US"), fault: () => {} },
    resume: async ({ ref }) => {
      tried.push(ref);
      throw new Error("the disk does not answer");
    },
  });
  for (let look = 0; look < 4; look += 1) await auditor.look();
  assert.deepEqual(tried.toSorted(), [...refs, ...refs].toSorted());
});

test("an alert whose next step never comes is found five minutes after it was due, and climbs on", async () => {
  await using ground = new Ground();
  await ground.box.desk.resume();
  ground.clock.forgets = /\.step\.0$/;
  const ref = await ground.box.calls();
  await ground.box.passes(Minutes(5));
  assert.equal(ground.box.pages.length, 1, "the second page should have gone after a minute");
  await ground.box.passes(Minutes(2));
  assert(ground.box.faults.has(`ALERT_STUCK ${ref}`));
  assert.match(ground.audited()[0]!, /^stuck: its next step is \d minutes late/);
  await ground.box.passes(Minutes(6));
  assert(ground.box.pages.length > 4, "it went on from there");
});

test("what was stuck and is taken while the auditor looks stays taken, on a card that answers late, too", async () => {
  const clock = new ForgetfulClock(NIGHT);
  const local = new LocalStore(() => Milliseconds(100));
  const box = new AlertBench({ clinic: testClinic(), clock, store: local.newProcess(clock), ways: ["sms"] });
  void box.desk.resume();
  while (!clock.running().includes("alert.auditor")) await box.passes(Milliseconds(1));
  const started = clock.monotonic();
  clock.forgets = /\.step\.0$/;
  const called = box.calls();
  // The first look that is more than five minutes after the step.
  await box.passes(Milliseconds(started + Minutes(7) - clock.monotonic() + 50));
  const ref = await called;
  assert.equal(box.pages.length, 1);
  const taken = box.desk.command("take", ref, "patel");
  await box.passes(Minutes(2));
  assert.equal((await taken).done, true);
  assert(!box.pages.some(({ dispatch }) => /NOT CLOSED/.test(dispatch.text)));
  assert.equal(box.desk.views[0]?.state, "taken");
  await box.desk.stop();
  local.close();
});

test("a take whose end never comes pages again all the same", async () => {
  await using ground = new Ground();
  await ground.box.desk.resume();
  const ref = await ground.box.calls();
  ground.clock.forgets = /\.expiry\./;
  await ground.box.replies("patel", ref);
  await ground.box.passes(Minutes(34));
  assert.equal(ground.box.pages.length, 1);
  await ground.box.passes(Minutes(3));
  assert(ground.box.pages.some(({ dispatch }) => /NOT CLOSED/.test(dispatch.text)));
});

test("a take that only the store knows of stops the paging", async () => {
  await using ground = new Ground();
  await ground.box.desk.resume();
  const ref = await ground.box.calls();
  await ground.store.takeAlert(ref, "chen", NIGHT + 1);
  await ground.box.passes(Minutes(3));
  const pages = ground.box.pages.length;
  await ground.box.passes(Minutes(20));
  assert.equal(ground.box.pages.length, pages);
  assert.match(ground.audited()[0]!, /^takeMissed/);
});

test("an alert that only the store knows as closed is paged for no more", async () => {
  await using ground = new Ground();
  await ground.box.desk.resume();
  const ref = await ground.box.calls();
  await ground.store.closeAlert(ref, "chen", NIGHT + 1);
  await ground.box.passes(Minutes(3));
  const pages = ground.box.pages.length;
  await ground.box.passes(Minutes(20));
  assert.equal(ground.box.pages.length, pages);
  assert.match(ground.audited()[0]!, /^closeMissed/);
});

test("who closes a call while the box starts has closed it", async () => {
  await using ground = new Ground();
  const ref = await ground.box.calls();
  await ground.box.desk.stop();
  const again = new AlertBench({ clinic: testClinic(), clock: ground.clock, store: ground.store, ways: ["sms"] });
  const resumed = again.desk.resume();
  const closed = again.desk.command("close", ref, "front-desk");
  await resumed;
  assert.equal((await closed).done, true);
  const pages = again.pages.length;
  await again.passes(Minutes(20));
  assert.equal(again.pages.length, pages);
  await again.desk.stop();
});

test("a night as it should be: the auditor finds nothing, also when the clock is set", async () => {
  await using ground = new Ground();
  await ground.box.desk.resume();
  const ref = await ground.box.calls({ number: "3125550142" });
  await ground.box.calls({ number: "3125550142" });
  const routine = await ground.box.calls({ urgency: "routine" });
  await ground.box.passes(Minutes(20));
  ground.clock.slipped += Minutes(90);
  await ground.box.passes(Minutes(20));
  ground.clock.slipped -= Minutes(170);
  await ground.box.passes(Minutes(20));
  await ground.box.replies("patel", ref);
  await ground.box.passes(Minutes(20));
  await ground.box.replies("patel", `${ref} done`);
  await ground.box.passes(Seconds(3_600));
  assert.deepEqual(ground.audited(), []);
  assert.equal((await ground.store.alertNow(routine))?.alert.state, "open");
});
