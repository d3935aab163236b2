// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is how a clinic file refers to a secret
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import type { Issue } from "./Issue.ts";
import { readClinicFile } from "./readClinicFile.ts";
import { LARGEST_FILE_CHARACTERS, MOST_ISSUES } from "./yamlDocument.ts";

const read = (name: string) => readFileSync(new URL(`../../provisioning/${name}/clinic.yaml`, import.meta.url), "utf8");
const EXAMPLE = read("example");
const REHEARSAL = read("rehearsal");
const secrets = { resolveSecret: (reference: string) => (reference === "credential:sim-pin" ? "1234" : undefined) };

const issuesOf = (text: string): readonly Issue[] => {
  const result = readClinicFile(text, secrets);
  return result.ok ? result.warnings : result.issues;
};

/** The example with one place changed; it has to be there exactly once. */
function withChange(from: string, to: string): string {
  assert.equal(EXAMPLE.split(from).length, 2, `${from} is in the example once`);
  return EXAMPLE.replace(from, to);
}

test("the example and the rehearsal clinic are without errors", () => {
  for (const text of [EXAMPLE, REHEARSAL]) assert(readClinicFile(text, secrets).ok);
});

test("the clinic comes out with every default filled in and every reference resolved", () => {
  const result = readClinicFile(EXAMPLE, secrets);
  assert(result.ok);
  const { clinic } = result;
  assert.deepEqual(clinic.lines[1], {
    driver: "gsm",
    id: "mobile",
    port: "/dev/firstring/mobile-at",
    audio: "/dev/firstring/mobile-audio",
    simPin: "1234",
  });
  assert.equal(clinic.privacy.tellCallerAgain, true);
  assert.deepEqual(clinic.hours.open, [{ days: [1, 2, 3, 4, 5], from: "08:00", to: "17:00" }]);
  assert.deepEqual(clinic.onCall.rotations[0], {
    id: "doctors",
    every: "week",
    handoff: { weekday: 1, time: "08:00" },
    starts: "2026-11-02",
    length: 1,
    people: [["chen"], ["patel"]],
    during: [],
    layer: 1,
  });
  assert.deepEqual(
    clinic.escalation.urgent.map(({ after, repeat }) => [after, repeat]),
    [
      [0, false],
      [60_000, false],
      [120_000, false],
      [300_000, true],
    ],
  );
  assert.equal(clinic.escalation.ackExpires, 1_800_000);
  assert.deepEqual(clinic.mqtt, { url: "mqtts://broker.local:8883", topic: "firstring", site: "rosewood" });
});

const SHORTEST = `version: 1
clinic: { name: "Łódź, Rosewood", timezone: Europe/Berlin, country: DE, emergencyNumber: "112" }
privacy: { smsDetail: code }
lines: [{ id: front, driver: voice-modem, port: /dev/ttyACM0 }, { id: mobile, driver: gsm, port: "tcp://10.0.0.5:7001" }]
people: [{ id: chen, name: Dr. Chen, phone: "+4930123456" }]
onCall: { fallback: chen }
`;

test("a short file is enough: people are paged by SMS, again after a minute, then everyone until somebody takes it", () => {
  const result = readClinicFile(SHORTEST);
  assert(result.ok, JSON.stringify(issuesOf(SHORTEST)));
  const { clinic } = result;
  assert.equal(clinic.hours.answer, "after-hours");
  assert.equal(clinic.script.template, "family-practice");
  assert.deepEqual(clinic.privacy.retention, { audioDays: 90, recordDays: 2190 });
  assert.deepEqual(
    clinic.escalation.urgent.map(({ notify, repeat }) => [notify.kind, repeat]),
    [
      ["person", false],
      ["person", false],
      ["everyone", true],
    ],
  );
});

test("a secret that is not there is a warning, and the box goes without", () => {
  const result = readClinicFile(EXAMPLE, { resolveSecret: () => undefined });
  assert(result.ok);
  assert(result.clinic.lines.every((line) => !("simPin" in line)));
  assert(result.warnings.some(({ path, severity }) => path === "lines[1].simPin" && severity === "warning"));
  assert(result.secrets.some(({ path, what }) => path === "lines[1].simPin" && what.includes("credential:sim-pin")));
  assert(result.secrets.every((issue) => result.warnings.includes(issue)));
});

