import assert from "node:assert/strict";
import { test } from "node:test";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { CLINIC, MINUTE, NIGHT, SECOND, told, World } from "../../test/harness/EscalationWorld.ts";
import { alertOf } from "./Escalation.ts";
import { beginEscalation, stepEscalation } from "./EscalationMachine.ts";
import { escalationContext } from "./escalationContext.ts";

test("an urgent call pages who is on call at once, again after a minute, then everyone (the call step has no channel), until somebody takes it", () => {
  const world = new World();
  world.passes(16 * MINUTE);
  assert.deepEqual(told(world), [
    "0s patel sms",
    "60s patel sms",
    "120s chen sms",
    "120s patel sms",
    "120s okafor sms",
    "300s chen sms",
    "300s patel sms",
    "300s okafor sms",
    "480s chen sms",
    "480s patel sms",
    "480s okafor sms",
    "660s chen sms",
    "660s patel sms",
    "660s okafor sms",
    "840s chen sms",
    "840s patel sms",
    "840s okafor sms",
  ]);
  assert(world.faults.has("ALERT_UNTAKEN"));
  assert.equal(world.pages[0]?.text, "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.");
});

test("once it is taken nobody else is woken, and the fault is over", () => {
  const world = new World();
  world.passes(9 * MINUTE);
  const before = world.pages.length;
  world.taken("patel");
  world.passes(29 * MINUTE);
  assert.equal(world.pages.length, before);
  assert.equal(world.faults.size, 0);
  assert.deepEqual(world.answers, [
    "patel: You have 7Q4K (call 02:14). Reply 7Q4K done when the patient is helped, 7Q4K pass to hand it on.",
  ]);
});

test("a second taker does not take it from the first", () => {
  const world = new World();
  world.taken("patel");
  world.taken("chen");
  assert.equal(world.state.takenBy, "patel");
  assert(world.audits.includes("second-take"));
});

test("a page that could not leave before the take does not leave after it", () => {
  const world = new World({ outcome: () => "failedTemporarily" });
  world.passes(2 * SECOND);
  world.taken("patel");
  const before = world.pages.length;
  world.passes(10 * MINUTE);
  assert.equal(world.pages.length, before);
  assert(world.cancelled.length > 0);
});

test("taken but not closed: the taker and who is on call are paged again, and it climbs anew", () => {
  const world = new World();
  world.passes(10 * SECOND);
  world.taken("chen");
  const before = world.pages.length;
  world.passes(30 * MINUTE);
  const again = world.pages.slice(before);
  assert.deepEqual(
    again.map(({ to }) => to),
    ["chen", "patel"],
  );
  assert.match(again[0]!.text, /taken by Dr\. Chen 02:14, NOT CLOSED/);
  assert.equal(world.state.phase, "open");
  assert.equal(alertOf(world.state).takenBy, "chen", "the store knows by the old take that this reopening is meant");
  world.passes(MINUTE);
  assert.equal(world.pages.at(-1)?.to, "patel");
});

test("taken but not closed: the taker reads of it by SMS, even if the first step only tells the broker", () => {
  const urgent = CLINIC.escalation.urgent.map((step, index) =>
    index === 0 ? { ...step, by: ["mqtt"] as const } : step,
  );
  const clinic = { ...CLINIC, escalation: { ...CLINIC.escalation, urgent } };
  const world = new World({ clinic, ways: ["sms", "mqtt"] });
  world.taken("okafor");
  const before = world.pages.length;
  world.passes(CLINIC.escalation.ackExpires);
  const again = world.pages.slice(before).filter(({ way }) => way === "sms");
  assert.deepEqual(again.map(({ to }) => to).sort(), ["okafor", "patel"]);
});

test("a holder who writes the code again gets their time anew, also across a restart, and it is still the same take", () => {
  const world = new World();
  world.taken("patel");
  const { takenAt } = world.state;
  const before = world.pages.length;
  world.passes(20 * MINUTE);
  world.taken("patel");
  assert.equal(world.state.takenAt, takenAt, "the store reopens only for the take that it knows");
  world.crashes(SECOND);
  world.passes(20 * MINUTE);
  assert.equal(world.pages.length, before);
  world.passes(10.5 * MINUTE);
  assert.equal(world.pages.length, before + 1);
});

