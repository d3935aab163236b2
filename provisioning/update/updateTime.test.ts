import assert from "node:assert/strict";
import { test } from "node:test";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { CLINIC } from "../../test/change/EngineBench.ts";
import { updateTime } from "./updateTime.ts";

const read = readClinicFile(CLINIC);
const clinic = read.ok ? read.clinic : assert.fail("the example is good");
const IDLE = { calls: 0, untakenUrgent: 0 };
/** Chicago, in November: UTC-6. */
const at = (day: number, hour: number) => Date.UTC(2026, 10, day, hour + 6);

test("another version is tried while the clinic is there to answer, and never at night", () => {
  assert.deepEqual(updateTime(clinic, IDLE, at(25, 10)), { kind: "now" });
  const night = updateTime(clinic, IDLE, at(25, 2));
  assert.deepEqual(night, { kind: "later", because: "the clinic is closed (outside the open hours)" });
  assert.equal(updateTime(clinic, IDLE, at(28, 10)).kind, "later", "a Saturday");
});

test("a clinic without open hours has no better time; a call and an urgent alert always come first", () => {
  const always = { ...clinic, hours: { ...clinic.hours, open: [] } };
  assert.equal(updateTime(always, IDLE, at(25, 2)).kind, "now");
  assert.equal(updateTime(undefined, undefined, at(25, 2)).kind, "now");
  assert.equal(updateTime(clinic, { calls: 1, untakenUrgent: 0 }, at(25, 10)).kind, "later");
  assert.equal(updateTime(clinic, { calls: 0, untakenUrgent: 1 }, at(25, 10)).kind, "later");
});
