import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { type ClinicFileResult, readClinicFile } from "./readClinicFile.ts";

const REHEARSAL = readFileSync(new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url), "utf8");

/** The rehearsal clinic with another `onCall:`. */
function read(onCall: string): ClinicFileResult {
  const [before, rest] = REHEARSAL.split(/^onCall:\n/m) as [string, string];
  const after = rest.slice(rest.search(/^escalation:/m));
  return readClinicFile(`${before}onCall:\n${onCall}\n${after}`);
}

const WHOLE = `  fallback: okafor
  rotations:
    - id: doctors
      every: month
      length: 2
      handoff: "31 08:00"
      starts: 2026-11-02
      ends: 2027-12-31
      people: [chen, [patel, okafor]]
      during: [{ days: "weekdays, holidays", from: "17:00", to: "08:00" }, { days: fri, from: "17:00", to: "mon 08:00" }]
      layer: 2
    - { id: hours, every: hour, handoff: ":15", starts: 2026-11-02, people: [chen] }
  rules:
    - { id: weekend, days: sat-sun, from: "00:00", to: "24:00", people: [okafor], layer: 3 }
  overrides:
    - { from: "2026-12-24 17:00", to: "2026-12-26 08:00", replace: chen, with: patel, rotation: doctors }
    - { from: 2026-12-27, to: 2026-12-27, add: patel }
    - { from: "2026-12-28T10:00", to: "2026-12-28 12:00", remove: chen }
  absences:
    - { person: chen, from: 2026-12-20, to: 2026-12-28, cover: patel }
    - { person: patel, from: 2027-01-02, to: "2027-01-03 08:00" }
  temporary:
    - { from: "2026-12-31 17:00", to: "2027-01-01 17:00", shifts: [{ from: "2026-12-31 17:00", to: 2026-12-31, people: [okafor] }] }
  calendars:
    - { id: hospital, file: calendars/hospital.ics, layer: 4, people: { "Dr Chen": chen, chen@example.com: chen } }
    - { id: desk, url: "https://calendar.example/duty.ics", people: { Patel: patel } }`;

test("a whole schedule comes out as the engine needs it, defaults filled in", () => {
  const result = read(WHOLE);
  assert(result.ok, result.ok ? "" : JSON.stringify(result.issues));
  const { onCall } = result.clinic;
  assert.deepEqual(onCall.rotations, [
    {
      ...{ id: "doctors", every: "month", length: 2, starts: "2026-11-02", ends: "2027-12-31", layer: 2 },
      handoff: { dayOfMonth: 31, time: "08:00" },
      people: [["chen"], ["patel", "okafor"]],
      during: [
        { days: [1, 2, 3, 4, 5], holidays: true, from: "17:00", to: "08:00" },
        { days: [5], holidays: false, from: "17:00", to: "mon 08:00" },
      ],
    },
    {
      ...{ id: "hours", every: "hour", length: 1, starts: "2026-11-02", layer: 1, during: [] },
      handoff: { time: "00:15" },
      people: [["chen"]],
    },
  ]);
  assert.deepEqual(
    onCall.overrides.map(({ kind, person, by, rotation }) => [kind, person, by, rotation]),
    [
      ["replace", "chen", "patel", "doctors"],
      ["add", "patel", undefined, undefined],
      ["remove", "chen", undefined, undefined],
    ],
  );
  assert.deepEqual(
    onCall.calendars.map((calendar) => [calendar.id, calendar.layer, "url" in calendar ? calendar.url : calendar.file]),
    [
      ["hospital", 4, "calendars/hospital.ics"],
      ["desk", 1, "https://calendar.example/duty.ics"],
    ],
  );
  assert.equal(onCall.absences[1]?.cover, undefined);
  assert.deepEqual(onCall.temporary[0]?.shifts[0]?.people, ["okafor"]);
});

