import assert from "node:assert/strict";
import { test } from "node:test";
import { aCall, aMessage, bench } from "../../device/storage/testStore.ts";
import { alertOf, type EscalationEvent } from "../../firmware/alert/Escalation.ts";
import { beginEscalation, stepEscalation } from "../../firmware/alert/EscalationMachine.ts";
import { escalationContext } from "../../firmware/alert/escalationContext.ts";
import { resumeEscalation } from "../../firmware/alert/resumeEscalation.ts";
import { testClinic } from "../clinic/testClinic.ts";

const NIGHT = Date.parse("2026-12-01T08:14:00Z");
const MINUTE = 60_000;
const context = escalationContext(testClinic(), { ways: new Set(["sms"]), policy: "urgent" });

test("a take that expired or was passed on is open again in the store, so that the next doctor can take it; and so after a restart", async () => {
  await using folder = bench();
  const store = await folder.open();
  const [ref] = await store.reserveCodes(1);
  assert(ref !== undefined);
  await store.writeCall(aCall("c0000000000001"));
  let [state, effects] = beginEscalation(context, {
    ref,
    callId: "c0000000000001",
    urgency: "urgent",
    raisedAt: NIGHT,
  });
  const dispatches = () => effects.flatMap((effect) => (effect.kind === "dispatch" ? [effect.dispatch] : []));
  await store.writeMessage(aMessage(ref, "c0000000000001"), alertOf(state), dispatches());
  const step = async (event: EscalationEvent) => {
    [state, effects] = stepEscalation(context, state, event);
    await store.writeAlert(alertOf(state), dispatches());
  };

  assert.deepEqual(await store.takeAlert(ref, "patel", NIGHT + MINUTE), { kind: "taken" });
  await step({ kind: "taken", person: "patel", at: NIGHT + MINUTE, answer: true });
  await step({ kind: "timerFired", name: state.timer!.name, at: NIGHT + 31 * MINUTE });
  assert.equal((await store.find(ref))?.alert?.state, "open", "expired");

  assert.deepEqual(await store.takeAlert(ref, "chen", NIGHT + 32 * MINUTE), { kind: "taken" });
  await step({ kind: "taken", person: "chen", at: NIGHT + 32 * MINUTE, answer: true });
  await step({ kind: "passed", person: "chen", at: NIGHT + 33 * MINUTE, answer: true });
  assert.equal((await store.find(ref))?.alert?.state, "open", "passed on");

  // A take that was committed, then the process died before the escalation heard of it.
  assert.deepEqual(await store.takeAlert(ref, "okafor", NIGHT + 34 * MINUTE), { kind: "taken" });
  await store.close();
  const again = await folder.open();
  const [unfinished] = await again.unfinishedAlerts();
  assert(unfinished !== undefined);
  const [resumed, after] = resumeEscalation(context, unfinished.alert, unfinished.dispatches, NIGHT + 35 * MINUTE);
  assert.equal(resumed.phase, "taken");
  assert.equal(resumed.takenBy, "okafor");
  assert(!after.some(({ kind }) => kind === "dispatch"), "nobody is woken for what is taken");
});