test("pass hands on to the next doctor at once, who reads from whom; the one who passed is left in peace", () => {
  const world = new World();
  world.passes(10 * SECOND);
  world.passed("patel");
  assert.deepEqual(told(world).slice(1), ["10s chen sms"]);
  assert.match(world.pages[1]!.text, /passed on by Dr\. Patel/);
  assert.deepEqual(world.answers, ["patel: 7Q4K handed to Dr. Chen, who is paged now. It is not yours any more."]);
  world.passes(8 * MINUTE);
  assert(!world.pages.slice(1).some(({ to }) => to === "patel"));
});

test("pass works from taken, and the escalation runs again from there", () => {
  const world = new World();
  world.taken("patel");
  world.passes(5 * MINUTE);
  world.passed("patel");
  assert.equal(world.state.phase, "open");
  world.passes(61 * SECOND);
  assert.deepEqual(told(world).slice(1), ["300s chen sms", "360s chen sms"]);
});

test("when everybody passes it on, everybody is paged: it ends at a person", () => {
  const world = new World();
  for (const person of ["patel", "chen", "okafor"]) world.passed(person);
  assert.deepEqual(
    world.pages.slice(-3).map(({ to }) => to),
    ["chen", "patel", "okafor"],
  );
  assert(world.faults.has("ALERT_UNTAKEN"));
});

test("with a call channel the call step rings the doctor", () => {
  const world = new World({ ways: ["sms", "call"] });
  world.passes(3 * MINUTE);
  assert.deepEqual(told(world), ["0s patel sms", "60s patel sms", "120s patel call"]);
});

test("a ladder that does not repeat ends at the fallback, again and again", () => {
  const clinic = testClinic();
  const urgent = clinic.escalation.urgent.slice(0, 2);
  const world = new World({ clinic: { ...clinic, escalation: { ...clinic.escalation, urgent } } });
  world.passes(4 * MINUTE);
  assert.deepEqual(told(world), [
    "0s patel sms",
    "60s patel sms",
    "120s okafor sms",
    "180s okafor sms",
    "240s okafor sms",
  ]);
  assert.equal(world.audits.filter((what) => what === "fallback-paged").length, 3, "for the report");
});

test("a schedule gap pages the fallback and is itself told", () => {
  const clinic = testClinic();
  const rotations = [{ ...clinic.onCall.rotations[0]!, starts: "2030-01-07" }];
  const world = new World({ clinic: { ...clinic, onCall: { ...clinic.onCall, rotations } } });
  assert.deepEqual(told(world), ["0s okafor sms"]);
  assert(world.faults.has("ONCALL_GAP"));
  assert(world.audits.includes("on-call-gap"));
});

test("a routine call without a ladder pages nobody", () => {
  const clinic = testClinic();
  const context = escalationContext(clinic, { ways: new Set(["sms"]), policy: "routine" });
  const [, effects] = beginEscalation(context, { ref: "7Q4K", callId: "c1", urgency: "routine", raisedAt: NIGHT });
  assert(!effects.some(({ kind }) => kind === "dispatch" || kind === "startTimer"));
});

test("a routine call without a ladder that somebody escalates is told to who is on call, and a person has it again", () => {
  const context = escalationContext(testClinic(), { ways: new Set(["sms"]), policy: "routine" });
  const routine = { ref: "7Q4K", callId: "c1", urgency: "routine", raisedAt: NIGHT } as const;
  const [begun] = beginEscalation(context, routine);
  const [taken] = stepEscalation(context, begun, { kind: "taken", person: "chen", at: NIGHT, answer: true });
  for (const state of [begun, taken]) {
    const wanted = { kind: "escalated", person: "front-desk", at: NIGHT + MINUTE, answer: false } as const;
    const [after, effects] = stepEscalation(context, state, wanted);
    assert.equal(after.phase, "open");
    const to = effects.flatMap((effect) => (effect.kind === "dispatch" ? [effect.dispatch.person] : []));
    assert.deepEqual(to, ["patel"]);
  }
});

test("a closed alert does nothing any more", () => {
  const world = new World();
  world.closed("patel");
  const before = world.pages.length;
  world.taken("chen");
  world.passed("chen");
  world.passes(120 * MINUTE);
  assert.equal(world.pages.length, before);
  assert.equal(world.timers.size, 0);
  assert.deepEqual(world.answers, ["patel: 7Q4K is closed. Thank you."]);
});