// What is changed in the example, then the path, the sentence and the cure that must come of it.
const MISTAKES: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  [
    "timezone: America/Chicago ",
    "timezon: America/Chicago ",
    "clinic.timezon",
    /not known here/,
    /did you mean timezone\?/,
  ],
  ["timezone: America/Chicago ", "timezone: America/Chicgo ", "clinic.timezone", /no time zone/, /America\/Chicago/],
  ["timezone: America/Chicago ", "timezone: chicago ", "clinic.timezone", /no time zone/, /America\/Chicago/],
  ["timezone: America/Chicago ", "timezone: EST ", "clinic.timezone", /no time zone/, /Region\/City|did you mean/],
  ["country: US", "country: us", "clinic.country", /no country/, /did you mean US\?/],
  ['emergencyNumber: "911"', "emergencyNumber: 911", "clinic.emergencyNumber", /not in quotes/, /write "911"/],
  ['emergencyNumber: "911"', 'emergencyNumber: "112"', "clinic.emergencyNumber", /in US it is 911/, /"911"/],
  ["languages: [en, es]", "languages: [en, ess]", "clinic.languages[1]", /not possible/, /did you mean es\?/],
  ["smsDetail: code\n", "# none\n", "privacy.smsDetail", /missing/, /choose: code .* callback/],
  ["audioDays: 90 ", "audioDays: ninety ", "privacy.retention.audioDays", /not a whole number/, /digits/],
  ["audioDays: 90 ", "audioDays: 0 ", "privacy.retention.audioDays", /too small/, /at least 1/],
  ["driver: voice-modem", "driver: voice-modm", "lines[0].driver", /not possible/, /did you mean voice-modem\?/],
  ["port: /dev/firstring/front", "port: ttyACM0", "lines[0].port", /not a port/, /\/dev\/ttyACM0/],
  ["port: /dev/firstring/front", "port: 10.0.0.5:7001", "lines[0].port", /not a port/, /tcp:\/\/10\.0\.0\.5:7001/],
  ["port: /dev/firstring/front", "port: tcp://10.0.0.5:70010", "lines[0].port", /no TCP port/, /65535/],
  [
    "port: /dev/firstring/front",
    "port: /dev/firstring/mobile-at",
    "lines[1].port",
    /already used by line front/,
    /its own|of its own/,
  ],
  ["pickup: caller-id }", "pickup: callerid }", "lines[0].pickup", /not possible/, /did you mean caller-id\?/],
  ["id: mobile", "id: front", "lines[1].id", /given twice/, /once/],
  ["id: mobile", "id: Mobile 1", "lines[1].id", /not an id/, /mobile-1/],
  ['simPin: "${credential:sim-pin}"', "simPin: 1234", "lines[1].simPin", /plain text/, /credential/],
  ['simPin: "${credential:sim-pin}"', 'simPin: "${file:/x}"', "lines[1].simPin", /not a reference/, /credential/],
  ["name: Dr. Patel,", 'name: "${env:NAME}",', "people[1].name", /only for a secret/, /the value itself/],
  ["days: mon-fri", "days: mon-fry", "hours.open[0].days", /not days/, /mon-fri/],
  ['from: "08:00"', "from: 8am", "hours.open[0].from", /not a time/, /"08:00"/],
  ['to: "17:00"', 'to: "08:00"', "hours.open[0].to", /same time/, /24:00/],
  ['to: "17:00"', 'to: "07:00"', "hours.open[0].to", /next day/, /swap/],
  ["date: 2026-12-25", "date: 2026-02-30", "hours.holidays[0].date", /no 2026-02-30/, /year-month-day/],
  ["date: 2026-12-25", "date: 25.12.2026", "hours.holidays[0].date", /not a date/, /2026-12-25/],
  ['phone: "+13125550101"', "phone: +13125550101", "people[0].phone", /not in quotes/, /"\+13125550101"/],
  ['phone: "+13125550101"', "phone: 3125550101", "people[0].phone", /not in quotes/, /"\+13125550101"/],
  [
    'phone: "+13125550101"',
    'phone: "(312) 555-0101"',
    "people[0].phone",
    /not in international form/,
    /"\+13125550101"/,
  ],
  ['phone: "+13125550101"', 'phone: "911"', "people[0].phone", /short code/, /country code/],
  ['phone: "+13125550101"', 'phone: "+1312555"', "people[0].phone", /no telephone number/, /digits/],
  ['phone: "+13125550102"', 'phone: "+13125550101"', "people[1].phone", /number of chen too/, /of their own/],
  ["id: patel", "id: everyone", "people[1].id", /means all people/, /another/],
  ["fallback: chen ", "fallback: chan ", "onCall.fallback", /no person "chan"/, /did you mean chen\?/],
  ["fallback: chen ", "# none ", "onCall.fallback", /missing/, /fallback: the id/],
  ['handoff: "mon 08:00"', 'handoff: "08:00"', "onCall.rotations[0].handoff", /weekday .* missing/, /"mon 08:00"/],
  ['handoff: "mon 08:00"', 'handoff: "monday 8am"', "onCall.rotations[0].handoff", /not a handoff/, /"mon 08:00"/],
  ["every: week", "every: day", "onCall.rotations[0].handoff", /every day, not on mon/, /"08:00"/],
  ["every: week", "every: weekly", "onCall.rotations[0].every", /not possible/, /did you mean week\?/],
  ["starts: 2026-11-02", "starts: 2026-11-03", "onCall.rotations[0].starts", /is a tue/, /2026-11-09/],
  [
    "people: [chen, patel]",
    "people: [chen, pattel]",
    "onCall.rotations[0].people[1]",
    /no person "pattel"/,
    /did you mean patel\?/,
  ],
  ["people: [chen, patel]", "people: []", "onCall.rotations[0].people", /empty list/, /at least one/],
  ["people: [chen, patel]", "people: chen", "onCall.rotations[0].people", /not a list/, /\[chen\]/],
  [
    'notify: "rotation:doctors", by: [sms, mqtt]',
    'notify: "rotation:doctor", by: [sms, mqtt]',
    "escalation.urgent[0].notify",
    /no rotation "doctor"/,
    /did you mean doctors\?/,
  ],
  [
    'notify: "rotation:doctors", by: [sms, mqtt]',
    "notify: doctors, by: [sms, mqtt]",
    "escalation.urgent[0].notify",
    /nobody/,
    /"rotation:doctors"/,
  ],
  ["after: 60s", "after: 60", "escalation.urgent[1].after", /not in quotes|length of time/, /60s or 60m/],
  ["after: 60s", 'after: "1 minute"', "escalation.urgent[1].after", /not a length of time/, /60s, 2m, 1h/],
  ["after: 2m", "after: 30s", "escalation.urgent[2].after", /earlier than the step before/, /in order/],
  [
    "by: [call] }",
    "by: [call], repeat: until-taken }",
    "escalation.urgent[2].repeat",
    /only the last step/,
    /last step/,
  ],
  [", repeat: until-taken }", " }", "escalation.urgent[3]", /does not repeat/, /until-taken/],
  ["mqtts://broker.local:8883", "mqtts://me:secret@broker.local", "mqtt.url", /user name or password/, /username/],
  ["mqtts://broker.local:8883", "mqtt://broker.local", "mqtt.url", /without encryption/, /mqtts/],
  ["mqtts://broker.local:8883", "broker.local:8883", "mqtt.url", /not a broker's address/, /mqtts/],
  ["topic: firstring\n", "topic: firstring/#\n", "mqtt.topic", /not the beginning of a topic/, /firstring/],
  ["  # caFile:", "  certFile: /etc/cert.pem\n  # caFile:", "mqtt.certFile", /needs keyFile/, /keyFile/],
  ["template: family-practice", "template: family-practise", "script.template", /./, /family-practice/],
  ["version: 1\n", "", "version", /missing/, /version: 1/],
  ["version: 1\n", "version: 2\n", "version", /reads version 1/, /update FirstRing/],
  ["version: 1\n", "version: 1\ntimezone: America/Chicago\n", "timezone", /not known here/, /below clinic/],
  ["version: 1\n", "version: 1\n__proto__: { x: 1 }\n", "__proto__", /not known here/, /known are/],
];

