import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Days, Minutes } from "../../firmware/time/Duration.ts";
import { testClinic } from "../clinic/testClinic.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench, PASSWORD } from "./ConsoleBench.ts";
import { DeskDaemon } from "./DeskDaemon.ts";

const clock = new VirtualClock();
let it: ConsoleBench;
before(async () => {
  it = await ConsoleBench.start({ clock });
});
after(() => it[Symbol.asyncDispose]());

const api = (path: string, method = "GET", body?: object) =>
  it.ask(`/api/v1${path}`, { method, ...(body === undefined ? {} : { body }) });

test("at first use whoever is at the machine makes the first manager, and nobody does so a second time", async () => {
  const weak = await api("/session/first", "POST", { user: "lopez", name: "Maria Lopez", password: "short" });
  assert.equal(weak.json.error.code, "PASSWORD_WEAK");
  assert.equal((await api("/session")).json.firstUse, true, "a password that was refused makes nobody");
  const first = await api("/session/first", "POST", { user: "Lopez", name: "Maria Lopez", password: PASSWORD });
  assert.deepEqual([first.status, first.json.user.role], [200, "manager"], first.text);
  const second = await api("/session/first", "POST", { user: "evil", name: "Evil", password: PASSWORD });
  assert.equal(second.json.error.code, "NOT_FIRST");
});

test("a manager adds people, changes and disables them; a doctor is somebody of the clinic file", async () => {
  const nobody = await api("/users", "POST", { id: "chen", name: "Dr. Chen", role: "doctor" });
  assert.equal(nobody.json.error.code, "NO_SUCH_PERSON");
  const { json } = await api("/users", "POST", { id: "chen", name: "Dr. Chen", role: "doctor", person: "chen" });
  assert.deepEqual([json.user.state, json.path], ["invited", `/welcome#${json.code}`]);
  assert.equal(
    (await api("/users", "POST", { id: "CHEN", name: "Again", role: "manager" })).json.error.code,
    "USER_EXISTS",
  );
  const managers = it.otherBrowser();
  assert.equal((await api("/session/welcome", "POST", { code: json.code, password: PASSWORD })).status, 200);
  assert.equal((await api("/users")).json.error.code, "NOT_ALLOWED");
  const doctors = it.otherBrowser(managers);
  assert.equal((await api("/users")).json.users.find(({ id }: { id: string }) => id === "chen").state, "active");
  assert.equal((await api("/users/chen", "PATCH", { disabled: true })).json.state, "disabled");
  it.otherBrowser(doctors);
  assert.equal((await api("/session")).json.user, undefined, "signed out at once");
  assert.equal((await it.enter("chen")).status, 401);
  it.otherBrowser(managers);
  await api("/users/chen", "PATCH", { disabled: false, name: "Dr. M. Chen" });
  it.otherBrowser(doctors);
  assert.equal((await it.enter("chen")).json.user.name, "Dr. M. Chen");
  it.otherBrowser(managers);
});

test("the last manager can be neither disabled nor made something else", async () => {
  for (const change of [{ disabled: true }, { role: "frontDesk" }])
    assert.equal((await api("/users/lopez", "PATCH", change)).json.error.code, "LAST_MANAGER");
});

test("another password signs one out everywhere else; signing out everywhere does what it says", async () => {
  await it.enter("lopez");
  const office = it.otherBrowser();
  await it.enter("lopez");
  assert.equal((await api("/session/all")).json.sessions.length >= 2, true);
  const wrong = await api("/session/password", "POST", {
    old: "no such words here",
    password: "a door of green glass",
  });
  assert.equal(wrong.status, 401);
  const changed = await api("/session/password", "POST", { old: PASSWORD, password: "a door of green glass" });
  assert.equal(changed.status, 200, changed.text);
  assert.equal((await api("/session/all")).json.sessions.length, 1);
  it.otherBrowser(office);
  assert.equal((await api("/session")).json.user, undefined);
  assert.equal((await it.enter("lopez", "a door of green glass")).status, 200);
  assert.equal((await api("/session/all", "DELETE")).status, 200);
  assert.equal((await api("/session")).json.user, undefined);
  await it.enter("lopez", "a door of green glass");
});

