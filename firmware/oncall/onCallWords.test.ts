import assert from "node:assert/strict";
import { test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { testClinic } from "../../test/clinic/testClinic.ts";
import { explainOnCall } from "./explainOnCall.ts";
import type { OnCallOptions } from "./OnCallOptions.ts";
import { resolveTarget, whoIsOnCall } from "./onCall.ts";

const at = (text: string): number => Temporal.Instant.from(text).epochMilliseconds;
const plain = testClinic();
const CLINIC = testClinic({
  onCall: {
    ...plain.onCall,
    rules: [
      {
        ...{ id: "weekends", days: [6, 7], holidays: true, from: "08:00", to: "mon 08:00" },
        people: ["patel"],
        layer: 2,
      },
    ],
    overrides: [{ kind: "replace", person: "chen", by: "patel", from: "2026-11-24", to: "2026-11-24" }],
    absences: [{ person: "chen", from: "2026-11-25", to: "2026-11-25" }],
    temporary: [
      {
        ...{ from: "2026-12-24", to: "2026-12-26" },
        shifts: [{ from: "2026-12-24", to: "2026-12-24", people: ["okafor"] }],
      },
    ],
  },
});

test("how a duty comes about is said in Spanish as in English, line by line", () => {
  const begin = at("2026-11-20T00:00:00Z");
  for (let hour = 0; hour < 24 * 40; hour += 5) {
    const moment = begin + hour * 3_600_000;
    const english = explainOnCall(CLINIC, moment);
    const spanish = explainOnCall(CLINIC, moment, { language: "es" });
    assert.equal(spanish.length, english.length);
    for (const [line, text] of spanish.entries()) {
      assert.notEqual(text, english[line]);
      assert.doesNotMatch(text, /\b(the|from|until|has|who|is|rotation|rule|override|absent)\b/, text);
    }
  }
});

test("the reasons, too; whoever asks in no language is answered in English", () => {
  const reasons = (options: OnCallOptions, when: string) => whoIsOnCall(CLINIC, at(when), options).because.join("; ");
  assert.equal(
    reasons({ language: "es" }, "2026-11-27T08:14:00Z"),
    "Dr. Chen tiene el turno doctors (cada semana, lun a las 08:00) del 2026-11-23 08:00 al 2026-11-30 08:00",
  );
  assert.match(
    reasons({ language: "es" }, "2026-11-24T18:00:00Z"),
    /^Dr\. Patel por Dr\. Chen \(cambio en el archivo, del 2026-11-24 00:00 al 2026-11-25 00:00\): Dr\. Chen tiene/,
  );
  assert.match(reasons({ clockTrusted: false, language: "es" }, "2026-11-27T08:14:00Z"), /^el reloj no es de fiar/);
  assert.match(reasons({}, "2026-11-27T08:14:00Z"), /^Dr\. Chen has rotation doctors/);
  const gone = resolveTarget(CLINIC, { kind: "rotation", id: "gone" }, at("2026-11-27T08:14:00Z"), { language: "es" });
  assert.deepEqual(gone.because, ["no hay ningún turno rotatorio gone: el sustituto"]);
});
