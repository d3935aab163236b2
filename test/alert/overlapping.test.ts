import assert from "node:assert/strict";
import { test } from "node:test";
import { Hours, Milliseconds, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench, type Sent } from "../harness/AlertBench.ts";
import { LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// On a card that answers late, something else happens before the answer comes.

const PATIENT = "3125550142";
const CARD_TAKES = Milliseconds(100);

class SlowNight implements AsyncDisposable {
  readonly clock = new VirtualClock(Date.parse("2026-12-01T08:14:00Z"));
  readonly local = new LocalStore(() => CARD_TAKES);
  readonly sent: Sent[] = [];
  box = this.#start();

  #start(): AlertBench {
    const { clock, local, sent } = this;
    return new AlertBench({ clinic: testClinic(), clock, store: local.newProcess(clock), ways: ["sms"], sent });
  }

  /** The process ends, and the next one begins. */
  async restarts(after = Minutes(0)): Promise<void> {
    await this.box.desk.stop();
    this.clock.advance(after);
    this.sent.splice(0);
    this.box = this.#start();
    void this.box.desk.resume();
  }

  async calls(): Promise<string> {
    const called = this.box.calls({ number: PATIENT });
    await this.box.passes(Seconds(2));
    return called;
  }

  state(ref: string): string | undefined {
    return this.local.rows<{ state: string }>("SELECT state FROM alerts WHERE ref = ?", ref)[0]?.state;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box.desk.stop();
    this.local.close();
  }
}

test("stopped in the middle of a start: no alert goes on in the process that ends", async () => {
  await using night = new SlowNight();
  await night.calls();
  await night.restarts();
  // The alerts are read, their messages are being looked for.
  await night.box.passes(Milliseconds(150));
  await night.box.desk.stop();
  await night.box.passes(Hours(1));
  assert.deepEqual(night.sent, []);
});

test("a call that ends while the box is being stopped is written, and paged for at the next start", async () => {
  await using night = new SlowNight();
  const called = night.box.calls({ number: PATIENT });
  await night.box.desk.stop();
  await night.box.passes(Hours(1));
  const ref = await called;
  assert.deepEqual([night.state(ref), night.sent], ["open", []]);
  await night.restarts();
  await night.box.passes(Seconds(2));
  assert.deepEqual([...new Set(night.sent.map(({ dispatch }) => dispatch.ref))], [ref]);
});

test("the take of a first call expires while its second one is taken with it at a start: both are open", async () => {
  await using night = new SlowNight();
  const first = await night.calls();
  const second = await night.calls();
  night.local.killAt({ atWrite: 1, committed: true });
  const takenAt = night.clock.monotonic();
  void night.box.desk.command("take", first, "patel");
  await night.box.passes(Seconds(1));
  assert.deepEqual([night.state(first), night.state(second)], ["taken", "open"]);
  // What is not closed, the first one's message and state, the second one's message, and then its take: the card's fifth answer.
  const duringTheFifth = CARD_TAKES * 4.5;
  const expiresAt = takenAt + testClinic().escalation.ackExpires;
  await night.restarts(Milliseconds(expiresAt - night.clock.monotonic() - duringTheFifth));
  await night.box.passes(Seconds(5));
  assert.deepEqual([night.state(first), night.state(second)], ["open", "open"]);
});

test("what is wanted of a second call while the first one is being closed is done in its turn, too", async () => {
  await using night = new SlowNight();
  const { desk } = night.box;
  const first = await night.calls();
  const reserved = night.box.calls({ number: PATIENT });
  await night.box.passes(Milliseconds(100));
  const closed = desk.command("close", first, "patel");
  await night.box.passes(Milliseconds(110));
  const second = desk.views.at(-1)!.ref;
  assert.notEqual(second, first);
  const taken = desk.command("take", second, "chen");
  const passed = closed.then(() => desk.command("pass", second, "chen"));
  await night.box.passes(Seconds(3));
  assert.deepEqual([(await taken).done, (await passed).done, await reserved], [true, true, second]);
  assert.equal(
    desk.views.find(({ ref }) => ref === second)?.state,
    "open",
    "they heard last that the next one is paged",
  );
});
