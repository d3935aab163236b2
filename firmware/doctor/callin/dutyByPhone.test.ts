import assert from "node:assert/strict";
import { test } from "node:test";
import { readClinicFile } from "../../config/readClinicFile.ts";
import type { DutyChange } from "../../oncall/Duty.ts";
import { dutyChangeOf, dutyNow, dutyTexts, lastChangeOf, undoneTexts } from "./dutyByPhone.ts";

const CLINIC = (() => {
  const result = readClinicFile(`
version: 1
clinic: { name: Rosewood Family Practice, shortName: Rosewood, timezone: America/Chicago, country: US, emergencyNumber: "911", languages: [en] }
privacy: { smsDetail: code, retention: { audioDays: 90, recordDays: 2190 } }
lines: [{ id: mobile, driver: gsm, port: /dev/firstring/mobile-at }]
people:
  - { id: chen, name: Dr. Chen, phone: "+13125550101", notify: [sms] }
  - { id: patel, name: Dr. Patel, phone: "+13125550102", notify: [sms] }
onCall:
  fallback: chen
  rotations: [{ id: doctors, every: week, handoff: "mon 08:00", starts: 2026-11-02, people: [chen, patel] }]
script: { template: family-practice, routine: waits }
`);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.clinic;
})();

/** Thursday 02:14 in Chicago: Patel has the week from 23 November. */
const NOW = Date.UTC(2026, 10, 26, 8, 14);
const MONDAY = Date.UTC(2026, 10, 30, 14, 0);
const PATEL = { id: "patel", name: "Dr. Patel" };

test("who has duty, until when, and whom it may go to", () => {
  assert.deepEqual(dutyNow(CLINIC, "chen", NOW, {}), {
    at: NOW,
    people: [PATEL],
    until: MONDAY,
    fallback: false,
    others: [PATEL],
    undoable: false,
  });
});

test("a clinic without a schedule has its fallback, whose place nobody can take: one joins", () => {
  const clinic = { ...CLINIC, onCall: { ...CLINIC.onCall, rotations: [] } };
  const duty = dutyNow(clinic, "patel", NOW, {});
  assert.equal(duty.fallback, true);
  assert.equal(duty.until, undefined);
  const change = dutyChangeOf({ kind: "takeOver" }, "patel", { id: "d1", at: NOW, until: NOW + 3_600_000 });
  assert.deepEqual([change.kind, change.person, change.by], ["add", "patel", undefined]);
});

const taken: DutyChange = dutyChangeOf({ kind: "takeOver", from: PATEL }, "chen", {
  id: "d1",
  at: NOW,
  until: MONDAY,
});

test("both hear of a change, and whoever made it how to undo it", () => {
  assert.deepEqual(dutyTexts(CLINIC, taken, NOW), [
    {
      person: "chen",
      text: "Rosewood: you are on call until Mon 08:00, instead of Dr. Patel. To undo it, call in: in the menu press 3, then 3.",
    },
    { person: "patel", text: "Rosewood: Dr. Chen is on call instead of you until Mon 08:00." },
  ]);
  assert.deepEqual(
    undoneTexts(CLINIC, taken, NOW, [PATEL]).map(({ person }) => person),
    ["patel", "chen"],
  );
});

test("undo takes back one's own last change that is not over, and nobody else's", () => {
  const later = { ...taken, id: "d2", madeAt: NOW + 1 };
  const patels = { ...taken, id: "d3", madeAt: NOW + 2, madeBy: "patel" };
  const over = { ...taken, id: "d4", madeAt: NOW + 3, to: NOW };
  const undone = { ...taken, id: "d5", madeAt: NOW + 4, withdrawnAt: NOW + 5 };
  assert.equal(lastChangeOf([taken, later, patels, over, undone], "chen", NOW)?.id, "d2");
  assert.equal(lastChangeOf([patels, over, undone], "chen", NOW), undefined);
});
