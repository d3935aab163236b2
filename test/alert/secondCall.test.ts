import assert from "node:assert/strict";
import { test } from "node:test";
import { alertOf } from "../../firmware/alert/Escalation.ts";
import { freshState } from "../../firmware/alert/EscalationMachine.ts";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import { Hours, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench, type Fate, type Sent } from "../harness/AlertBench.ts";
import { type Death, LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// The same caller again, while the first call is open: linked, not paged twice, but said.

/** Tuesday 02:14 in Chicago, Dr. Patel's week. */
const NIGHT = Date.parse("2026-12-01T08:14:00Z");
const PATIENT = "3125550142";

class House implements Disposable {
  readonly clock = new VirtualClock(NIGHT);
  readonly store = new LocalStore();
  readonly sent: Sent[] = [];
  readonly #fate: ((dispatch: Dispatch) => Fate) | undefined;
  bench: AlertBench;

  constructor(fate?: (dispatch: Dispatch) => Fate) {
    this.#fate = fate;
    this.bench = this.#start();
  }

  #start(death?: Death): AlertBench {
    const store = this.store.newProcess(this.clock, death);
    const fate = this.#fate === undefined ? {} : { fate: this.#fate };
    return new AlertBench({ clinic: testClinic(), clock: this.clock, store, sent: this.sent, ways: ["sms"], ...fate });
  }

  dies(at: Death): void {
    this.bench = this.#start(at);
  }

  async restarts(): Promise<void> {
    await this.bench.desk.stop();
    this.bench = this.#start();
    await this.bench.desk.resume();
    await this.bench.passes(Seconds(1));
  }

  /** `to: text` of everything sent since the last time this was asked. */
  news(): string[] {
    return this.sent.splice(0).map(({ dispatch }) => `${dispatch.person}: ${dispatch.text}`);
  }

  state(ref: string): string {
    const [row] = this.store.rows<{ state: string }>("SELECT state FROM alerts WHERE ref = ?", ref);
    return row?.state ?? "none";
  }

  audited(kind: string): number {
    return this.store.rows("SELECT seq FROM audit WHERE kind = ?", kind).length;
  }

  [Symbol.dispose](): void {
    void this.bench.desk.stop();
    this.store.close();
  }
}

test("how fast a page was is told of those that left at once, not of a next step or a second call", async () => {
  using house = new House();
  const told: string[] = [];
  house.bench.feed.listen(({ kind, text }) => void (kind === "submitted" && told.push(text)));
  await house.bench.calls({ number: PATIENT });
  await house.bench.passes(Minutes(1));
  await house.bench.calls({ number: PATIENT });
  assert.deepEqual(told, [
    "SMS to Dr. Patel accepted 0 ms after urgency was known (network 0 ms, we 0.0 ms)",
    "SMS to Dr. Patel accepted",
    "SMS to Dr. Patel accepted",
  ]);
});

test("whoever was paged for the first call reads of the second, once; the steps go on for both and say so", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  assert.deepEqual(house.news(), [`patel: Rosewood: URGENT call 02:14, ref ${first}. Reply ${first} to take it.`]);
  await house.bench.passes(Seconds(30));
  const second = await house.bench.calls({ number: `+1${PATIENT}` });
  assert.deepEqual(house.news(), [
    `patel: Rosewood: SECOND URGENT call 02:14, same caller as ${first} (02:14), ref ${second}. Still open: reply ${first} to take both.`,
  ]);
  await house.bench.passes(Seconds(30));
  assert.deepEqual(house.news(), [
    `patel: Rosewood: URGENT call 02:14 (call 2 at 02:14), ref ${first}. Reply ${first} to take it.`,
  ]);
  await house.bench.calls({ number: PATIENT });
  assert.match(house.news().join(), /^patel: Rosewood: THIRD URGENT call 02:15, .* to take all\.$/);
  assert.equal(house.audited("called-again"), 2);
  assert.equal(house.audited("linked"), 2);
});