test("emergency access: who keeps the box running may see messages for an hour, with a reason, and everybody can read that", async () => {
  const managers = it.otherBrowser();
  await it.signIn("technician");
  assert.ok(!(await api("/session")).json.user.rights.includes("messages.read"));
  assert.equal((await api("/session/emergency", "POST", { reason: "because" })).status, 400);
  const opened = await api("/session/emergency", "POST", {
    reason: "The front desk's computer is dead and a patient waits.",
  });
  assert.deepEqual([opened.status, opened.json.told], [200, 0]);
  const { user } = (await api("/session")).json;
  assert.ok(user.rights.includes("messages.listen") && !user.rights.includes("users.manage"));
  assert.match(user.emergency.reason, /patient waits/);
  clock.advance(Minutes(20));
  assert.ok((await api("/session")).json.user.emergency);
  clock.advance(Minutes(20));
  await api("/session");
  clock.advance(Minutes(21));
  assert.ok(!(await api("/session")).json.user.rights.includes("messages.read"), "over after an hour");
  it.otherBrowser(managers);
  await it.enter("lopez", "a door of green glass");
  const { rows } = (await api("/audit?kind=emergency-opened")).json;
  assert.deepEqual([rows.length, rows[0].who], [1, "technician"]);
});

test("emergency access that is opened again and again texts a manager once an hour, and is in the audit each time", async () => {
  const { box } = it.console;
  await using daemon = await DeskDaemon.start({
    ...{ directory: it.directory, key: it.key, clinic: testClinic(), clock },
  });
  await it.user("vance", "manager", "chen");
  const managers = it.otherBrowser();
  await it.enter("technician");
  const open = async (): Promise<number> =>
    (await api("/session/emergency", "POST", { reason: "A patient waits at the door." })).json.told;
  const openedBefore = box.audit.list({ kind: "emergency-opened", limit: 500 }).length;
  const together = await Promise.all([open(), open()]);
  assert.deepEqual(together.toSorted(), [0, 1]);
  await api("/session/emergency", "DELETE");
  assert.equal(await open(), 0);
  await api("/session", "DELETE");
  await it.enter("technician");
  assert.equal(await open(), 0, "nor in another session");
  assert.equal(daemon.told.length, 1);
  assert.match(daemon.told[0] ?? "", /^chen: /);
  clock.advance(Minutes(61));
  await it.enter("technician");
  assert.equal(await open(), 1);
  assert.equal(box.audit.list({ kind: "emergency-opened", limit: 500 }).length - openedBefore, 5);
  assert.equal(box.audit.list({ kind: "emergency-told", limit: 500 }).length, 2);
  it.otherBrowser(managers);
  box.users.setDisabled("vance", clock.now());
  await it.enter("lopez", "a door of green glass");
});

test("a token does what its rights say until it is withdrawn or over, and never what is a person's own", async () => {
  const refused = await api("/tokens", "POST", { name: "Prometheus", rights: ["users.manage"] });
  assert.equal(refused.status, 400);
  const { json } = await api("/tokens", "POST", { name: "Reader", rights: ["audit.read"], days: 10 });
  assert.match(json.secret, /^frt_[\w-]{32}$/);
  const bearer = { authorization: `Bearer ${json.secret}` };
  const program = (path: string, method = "GET") => it.raw(`/api/v1${path}`, { method, headers: bearer });
  assert.equal((await program("/audit")).status, 200);
  assert.equal((await program("/users")).json.error.code, "NOT_ALLOWED");
  assert.equal((await program("/session/all", "DELETE")).json.error.code, "PERSONS_ONLY");
  assert.equal((await api("/tokens")).json.tokens[0].usedAt, Math.trunc(clock.now()));
  assert.doesNotMatch((await api("/tokens")).text, /frt_/);
  clock.advance(Days(11));
  assert.equal((await program("/audit")).json.error.code, "TOKEN_OVER");
  await it.enter("lopez", "a door of green glass");
  const { json: other } = await api("/tokens", "POST", { name: "Other", rights: ["audit.read"] });
  assert.equal((await api(`/tokens/${other.token.id}`, "DELETE")).json.state, "withdrawn");
  assert.equal((await it.raw("/api/v1/audit", { headers: { authorization: `Bearer ${other.secret}` } })).status, 401);
});

