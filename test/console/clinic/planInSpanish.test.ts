import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withSpanish } from "../../../device/console/changes/planInSpanish.ts";
import { PLAN_BOOK } from "../../../firmware/config/planBook.ts";
import { type BoxFacts, planChanges } from "../../../provisioning/change/plan/planChanges.ts";

const EXAMPLE = readFileSync(new URL("../../../provisioning/example/clinic.yaml", import.meta.url), "utf8");
const FACTS: BoxFacts = {
  ...{ now: 0, version: "1.0.0", clinicText: EXAMPLE, secrets: [], network: "none", present: false, trustedKeys: [] },
  hasZone: () => true,
  hasPrompt: () => false,
};

const planned = (text: string) =>
  withSpanish(JSON.parse(JSON.stringify(planChanges([{ kind: "clinic-file", text }], FACTS))));

test("what a clinic file opens on the box, and what speaks against it, is said in Spanish, too", () => {
  const text = EXAMPLE.replace("mqtts://broker.local:8883", "mqtts://broker.example.com:8883")
    .replace("port: /dev/firstring/front", "port: emulated")
    .replace("port: /dev/firstring/mobile-at", "port: /dev/ttyAMA0");
  const plan = planned(`${text}\nconsole: { network: clinic }\n`);
  const [step] = plan.steps;
  assert.deepEqual(step?.es?.split("; ").slice(1), [
    "el servicio de llamadas podrá llegar a internet, para el servidor MQTT (broker.example.com)",
    "el servicio de llamadas podrá usar los puertos serie de la placa, para /dev/ttyAMA0",
    "se podrá llegar a las páginas de la consola desde la red de la clínica",
  ]);
  assert.deepEqual(plan.refusals[0]?.es, {
    what: "la línea front tiene port: emulated, y a esa no puede llamar nadie",
    cure: "Escriba ahí el puerto del módem.",
  });
});

test("both languages have the same values", () => {
  const places = (text: string): readonly string[] => (text.match(/\{\w+\}/g) ?? []).sort();
  for (const { en, es } of Object.values(PLAN_BOOK)) assert.deepEqual(places(es), places(en), en);
});