test("either code takes both, and closes both; a late reply hears what is true, with each code", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  const second = await house.bench.calls({ number: PATIENT });
  house.news();
  await house.bench.replies("patel", second.toLowerCase());
  assert.match(house.news().join(), new RegExp(`^patel: You have ${first} and ${second} `));
  assert.deepEqual([house.state(first), house.state(second)], ["taken", "taken"]);
  await house.bench.replies("chen", second);
  assert.deepEqual(house.news(), [`chen: ${first} was taken by Dr. Patel at 02:14.`]);
  await house.bench.replies("patel", `${second} done`);
  assert.deepEqual([house.state(first), house.state(second)], ["closed", "closed"]);
  house.news();
  for (const text of [first, `${second} pass`, `${second} done`, `who ${second}`])
    await house.bench.replies("chen", text);
  assert.deepEqual(house.news(), [
    `chen: ${first} was closed by Dr. Patel at 02:14.`,
    ...Array.from({ length: 3 }, () => `chen: ${second} was closed by Dr. Patel at 02:14.`),
  ]);
  await house.bench.passes(Hours(2));
  assert.deepEqual(house.news(), [], "nobody is woken any more");
});

test("the taker is told, and unless they write within ten minutes everybody is paged again", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", first);
  await house.bench.passes(Minutes(5));
  house.news();
  const second = await house.bench.calls({ number: PATIENT });
  assert.match(house.news().join(), new RegExp(`^patel: Rosewood: SECOND .* You have it: reply ${first} done, or `));
  assert.equal(house.state(second), "open", "nobody has said that they know of it");
  await house.bench.passes(Minutes(9));
  assert.deepEqual(house.news(), []);
  await house.bench.passes(Minutes(2));
  assert.match(house.news().join(), /^patel: .*NOT CLOSED/);
  await house.bench.replies("chen", second);
  assert.deepEqual([house.state(first), house.state(second)], ["taken", "taken"]);
});

test("the taker who writes the code again has both, and their full time", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", first);
  const second = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", first);
  assert.equal(house.state(second), "taken");
  house.news();
  await house.bench.passes(Minutes(29));
  assert.deepEqual(house.news(), []);
});

test("a close that crosses with a call which its sender cannot have read of closes only what they knew; that call is paged for", async () => {
  using house = new House(({ id }) => ({ after: id.includes(".call2.") ? 60_000 : 0, kind: "sent" }));
  const first = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", first);
  const second = await house.bench.calls({ number: PATIENT });
  house.news();
  await house.bench.replies("patel", `${first} done`);
  assert.deepEqual([house.state(first), house.state(second)], ["closed", "open"]);
  assert.match(house.news().join("\n"), new RegExp(`^patel: Rosewood: URGENT call 02:14, ref ${second}\\.`, "m"));
  await house.bench.replies("patel", `${second} done`);
  assert.equal(house.state(second), "closed");
});

test("a later call by its own code is known to whoever names it, and closed with the first", async () => {
  using house = new House(({ id }) => ({ after: id.includes(".call2.") ? 60_000 : 0, kind: "sent" }));
  const first = await house.bench.calls({ number: PATIENT });
  const second = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", `${second} done`);
  assert.deepEqual([house.state(first), house.state(second)], ["closed", "closed"]);
});

test("passed on, both are open again, and the next doctor takes both", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  const second = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", first);
  await house.bench.replies("patel", `${second} pass`);
  assert.deepEqual([house.state(first), house.state(second)], ["open", "open"]);
  assert(house.news().some((text) => /^chen: .*passed on by Dr. Patel/.test(text)));
  await house.bench.replies("chen", second);
  assert.deepEqual([house.state(first), house.state(second)], ["taken", "taken"]);
});

