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

test("who hands on does not hand on to one who is away, is replaced, or cannot be paged, unless nobody else is left", () => {
  const plain = testClinic();
  const clinic = testClinic({
    onCall: { ...plain.onCall, absences: [{ person: "patel", from: "2026-11-24", to: "2026-11-25" }] },
  });
  const when = { at: NIGHT };
  assert.equal(nextPerson(clinic, "chen", new Set(), when)?.id, "okafor");
  assert.equal(nextPerson(clinic, "chen", new Set(["okafor"]), when)?.id, "patel");
  const span = { from: NIGHT - 1, to: NIGHT + 1, madeAt: NIGHT - 1, madeBy: "okafor" };
  const duties = [{ id: "d1", kind: "replace" as const, person: "okafor", by: "chen", ...span }];
  assert.equal(nextPerson(plain, "patel", new Set(["chen"]), { ...when, duties })?.id, "okafor");
  assert.equal(nextPerson(plain, "chen", new Set(), { ...when, ways: new Set(["call"]) })?.id, "patel");
  assert.equal(nextPerson(plain, "patel", new Set(["chen"]), { ...when, ways: new Set(["mqtt"]) })?.id, "okafor");
});

test("a person with no way that there is counts as nobody; where no way wakes anybody, everybody counts", () => {
  const clinic = testClinic();
  const rotations = [{ ...clinic.onCall.rotations[0]!, people: [["okafor"], ["okafor"]] }];
  const only = { ...clinic, onCall: { ...clinic.onCall, fallback: "chen", rotations } };
  const answer = whoIsOnCall(only, NIGHT, { ways: new Set(["call", "mqtt"]) });
  assert.deepEqual([names(answer), answer.gap], [["chen"], true]);
  assert.match(answer.because.join(), /okafor of rotation doctors is not among the people, or has no way to be paged/);
  assert.equal(whoIsOnCall(only, NIGHT, { ways: new Set(["mqtt"]) }).gap, false);
});

test("an untrusted clock pages whom the policy could mean, stand-ins and the fallback among them, and nobody else", () => {
  const clinic = testClinic();
  const [model] = clinic.people;
  const people = [
    ...clinic.people,
    { ...model!, id: "weber", name: "Dr. Weber" },
    { ...model!, id: "lopez", name: "Dr. Lopez" },
  ];
  const absences = [{ person: "chen", from: "2026-12-01", to: "2026-12-02", cover: "weber" }];
  const large = { ...clinic, people, onCall: { ...clinic.onCall, absences } };
  const target = { kind: "rotation" as const, id: "doctors" };
  const answer = resolveTarget(large, target, 0, { clockTrusted: false });
  assert.deepEqual(names(answer), ["chen", "patel", "okafor", "weber"]);
  assert.match(answer.because.join(), /everyone on the policy/);
  const policy = [target, { kind: "everyone" as const }];
  assert.equal(resolveTarget(large, target, 0, { clockTrusted: false, policy }).people.length, 5);
});

test("changes of duty follow one another: the last word counts, whoever stood in before", () => {
  const clinic = testClinic();
  const change = (madeAt: number, person: string, by: string) => ({
    ...{ id: `d${madeAt}`, kind: "replace" as const, person, by, madeAt, madeBy: by },
    ...{ from: NIGHT - 10, to: NIGHT + 10 },
  });
  const of = (...duties: ReturnType<typeof change>[]) => names(whoIsOnCall(clinic, NIGHT, { duties }));
  assert.deepEqual(of(change(1, "chen", "patel")), ["patel"]);
  assert.deepEqual(of(change(1, "chen", "patel"), change(2, "patel", "okafor")), ["okafor"]);
  assert.deepEqual(of(change(1, "chen", "patel"), change(2, "chen", "okafor")), ["okafor"]);
  assert.deepEqual(of(change(1, "chen", "patel"), change(2, "patel", "chen")), ["chen"]);
  assert.deepEqual(of({ ...change(1, "chen", "patel"), withdrawnAt: NIGHT - 1 } as never), ["chen"]);
});

test("a step that names a rotation outside its hours means whoever is on call, not the fallback", () => {
  const clinic = testClinic();
  const nights = {
    ...clinic.onCall.rotations[0]!,
    ...{ id: "nights", people: [["okafor"]], layer: 2 },
    during: [{ days: [1, 2, 3, 4, 5, 6, 7] as const, holidays: false, from: "17:00", to: "22:00" }],
  };
  const both = { ...clinic, onCall: { ...clinic.onCall, rotations: [...clinic.onCall.rotations, nights] } };
  const answer = resolveTarget(both, { kind: "rotation", id: "nights" }, NIGHT);
  assert.deepEqual([names(answer), answer.gap], [["chen"], false]);
  assert.match(answer.because[0]!, /rotation nights only serves daily 17:00–22:00, so whoever is on call/);
});

test("a calendar that was never read has nobody, and says so; while the clock is not trusted, its people are paged", () => {
  const plain = testClinic();
  const calendar = { id: "hospital", layer: 4, people: { "Dr Patel": "patel" }, file: "hospital.ics" };
  const clinic = testClinic({ onCall: { ...plain.onCall, rotations: [], calendars: [calendar] } });
  const answer = whoIsOnCall(clinic, NIGHT);
  assert.deepEqual([names(answer), answer.gap], [["okafor"], true]);
  assert.match(answer.because.join(), /calendar hospital was never read: the fallback/);
  const shifts = [{ person: "patel", from: NIGHT - 1, to: NIGHT + 1 }];
  const calendars = [{ id: "hospital", shifts, until: NIGHT + 10 }];
  assert.deepEqual(names(whoIsOnCall(clinic, NIGHT, { calendars })), ["patel"]);
  assert.match(whoIsOnCall(clinic, NIGHT + 20, { calendars }).because.join(), /is known until 2026-11-24 02:14/);
  assert.deepEqual(names(whoIsOnCall(clinic, NIGHT, { clockTrusted: false })), ["patel", "okafor"]);
});
