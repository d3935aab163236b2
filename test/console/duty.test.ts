import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { DutyBook } from "../../device/alert/DutyBook.ts";
import { ControlServer } from "../../device/control/ControlServer.ts";
import { socketPath } from "../../device/control/socketPath.ts";
import { changeDuties, withdrawDuty } from "../../device/oncall/changeDuty.ts";
import { readClinicFile } from "../../firmware/config/readClinicFile.ts";
import { Hours } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Friday, 2026-11-27, 10:00 in Chicago: it is Dr. Patel's turn until Monday, 08:00. */
const FRIDAY = Date.UTC(2026, 10, 27, 16);
const MONDAY = Date.UTC(2026, 10, 30, 14);

const CLINIC = `version: 1
clinic: { name: Rosewood Family Practice, timezone: America/Chicago, country: US, emergencyNumber: "911", languages: [en] }
privacy: { smsDetail: code, retention: { audioDays: 90, recordDays: 2190 } }
lines: [{ id: mobile, driver: gsm, port: /dev/firstring/mobile-at, audio: /dev/firstring/mobile-audio }]
hours:
  open: [{ days: mon-fri, from: "08:00", to: "17:00" }]
  holidays: [{ date: 2026-12-25, name: Christmas }]
  answer: after-hours
people:
  - { id: chen, name: Dr. Chen, phone: "+13125550101", notify: [sms, call] }
  - { id: patel, name: Dr. Patel, phone: "+13125550102", notify: [sms, call] }
  - { id: okafor, name: Dr. Okafor, phone: "+13125550103", notify: [sms, call] }
onCall:
  fallback: okafor
  rotations: [{ id: doctors, every: week, handoff: "mon 08:00", starts: 2026-11-02, people: [chen, patel] }]
  absences: [{ person: chen, from: 2026-12-14, to: 2026-12-20, cover: patel }]
escalation:
  urgent: [{ notify: on-call, by: [sms] }, { after: 5m, notify: everyone, by: [sms], repeat: until-taken }]
  ackExpires: 30m
script: { template: family-practice }
`;

/** A console beside the parts of the daemon that keep duty: the real store, book and socket. */
async function house(t: TestContext) {
  const clock = new VirtualClock(FRIDAY);
  const it = await ConsoleBench.start({ clock, clinicText: CLINIC });
  const read = readClinicFile(CLINIC);
  assert.ok(read.ok);
  const { clinic } = read;
  const store = await it.store();
  const duties = new DutyBook(store, clock);
  const told: string[] = [];
  const tell = (person: string, text: string) => void told.push(`${person}: ${text}`);
  const means = () => ({ clinic, duties, tell, now: clock.now(), onCall: { duties: duties.changes } });
  const server = await ControlServer.listen(socketPath(it.directory, "control"), async (request, conversation) => {
    if (request.do === "duties")
      conversation.send({ duties: await changeDuties(request["changes"], means(), request["by"]) });
    else if (request.do === "withdrawDuty") {
      await withdrawDuty(String(request["id"]), means(), request["by"]);
      conversation.send({ withdrawn: request["id"] });
    } else conversation.send({ error: "not here" });
  });
  t.after(async () => {
    await server.close();
    await it[Symbol.asyncDispose]();
  });
  return { it, clock, told, clinic };
}

const names = (people: readonly { name: string }[]): string => people.map(({ name }) => name).join(", ");

test("the month says who has duty, with absences and holidays, and who would be paged at any moment and why", async (t) => {
  const { it } = await house(t);
  await it.signIn("frontDesk");
  const month = (await it.ask(`/api/v1/duty?from=${FRIDAY}&to=${FRIDAY + 20 * DAY_MS}`)).json;
  assert.deepEqual(
    month.segments.map((one: { people: [] }) => names(one.people)),
    ["Dr. Patel", "Dr. Chen", "Dr. Patel"],
  );
  assert.equal(month.segments[0].to, MONDAY);
  assert.deepEqual([month.absences[0].person.id, month.absences[0].cover.id], ["chen", "patel"]);
  assert.equal(month.holidays[0].name, "Christmas");
  assert.equal(month.weekStartsOn, 7, "a week in the United States begins on Sunday");
  const now = (await it.ask("/api/v1/duty/at")).json;
  assert.deepEqual([names(now.people), names(now.next.people), now.until], ["Dr. Patel", "Dr. Chen", MONDAY]);
  assert.match(now.explained.join("\n"), /Dr\. Patel/);
  assert.deepEqual(
    now.steps.map((step: { afterMs: number; people: []; repeat: boolean }) => [
      step.afterMs,
      names(step.people),
      step.repeat,
    ]),
    [
      [0, "Dr. Patel", false],
      [5 * 60_000, "Dr. Chen, Dr. Patel, Dr. Okafor", true],
    ],
  );
  const then = (await it.ask(`/api/v1/duty/at?at=${MONDAY}`)).json;
  assert.equal(names(then.people), "Dr. Chen");
  for (const wrong of [`from=${MONDAY}&to=${FRIDAY}`, `from=0&to=${MONDAY}`, "from=x&to=1", "from=1"])
    assert.equal((await it.ask(`/api/v1/duty?${wrong}`)).status, 400, wrong);
  assert.equal((await it.ask(`/api/v1/duty?from=${FRIDAY}&to=${MONDAY}&rotation=nights`)).status, 404);
});