for (const [name, one, other] of [
  ["another caller", { number: PATIENT }, { number: "3125550143" }],
  ["two of one switchboard", { number: PATIENT, kind: "professional" }, { number: PATIENT, kind: "professional" }],
  ["no number at all", {}, {}],
] as const) {
  test(`${name}: a ladder for each, and nothing is said of the other`, async () => {
    using house = new House();
    await house.bench.calls(one);
    await house.bench.calls(other);
    const news = house.news();
    assert.equal(news.length, 2);
    for (const text of news) assert.match(text, /^patel: Rosewood: URGENT call 02:14, ref \w+\. Reply/);
  });
}

test("the line's number counts as long as none is confirmed", async () => {
  using house = new House();
  await house.bench.calls({ number: PATIENT, confirmed: false });
  house.news();
  await house.bench.calls({ number: PATIENT });
  assert.match(house.news().join(), /SECOND URGENT/);
});

test("thirteen hours later it is a call of its own that only mentions the first", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  await house.bench.replies("patel", first);
  await house.bench.replies("patel", `${first} done`);
  const other = await house.bench.calls({ number: PATIENT });
  house.news();
  assert.equal(house.audited("linked"), 0, "what is closed is over");
  await house.bench.passes(Hours(13));
  house.news();
  const late = await house.bench.calls({ number: PATIENT });
  assert.match(house.news().join(), new RegExp(`URGENT call 15:14, ref ${late}\\.`));
  assert.notEqual(other, late);
});

test("a call that comes while the first one is being closed is not closed with it: it climbs", async () => {
  using house = new House();
  const first = await house.bench.calls({ number: PATIENT });
  const closing = house.bench.desk.command("close", first, "patel");
  const second = await house.bench.calls({ number: PATIENT });
  await closing;
  house.news();
  await house.bench.passes(Minutes(6));
  assert.equal(house.state(first), "closed");
  if (house.state(second) === "open") assert(house.news().some((text) => text.includes(second)));
});

test("a call linked to one that is not there, or closed, climbs by itself after the restart", async () => {
  for (const gone of ["9P2T", "closed"]) {
    using house = new House();
    const first = await house.bench.calls({ number: PATIENT });
    if (gone === "closed") await house.bench.desk.command("close", first, "patel");
    const linkedTo = gone === "closed" ? first : gone;
    const [ref] = await house.bench.store.reserveCodes(1);
    const raisedAt = house.clock.now();
    const state = freshState({ ref: ref!, callId: "c0000000000009", urgency: "urgent", raisedAt, linkedTo });
    await house.bench.store.writeAlert(alertOf(state), []);
    await house.restarts();
    await house.bench.passes(Seconds(10));
    assert(
      house.news().some((text) => text.includes(`URGENT call 02:14, ref ${ref}.`)),
      gone,
    );
    assert.equal(house.audited("unlinked"), 1);
  }
});

/** Whatever hangs because the process is dead hangs for ever: a few turns of the loop show all that still happens. */
async function fewTurns(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

for (const committed of [false, true]) {
  test(`killed ${committed ? "after" : "before"} any write of a second call: after the restart it is known, and the first goes on`, async () => {
    for (let atWrite = 1; atWrite <= 12; atWrite += 1) {
      using house = new House();
      const first = await house.bench.calls({ number: PATIENT });
      await house.bench.desk.stop();
      house.dies({ atWrite, committed });
      const { bench } = house;
      void bench.desk.resume().then(() => bench.calls({ number: PATIENT }));
      await fewTurns();
      await house.restarts();
      house.news();
      await house.bench.passes(Minutes(7));
      const news = house.news();
      assert(
        news.some((text) => text.includes(first)),
        `${atWrite}: the first goes on`,
      );
      const [second] = house.store.rows<{ ref: string }>("SELECT ref FROM alerts WHERE ref <> ?", first);
      if (second !== undefined)
        assert(
          news.some((text) => /call 2 at/.test(text) || text.includes(second.ref)),
          `${atWrite}: the second is said`,
        );
      assert.equal(house.store.verifyAudit().ok, true);
    }
  });
}
