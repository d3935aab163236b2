import assert from "node:assert/strict";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import { ann, callerOf, everyLine } from "./everyLine.ts";

everyLine("answers before the second ring, and knows the caller", async (rig, driver) => {
  const report = await rig.call([{ call: ann }, { waits: 1_500 }, { hangsUp: {} }]);
  assert.equal(report.outcome, "answered", rig.story());
  assert.equal(report.offHook?.rings, 1);
  assert.ok(report.offHook.commandAtMs - report.ringReportedAtMs! <= driver.answersWithin, rig.story());
  assert.deepEqual(callerOf(rig), { kind: "number", number: ann.number });
  await rig.until("released");
  assert.deepEqual(
    rig.of("rang").map(({ ring }) => ring),
    [1],
  );
});

everyLine(
  "knows the caller's name where the network tells it",
  async (rig) => {
    await rig.call([{ call: { ...ann, name: "JANE DOE" } }, { waits: 500 }, { hangsUp: {} }]);
    assert.deepEqual(callerOf(rig), { kind: "number", number: ann.number, name: "JANE DOE" });
  },
  { needs: "callerName" },
);

everyLine("a caller who withholds the number is answered as soon, and told as withheld", async (rig, driver) => {
  const report = await rig.call([{ call: { withheld: true } }, { waits: 1_500 }, { hangsUp: {} }]);
  assert.equal(report.offHook?.rings, 1, rig.story());
  assert.ok(report.offHook.commandAtMs - report.ringReportedAtMs! <= driver.answersWithin);
  assert.deepEqual(callerOf(rig), { kind: "withheld" });
});

everyLine("nobody says who calls: answered before the second ring all the same", async (rig) => {
  rig.losesCallerId();
  const report = await rig.call([{ call: { withheld: true } }, { waits: 1_500 }, { hangsUp: {} }]);
  assert.equal(report.offHook?.rings, 1, rig.story());
  assert.deepEqual(callerOf(rig), { kind: "none" });
});

everyLine(
  "in office hours it only counts rings, and says who called when they stop",
  async (rig) => {
    const report = await rig.call([{ call: { ...ann, rings: 3 } }]);
    assert.equal(report.outcome, "unanswered");
    const { rings, callerId } = await rig.until("ringingStopped");
    assert.deepEqual([rings, callerId], [3, { kind: "number", number: ann.number }], rig.story());
  },
  { line: { answerPolicy: () => ({ never: true }) } },
);

everyLine(
  "answers at the second ring where the front desk wants the first one",
  async (rig) => {
    const report = await rig.call([{ call: ann }, { waits: 500 }, { hangsUp: {} }]);
    assert.equal(report.offHook?.rings, 2, rig.story());
    assert.deepEqual(rig.of("answered")[0]?.callerId, { kind: "number", number: ann.number });
  },
  { line: { answerPolicy: () => ({ atRing: 2 }) } },
);

everyLine(
  "a caller who gives up before it answers is told as missed, and the next one is answered",
  async (rig) => {
    const missed = await rig.call([{ call: { ...ann, rings: 1 } }]);
    assert.equal(missed.outcome, "unanswered", rig.story());
    assert.equal((await rig.until("ringingStopped")).rings, 1);
    await rig.passes(Seconds(2));
    const report = await rig.call([{ call: { number: "3125550143" } }, { waits: 500 }, { hangsUp: {} }]);
    assert.equal(report.outcome, "answered", rig.story());
    assert.deepEqual(callerOf(rig), { kind: "number", number: "3125550143" });
  },
  { line: { answerPolicy: () => ({ atRing: 2 }) } },
);

everyLine(
  "a second call right after the first is answered, and nobody is named after the caller before",
  async (rig) => {
    const callers = ["3125550142", "3125550143", "3125550144"];
    for (const number of callers) {
      const calls = rig.events.length;
      const report = await rig.call([{ call: { number } }, { waits: 1_000 }, { hangsUp: {} }]);
      assert.equal(report.outcome, "answered", rig.story());
      await rig.until("released", Seconds(20), calls);
      assert.deepEqual(callerOf(rig), { kind: "number", number });
      await rig.passes(Milliseconds(1_500));
    }
  },
);
