import assert from "node:assert/strict";
import { test } from "node:test";
import { readClinicFile } from "./readClinicFile.ts";

interface Parts {
  readonly line?: string;
  readonly pin?: string;
  readonly secret?: string;
}

const PIN = `, pin: "\${credential:pin-chen}"`;
const GSM = '{ id: mobile, driver: gsm, port: /dev/mobile, audio: "alsa:Modem" }';

/** What is said of a clinic that pages Dr. Chen by telephone. */
function warnings({ line = GSM, pin = PIN, secret = "2846" }: Parts): readonly string[] {
  const result = readClinicFile(
    `version: 1
clinic: { name: Rosewood, timezone: America/Chicago, country: US, emergencyNumber: "911" }
privacy: { smsDetail: code }
lines: [${line}]
people: [{ id: chen, name: Dr. Chen, phone: "+13125550101", notify: [sms, call]${pin} }]
onCall: { fallback: chen }
escalation: { urgent: [{ notify: everyone, by: [sms, call], repeat: until-taken }] }
script: { template: family-practice, routine: pages }
`,
    { resolveSecret: () => secret },
  );
  if (!result.ok) return result.issues.map(({ path, what }) => `error ${path}: ${what}`);
  const { people } = result.clinic;
  const said = result.warnings.map(({ path, what, instead }) => `${path}: ${what}; ${instead}`);
  assert.ok(
    said.every((text) => secret === "" || !text.includes(secret)),
    "a PIN is never shown",
  );
  return [...said, `pin ${people[0]?.pin === undefined ? "absent" : "kept"}`];
}

test("a cellular line with sound and a PIN: nothing to say", () => assert.deepEqual(warnings({}), ["pin kept"]));

test("no line can call: told where it is asked for, and what would help", () => {
  const mute = "{ id: mobile, driver: gsm, port: /dev/mobile }";
  for (const line of [mute, `${mute}, { id: front, driver: voice-modem, port: /dev/front }`])
    assert.match(warnings({ line })[0] ?? "", /^escalation\.urgent\[0\]\.by: by: call, but no line can call.*audio:/);
  assert.deepEqual(warnings({ line: '{ id: mobile, driver: gsm, port: "usb:1e0e:9001" }' }), ["pin kept"]);
});

test("somebody is called and has no PIN: told what they will hear", () => {
  const said = warnings({ pin: "" });
  assert.match(said[0] ?? "", /^people\[0\]: no pin: .*Dr\. Chen hears the reference.*credential:pin-chen/);
});

for (const [secret, what, kept] of [
  ["123", /is not 4 to 8 digits/, "absent"],
  ["123456789", /is not 4 to 8 digits/, "absent"],
  ["28a6", /is not 4 to 8 digits/, "absent"],
  ["0000", /is easily guessed/, "kept"],
  ["1234", /is easily guessed/, "kept"],
  ["987654", /is easily guessed/, "kept"],
  ["2525", /is easily guessed/, "kept"],
  ["0101", /is easily guessed/, "kept"],
  ["550101", /end of their own telephone number/, "kept"],
  ["", /is not there, so it goes without/, "absent"],
] as const)
  test(`a PIN like "${secret}" is told, not refused: the box answers and pages all the same`, () => {
    const said = warnings({ secret });
    assert.match(said[0] ?? "", what);
    assert.equal(said.at(-1), `pin ${kept}`);
  });