test("a clinic file that is not in force is asked who would have duty by it, and where that is somebody else than now", async (t) => {
  const { it } = await house(t);
  await it.signIn("manager");
  const ask = (text: string, days = 10) =>
    it.ask("/api/v1/duty/draft", { body: { text, from: FRIDAY, to: FRIDAY + days * DAY_MS } });
  const same = (await ask(CLINIC)).json;
  assert.deepEqual([same.usable, same.differences, same.warnings], [true, [], []]);
  const turned = CLINIC.replace(
    "people: [chen, patel] }]",
    'people: [patel, chen], during: [{ days: sat, from: "00:00", to: "24:00" }] }]',
  );
  const { differences, rotations, segments } = (await ask(turned)).json;
  assert.deepEqual(
    segments.map((one: { people: []; gap: boolean }) => [names(one.people), one.gap]),
    [
      ["Dr. Okafor", true],
      ["Dr. Chen", false],
      ["Dr. Okafor", true],
      ["Dr. Patel", false],
      ["Dr. Okafor", true],
    ],
  );
  assert.equal(rotations[0].id, "doctors");
  const { after, before, from, newGap } = differences[0];
  assert.deepEqual([names(before), names(after), from, newGap], ["Dr. Patel", "Dr. Okafor", FRIDAY, true]);
  const third = (await ask(CLINIC.replace("people: [chen, patel] }]", "people: [chen, patel, okafor] }]"))).json;
  assert.deepEqual(third.rotations[0].kept, { people: [{ id: "patel", name: "Dr. Patel" }], places: 1 });
  const turnedOn = (await ask(CLINIC.replace("people: [chen, patel] }]", "people: [patel, okafor, chen] }]"))).json;
  assert.deepEqual([turnedOn.rotations[0].kept, names(turnedOn.segments[0].people)], [undefined, "Dr. Patel"]);
  const wrong = (await ask(CLINIC.replace("people: [chen, patel] }]", "people: [nobody] }]"))).json;
  assert.deepEqual([wrong.usable, wrong.segments], [false, []]);
  assert.equal((await ask(CLINIC, 400)).status, 400);
  it.otherBrowser();
  await it.signIn("doctor");
  assert.equal((await ask(CLINIC)).status, 403);
});

test("a swap is looked at first, kept whole, told to both by SMS, and taken back again", async (t) => {
  const { it, told } = await house(t);
  await it.signIn("manager");
  const changes = [
    { kind: "replace", person: "patel", by: "chen", from: FRIDAY, to: MONDAY },
    { kind: "replace", person: "chen", by: "patel", from: MONDAY, to: MONDAY + 7 * DAY_MS },
  ];
  const seen = (await it.ask("/api/v1/duty/preview", { body: { changes } })).json;
  assert.deepEqual(
    seen.differences.map((one: { before: []; after: []; gap: boolean }) => [
      names(one.before),
      names(one.after),
      one.gap,
    ]),
    [
      ["Dr. Patel", "Dr. Chen", false],
      ["Dr. Chen", "Dr. Patel", false],
    ],
  );
  assert.equal(seen.told.length, 4);
  assert.deepEqual(told, [], "a preview tells nobody");
  const made = await it.ask("/api/v1/duty/changes", { body: { changes } });
  assert.equal(made.status, 200, made.text);
  assert.deepEqual(
    told,
    seen.told.map((one: { person: { id: string }; text: string }) => `${one.person.id}: ${one.text}`),
  );
  assert.equal(names((await it.ask("/api/v1/duty/at")).json.people), "Dr. Chen");
  for (const { id } of made.json.changes)
    assert.equal((await it.ask(`/api/v1/duty/changes/${id}`, { method: "DELETE" })).status, 200);
  assert.equal(names((await it.ask("/api/v1/duty/at")).json.people), "Dr. Patel");
  const month = (await it.ask(`/api/v1/duty?from=${FRIDAY}&to=${MONDAY}`)).json;
  assert.equal(month.changes[0].withdrawnBy.id, "front-desk");
  assert.deepEqual([month.changes[0].madeByUser, month.changes[0].withdrawnByUser], ["MANAGER", "MANAGER"]);
  const rows = it.console.box.audit.list({ limit: 10 }).map(({ kind }) => kind);
  assert.ok(rows.includes("duty-changed") && rows.includes("duty-withdrawn"), String(rows));
});

