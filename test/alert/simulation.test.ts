import assert from "node:assert/strict";
import { test } from "node:test";
import { simulationTable } from "../../device/cli/escalationSimulate.ts";
import { bench } from "../../device/storage/testStore.ts";
import type { Way } from "../../firmware/alert/Escalation.ts";
import { escalationContext } from "../../firmware/alert/escalationContext.ts";
import { type SimulatedRow, simulate } from "../../firmware/alert/simulate.ts";
import type { Clinic } from "../../firmware/config/Clinic.ts";
import { Hours, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { AlertBench } from "../harness/AlertBench.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { WatchedStore } from "../harness/WatchedStore.ts";

// What `firstring escalation simulate` prints is what the box does: the real alert desk on its real, encrypted store.

const NIGHT = Date.parse("2026-12-01T08:14:00Z");
const WAYS: readonly Way[] = ["sms", "call"];

const base = testClinic();
const withPolicies: Clinic = {
  ...base,
  escalation: {
    ...base.escalation,
    policies: new Map([
      [
        "hospital",
        [
          { after: Seconds(0), notify: { kind: "person", id: "okafor" }, by: ["call"], repeat: false },
          { after: Seconds(0), notify: { kind: "on-call" }, by: ["sms", "call"], repeat: false },
          { after: Seconds(90), notify: { kind: "everyone" }, by: ["call"], repeat: false },
          { after: Minutes(4), notify: { kind: "group", id: "nobody" }, by: ["sms"], repeat: true, every: Minutes(3) },
        ],
      ],
    ]),
    routes: [{ callers: "professional", policy: "hospital" }],
  },
};

const simulated = (clinic: Clinic, policy: string, ref: string, taken?: { person: string; at: number }) =>
  simulate({
    context: escalationContext(clinic, { ways: new Set(WAYS), policy }),
    alert: { ref, callId: "c0000000000001", urgency: "urgent", raisedAt: NIGHT, policy },
    until: NIGHT + Hours(2),
    ...(taken === undefined ? {} : { taken }),
  }).filter(({ kind }) => kind === "page" || kind === "answer");

const told = (clinic: Clinic, rows: readonly SimulatedRow[]): string => simulationTable(clinic, rows, NIGHT);

for (const [policy, kind] of [
  ["urgent", "patient"],
  ["hospital", "professional"],
] as const) {
  test(`a page nobody takes, policy ${policy}: the table that simulate printed, row by row`, async () => {
    await using folder = bench();
    const clock = new VirtualClock(NIGHT);
    const watched = new WatchedStore(await folder.open({ now: () => clock.now() }));
    const settled = () => watched.settled();
    const box = new AlertBench({ clinic: withPolicies, clock, store: watched.store, ways: WAYS, settled });
    const ref = await box.calls({ number: "3125550142", kind });
    await box.passes(Hours(2));
    await box.desk.stop();
    const happened = box.pages.map(
      ({ at, dispatch: { person: to, way, text } }): SimulatedRow => ({ kind: "page", at, to, way, text, because: "" }),
    );
    assert(happened.length > 40, "two hours of a night");
    assert.equal(told(withPolicies, happened), told(withPolicies, simulated(withPolicies, policy, ref)));
  });
}

test("taken after four minutes and never closed: the same pages and the same answer", async () => {
  await using folder = bench();
  const clock = new VirtualClock(NIGHT);
  const watched = new WatchedStore(await folder.open({ now: () => clock.now() }));
  const box = new AlertBench({
    clinic: base,
    clock,
    store: watched.store,
    ways: WAYS,
    settled: () => watched.settled(),
  });
  const ref = await box.calls();
  await box.passes(Minutes(4));
  await box.replies("chen", ref);
  await box.passes(Seconds(2 * 3_600 - 240));
  await box.desk.stop();
  const happened = box.sent.map(
    ({ at, dispatch: { purpose, person: to, way, text } }): SimulatedRow =>
      purpose === "answer" ? { kind: "answer", at, to, text } : { kind: "page", at, to, way, text, because: "" },
  );
  assert.equal(
    told(base, happened),
    told(base, simulated(base, "urgent", ref, { person: "chen", at: NIGHT + Minutes(4) })),
  );
});

test("a policy that is empty, or gone from the file, pages the fallback or the urgent policy at once", () => {
  const nobody = { ...base, escalation: { ...base.escalation, urgent: [] } };
  const [first] = simulated(nobody, "urgent", "7Q4K");
  assert(first?.kind === "page" && first.at === NIGHT && first.to === "okafor");
  const [gone] = simulated(base, "vanished", "7Q4K");
  assert(gone?.kind === "page" && gone.at === NIGHT && gone.to === "patel");
});
