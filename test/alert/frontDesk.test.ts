import assert from "node:assert/strict";
import { test } from "node:test";
import type { DeskAnswer, DeskRequest } from "../../device/desk/deskRequest.ts";
import { readDeskRequest } from "../../device/desk/deskRequest.ts";
import { doAtFrontDesk } from "../../device/desk/FrontDesk.ts";
import type { Store } from "../../device/storage/StoreClient.ts";
import type { DeskDeed, Hand } from "../../firmware/message/frontDesk.ts";
import { Minutes } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import { LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// What the console does with a message that somebody is, or is not, paged for.

const ANN: Hand = { id: "user:ann", name: "Ann" };
const PATEL: Hand = { id: "patel", name: "Dr. Patel" };

class Morning implements AsyncDisposable {
  readonly clock = new VirtualClock(Date.parse("2026-12-01T08:14:00Z"));
  readonly local = new LocalStore();
  readonly store = this.local.newProcess(this.clock) as Store;
  readonly box = new AlertBench({ clinic: testClinic(), clock: this.clock, store: this.store, ways: ["sms"] });
  readonly told: string[] = [];

  does(ref: string, deed: DeskDeed, by = ANN, more: Partial<DeskRequest> = {}): Promise<DeskAnswer> {
    const { desk } = this.box;
    return doAtFrontDesk(
      {
        ...{ clinic: testClinic(), store: this.store, now: this.clock.now() },
        act: (act, about, person) => desk.command(act, about, person),
        tell: (person, text) => this.told.push(`${person}: ${text}`),
      },
      { ref, deed, by, ...more },
    );
  }

  get pages(): number {
    return this.box.sent.splice(0).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box.desk.stop();
    this.local.close();
  }
}

test("called back at the desk: nobody is paged any more; taken back: the message is open, and the page stays ended", async () => {
  await using it = new Morning();
  const ref = await it.box.calls();
  const done = await it.does(ref, { kind: "calledBack" });
  assert.ok(done.kind === "done" && done.act?.deed.kind === "calledBack" && done.act.deed.endsPage);
  assert.equal((await it.store.alertNow(ref))?.closedBy, "front-desk");
  assert.ok(it.pages > 0);
  await it.box.passes(Minutes(30));
  assert.equal(it.pages, 0);
  const second = await it.does(ref, { kind: "calledBack" }, { id: "user:ben", name: "Ben" });
  assert.ok(second.kind === "refused" && second.why.kind === "already" && second.why.by?.name === "Ann");
  assert.equal((await it.does(ref, { kind: "undone", act: done.act.id })).kind, "done");
  assert.equal((await it.does(ref, { kind: "taken" })).kind, "done");
  await it.box.passes(Minutes(30));
  assert.equal(it.pages, 0);
});

test("while somebody is paged only one who can be paged takes it, and that is the doctor's own word", async () => {
  await using it = new Morning();
  const ref = await it.box.calls();
  assert.equal((await it.does(ref, { kind: "taken" })).kind, "notPaged");
  const taken = await it.does(ref, { kind: "taken" }, PATEL);
  assert.ok(taken.kind === "page" && taken.done);
  assert.equal((await it.store.alertNow(ref))?.alert.takenBy, "patel");
  await it.does(ref, { kind: "calledBack" }, PATEL);
  assert.equal((await it.store.alertNow(ref))?.closedBy, "patel");
});

test("handed to a doctor: they are told by SMS without a word of the patient, and the page goes on", async () => {
  await using it = new Morning();
  const ref = await it.box.calls();
  await it.does(ref, { kind: "assigned", to: PATEL, handedOver: true });
  assert.deepEqual(it.told, [`patel: Rosewood: Ann hands you message ${ref}. Hear it by telephone or on the console.`]);
  it.box.sent.length = 0;
  await it.box.passes(Minutes(2));
  assert.ok(it.pages > 0);
  // To somebody of the desk, and to oneself: nobody's telephone rings.
  await it.does(ref, { kind: "assigned", to: ANN, handedOver: true });
  await it.does(ref, { kind: "assigned", to: PATEL, handedOver: true }, PATEL);
  assert.equal(it.told.length, 1);
});

test("the same request twice, because its answer was lost, is one act", async () => {
  await using it = new Morning();
  const ref = await it.box.calls();
  const note = { kind: "note", text: "called, engaged" } as const;
  for (let time = 0; time < 2; time += 1) assert.equal((await it.does(ref, note, ANN, { id: "n1" })).kind, "done");
  assert.equal(it.local.rows("SELECT 1 FROM desk_acts").length, 1);
});

test("what is no request is refused in words, and nothing is written", () => {
  const good = { ref: "7Q4K", by: ANN, deed: { kind: "closed" } };
  assert.deepEqual(readDeskRequest(good), good);
  for (const bad of [
    {},
    { ...good, ref: 5 },
    { ...good, by: "ann" },
    { ...good, by: { id: "", name: "Ann" } },
    { ...good, deed: { kind: "erased" } },
    { ...good, deed: { kind: "note", text: "x".repeat(5_000) } },
    { ...good, deed: { kind: "assigned", to: "chen" } },
    { ...good, was: 7 },
  ])
    assert.throws(() => readDeskRequest(bad), /is missing|is a text of|there is no deed/);
});