for (const [from, to, path, what, instead] of MISTAKES) {
  test(`${to.trim()}: ${path} is told with its place and its cure`, () => {
    const text = withChange(from, to);
    const found = issuesOf(text).filter((issue) => issue.path === path && what.test(issue.what));
    assert.equal(found.length, 1, JSON.stringify(issuesOf(text), null, 1));
    assert.match(found[0]!.instead, instead);
    assert.notEqual(found[0]!.es.what, found[0]!.what);
    const line = text.split("\n")[found[0]!.line - 1]!;
    assert(found[0]!.column + found[0]!.length - 1 <= line.length + 1, "the place is in the file");
  });
}

test("the place is the very word that is wrong", () => {
  const text = withChange("fallback: chen ", "fallback: chan ");
  const issue = issuesOf(text).find(({ path }) => path === "onCall.fallback")!;
  const line = text.split("\n")[issue.line - 1]!;
  assert.equal(line.slice(issue.column - 1, issue.column - 1 + issue.length), "chan");
});

test("all mistakes are told in one go", () => {
  let text = EXAMPLE;
  const wanted = new Set<string>();
  const places = new Set<string>();
  // One mistake in each place, and none that is only wrong beside another that is right.
  const dependent = /^(version|lines\[0\]|people\[1\]|escalation\.urgent\[[23]\]|__proto__|privacy\.retention)/;
  for (const [from, to, path] of MISTAKES) {
    const place = path.split(".").slice(0, 2).join(".");
    if (text.split(from).length !== 2 || dependent.test(path) || places.has(place)) continue;
    text = text.replace(from, to);
    places.add(place);
    wanted.add(path);
  }
  const told = new Set(issuesOf(text).map(({ path }) => path));
  assert(wanted.size > 15, String(wanted.size));
  assert.deepEqual(
    [...wanted].filter((path) => !told.has(path)),
    [],
  );
});

