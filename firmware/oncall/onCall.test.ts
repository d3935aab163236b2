import assert from "node:assert/strict";
import { test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { nextPerson, resolveTarget, whoIsOnCall } from "./onCall.ts";

const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
const NIGHT = at("2026-11-24T08:14:00Z");
const names = (answer: { readonly people: readonly { readonly id: string }[] }) => answer.people.map(({ id }) => id);

test("the answer says who and why, in words with times of the clinic's wall", () => {
  const answer = resolveTarget(testClinic(), { kind: "rotation", id: "doctors" }, NIGHT);
  assert.deepEqual(names(answer), ["chen"]);
  assert.deepEqual(answer.because, [
    "Dr. Chen has rotation doctors (every mon 08:00) from 2026-11-23 08:00 to 2026-11-30 08:00",
  ]);
  assert.equal(answer.gap, false);
});

test("nobody on call is never an answer: before the first shift, for a lost rotation or person, the fallback is paged and it is told", () => {
  const clinic = testClinic();
  const rotations = [{ ...clinic.onCall.rotations[0]!, starts: "2030-01-07" }];
  const future = { ...clinic, onCall: { ...clinic.onCall, rotations } };
  for (const answer of [
    resolveTarget(future, { kind: "rotation", id: "doctors" }, NIGHT),
    resolveTarget(clinic, { kind: "rotation", id: "gone" }, NIGHT),
    resolveTarget(clinic, { kind: "person", id: "gone" }, NIGHT),
    resolveTarget(
      { ...clinic, people: clinic.people.filter(({ id }) => id !== "chen") },
      { kind: "rotation", id: "doctors" },
      NIGHT,
    ),
  ]) {
    assert.deepEqual(names(answer), ["okafor"]);
    assert.equal(answer.gap, true);
    assert.match(answer.because.join(), /fallback/);
  }
});

test("a clock that cannot be trusted pages everyone, because nobody knows whose shift it is (T11)", () => {
  const answer = resolveTarget(testClinic(), { kind: "rotation", id: "doctors" }, 0, { clockTrusted: false });
  assert.deepEqual(names(answer), ["chen", "patel", "okafor"]);
});

test("a clinic without rotations has its fallback on call, and that is no gap", () => {
  const clinic = testClinic({ onCall: { ...testClinic().onCall, fallback: "patel", rotations: [] } });
  assert.deepEqual(names(whoIsOnCall(clinic, NIGHT)), ["patel"]);
  assert.equal(whoIsOnCall(clinic, NIGHT).gap, false);
});

test("a doctor who passes hands on to the next of the rotation, then to the fallback, then to anybody, never to one who passed", () => {
  const clinic = testClinic();
  assert.equal(nextPerson(clinic, "chen", new Set())?.id, "patel");
  assert.equal(nextPerson(clinic, "patel", new Set(["chen"]))?.id, "okafor");
  assert.equal(nextPerson(clinic, "okafor", new Set(["chen"]))?.id, "patel");
  assert.equal(nextPerson(clinic, "okafor", new Set(["chen", "patel"])), undefined);
});
