import assert from "node:assert/strict";
import { test } from "node:test";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { Hours, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import { LocalStore } from "../harness/LocalStore.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";

// What a person does with an alert by SMS and at the box, told as it happens.

const NIGHT = Date.parse("2026-12-01T08:14:00Z");

class Night implements AsyncDisposable {
  readonly clock = new VirtualClock(NIGHT);
  readonly local = new LocalStore();
  readonly box: AlertBench;

  constructor(clinic: Clinic = testClinic()) {
    this.box = new AlertBench({
      clinic,
      clock: this.clock,
      store: this.local.newProcess(this.clock),
      ways: ["sms"],
    });
  }

  /** `to: text` of everything sent since this was asked last. */
  news(): string[] {
    return this.box.sent.splice(0).map(({ dispatch }) => `${dispatch.person}: ${dispatch.text}`);
  }

  audit(ref: string): string[] {
    const sql = "SELECT kind, person FROM audit WHERE ref = ? ORDER BY seq";
    return this.local
      .rows<{ kind: string; person: string | null }>(sql, ref)
      .map(({ kind, person }) => (person === null ? kind : `${kind} ${person}`));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.box.desk.stop();
    this.local.close();
  }
}

test("escalated by hand: the next step now, and those after it keep their distances", async () => {
  await using night = new Night();
  const ref = await night.box.calls();
  await night.box.passes(Seconds(10));
  night.news();
  const { done, text } = await night.box.desk.command("escalate", ref, "front-desk");
  assert.deepEqual(
    [done, text],
    [true, `${ref} was escalated by the front desk: the next are paged now. Reply ${ref} to take it.`],
  );
  await night.box.passes(Seconds(1));
  assert.deepEqual(night.news(), [
    `patel: Rosewood: URGENT call 02:14 ESCALATED by the front desk, ref ${ref}. Reply ${ref} to take it.`,
  ]);
  await night.box.passes(Seconds(58));
  assert.deepEqual(night.news(), []);
  await night.box.passes(Seconds(2));
  assert.equal(
    night.news().length,
    3,
    "what came after five minutes comes 60 s (its distance to the call step that nobody can do) after",
  );
  assert(night.audit(ref).includes("escalated front-desk"));
});

test("a taken call is escalated, too: who had it hears so, and it can be taken by the next", async () => {
  await using night = new Night();
  const ref = await night.box.calls();
  await night.box.replies("patel", ref);
  night.news();
  await night.box.desk.command("escalate", ref, "chen");
  await night.box.passes(Seconds(1));
  const news = night.news();
  assert(news.includes(`patel: ${ref} was escalated by Dr. Chen: the next are paged now. Reply ${ref} to take it.`));
  assert(news.some((text) => /ESCALATED by Dr. Chen/.test(text)));
  await night.box.replies("okafor", ref);
  assert.equal((await night.box.store.alertNow(ref))?.alert.takenBy, "okafor");
});

test("at the box: take, pass and close say what is true now, and what is not possible", async () => {
  await using night = new Night();
  const ref = await night.box.calls();
  const { desk } = night.box;
  assert.match((await desk.command("take", ref, "chen")).text, new RegExp(`^You have ${ref}`));
  assert.deepEqual(await desk.command("take", ref, "patel"), {
    done: false,
    text: `${ref} was taken by Dr. Chen at 02:14.`,
    outcome: { kind: "alreadyTaken", by: "chen", at: NIGHT },
  });
  assert.equal((await desk.command("pass", ref, "patel")).done, false);
  assert.equal(
    (await desk.command("pass", ref, "chen")).text,
    `${ref} handed to Dr. Patel, who is paged now. It is not yours any more.`,
  );
  assert.equal((await desk.command("close", ref, "front-desk")).text, `${ref} is closed. Thank you.`);
  for (const act of ["take", "pass", "escalate", "close"] as const)
    assert.match((await desk.command(act, ref, "patel")).text, new RegExp(`^${ref} was closed by`), act);
  assert.match((await desk.command("pass", "9P2T", "patel")).text, /There is no call 9P2T/);
});

test("taken and not called back in time: the taker and who is on call are paged, and it climbs anew", async () => {
  await using night = new Night();
  const ref = await night.box.calls();
  await night.box.replies("chen", ref);
  night.news();
  await night.box.passes(Minutes(29));
  assert.deepEqual(night.news(), []);
  await night.box.passes(Minutes(2));
  const news = night.news();
  for (const who of ["chen", "patel"])
    assert(
      news.some((text) => text.startsWith(`${who}: `) && /taken by Dr. Chen 02:14, NOT CLOSED/.test(text)),
      who,
    );
  await night.box.replies("chen", `${ref} done`);
  night.news();
  await night.box.passes(Hours(3));
  assert.deepEqual(night.news(), []);
  const story = night.audit(ref);
  for (const kind of [
    "alert-raised",
    "raised",
    "on-call",
    "alert-taken chen",
    "taken chen",
    "take-expired chen",
    "alert-closed chen",
  ])
    assert(story.includes(kind), `${kind} in ${story.join(", ")}`);
});

test("an unknown sender is not answered, and it is recorded; STOP stops nothing, and is told", async () => {
  await using night = new Night();
  const ref = await night.box.calls();
  await night.box.passes(Seconds(5));
  night.news();
  await night.box.replies("+13125550199", ref);
  assert.deepEqual(night.news(), []);
  const [unknown] = night.local.rows<{ n: number }>(
    "SELECT count(*) AS n FROM audit WHERE kind = 'reply-of-unknown-sender'",
  );
  assert.equal(unknown?.n, 1);
  assert.equal((await night.box.store.alertNow(ref))?.alert.state, "open");
  await night.box.replies("patel", "STOP");
  assert(night.box.faults.has("PERSON_STOPPED patel"));
  const news = night.news();
  assert(
    news.some((text) => /^chen: .*passed on by Dr. Patel/.test(text)),
    "somebody else has it now",
  );
  assert(news.some((text) => /^patel: You are still on call/.test(text)));
  await night.box.replies("patel", ref);
  assert(!night.box.faults.has("PERSON_STOPPED patel"), "who answers is there");
});

test("a telephone that answers by itself is not answered for ever; whoever writes what is understood is, again", async () => {
  await using night = new Night();
  const { box } = night;
  await box.calls();
  const driving = async (times: number) => {
    for (let i = 0; i < times; i += 1) await box.replies("patel", "I am driving and cannot answer. (Sent by my phone)");
    return box.answers("patel").length;
  };
  assert.equal(await driving(8), 5);
  await box.replies("chen", "hm");
  assert.equal(box.answers("chen").length, 1, "somebody else's telephone is somebody else's");
  await box.replies("patel", "who");
  assert.equal(box.answers("patel").length, 6);
  assert.equal(await driving(1), 7);
  await driving(8);
  assert.equal(box.answers("patel").length, 11);
  await box.passes(Hours(13));
  night.news();
  await driving(1);
  assert.equal(box.answers("patel").length, 1);
});

test("several open pages: a word alone takes none of them, the code takes the one it names", async () => {
  await using night = new Night();
  const one = await night.box.calls({ number: "3125550142" });
  const two = await night.box.calls({ number: "3125550143" });
  night.news();
  await night.box.replies("patel", "ok");
  const [which] = night.news();
  assert.match(which!, new RegExp(`^patel: Which one\\? .*${one}, ${two}`));
  await night.box.replies("patel", two);
  await night.box.replies("patel", "done");
  assert.match(night.news().at(-1)!, /Which one|open/, "the other one is still open: no guess");
  assert.equal((await night.box.store.alertNow(one))?.alert.state, "open");
  assert.equal((await night.box.store.alertNow(two))?.alert.state, "taken");
  await night.box.replies("patel", "who");
  assert.match(night.news().at(-1)!, new RegExp(`On call: Dr. Patel. .*${one} open, ${two} taken by Dr. Patel`));
});

test("two doctors at the same moment: one has it, the other hears who", async () => {
  await using night = new Night();
  const ref = await night.box.calls();
  night.news();
  await Promise.all([night.box.replies("patel", ref), night.box.replies("chen", ref)]);
  await night.box.passes(Seconds(1));
  const news = night.news();
  assert(news.some((text) => text.startsWith(`patel: You have ${ref}`)));
  assert(news.includes(`chen: ${ref} was taken by Dr. Patel at 02:14.`));
});

test("what somebody wants last counts, also when the store has not answered the first yet", async () => {
  await using night = new Night();
  const { desk, store } = night.box;
  const ref = await night.box.calls();
  await night.box.passes(Seconds(1));
  const [taken, passed] = await Promise.all([desk.command("take", ref, "patel"), desk.command("pass", ref, "patel")]);
  assert.deepEqual([taken.done, passed.done], [true, true]);
  await night.box.passes(Seconds(1));
  assert.equal((await store.alertNow(ref))?.alert.state, "open", "they heard last that the next one is paged");
  assert.notEqual(night.box.pages.at(-1)?.dispatch.person, "patel");
});

test("two doctors in the same instant: one has it, the other hears who, whatever each of them wanted", async () => {
  await using night = new Night();
  const { desk, store } = night.box;
  for (const wishes of [
    ["take", "take"],
    ["take", "pass"],
    ["take", "close"],
    ["close", "take"],
    ["pass", "take"],
  ] as const) {
    const ref = await night.box.calls();
    await night.box.passes(Seconds(1));
    const [first, second] = await Promise.all([
      desk.command(wishes[0], ref, "chen"),
      desk.command(wishes[1], ref, "patel"),
    ]);
    const { state, takenBy } = (await store.alertNow(ref))!.alert;
    const told = [first, second].map(({ done, text }) => `${done} ${text}`).join(" | ");
    switch (wishes.join()) {
      case "take,take":
        assert.deepEqual([first.done, second.done, state, takenBy], [true, false, "taken", "chen"], told);
        break;
      case "take,pass":
        assert.deepEqual([first.done, second.done, state, takenBy], [true, false, "taken", "chen"], told);
        break;
      case "take,close":
        assert.deepEqual([first.done, second.done, state], [true, true, "closed"], told);
        break;
      case "close,take":
        assert.deepEqual([first.done, second.done, state], [true, false, "closed"], told);
        break;
      case "pass,take":
        assert.deepEqual([first.done, second.done, state, takenBy], [true, true, "taken", "patel"], told);
    }
  }
});

test("closed by somebody else: whoever had it hears so, for they would have called back", async () => {
  await using night = new Night();
  const { box } = night;
  const [one, two] = [await box.calls(), await box.calls()];
  await box.replies("patel", one);
  await box.replies("patel", two);
  night.news();
  await box.replies("chen", `${one} done`);
  assert.deepEqual(night.news(), [
    `patel: ${one} was closed by Dr. Chen at 02:14.`,
    `chen: ${one} is closed. Thank you.`,
  ]);
  await box.desk.command("close", two, "front-desk");
  await box.passes(Seconds(1));
  assert.deepEqual(night.news(), [`patel: ${two} was closed by the front desk at 02:14.`]);
});

test("the only doctor hands it on: told that there is nobody else, not that somebody has been paged", async () => {
  const clinic = testClinic();
  const people = clinic.people.filter(({ id }) => id === "patel");
  const rotations = clinic.onCall.rotations.map((rotation) => ({ ...rotation, people: [["patel"]] }));
  await using night = new Night({ ...clinic, people, onCall: { ...clinic.onCall, fallback: "patel", rotations } });
  const { box } = night;
  const ref = await box.calls();
  night.news();
  await box.replies("patel", `${ref} pass`);
  const news = night.news();
  assert(
    news.some((text) => /^patel: .*URGENT call.*passed on by/.test(text)),
    "it goes on",
  );
  const answer = `${ref} stays open: there is nobody else to page. You are paged again. Reply ${ref} to take it.`;
  assert(news.includes(`patel: ${answer}`), news.join("\n"));
  assert.equal((await box.desk.command("pass", ref, "patel")).text, answer);
  assert.deepEqual(await box.desk.act("pass", ref, "patel"), { kind: "done", nobodyElse: true });
});
