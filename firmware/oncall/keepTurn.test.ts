import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testClinic } from "../../test/clinic/testClinic.ts";
import type { Clinic } from "../config/Clinic.ts";
import { keptTurn } from "./keepTurn.ts";
import { whoIsOnCall } from "./onCall.ts";

const DAY_MS = 86_400_000;
/** Thursday, 2026-11-26: Dr. Chen's week. */
const NOW = Date.UTC(2026, 10, 26, 18);

function clinicOf(people: readonly string[], every: "day" | "week" = "week"): Clinic {
  const clinic = testClinic();
  const [rotation] = clinic.onCall.rotations;
  const rotations = [{ ...rotation!, every, people: people.map((id) => [id]) }];
  return { ...clinic, onCall: { ...clinic.onCall, rotations } };
}
const ID = testClinic().onCall.rotations[0]!.id;
const whoAt = (clinic: Clinic, at: number): readonly string[] => whoIsOnCall(clinic, at).people.map(({ id }) => id);
const turned = (list: readonly string[], places: number): readonly string[] => [
  ...list.slice(places),
  ...list.slice(0, places),
];

test("a third in the rotation takes the turn of nobody who has it now", () => {
  const before = clinicOf(["chen", "patel"]);
  assert.deepEqual(whoAt(before, NOW), ["chen"]);
  const added = ["chen", "patel", "okafor"];
  const kept = keptTurn(before, clinicOf(added), ID, NOW);
  if (kept === undefined) assert.deepEqual(whoAt(clinicOf(added), NOW), ["chen"]);
  else assert.deepEqual(whoAt(clinicOf(turned(added, kept.places)), NOW), ["chen"]);
  assert.equal(keptTurn(before, before, ID, NOW), undefined, "nothing was changed");
  assert.equal(keptTurn(before, clinicOf(["patel", "okafor"]), ID, NOW), undefined, "who is taken out keeps nothing");
  assert.equal(keptTurn(before, before, "another", NOW), undefined);
});

test("whatever is added, moved or taken out: turned as told, whoever has the turn keeps it, and the order stays", () => {
  const list = fc.uniqueArray(fc.constantFrom<string[]>("chen", "patel", "okafor"), { minLength: 1, maxLength: 3 });
  const moment = fc.integer({ min: 0, max: 400 }).map((days) => NOW + days * DAY_MS);
  fc.assert(
    fc.property(list, list, moment, fc.constantFrom("day", "week" as const), (old, made, at, every) => {
      const [before, after] = [clinicOf(old, every), clinicOf(made, every)];
      const [holder] = whoAt(before, at);
      const kept = keptTurn(before, after, ID, at);
      if (kept === undefined) {
        assert.ok(!made.includes(holder!) || whoAt(after, at)[0] === holder);
        return;
      }
      assert.deepEqual(kept.people, [holder]);
      assert.ok(kept.places > 0 && kept.places < made.length);
      assert.equal(whoAt(clinicOf(turned(made, kept.places), every), at)[0], holder);
    }),
  );
});