test("what is not YAML is told with its line, in words", () => {
  const cases: readonly (readonly [string, number, RegExp])[] = [
    ["", 1, /empty/],
    ["\n\n  \n", 1, /empty/],
    ["version: 1\nclinic:\n\tname: x\n", 3, /tab/],
    ["version: 1\nclinic: { name: x\n", 3, /./],
    ['version: 1\nclinic: "x\n', 3, /./],
    ["version: 1\nversion: 1\n", 2, /given twice/],
    ["version: 1\n---\nversion: 1\n", 2, /second document/],
    ["a: &x [1]\nb: *x\n", 1, /anchors/],
    ["a: !!js/function x\n", 1, /./],
    ["a: !secret x\n", 1, /tags/],
    ["just words\n", 1, /not a clinic file/],
    ["- a\n- b\n", 1, /not a clinic file/],
    ["\u0000\u0001\u0002", 1, /plain text/],
    ["version: 1\nname: \ufffd\ufffd\n", 2, /plain text/],
    [`${"[".repeat(30_000)}`, 1, /./],
    ["x".repeat(LARGEST_FILE_CHARACTERS + 1), 1, /too large/],
  ];
  for (const [text, line, what] of cases) {
    const [first] = issuesOf(text);
    assert(first !== undefined, JSON.stringify(text.slice(0, 40)));
    assert.equal(first.line, line, `${JSON.stringify(text.slice(0, 40))}: ${first.what}`);
    assert.match(first.what, what);
  }
});

test("a file made to exhaust us is refused within seconds", () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${[..."bcdefgh"].map((name, i) => `${name}: &${name} [${Array(9).fill(`*${"abcdefg"[i]}`).join(",")}]`).join("\n")}\n`;
  const keys = Array.from({ length: 20_000 }, (_, i) => `k${i}: 1`).join("\n");
  const people = `people:\n${Array.from({ length: 499 }, (_, i) => `  - { id: p, name: n, phone: "+13125550101", x${i}: 1 }`).join("\n")}\n`;
  const wide = `a: [${"[],".repeat(60_000)}]\n`;
  for (const text of [
    bomb,
    keys,
    people,
    wide,
    "{".repeat(100_000),
    "- ".repeat(100_000),
    `a: ${"'".repeat(99_999)}`,
    "? ".repeat(50_000),
  ]) {
    const started = process.hrtime.bigint();
    const issues = issuesOf(text);
    assert(issues.length > 0 && issues.length <= MOST_ISSUES);
    assert(Number(process.hrtime.bigint() - started) / 1e9 < 20, `${text.slice(0, 20)} took too long`);
  }
});

test("a password in plain text is in no sentence", () => {
  const text = withChange('simPin: "${credential:sim-pin}"', "simPin: hunter2hunter2")
    .replace("mqtts://broker", "mqtts://me:hunter3@broker")
    .replace("  # password:", "  password: hunter4\n  # password:");
  const issues = issuesOf(text);
  assert.equal(issues.filter(({ confidential }) => confidential === true).length, 3);
  assert(!/hunter/.test(JSON.stringify(issues)));
});

test("an example with any bytes put into it, cut off or doubled is read or refused, never a throw", () => {
  fc.assert(
    fc.property(
      fc.nat(EXAMPLE.length),
      fc.nat(200),
      fc.oneof(
        fc.string({ unit: "binary", maxLength: 20 }),
        fc.constantFrom("\t", ": ", "- ", "{", "]", "'", '"', "&a ", "*a", "|\n", "? ", "%", "\r\n", "#"),
      ),
      (at, cut, insert) => {
        const result = readClinicFile(EXAMPLE.slice(0, at) + insert + EXAMPLE.slice(at + cut));
        if (!result.ok) assert(result.issues.some(({ severity }) => severity === "error"));
        for (const { column, es, instead, line, what } of result.ok ? result.warnings : result.issues) {
          assert(line >= 1 && column >= 1 && what !== "" && instead !== "");
          assert(es.what !== what && es.instead !== "", `${what} is the same in Spanish`);
        }
      },
    ),
    { numRuns: 150 },
  );
});

test("any YAML values in the places of the file are refused in words, never a throw", () => {
  const places = ["version", "clinic", "privacy", "lines", "hours", "people", "onCall", "escalation", "mqtt", "script"];
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 3 }), (place, value) => {
      const text = `${SHORTEST.replace(new RegExp(`^${place}:.*\\n`, "m"), "")}${place}: ${JSON.stringify(value)}\n`;
      readClinicFile(text);
    }),
    { numRuns: 200 },
  );
});
