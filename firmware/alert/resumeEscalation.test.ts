import assert from "node:assert/strict";
import { test } from "node:test";
import { CLINIC, MINUTE, SECOND, told, World } from "../../test/harness/EscalationWorld.ts";
import type { Alert } from "../message/MessageStore.ts";
import { alertOf } from "./Escalation.ts";
import { resumeEscalation } from "./resumeEscalation.ts";

test("after a crash a page that is not proved sent goes out again, with the same id and code", () => {
  let sent = 0;
  const world = new World({
    outcome: () => {
      sent += 1;
      return sent === 1 ? "never" : "sent";
    },
  });
  world.crashes(2 * SECOND);
  assert.equal(world.pages.length, 2);
  assert.equal(world.pages[1]!.id, world.pages[0]!.id);
  assert.equal(world.pages[1]!.text, world.pages[0]!.text);
  world.passes(60 * SECOND);
  assert.deepEqual(told(world).slice(2), ["60s patel sms"], "the ladder goes on where it was");
});

test("after an hour without power everyone is paged once, not once for each step that was missed", () => {
  const world = new World();
  world.passes(2 * SECOND);
  world.crashes(60 * MINUTE);
  assert.deepEqual(
    world.pages
      .slice(1)
      .map(({ to }) => to)
      .sort(),
    ["chen", "okafor", "patel"],
  );
});

test("a page that was not proved sent does not go to somebody who has left the clinic meanwhile: the next are paged at once", () => {
  const world = new World({ outcome: ({ person }) => (person === "patel" ? "never" : "sent") });
  const people = CLINIC.people.filter(({ id }) => id !== "patel");
  const rotations = CLINIC.onCall.rotations.map((rotation) => ({ ...rotation, people: [["chen"]] }));
  world.clinic = { ...CLINIC, people, onCall: { ...CLINIC.onCall, rotations } };
  world.crashes(2 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "2s chen sms"]);
  assert.deepEqual(world.cancelled, [world.pages[0]!.id]);
});

test("a page that was not proved sent goes to the number that the person has now", () => {
  const world = new World({ outcome: ({ attempts }) => (attempts === 1 ? "never" : "sent") });
  const people = CLINIC.people.map((person) => (person.id === "patel" ? { ...person, phone: "+13125550177" } : person));
  world.clinic = { ...CLINIC, people };
  world.crashes(2 * SECOND);
  assert.deepEqual(
    [...world.rows.values()].map(({ address }) => address),
    ["+13125550177"],
  );
});

test("a take that was committed just before the crash still counts after it", () => {
  const world = new World();
  const before = world.pages.length;
  const alert: Alert = { ...alertOf(world.state), state: "taken", takenBy: "patel", takenAt: world.now };
  const [state] = resumeEscalation(world.context, alert, [...world.rows.values()], world.now + SECOND);
  assert.equal(state.phase, "taken");
  assert.equal(state.takenBy, "patel");
  assert.equal(world.pages.length, before);
});

test("an unreadable state begins the ladder anew rather than never", () => {
  const world = new World();
  for (const escalation of ["", "null", "{}", '{"version":2}', "[1"]) {
    const [state, effects] = resumeEscalation(world.context, { ...alertOf(world.state), escalation }, [], world.now);
    assert.equal(state.phase, "open");
    assert(effects.some(({ kind }) => kind === "dispatch"));
  }
});

test("a clock that is set back or forward neither loses nor repeats a step (P16)", () => {
  for (const slip of [-365 * 24 * 60 * MINUTE, -MINUTE, 0, 20 * MINUTE, 365 * 24 * 60 * MINUTE]) {
    const world = new World();
    world.passes(30 * SECOND);
    const timer = world.state.timer!;
    world.handle({ kind: "timerFired", name: timer.name, at: world.now + 30 * SECOND + slip });
    world.handle({ kind: "timerFired", name: timer.name, at: world.now + 30 * SECOND + slip });
    assert.equal(world.pages.length, 2, `slip ${slip}`);
    const due = [...world.timers]
      .filter(([name]) => name !== timer.name)
      .map(([, at]) => Math.round((at - world.now) / SECOND));
    assert.deepEqual(due, [60], `the next step keeps its distance (slip ${slip})`);
  }
});

test("a modem that is away for a moment does not wake everybody: the page is tried again beside the ladder", () => {
  let tries = 0;
  const world = new World({
    outcome: () => {
      tries += 1;
      return tries === 1 ? "failedTemporarily" : "sent";
    },
  });
  world.passes(59 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "16s patel sms"]);
});
