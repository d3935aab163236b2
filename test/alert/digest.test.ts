import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { Hours, Minutes } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench, type Sent } from "../harness/AlertBench.ts";
import { LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// One text when the clinic opens, and one only, whatever happens to the box and its clock.

/** Monday 20:14 in Chicago. */
const EVENING = Date.parse("2026-12-01T02:14:00Z");

const base = testClinic();
const CLINIC: Clinic = {
  ...base,
  hours: {
    answer: "after-hours",
    open: [
      { days: [1, 2, 3, 4, 5], from: "08:00", to: "12:00" },
      { days: [1, 2, 3, 4, 5], from: "13:00", to: "17:00" },
    ],
    holidays: [{ date: "2026-12-03", name: "Stocktaking" }],
  },
  mqtt: { url: "mqtt://localhost", topic: "firstring", site: "rosewood" },
  escalation: {
    ...base.escalation,
    digest: { notify: { kind: "person", id: "okafor" }, by: ["sms", "mqtt"] },
  },
};

class SetClock extends VirtualClock {
  set = 0;

  override now(): number {
    return super.now() + this.set;
  }
}

class Morning implements AsyncDisposable {
  readonly clock: SetClock;
  readonly local = new LocalStore();
  readonly sent: Sent[] = [];
  trusted = true;
  box: AlertBench;

  constructor(from = EVENING) {
    this.clock = new SetClock(from);
    this.box = this.#start();
  }

  #start(): AlertBench {
    const store = this.local.newProcess(this.clock);
    const onCall = () => ({ clockTrusted: this.trusted });
    const onSend = () => !this.local.dead;
    return new AlertBench({ clinic: CLINIC, clock: this.clock, store, sent: this.sent, ways: ["sms"], onCall, onSend });
  }

  async restarts(): Promise<void> {
    await this.box.desk.stop();
    this.box = this.#start();
    await this.box.desk.resume();
  }

  get digests(): string[] {
    return this.sent.filter(({ dispatch }) => dispatch.id.startsWith("digest.")).map(({ dispatch }) => dispatch.text);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box.desk.stop();
    this.local.close();
  }
}

test("counts and takers, at opening time, once a day, none on a holiday; the broker gets the counts", async () => {
  await using morning = new Morning();
  await morning.box.desk.resume();
  await morning.box.calls({ urgency: "routine" });
  await morning.box.calls({ urgency: "routine" });
  const ref = await morning.box.calls();
  await morning.box.passes(Minutes(2));
  await morning.box.replies("patel", ref);
  await morning.box.replies("patel", `${ref} done`);
  await morning.box.passes(Hours(11));
  assert.deepEqual(morning.digests, [], "not before eight");
  await morning.box.passes(Hours(1));
  assert.deepEqual(morning.digests, ["Rosewood: 3 new messages since 11-27 08:00. 1 urgent taken by Dr. Patel 20:16."]);
  assert.deepEqual(
    morning.box.published
      .filter(({ topic }) => topic === "firstring/rosewood/digest")
      .map(({ payload }) => JSON.parse(payload)),
    [
      {
        ...{ version: 1, opensAt: "2026-12-01T14:00:00Z", since: "2026-11-27T14:00:00Z" },
        ...{ messages: 3, urgent: 1, open: 0 },
      },
    ],
  );
  await morning.box.passes(Hours(24));
  assert.deepEqual(morning.digests.slice(1), ["Rosewood: no new messages since 12-01 08:00."]);
  await morning.box.passes(Hours(24));
  assert.equal(morning.digests.length, 2, "the holiday");
  await morning.box.passes(Hours(24));
  assert.deepEqual(morning.digests.slice(2), ["Rosewood: no new messages since 12-02 08:00."]);
});

test("an urgent call that nobody has is named", async () => {
  await using morning = new Morning();
  await morning.box.desk.resume();
  const ref = await morning.box.calls();
  await morning.box.passes(Hours(12));
  assert.match(morning.digests.join(), new RegExp(`1 URGENT STILL OPEN: ${ref}\\.`));
});

for (const committed of [false, true]) {
  test(`killed ${committed ? "after" : "before"} any write at opening time: once all the same`, async () => {
    for (let atWrite = 1; atWrite <= 8; atWrite += 1) {
      await using morning = new Morning(EVENING + Minutes(11 * 60 + 44));
      await morning.box.desk.resume();
      await morning.box.passes(Minutes(1));
      morning.local.killAt({ atWrite, committed });
      void morning.box.passes(Minutes(3));
      for (let turn = 0; turn < 40; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await morning.restarts();
      await morning.box.passes(Hours(2));
      const [row] = morning.local.rows<{ n: number }>("SELECT count(*) AS n FROM digests");
      assert.equal(row?.n, 1);
      const rows = morning.local.rows<{ state: string }>("SELECT state FROM dispatches WHERE id LIKE 'digest.%'");
      assert.deepEqual(rows, [{ state: "sent" }]);
      assert(morning.digests.length <= 2, "a text whose sending was not proved goes out again, and no more");
    }
  });
}

test("a clock that is set back tells nothing twice, one that is set ahead by years is forgotten, an untrusted one waits", async () => {
  await using morning = new Morning();
  await morning.box.desk.resume();
  morning.trusted = false;
  await morning.box.passes(Hours(12));
  assert.deepEqual(morning.digests, []);
  morning.trusted = true;
  await morning.box.passes(Minutes(2));
  assert.equal(morning.digests.length, 1);
  morning.clock.set = -Hours(1);
  await morning.box.passes(Hours(2));
  assert.equal(morning.digests.length, 1, "eight o'clock came twice");
  morning.clock.set = Hours(24 * 365 * 10);
  await morning.box.passes(Hours(24));
  const far = morning.digests.length;
  morning.clock.set = 0;
  await morning.box.passes(Hours(24));
  assert.equal(morning.digests.length, far + 1, "tomorrow's comes all the same");
});
