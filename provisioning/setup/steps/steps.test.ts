import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import fc from "fast-check";
import { readIn, removeItem, setIn } from "../../../firmware/config/editYaml.ts";
import { readClinicFile } from "../../../firmware/config/readClinicFile.ts";
import { changesOf } from "../core/changes.ts";
import { issuesOf } from "../core/checks.ts";
import { newState, type SetupState } from "../core/SetupState.ts";
import type { Accepted, Facts, FormStep, Input, ListStep } from "../core/Step.ts";
import { viewOf } from "../core/view.ts";
import { checkAll } from "../work/check.ts";
import { STEPS, stepAbout, stepOf } from "./registry.ts";

const EXAMPLE = readFileSync(new URL("../../example/clinic.yaml", import.meta.url), "utf8");
/** Thursday, 05:00 in Chicago. */
const NOW = Date.parse("2026-11-26T11:00:00Z");
const facts: Facts = { now: NOW, secrets: new Set() };

const form = (id: string): FormStep => stepOf(id) as FormStep;
const list = (id: string): ListStep => stepOf(id) as ListStep;
const taken = (accepted: Accepted): SetupState => {
  assert.ok(accepted.ok, accepted.ok ? "" : JSON.stringify(accepted.problems));
  return accepted.state;
};
const kept = (id: string, state: SetupState, more: Input): Input => ({
  ...Object.fromEntries(
    form(id)
      .fields(state, facts)
      .map(({ name, value }) => [name, value]),
  ),
  ...more,
});

const CLINIC = {
  name: "Rosewood Family Practice",
  shortName: "",
  country: "us",
  timezone: "chicago",
  emergencyNumber: "911",
  languages: "en,es",
};
const CHEN = { name: "Dr. Maria Chen", phone: "(312) 555-0101", notify: "sms", pin: "7391" };
const PATEL = { name: "Dr. Patel", phone: "+13125550102", notify: "sms", pin: "" };

/** A clinic whose steps are all answered, but for the modems. */
function answeredState(): SetupState {
  let state = taken(form("clinic").accept(newState(), CLINIC, facts));
  state = taken(list("people").put(state, undefined, CHEN, facts));
  state = taken(list("people").put(state, undefined, PATEL, facts));
  state = taken(
    form("duty").accept(
      state,
      kept("duty", state, { plan: "week", day: "mon", time: "8 am", fallback: "patel" }),
      facts,
    ),
  );
  state = taken(list("hours").put(state, undefined, { days: "Mon-Fri", from: "8", to: "5pm" }, facts));
  state = taken(list("holidays").put(state, undefined, { date: "2026/12/25", name: "Christmas" }, facts));
  state = taken(form("script").accept(state, kept("script", state, {}), facts));
  return taken(form("privacy").accept(state, kept("privacy", state, { smsDetail: "code" }), facts));
}

