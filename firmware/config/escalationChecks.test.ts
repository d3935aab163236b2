import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { readClinicFile } from "./readClinicFile.ts";

const REHEARSAL = readFileSync(new URL("../../provisioning/rehearsal/clinic.yaml", import.meta.url), "utf8");

/** The rehearsal clinic with an escalation of its own, and people of its own if need be. */
function withEscalation(escalation: string, more: readonly (readonly [RegExp, string])[] = []) {
  const begin = REHEARSAL.indexOf("\nescalation:");
  const rest = REHEARSAL.slice(begin + 1);
  const end = rest.search(/\n[a-z]/);
  const text = `${REHEARSAL.slice(0, begin)}\nescalation:\n${escalation}\n${end === -1 ? "" : rest.slice(end)}`;
  return readClinicFile(more.reduce((changed, [from, to]) => changed.replace(from, to), text));
}

const URGENT = "  urgent: [{ notify: everyone, by: [sms], repeat: until-taken }]";

test("policies, routes and the digest come out as they were written; a counted repeat is so many steps more", () => {
  const result = withEscalation(
    `${URGENT}
  policies:
    hospital:
      - { notify: on-call, by: [sms, call], repeat: 2, every: 1m }
      - { after: 5m, notify: everyone, by: [sms], repeat: until-taken, every: 3m }
  routes:
    - { callers: professional, urgency: urgent, during: { days: sat-sun, from: "22:00", to: "06:00" }, policy: hospital }
  digest: { notify: everyone }`,
    [[/hours: \{/, 'hours: { open: [{ days: mon-fri, from: "08:00", to: "17:00" }],']],
  );
  assert(result.ok, JSON.stringify(result));
  assert.deepEqual(
    result.warnings.filter(({ path }) => !path.endsWith("by")),
    [],
  );
  const { policies, routes, digest } = result.clinic.escalation;
  assert.deepEqual(
    policies.get("hospital")?.map(({ after, repeat, every }) => [after, repeat, every]),
    [
      [0, false, undefined],
      [60_000, false, undefined],
      [120_000, false, undefined],
      [300_000, true, 180_000],
    ],
  );
  const during = { days: [6, 7], from: "22:00", to: "06:00" };
  assert.deepEqual(routes, [{ callers: "professional", urgency: "urgent", during, policy: "hospital" }]);
  assert.deepEqual(digest, { notify: { kind: "everyone" }, by: ["sms"] });
});

const own = (steps: string, routes = "[{ policy: own }]") => `${URGENT}
  policies: { own: [${steps}] }
  routes: ${routes}`;
const step = "{ notify: everyone, by: [sms], repeat: until-taken }";

const MISTAKES: readonly (readonly [string, string, RegExp, RegExp])[] = [
  [own(step, "[{ policy: won }]"), "escalation.routes[0].policy", /no policy "won"/, /own/],
  [own(step, "[]"), "escalation.policies.own", /never used/, /routes/],
  [own(step, "[{ policy: own }, { callers: patient, policy: own }]"), "escalation.routes[1]", /never reached/, /first/],
  [own(step, "[{ callers: doctor, policy: own }]"), "escalation.routes[0].callers", /not possible/, /patient/],
  [
    own(step, '[{ during: { from: "22:00", to: "22:00" }, policy: own }]'),
    "escalation.routes[0].during.to",
    /same time/,
    /24:00/,
  ],
  [
    own("{ notify: everyone, by: [sms], repeat: often }"),
    "escalation.policies.own[0].repeat",
    /"often"/,
    /until-taken/,
  ],
  [own("{ notify: everyone, by: [sms], repeat: 3 }"), "escalation.policies.own[0]", /only the fallback/, /until-taken/],
  [
    own(`{ notify: everyone, by: [sms], repeat: 3, every: 1m }, { after: 2m, ${step.slice(1)}`),
    "escalation.policies.own[1].after",
    /last repetition/,
    /order/,
  ],
  [own("{ notify: everyone, by: [sms], every: 1m }"), "escalation.policies.own[0].every", /no effect/, /repeat/],
  [
    own("{ notify: everyone, by: [sms], repeat: until-taken, every: 5s }"),
    "escalation.policies.own[0].every",
    /seconds to arrive/,
    /30s/,
  ],
  [`${URGENT}\n  policies: { Own: [${step}] }`, "escalation.policies.Own", /not an id/, /own/],
  [`${URGENT}\n  policies: { urgent: [${step}] }`, "escalation.policies.urgent", /there already/, /another name/],
  [`${URGENT}\n  digest: { notify: "group:front" }`, "escalation.digest.notify", /no group/, /no group/],
  [`${URGENT}\n  digest: { notify: everyone, by: [mqtt] }`, "escalation.digest.by", /no broker/, /mqtt/],
];

for (const [escalation, path, what, instead] of MISTAKES) {
  test(`${path}: ${what.source} is told with its cure`, () => {
    const result = withEscalation(escalation);
    const found = (result.ok ? result.warnings : result.issues).filter(
      (issue) => issue.path === path && what.test(issue.what),
    );
    assert.equal(found.length, 1, JSON.stringify(result, null, 1));
    assert.match(found[0]!.instead, instead);
  });
}

test("a policy with only empty steps is refused, in the clinic's own and in the given ones", () => {
  const people: readonly (readonly [RegExp, string])[] = [[/notify: \[sms(, call)?\]/g, "notify: [mqtt]"]];
  const result = withEscalation(`${URGENT}\n  policies: { own: [${step}] }\n  routes: [{ policy: own }]`, people);
  assert(!result.ok);
  for (const path of ["escalation.urgent", "escalation.policies.own"])
    assert(
      result.issues.some((issue) => issue.path === path && /no step of it reaches anybody/.test(issue.what)),
      path,
    );
});

test("a person whom no way can wake is told, and so is one without a telephone", () => {
  const [first] = REHEARSAL.match(/^.*id: chen,.*$/m) ?? [""];
  const mqttOnly = readClinicFile(REHEARSAL.replace(first, first.replace(/notify: \[.*?\]/, "notify: [mqtt]")));
  const warnings = mqttOnly.ok ? mqttOnly.warnings : [];
  assert(
    warnings.some(({ path, what }) => path === "people[0].notify" && /wakes nobody/.test(what)),
    first,
  );
  const without = readClinicFile(REHEARSAL.replace(first, first.replace(/phone: "[^"]*",/, "")));
  assert(!without.ok && without.issues.some(({ path, what }) => path === "people[0].phone" && /missing/.test(what)));
});

test("open hours are what a digest waits for", () => {
  const result = withEscalation(`${URGENT}\n  digest: { notify: everyone }`);
  assert(!result.ok && result.issues.some(({ what }) => /no open hours/.test(what)), JSON.stringify(result));
});