test("of a duty that is under way the rest is changed: what is past stays as it was", async (t) => {
  const { it, clock } = await house(t);
  clock.advance(Hours(1));
  await it.signIn("manager");
  const changes = [{ kind: "replace", person: "patel", by: "chen", from: FRIDAY - DAY_MS, to: MONDAY }];
  assert.equal((await it.ask("/api/v1/duty/changes", { body: { changes } })).json.changes[0].from, FRIDAY + HOUR_MS);
  assert.equal(names((await it.ask(`/api/v1/duty/at?at=${FRIDAY}`)).json.people), "Dr. Patel");
});

test("somebody taken off with nobody in their place: the gap is told before it is made", async (t) => {
  const { it } = await house(t);
  await it.signIn("manager");
  const off = (person: string) => ({ kind: "remove", person, from: FRIDAY, to: FRIDAY + DAY_MS });
  const changes = [off("patel"), off("chen")];
  const { differences } = (await it.ask("/api/v1/duty/preview", { body: { changes } })).json;
  assert.deepEqual(
    differences.map((one: { after: []; gap: boolean; newGap: boolean }) => [names(one.after), one.gap, one.newGap]),
    [["Dr. Okafor", true, true]],
  );
});

test("what cannot be is refused whole: strangers, nobody who stands in, the past, other doctors' duty, no right at all", async (t) => {
  const { it, told } = await house(t);
  await it.signIn("doctor", { person: "chen" });
  const wish = { kind: "replace", person: "patel", by: "okafor", from: FRIDAY, to: MONDAY };
  const refused = async (change: object) => {
    const { json, status } = await it.ask("/api/v1/duty/changes", { body: { changes: [change] } });
    return `${status} ${json.error.code}`;
  };
  assert.equal(await refused(wish), "403 NOT_YOUR_DUTY");
  assert.equal(await refused({ ...wish, by: "chen", person: "nobody" }), "404 NOT_FOUND");
  assert.equal(await refused({ ...wish, by: "patel" }), "400 NOBODY_STANDS_IN");
  assert.equal(await refused({ ...wish, by: "chen", from: FRIDAY - DAY_MS, to: FRIDAY - HOUR_MS }), "400 NOT_IN_TIME");
  assert.equal(await refused({ ...wish, kind: "eat" }), "400 NOT_UNDERSTOOD");
  assert.equal(await refused({ ...wish, by: "chen", rotation: "nights" }), "409 REFUSED");
  assert.deepEqual(told, []);
  const own = await it.ask("/api/v1/duty/changes", { body: { changes: [{ ...wish, by: "chen" }] } });
  assert.equal(own.json.changes[0].madeBy.id, "chen");
  for (const role of ["technician", "frontDesk"] as const) {
    it.otherBrowser();
    await it.signIn(role);
    assert.equal(await refused(wish), "403 NOT_ALLOWED", role);
    assert.equal((await it.ask("/api/v1/duty/at")).status, 200, role);
  }
  it.otherBrowser();
  assert.equal((await it.ask("/api/v1/duty/at")).status, 401);
});

test("a calendar program reads the schedule at its own address, until that is withdrawn or its user leaves", async (t) => {
  const { it, clock } = await house(t);
  await it.signIn("doctor", { person: "chen" });
  const made = (await it.ask("/api/v1/duty/links", { body: { person: "chen" } })).json;
  const read = (path: string) => it.raw(path, { headers: { host: new URL(it.origin).host } });
  const calendar = await read(made.path);
  assert.equal(calendar.status, 200);
  assert.match(String(calendar.headers["content-type"]), /^text\/calendar/);
  assert.match(calendar.text, /^BEGIN:VCALENDAR\r\n[\s\S]*SUMMARY:On call: Dr\. Chen\r\n/);
  assert.doesNotMatch(calendar.text, /SUMMARY:On call: Dr\. Patel/);
  assert.ok((await it.ask("/api/v1/duty/links")).json.links[0].usedAt > 0);
  const everybody = (await it.ask("/api/v1/duty/links", { body: {} })).json;
  assert.match((await read(everybody.path)).text, /SUMMARY:On call: Dr\. Patel/);
  assert.equal((await it.ask(`/api/v1/duty/links/${made.link.id}`, { method: "DELETE" })).status, 200);
  assert.equal((await read(made.path)).status, 404);
  it.console.box.users.setDisabled("doctor", clock.now());
  assert.equal((await read(everybody.path)).status, 404);
});
