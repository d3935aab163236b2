import assert from "node:assert/strict";
import { test } from "node:test";
import { Days, Hours } from "../time/Duration.ts";
import { ZoneClock } from "../time/ZoneClock.ts";
import { decideRetention, type RetentionFacts, retentionCut } from "./Retention.ts";

const zone = new ZoneClock("America/Chicago");
/** 03:30 in Chicago. */
const NIGHT = Date.UTC(2026, 10, 26, 9, 30);
const NOON = Date.UTC(2026, 10, 26, 18, 0);
const clinic = { privacy: { retention: { audioDays: 90, recordDays: 2190 } } } as Parameters<typeof decideRetention>[0];

const decide = (facts: Partial<RetentionFacts>, force = false) =>
  decideRetention(clinic, { now: NIGHT, clock: "trusted", newestCallAt: NIGHT - Hours(3), ...facts }, zone, force).kind;

test("old recordings and records are erased once a night, by the days of the clinic file", () => {
  assert.equal(decide({}), "run");
  assert.equal(decide({ lastRunAt: NIGHT - Hours(24) }), "run");
  assert.equal(decide({ lastRunAt: NIGHT - Hours(1) }), "wait");
  assert.deepEqual(retentionCut(clinic, NIGHT), {
    audioBefore: NIGHT - Days(90),
    recordsBefore: NIGHT - Days(2190),
  });
});

test("a box that is off at night has its run by day, one that is always on does not", () => {
  assert.equal(decide({ now: NOON, lastRunAt: NOON - Hours(9) }), "wait");
  assert.equal(decide({ now: NOON, lastRunAt: NOON - Hours(33) }), "wait");
  assert.equal(decide({ now: NOON, lastRunAt: NOON - Hours(37) }), "run");
  assert.equal(decide({ now: NOON }), "run", "it never ran");
});

test("nothing is erased by a clock that may be wrong", () => {
  assert.equal(decide({ clock: "untrusted" }), "doubt");
  assert.equal(decide({ clock: "untrusted" }, true), "doubt", "not even when a person asks");
  assert.equal(decide({ clock: "hinted" }), "run");
  assert.equal(decide({ clock: "hinted", newestCallAt: NIGHT - Days(40) }), "doubt", "a jump forward");
  assert.equal(decide({ clock: "hinted", newestCallAt: NIGHT + Days(400) }), "doubt", "a jump back");
  assert.equal(decide({ clock: "hinted", newestCallAt: NIGHT - Days(40), lastRunAt: NIGHT - Days(2) }), "run");
  assert.equal(
    decideRetention(clinic, { now: NIGHT, clock: "hinted" }, zone).kind,
    "doubt",
    "an empty store confirms nothing",
  );
});

test("a clock that was set back does not put the run off for years", () => {
  assert.equal(decide({ now: NOON, lastRunAt: NOON + Days(900) }), "run");
});