test("a token reaches no further than whoever made it does now, and stops when they are disabled; page and audit say so", async () => {
  await api("/users", "POST", { id: "vega", name: "Ana Vega", role: "manager" });
  const { json: invited } = await api("/users/vega/invitation", "POST");
  const lopez = it.otherBrowser();
  await api("/session/welcome", "POST", { code: invited.code, password: PASSWORD });
  const rights = ["audit.read", "metrics.read"];
  const { json } = await api("/tokens", "POST", { name: "Vega's", rights, days: 10 });
  const ask = (path: string) => it.raw(path, { headers: { authorization: `Bearer ${json.secret}` } });
  const row = async () => (await api("/tokens")).json.tokens.find(({ name }: { name: string }) => name === "Vega's");
  assert.deepEqual([(await ask("/api/v1/audit")).status, (await row()).withheld], [200, []]);
  it.otherBrowser(lopez);
  await api("/users/vega", "PATCH", { role: "technician" });
  assert.equal((await ask("/api/v1/audit")).json.error.code, "NOT_ALLOWED");
  assert.equal((await ask("/metrics")).status, 200, "what they may still do, it may");
  assert.deepEqual([(await row()).state, (await row()).withheld], ["active", ["audit.read"]]);
  await api("/users/vega", "PATCH", { disabled: true });
  for (const path of ["/metrics", "/api/v1/audit"])
    assert.deepEqual([(await ask(path)).status, (await ask(path)).json.error.code], [401, "TOKEN_STOPPED"]);
  assert.equal((await row()).state, "stopped");
  const { rows } = (await api("/audit")).json;
  const refused = rows.filter(({ kind }: { kind: string }) => kind === "token-refused");
  assert.deepEqual(
    refused.map(({ detail, who }: { detail: string; who: string }) => [who, detail]),
    [[`token:${json.token.id}`, "Vega's: made by vega"]],
    "said once, however often it asks",
  );
  assert.match(rows.find(({ kind }: { kind: string }) => kind === "user-changed").detail, /; 1 token stopped$/);
  await api("/users/vega", "PATCH", { disabled: false });
  assert.equal((await ask("/metrics")).status, 200, "who may sign in again has it again");
});

test("the audit tells who did what, page by page, and that it is whole", async () => {
  const { rows, next } = (await api("/audit?limit=5")).json;
  assert.equal(rows.length, 5);
  const older = (await api(`/audit?limit=5&before=${next}`)).json.rows;
  assert.ok(older[0].seq < rows[4].seq);
  const kinds = new Set((await api("/audit?limit=500")).json.rows.map(({ kind }: { kind: string }) => kind));
  for (const kind of ["user-added", "signed-in", "user-changed", "token-made", "password-set", "sign-in-refused"])
    assert.ok(kinds.has(kind), kind);
  assert.equal((await api("/audit/verify")).json.ok, true);
});

test("what of a request is not understood is said in the asked language; programs are told in English", async () => {
  await using it = await ConsoleBench.start();
  await it.signIn("manager");
  const asked = { method: "POST", body: { id: "", role: "cleaner" } };
  const fields = async (language?: string): Promise<string> => {
    const headers = language === undefined ? {} : { "accept-language": language };
    const { json, status } = await it.ask("/api/v1/users", { ...asked, headers });
    assert.deepEqual([status, json.error.code], [400, "NOT_UNDERSTOOD"]);
    return json.error.fields.map(({ message }: { message: string }) => message).join("; ");
  };
  assert.match(await fields("es-MX,es;q=0.9"), /Entrada inválida|Opción inválida|Demasiado/);
  assert.match(await fields("es"), /letras sin acentos/, "what a schema says in words of its own, too");
  assert.match(await fields(), /Invalid/);
  const telephone = async (language: string): Promise<string> => {
    const headers = { "accept-language": language };
    const { json } = await it.ask("/api/v1/box/tests/call", { method: "POST", body: { from: "abc" }, headers });
    return json.error.fields.map(({ message }: { message: string }) => message).join("; ");
  };
  assert.match(await telephone("en"), /^a telephone number: digits/, "no pattern is shown to a person");
  assert.match(await telephone("es"), /^un número de teléfono/);
});
