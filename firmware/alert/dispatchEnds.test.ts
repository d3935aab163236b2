import assert from "node:assert/strict";
import { test } from "node:test";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { MINUTE, SECOND, told, World } from "../../test/harness/EscalationWorld.ts";

test("a refused SMS moves the escalation on at once, not when the step's time comes", () => {
  const world = new World({ outcome: ({ person }) => (person === "patel" ? "failedPermanently" : "sent") });
  world.passes(5 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "1s patel sms", "2s chen sms", "2s patel sms", "2s okafor sms"]);
});

test("a page that the network took and cannot deliver moves on at once, past the step that would page the same dead phone", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.reported("patel", "failed");
  assert.deepEqual(told(world).slice(1), ["5s patel sms", "5s chen sms", "5s okafor sms"]);
  assert(world.audits.includes("page-not-delivered"));
});

test("a phone that the centre gave up on is passed over now, and counted on again later", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.reported("patel", "gaveUp");
  assert.deepEqual(told(world).slice(1), ["5s patel sms", "5s chen sms", "5s okafor sms"]);
  assert.deepEqual(world.state.unreachable, []);
});

test("a report that the page is on the phone stops nothing, and takes back that the phone is dead", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.reported("patel", "delivered");
  world.passes(56 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "60s patel sms"]);
  world.reported("patel", "failed");
  assert.deepEqual(world.state.unreachable, ["patel.sms"]);
  world.reported("patel", "delivered");
  assert.deepEqual(world.state.unreachable, []);
});

test("one of several whose phone is dead: the others have it, nobody is woken for that", () => {
  const world = new World();
  world.passes(2 * MINUTE + 5 * SECOND);
  const before = world.pages.length;
  world.reported("chen", "failed");
  assert.equal(world.pages.length, before);
});

test("the last step's only phone is dead: the person who must exist, at once and once", () => {
  const clinic = testClinic();
  const urgent = clinic.escalation.urgent.slice(0, 1);
  const world = new World({ clinic: { ...clinic, escalation: { ...clinic.escalation, urgent } } });
  world.passes(5 * SECOND);
  world.reported("patel", "failed");
  assert.deepEqual(told(world).slice(1), ["5s okafor sms"]);
  world.passes(2 * SECOND);
  world.reported("okafor", "failed");
  assert.equal(world.pages.length, 2, "what repeats keeps its gap");
});

test("what is reported after somebody has taken it wakes nobody", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.taken("patel");
  world.reported("patel", "failed");
  assert.equal(world.pages.length, 1);
  assert.equal(world.state.phase, "taken");
});

test("a page whose fate is unknown goes out again with the same id and code", () => {
  let first = true;
  const world = new World({
    outcome: () => {
      const outcome = first ? "unknown" : "sent";
      first = false;
      return outcome;
    },
  });
  world.passes(5 * SECOND);
  assert.equal(world.pages.length, 2);
  assert.equal(world.pages[0]!.id, world.pages[1]!.id);
});

test("a modem that fails for now is tried again beside the escalation, and gives up after a few tries", () => {
  const world = new World({ outcome: () => "failedTemporarily" });
  world.passes(60 * MINUTE);
  const tries = new Map<string, number>();
  for (const { id } of world.pages) tries.set(id, (tries.get(id) ?? 0) + 1);
  assert(Math.max(...tries.values()) <= 5);
  assert(world.pages.length < 400, `no burst of pages: ${world.pages.length}`);
  assert(world.timers.size > 0, "it goes on");
});

test("a page that the modem still has is not doubled: it would only queue behind itself", () => {
  const world = new World({ outcome: () => "never" });
  world.passes(4 * MINUTE);
  assert.deepEqual(told(world), ["0s patel sms", "120s chen sms", "120s okafor sms"]);
});

test("a step by a way that does not exist is passed over at once", () => {
  const clinic = testClinic();
  const [first, ...others] = clinic.escalation.urgent;
  const urgent = [{ ...first!, by: ["call" as const] }, ...others];
  const world = new World({ clinic: { ...clinic, escalation: { ...clinic.escalation, urgent } } });
  assert.deepEqual(told(world), ["0s patel sms"]);
  assert(world.audits.includes("way-passed-over"));
});