// What is changed in the whole file, where it is told, what is wrong, what would be right.
const MISTAKES: readonly (readonly [string, string, string, RegExp, RegExp])[] = [
  ['handoff: "31 08:00"', 'handoff: "08:00"', "rotations[0].handoff", /day of the month .* is missing/, /"1 08:00"/],
  [
    'handoff: "31 08:00"',
    'handoff: "32 08:00"',
    "rotations[0].handoff",
    /not a handoff/,
    /day of the month and a time/,
  ],
  ['handoff: ":15"', 'handoff: "mon 08:00"', "rotations[1].handoff", /by the hour, not on mon/, /every: week/],
  ["ends: 2027-12-31", "ends: 2026-01-01", "rotations[0].ends", /before it starts/, /last day/],
  ["length: 2", "length: 0", "rotations[0].length", /too small/, /at least 1/],
  ["layer: 2", "layer: 1000", "rotations[0].layer", /too large/, /at most 100/],
  ["[patel, okafor]]", "[patel, okafer]]", "rotations[0].people[1][1]", /no person "okafer"/, /okafor/],
  ["[chen, [patel, okafor]]", "[chen, { patel: 1 }]", "rotations[0].people[1]", /no id/, /\[chen, patel\]/],
  ['"weekdays, holidays"', '"workdays"', "rotations[0].during[0].days", /not days/, /holidays/],
  ['to: "mon 08:00"', 'to: "8am"', "rotations[0].during[1].to", /not a time/, /mon 08:00/],
  ["people: [okafor], layer: 3", "people: [], layer: 3", "rules[0].people", /empty list/, /at least one/],
  ['from: "2026-12-24 17:00"', 'from: "24.12.2026"', "overrides[0].from", /not a date/, /2026-12-24 17:00/],
  ['from: "2026-12-24 17:00"', 'from: "2026-12-24 5pm"', "overrides[0].from", /not a moment/, /2026-12-24 17:00/],
  ['to: "2026-12-26 08:00"', 'to: "2026-12-24 08:00"', "overrides[0].to", /not after from/, /swap/],
  ["replace: chen, with: patel", "replace: chen", "overrides[0].replace", /does not say who stands in/, /with:/],
  [
    "replace: chen, with: patel",
    "replace: chen, with: chen",
    "overrides[0].with",
    /the one who is replaced/,
    /another/,
  ],
  ["add: patel }", "add: patel, remove: chen }", "overrides[1]", /add and remove at once/, /an entry of its own/],
  ["add: patel }", "}", "overrides[1]", /changes nothing/, /add: patel/],
  ["add: patel }", "add: patel, with: chen }", "overrides[1].with", /no meaning beside add/, /leave it out/],
  ["rotation: doctors }", "rotation: docters }", "overrides[0].rotation", /no rotation "docters"/, /doctors/],
  ["cover: patel }", "cover: chen }", "absences[0].cover", /the one who is away/, /another/],
  ["person: chen, from", "persn: chen, from", "absences[0].persn", /not known here/, /person/],
  ["file: calendars/hospital.ics,", "", "calendars[0]", /no place/, /file: or url:/],
  [
    "file: calendars/hospital.ics",
    "file: calendars/hospital.txt",
    "calendars[0].file",
    /not an iCalendar file/,
    /\.ics/,
  ],
  ['"https://calendar', '"http://calendar', "calendars[1].url", /not an https address/, /https:/],
  ['"https://calendar', '"https://me:secret@calendar', "calendars[1].url", /user name or password/, /secret or public/],
  ["Patel: patel }", "Patel: patell }", "calendars[1].people.Patel", /no person "patell"/, /patel/],
  ["Patel: patel }", "}", "calendars[1].people", /says of nobody/, /Dr Chen/],
];

for (const [from, to, path, what, instead] of MISTAKES) {
  test(`${to.slice(0, 60)}: onCall.${path} is told with its cure`, () => {
    assert(WHOLE.includes(from));
    const result = read(WHOLE.replace(from, to));
    assert(!result.ok);
    const issue = result.issues.find((one) => one.path === `onCall.${path}`);
    assert(issue !== undefined, JSON.stringify(result.issues));
    assert.match(issue.what, what);
    assert.match(issue.instead, instead);
  });
}

test("a clinic that says nothing of escalation pages whoever is on call, not one rotation of several", () => {
  const onCall = '  fallback: okafor\n  rules: [{ id: days, days: daily, from: "08:00", to: "08:00", people: [chen] }]';
  const [before, rest] = REHEARSAL.split(/^onCall:\n/m) as [string, string];
  const script = rest.slice(rest.search(/^script:/m));
  const result = readClinicFile(`${before}onCall:\n${onCall}\n${script}`);
  assert(result.ok);
  assert.deepEqual(result.clinic.escalation.urgent[0]?.notify, { kind: "on-call" });
});

test("what the example clinic file shows in comments is right, too", () => {
  const example = readFileSync(new URL("../../provisioning/example/clinic.yaml", import.meta.url), "utf8");
  const [before, section, after] = example.split(/^(?=onCall:\n|escalation:\n)/m) as [string, string, string];
  const shown = section.replace(/^( *)# (?=( *- \{|(rules|overrides|absences|temporary|calendars|groups):$))/gm, "$1");
  assert(shown.includes("\n    - { id: hospital"), shown);
  const result = readClinicFile(`${before}${shown}${after}`);
  assert(result.ok, result.ok ? "" : JSON.stringify(result.issues));
  const { onCall } = result.clinic;
  assert.deepEqual(
    [onCall.rotations, onCall.rules, onCall.overrides, onCall.absences, onCall.temporary, onCall.calendars].map(
      ({ length }) => length,
    ),
    [2, 1, 2, 1, 1, 1],
  );
});
