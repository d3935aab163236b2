import assert from "node:assert/strict";
import { test } from "node:test";
import { CLOSES_AFTER_MS, decideSetupMode, type SetupModeDecision, type SetupModeFacts } from "./setupMode.ts";

const shut: SetupModeFacts = { nowMs: 5_000_000, claimed: true, presentForMs: 0, usedAtMs: undefined, open: false };
const open: SetupModeFacts = { ...shut, open: true };

const cases: readonly (readonly [what: string, facts: SetupModeFacts, decision: SetupModeDecision])[] = [
  ["a box of a clinic stays shut", shut, "stay"],
  ["the button opens it", { ...shut, presentForMs: 600_000 }, "open"],
  ["a box that is nobody's is open from its start", { ...shut, claimed: false }, "open"],
  ["and stays so", { ...open, claimed: false }, "stay"],
  [
    "in use it stays open when the ten minutes of the button are over",
    { ...open, usedAtMs: open.nowMs - 60_000 },
    "stay",
  ],
  ["ten minutes after the last use it closes", { ...open, usedAtMs: open.nowMs - CLOSES_AFTER_MS }, "close"],
  ["opened and never used it closes when the button's time is over", open, "close"],
  ["an old use opens nothing", { ...shut, usedAtMs: shut.nowMs - 1_000 }, "stay"],
  ["whether it is somebody's cannot be known: nothing opens", { ...shut, claimed: undefined }, "stay"],
  ["and nothing is closed in somebody's hands", { ...open, claimed: undefined }, "stay"],
];

for (const [what, facts, decision] of cases) test(what, () => assert.equal(decideSetupMode(facts), decision));
