import assert from "node:assert/strict";
import { test } from "node:test";
import { clinicChangeRights } from "./clinicChangeRights.ts";

const secret = (name: string): string => `\${credential:${name}}`;
const FILE = {
  clinic: { name: "Rosewood" },
  lines: [
    { id: "front", kind: "analog" },
    { id: "mobile", kind: "gsm", simPin: secret("sim-pin") },
  ],
  people: [{ id: "chen", pin: secret("pin-chen") }],
  mqtt: { url: "mqtts://broker.example", password: secret("mqtt-password") },
  script: { prompts: { greeting: { en: `Say ${secret("pin-chen")} now.` } } },
};

const withSim = (simPin: string): typeof FILE => ({
  ...FILE,
  lines: [{ id: "mobile", kind: "gsm", simPin }, ...FILE.lines.slice(0, 1)],
});

test("a part that says who hears of patients names its right; others name none", () => {
  const rows = [
    ["mqtt", { ...FILE, mqtt: { ...FILE.mqtt, url: "mqtts://elsewhere.example" } }, "users.manage"],
    ["mqtt", { ...FILE, mqtt: undefined }, "users.manage"],
    ["people", { ...FILE, people: [] }, "users.manage"],
    ["privacy", { ...FILE, privacy: { smsDetail: "code" } }, "users.manage"],
    ["console", { ...FILE, console: { network: "clinic" } }, "network.change"],
    ["clinic", { ...FILE, clinic: { name: "Other" } }, undefined],
    ["lines", { ...FILE, lines: [] }, undefined],
    ["whole", undefined, "network.change"],
  ] as const;
  for (const [part, after, right] of rows) {
    const { changed, guarded } = clinicChangeRights(FILE, after);
    assert.deepEqual([changed, guarded[0]?.right], [[part], right], part);
  }
  assert.deepEqual(clinicChangeRights(FILE, structuredClone(FILE)).changed, []);
});

test("a SIM's PIN is kept in the secret of a SIM's PIN, old or new, and never in another's", () => {
  const ofOthers = (after: unknown): readonly string[] => clinicChangeRights(FILE, after).ofOthers;
  const at = ["lines[mobile].simPin"];
  for (const name of ["sim-pin", "sim-pin-2", "sim-pin-mobile"])
    assert.deepEqual(ofOthers(withSim(secret(name))), [], name);
  for (const name of ["pin-chen", "mqtt-password", "database-key", "pin-patel", "SIM-PIN"])
    assert.deepEqual(ofOthers(withSim(secret(name))), at, name);
  assert.deepEqual(ofOthers({ ...FILE, lines: [{ id: "front", name: secret("pin-chen") }] }), ["lines[front].name"]);
  assert.deepEqual(ofOthers({ ...FILE, clinic: { name: secret("sim-pin") } }), ["clinic.name"]);
  // What is a manager's anyway.
  assert.deepEqual(ofOthers({ ...FILE, people: [{ id: "chen", pin: secret("mqtt-password") }] }), []);
  // A name like a SIM's that something else is kept in is that one's.
  const odd = { ...FILE, mqtt: { ...FILE.mqtt, password: secret("sim-pin-9") } };
  assert.deepEqual(clinicChangeRights(odd, { ...withSim(secret("sim-pin-9")), mqtt: odd.mqtt }).ofOthers, at);
  // As it was, whatever it is: another's change is no fault of this one.
  assert.deepEqual(clinicChangeRights(withSim(secret("x")), { ...withSim(secret("x")), clinic: {} }).ofOthers, []);
  const given = withSim(secret("front-sim"));
  assert.deepEqual(
    clinicChangeRights(given, { ...given, lines: [{ id: "new", simPin: secret("front-sim") }] }).ofOthers,
    [],
  );
  assert.deepEqual(clinicChangeRights(undefined, withSim(secret("pin-chen"))).ofOthers, at);
});

test("a secret from the environment is told by its place; sentences are none", () => {
  const env = `\${env:HOME}`;
  const { fromEnvironment } = clinicChangeRights(FILE, withSim(env));
  assert.deepEqual(fromEnvironment, ["lines[mobile].simPin"]);
  assert.deepEqual(clinicChangeRights(withSim(env), withSim(env)).fromEnvironment, []);
  const said = { ...FILE, script: { prompts: { greeting: { en: env } } } };
  assert.deepEqual(clinicChangeRights(FILE, said).fromEnvironment, []);
});