test("the answers make a clinic file that can be used, in the words of who gave them", () => {
  const text = setIn(answeredState().text, [
    [
      ["lines"],
      [
        { id: "front", driver: "voice-modem", port: "/dev/firstring/front" },
        { id: "mobile", driver: "gsm", port: "/dev/firstring/mobile-at" },
      ],
    ],
  ]);
  const read = readClinicFile(text);
  assert.ok(read.ok, JSON.stringify(read));
  assert.equal(read.clinic.clinic.timezone, "America/Chicago");
  assert.deepEqual(
    read.clinic.people.map(({ id, phone }) => [id, phone]),
    [
      ["chen", "+13125550101"],
      ["patel", "+13125550102"],
    ],
  );
  assert.deepEqual(readIn(text, ["hours", "open", 0]), { days: "mon-fri", from: "08:00", to: "17:00" });
  assert.ok(!text.includes("7391"), "a PIN is never in the file");
  assert.match(text, /pin: "?\$\{credential:pin-chen\}/);
});

test("of the time zone the city is enough, wherever it is", () => {
  for (const [typed, zone] of [
    ["denver", "America/Denver"],
    ["Tijuana", "America/Tijuana"],
    ["new york", "America/New_York"],
    ["helsinki", "Europe/Helsinki"],
  ] as const) {
    const accepted = form("clinic").accept(newState(), { ...CLINIC, timezone: typed }, facts);
    assert.equal(readIn(taken(accepted).text, ["clinic", "timezone"]), zone);
  }
});

test("hours that close before they open are taken, and said to go over midnight", () => {
  const put = (from: string, to: string) =>
    list("hours").put(answeredState(), undefined, { days: "mon-fri", from, to }, facts);
  const [slip, usual] = [put("9 am", "8"), put("9 am", "8 pm")];
  assert.ok(slip.ok && usual.ok);
  assert.match((slip.notes ?? []).join(), /^mon-fri, 09:00 to 08:00 goes over midnight: .*the box does not\. If/);
  assert.equal(usual.notes, undefined);
});

test("the first of the list has the duty now, whatever day it is; asked again the turns do not begin anew", () => {
  const state = answeredState();
  for (const [day, starts] of [
    ["mon", "2026-11-23"],
    ["thu", "2026-11-19"],
    ["wed", "2026-11-25"],
  ] as const) {
    const fresh: SetupState = { ...state, text: setIn(state.text, [[["onCall", "rotations"], undefined]]) };
    const after = taken(
      form("duty").accept(
        fresh,
        kept("duty", fresh, { plan: "week", day, time: "08:00", fallback: "chen", turns: "chen,patel" }),
        facts,
      ),
    );
    assert.equal(readIn(after.text, ["onCall", "rotations", 0, "starts"]), starts, day);
    const later = { ...facts, now: NOW + 30 * 86_400_000 };
    const again = taken(form("duty").accept(after, kept("duty", after, {}), later));
    assert.equal(readIn(again.text, ["onCall", "rotations", 0, "starts"]), starts);
  }
});

const wrong: readonly (readonly [step: string, input: Input, field: string])[] = [
  ["clinic", { ...CLINIC, name: "" }, "name"],
  ["clinic", { ...CLINIC, country: "USA" }, "country"],
  ["clinic", { ...CLINIC, timezone: "Atlantis" }, "timezone"],
  ["clinic", { ...CLINIC, emergencyNumber: "call us" }, "emergencyNumber"],
  ["clinic", { ...CLINIC, languages: "fr" }, "languages"],
  ["people", { ...CHEN, phone: "555" }, "phone"],
  ["people", { ...CHEN, phone: "+13125550102" }, "phone"],
  ["people", { ...CHEN, notify: "" }, "notify"],
  ["people", { ...CHEN, notify: "pigeon" }, "notify"],
  ["people", { ...CHEN, pin: "1234" }, "pin"],
  ["people", { ...CHEN, pin: "12" }, "pin"],
  ["duty", { plan: "week", day: "mon", time: "25:00", fallback: "chen", turns: "chen" }, "time"],
  ["duty", { plan: "week", day: "mon", time: "08:00", fallback: "nobody", turns: "chen" }, "fallback"],
  ["duty", { plan: "week", day: "mon", time: "08:00", fallback: "chen", turns: "" }, "turns"],
  ["hours", { days: "someday", from: "08:00", to: "17:00" }, "days"],
  ["hours", { days: "mon", from: "late", to: "17:00" }, "from"],
  ["holidays", { date: "25.12.2026", name: "Christmas" }, "date"],
  ["holidays", { date: "2026-02-30", name: "?" }, "date"],
  ["script", { template: "surgery", routine: "waits" }, "template"],
  ["script", { template: "dental", routine: "never" }, "routine"],
  ["privacy", { smsDetail: "", tellCallerAgain: "on", audioDays: "90", recordDays: "2190" }, "smsDetail"],
  ["privacy", { smsDetail: "code", tellCallerAgain: "on", audioDays: "many", recordDays: "2190" }, "audioDays"],
  ["privacy", { smsDetail: "code", tellCallerAgain: "on", audioDays: "0", recordDays: "2190" }, "audioDays"],
  ["network", { way: "wired", addressing: "static", address: "192.168.1.20" }, "address"],
  ["network", { way: "wired", addressing: "static", address: "10.55.0.3/29" }, "address"],
  ["network", { way: "wired", addressing: "static", address: "192.168.1.20/24", gateway: "router" }, "gateway"],
  ["network", { way: "wifi", addressing: "dhcp", ssid: "", passphrase: "long enough" }, "ssid"],
  ["network", { way: "wifi", addressing: "dhcp", ssid: "clinic", passphrase: "short" }, "passphrase"],
  ["broker", { url: "broker" }, "url"],
  ["broker", { url: "mqtts://broker.local", ca: "not a certificate" }, "ca"],
];

for (const [id, input, field] of wrong)
  test(`${id}: ${field} ${JSON.stringify(input[field] ?? "")} is refused at its field, with what would be right`, () => {
    const state = answeredState();
    const step = stepOf(id)!;
    const accepted =
      step.kind === "form"
        ? step.accept(state, input, facts)
        : step.kind === "list"
          ? step.put(state, 0, input, facts)
          : undefined;
    assert.ok(accepted !== undefined && !accepted.ok, "it was taken");
    const told = accepted.problems.find((one) => one.field === field);
    assert.ok(told !== undefined, JSON.stringify(accepted.problems));
    assert.ok(told.what.length > 5 && told.instead.length > 2, JSON.stringify(told));
  });

test("whatever is typed, no step throws, and what it takes can be read again", () => {
  const state = answeredState();
  const typed = fc.oneof(
    fc.string(),
    fc.constantFrom("", "1", "en", "chen", "mon-fri", "$" + "{credential:x}", "a: b", "- x", "\u0000", "&a"),
  );
  for (const step of STEPS) {
    if (step.kind === "work") continue;
    const names = step.kind === "form" ? step.fields(state, facts) : step.fields(state, undefined, facts);
    fc.assert(
      fc.property(fc.array(typed, { minLength: names.length, maxLength: names.length }), (values) => {
        const input = Object.fromEntries(names.map(({ name }, at) => [name, values[at]!]));
        const accepted =
          step.kind === "form" ? step.accept(state, input, facts) : step.put(state, undefined, input, facts);
        if (!accepted.ok) return accepted.problems.length > 0;
        viewOf(step, accepted.state, facts);
        return issuesOf(accepted.state.text).every(({ what }) => !what.startsWith("is not YAML"));
      }),
      { numRuns: 25 },
    );
  }
});

test("an earlier file's comments and everything that the wizard does not ask for stay as they are", () => {
  const state = newState(EXAMPLE);
  const after = taken(form("clinic").accept(state, kept("clinic", state, { name: "Rosewood Clinic" }), facts));
  const before = EXAMPLE.split("\n").filter((line) => line.includes("#"));
  const missing = before
    .map((line) => line.slice(line.indexOf("#")))
    .filter((comment) => !after.text.includes(comment));
  assert.deepEqual(missing, []);
  assert.deepEqual(
    { ...(readIn(after.text, []) as object), clinic: 0 },
    { ...(readIn(EXAMPLE, []) as object), clinic: 0 },
  );
});

test("a person who is on call is not taken away; another one is, and the others stay", () => {
  const state = answeredState();
  const refusedAt = list("people").remove(state, 0);
  assert.ok(!refusedAt.ok && /on call/.test(refusedAt.problems[0]!.what));
  assert.deepEqual(readIn(removeItem("a: [1, 2, 3]\n", ["a"], 1), ["a"]), [1, 3]);
});

test("the check tells each finding with the step where it is mended", () => {
  const state = { ...answeredState(), text: answeredState().text.replace("911", "nine") };
  const told = checkAll(state, facts, {});
  assert.equal(told.ok, false);
  assert.ok(
    told.words.some((line) => /The clinic/.test(line) && /emergencyNumber/.test(line)),
    told.words.join("\n"),
  );
  assert.ok(told.words[0]?.startsWith("Not answered yet") || told.words.some((line) => line.includes("lines")));
  assert.equal(stepAbout("people[0].phone")?.id, "people");
});

test("what has to be done is what is not in force: file, secrets that it names, certificate, network with its passphrase", () => {
  const state: SetupState = {
    ...answeredState(),
    network: { wifi: { ssid: "clinic", country: "US", ipv4: { method: "dhcp" } } },
  };
  const kinds = (secrets: Readonly<Record<string, string>>) => changesOf(state, secrets).map(({ kind }) => kind);
  assert.deepEqual(kinds({ "pin-chen": "7391", "pin-nobody": "1", "wifi-passphrase": "long enough" }), [
    "secret",
    "clinic-file",
    "network",
  ]);
  assert.deepEqual(kinds({}), ["clinic-file"], "a Wi-Fi whose passphrase was lost with the power is asked for again");
  assert.deepEqual(changesOf({ ...newState(EXAMPLE) }, {}), []);
});
