import assert from "node:assert/strict";
import { test } from "node:test";
import { stepAt, totpAt } from "../../device/console/auth/totp.ts";
import { Days, Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench, PASSWORD } from "./ConsoleBench.ts";

test("an authenticator app: set up by its code, asked for at the next sign-in, never taken twice, remembered for 30 days where one says so", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("manager");
  const ask = (path: string, method: string, body: object) => it.ask(`/api/v1/session/factor${path}`, { method, body });
  assert.equal((await ask("/app", "POST", { password: "wrong one altogether" })).status, 401);
  const { json: made } = await ask("/app", "POST", { password: PASSWORD });
  assert.match(made.uri, /^otpauth:\/\/totp\/FirstRing%20Rosewood%3Amanager\?secret=[A-Z2-7]{32}/);
  assert.ok(made.qr.length >= 25 && made.qr.every((row: string) => row.length === made.qr.length));
  assert.equal((await ask("/app", "PUT", { code: "000000" })).json.error.code, "WRONG_CODE");
  const code = (): string => totpAt(made.secret, stepAt(clock.now()));
  const { json: paper } = await ask("/app", "PUT", { code: code() });
  assert.equal(paper.recoveryCodes.length, 10);
  const home = it.otherBrowser();
  const asked = await it.enter("manager");
  assert.deepEqual([asked.status, asked.json.error.code], [401, "SECOND_FACTOR"]);
  assert.deepEqual(asked.json.error.details.ways, ["app", "recovery"]);
  assert.equal((await it.enter("manager", PASSWORD, { code: code() })).status, 401, "this code was used to set it up");
  clock.advance(Seconds(30));
  assert.equal((await it.enter("manager", PASSWORD, { code: code(), remember: true })).status, 200);
  clock.advance(Days(29));
  assert.equal((await it.enter("manager")).status, 200, "remembered");
  clock.advance(Days(2));
  assert.equal((await it.enter("manager")).json.error.code, "SECOND_FACTOR");
  const [first] = paper.recoveryCodes as string[];
  assert.equal((await it.enter("manager", PASSWORD, { code: first })).status, 200, "paper");
  assert.equal((await it.enter("manager", PASSWORD, { code: first })).status, 401, "once");
  assert.equal((await it.ask("/api/v1/session/factor")).json.recoveryCodesLeft, 9);
  it.otherBrowser(home);
  assert.equal((await it.enter("manager", PASSWORD, { code: paper.recoveryCodes[1] })).status, 200);
  const { json: off } = await ask("/app", "DELETE", { password: PASSWORD });
  assert.equal(off.app, false);
});

test("where a role needs a second factor, whoever has none may set one up and nothing else", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("manager");
  assert.equal(
    (await it.ask("/api/v1/users/settings", { method: "PUT", body: { requireFactor: ["frontDesk"] } })).status,
    200,
  );
  it.otherBrowser();
  await it.signIn("frontDesk");
  const { user } = (await it.ask("/api/v1/session")).json;
  assert.deepEqual([user.mustSetUpFactor, user.rights], [true, []]);
  assert.equal((await it.ask("/api/v1/users/roles")).status, 200);
  const { json } = await it.ask("/api/v1/session/factor/app", { body: { password: PASSWORD } });
  await it.ask("/api/v1/session/factor/app", {
    method: "PUT",
    body: { code: totpAt(json.secret, stepAt(clock.now())) },
  });
  const after = (await it.ask("/api/v1/session")).json.user;
  assert.deepEqual([after.mustSetUpFactor, after.rights.includes("messages.read")], [false, true]);
});

test("a one-time code for another password stands for no second factor: it is asked for, wrong ones are counted, and nothing is used up before it is right", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("frontDesk", { id: "ann" });
  const { json } = await it.ask("/api/v1/session/factor/app", { body: { password: PASSWORD } });
  const code = (): string => totpAt(json.secret, stepAt(clock.now()));
  const { json: paper } = await it.ask("/api/v1/session/factor/app", { method: "PUT", body: { code: code() } });
  clock.advance(Seconds(30));
  assert.equal((await it.enter("ann", PASSWORD, { code: code(), remember: true })).status, 200);
  const { users } = it.console.box;
  const invitation = users.invite("ann", "test", clock.now()).code;
  const welcome = (more: object = {}) =>
    it.ask("/api/v1/session/welcome", { body: { code: invitation, password: "a door of green glass", ...more } });
  const asked = await welcome();
  assert.deepEqual([asked.status, asked.json.error.code], [401, "SECOND_FACTOR"], "in a remembered browser, too");
  assert.deepEqual(asked.json.error.details.ways, ["app", "recovery"]);
  assert.equal(asked.headers["set-cookie"], undefined);
  it.otherBrowser();
  assert.equal(
    (await it.enter("ann", PASSWORD, { code: paper.recoveryCodes[0] })).status,
    200,
    "the old password still",
  );
  it.otherBrowser();
  assert.equal((await welcome({ factor: paper.recoveryCodes[1], password: "short" })).json.error.code, "PASSWORD_WEAK");
  assert.equal(
    (await it.ask("/api/v1/session/welcome/text", { body: { code: invitation } })).json.error.code,
    "NO_TEXTS",
  );
  for (let tries = 0; tries < 10; tries++)
    assert.equal((await welcome({ factor: "000000" })).json.error.code, "WRONG_CODE", `${tries}`);
  assert.equal((await welcome({ factor: paper.recoveryCodes[1] })).json.error.code, "TOO_MANY_TRIES");
  clock.advance(Minutes(1));
  assert.equal((await welcome({ factor: paper.recoveryCodes[1] })).status, 200, "a weak password used up no code");
  assert.equal((await it.ask("/api/v1/session")).json.user.id, "ann");
});

test("where a role needs a second factor, an invitation leads to setting one up and to nothing else", async () => {
  await using it = await ConsoleBench.start();
  const { settings, users } = it.console.box;
  settings.set({ requireFactor: ["frontDesk"] });
  users.add({ id: "ann", name: "Ann", role: "frontDesk" }, "test", it.clock.now());
  const { code } = users.invite("ann", "test", it.clock.now());
  const { json } = await it.ask("/api/v1/session/welcome", { body: { code, password: "a door of green glass" } });
  assert.deepEqual([json.user.mustSetUpFactor, json.user.rights], [true, []]);
  assert.equal((await it.ask("/api/v1/messages")).json.error.code, "NOT_ALLOWED");
});

test("a code by SMS goes to the person that the user is bound to; without the box's service one is told so", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("doctor", { person: "chen" });
  const on = await it.ask("/api/v1/session/factor/sms", { method: "PUT", body: { on: true, password: PASSWORD } });
  assert.equal(on.json.sms, true, on.text);
  it.otherBrowser();
  assert.deepEqual((await it.enter("doctor")).json.error.details.ways, ["sms", "recovery"]);
  const text = await it.ask("/api/v1/session/text", { body: { user: "doctor", password: PASSWORD } });
  assert.deepEqual([text.status, text.json.error.code], [503, "BOX_NOT_ANSWERING"]);
  clock.advance(Minutes(2));
  // What would have been in the text.
  const code = it.console.box.factor.codeForSms("doctor");
  assert.equal((await it.enter("doctor", PASSWORD, { code })).status, 200);
  it.otherBrowser();
  assert.equal((await it.enter("doctor", PASSWORD, { code })).status, 401);
});
