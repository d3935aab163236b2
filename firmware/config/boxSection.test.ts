import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { PanelSettings } from "../panel/DaemonWord.ts";
import { Minutes } from "../time/Duration.ts";
import { readClinicFile } from "./readClinicFile.ts";

/** The panel of a clinic file with that section, or what is said of it. */
function panelOf(box: string, line = ""): PanelSettings | readonly string[] {
  const result = readClinicFile(`version: 1
clinic: { name: Rosewood, timezone: America/Chicago, country: US, emergencyNumber: "911" }
privacy: { smsDetail: code }
lines: [{ id: mobile, driver: gsm, port: /dev/mobile, audio: "alsa:Modem"${line} }]
people: [{ id: chen, name: Dr. Chen, phone: "+13125550101" }]
onCall: { fallback: chen }
${box}
`);
  return result.ok
    ? result.clinic.panel
    : result.issues.map(({ path, what, instead }) => `${path}: ${what}; ${instead}`);
}

test("nothing is written: nothing is chosen", () => {
  assert.deepEqual(panelOf(""), {});
  assert.deepEqual(panelOf("box: {}"), {});
});

test("lamps by name, no lamps at all, a time on battery", () => {
  assert.deepEqual(panelOf("box: { lamps: { ready: hat:green, fault: PWR }, power: { offAfter: 20m } }"), {
    ...{ lamps: { ready: "hat:green", fault: "PWR" }, powerOffAfter: Minutes(20) },
  });
  assert.deepEqual(panelOf("box: { lamps: none }"), { lamps: "none" });
});

for (const [name, box, said, line] of [
  [
    "a path is no name",
    "box: { lamps: { ready: /sys/class/leds/x } }",
    /box\.lamps.*not the name of a LED.*below \/sys/,
  ],
  ["nor is a way out of the folder", "box: { lamps: { ready: '..' } }", /not the name of a LED/],
  ["an unknown lamp", "box: { lamps: { reday: x } }", /reday is not known here; did you mean ready\?/],
  ["a lamp alone", "box: { lamps: 5 }", /lamps names no LEDs; write \{ ready/],
  ["one LED twice", "box: { lamps: { ready: a, fault: a } }", /fault: a is the lamp ready already/],
  [
    "the modem's power is no lamp",
    "box: { lamps: { fault: firstring:modem-power } }",
    /switches the power of the modem mobile/,
    ", powerSwitch: /sys/class/leds/firstring:modem-power/brightness",
  ],
  ["nobody would be told", "box: { power: { offAfter: 30s } }", /too short: nobody would be told in time; 2m or more/],
  ["no unit", "box: { power: { offAfter: '20' } }", /not a length of time.*20s or 20m/],
] as const)
  test(name, () => {
    const issues = panelOf(box, line);
    assert.ok(Array.isArray(issues), JSON.stringify(issues));
    assert.match(issues.join("\n"), said);
  });

test("the example's section is one that is taken, once it is no comment", () => {
  const example = readFileSync(new URL("../../provisioning/example/clinic.yaml", import.meta.url), "utf8");
  const result = readClinicFile(example.replace(/^# (box:| {2}(lamps|power):)/gm, "$1"));
  assert.ok(result.ok || result.issues.every(({ path }) => !path.startsWith("box")));
  assert.deepEqual(result.ok ? result.clinic.panel.powerOffAfter : undefined, Minutes(20));
});
