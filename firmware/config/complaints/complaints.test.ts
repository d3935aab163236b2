import assert from "node:assert/strict";
import { test } from "node:test";
import * as script from "../../triage/scriptComplaints.ts";
import * as duty from "./duty.ts";
import * as escalation from "./escalation.ts";
import * as leaf from "./leaf.ts";
import * as places from "./places.ts";
import * as shape from "./shape.ts";

test("a code names one sentence, wherever in the file it is said", () => {
  const all = [
    duty.say,
    escalation.say,
    leaf.say,
    leaf.sayOfHandoff,
    places.say,
    shape.say,
    script.say,
    script.sayOfShape,
  ];
  const codes = all.flatMap((says) => Object.keys(says));
  assert.deepEqual(
    codes.filter((code, at) => codes.indexOf(code) !== at),
    [],
  );
});

test("what depends on the language is in each: and, or, weekdays, one and several", () => {
  const { es, what } = duty.say.startsOnOtherDay("2026-11-03", "tue", "mon", "2026-11-09");
  assert.match(what, /is a tue, the handoff is on mon/);
  assert.match(es.what, /es martes, y el turno cambia el lunes/);
  assert.match(places.say.otherEmergencyNumber("GB", ["999", "112"]).es.what, /999 o 112/);
  assert.match(shape.say.missing(shape.entry(1), undefined).es.what, /falta la entrada 2/);
  assert.match(duty.say.nobodyHasDuty("a", "b", 1, 8, "chen").es.what, /y 1 vez más en 8 semanas/);
});
