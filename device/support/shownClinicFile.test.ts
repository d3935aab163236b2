import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { withStandIns } from "../../firmware/health/redact.ts";
import { shownClinicFile, standInsOfText } from "./shownClinicFile.ts";

const EXAMPLE = readFileSync(new URL("../../provisioning/example/clinic.yaml", import.meta.url), "utf8");
const CANARIES = ["quillfeather", "0a1b2c", "4711", "Marigold"];

const told = (text: string, valid: boolean): string =>
  JSON.stringify(withStandIns(shownClinicFile(text, valid), standInsOfText(text)));
const leaks = (text: string, valid: boolean): readonly string[] =>
  CANARIES.filter((canary) => told(text, valid).toLowerCase().includes(canary.toLowerCase()));
const withLines = (place: string, lines: string): string => EXAMPLE.replace(new RegExp(`^${place}$`, "m"), lines);

const CALENDAR = withLines(
  "onCall:",
  `onCall:
  calendars:
    - { id: hospital, url: "https://calendar.example.org/ical/desk/private-0a1b2c/basic.ics", people: { "Dr Marigold": chen } }`,
);

test("a calendar's private address and what people are called in it stay; that there is one, and where, is told", () => {
  assert.deepEqual(leaks(CALENDAR, true), []);
  assert.deepEqual(leaks(CALENDAR, false), []);
  assert.match(told(CALENDAR, true), /https:\/\/calendar\.example\.org\/•••/);
});

for (const [what, text] of [
  ["a password in the broker's address", EXAMPLE.replace("mqtts://", "mqtts://clinic:quillfeather@")],
  ["a password with a slash in it", EXAMPLE.replace("mqtts://", "mqtts://clinic:quill/quillfeather@")],
  ["a field that is misspelt", withLines("mqtt:", "mqtt:\n  pasword: quillfeather\n  pinn: 4711")],
  ["a PIN of another form", EXAMPLE.replace(/pin: "[^"]*chen[}]"/, "pin: [4711], PIN: { of: 4711 }")],
  ["people by name", withLines("people:", "people:\n  Marigold: { phone: 4711 }\nothers:")],
  ["a person's own words", withLines("script:", "script:\n  say: Ask for Marigold\n  4711: quillfeather")],
  ["a list where a text should be", EXAMPLE.replace(/^ {2}name: .*$/m, "  name: [Marigold]")],
] as const)
  test(`a file that is refused shows no secret and nobody: ${what}`, () => {
    assert.notEqual(text, EXAMPLE);
    assert.deepEqual(leaks(text, false), []);
  });

test("what support needs of a file that is refused is still there", () => {
  const shown = JSON.parse(told(EXAMPLE.replace("pickup: caller-id }", "pickup: sometimes }"), false));
  assert.equal(shown.lines[0].pickup, "sometimes");
  assert.equal(shown.people.length, 2);
  assert.equal(shown.onCall.fallback, "person1");
  assert.equal(shown.escalation.urgent[0].notify, "rotation:doctors");
});

test("a file that is no YAML: none of it; who is in it has a stand-in in the journal, as far as it can be read", () => {
  const text = "people:\n  - { id: marigold, name: Dr. Marigold }\nmqtt: { password: quillfeather\n";
  assert.deepEqual(leaks(text, false), []);
  assert.match(told(text, false), /cannot be read/);
  assert.deepEqual(withStandIns(["on call: marigold"], standInsOfText(text)), ["on call: person1"]);
});
