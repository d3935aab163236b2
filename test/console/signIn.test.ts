import assert from "node:assert/strict";
import { test } from "node:test";
import { Hours, Minutes } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench } from "./ConsoleBench.ts";

test("the first manager comes in by a one-time code, chooses a password, and signs in with it from then on", async () => {
  await using it = await ConsoleBench.start();
  assert.equal((await it.ask("/api/v1/session")).json.firstUse, true);
  const { users } = it.console.box;
  users.add({ id: "lopez", name: "Maria Lopez", role: "manager" }, "test", it.clock.now());
  const { code } = users.invite("lopez", "test", it.clock.now());
  const weak = await it.ask("/api/v1/session/welcome", { body: { code, password: "too short" } });
  assert.deepEqual([weak.status, weak.json.error.code], [400, "PASSWORD_WEAK"]);
  const typed = ` ${code.toLowerCase().replaceAll("-", " ").replaceAll("0", "o")}`;
  const welcome = await it.ask("/api/v1/session/welcome", { body: { code: typed, password: "a door of green glass" } });
  assert.equal(welcome.status, 200, welcome.text);
  assert.equal(welcome.json.user.name, "Maria Lopez");
  assert.match(String(welcome.headers["set-cookie"]), /^__Host-firstring-console=.*Secure; HttpOnly; SameSite=Strict/);
  assert.equal((await it.ask("/api/v1/session")).json.user.id, "lopez");
  const again = await it.ask("/api/v1/session/welcome", { body: { code, password: "a door of green glass" } });
  assert.equal(again.json.error.code, "INVITATION_OVER");
  assert.equal((await it.ask("/api/v1/session", { method: "DELETE" })).status, 200);
  assert.equal((await it.ask("/api/v1/session")).json.user, undefined);
  assert.equal((await it.enter(" LOPEZ ", "a door of green glass")).status, 200);
  assert.equal((await it.enter("lopez", "a door of blue glass")).status, 401);
});

test("a session ends when nobody uses it, and in any case after a working day", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("frontDesk");
  const isIn = async (): Promise<boolean> => (await it.ask("/api/v1/session")).json.user !== undefined;
  clock.advance(Minutes(29));
  assert.ok(await isIn());
  clock.advance(Minutes(31));
  assert.ok(!(await isIn()));
  await it.enter("frontdesk");
  for (let passed = 0; passed < 12 * 60; passed += 20) {
    assert.ok(await isIn(), `${passed} minutes`);
    clock.advance(Minutes(20));
  }
  clock.advance(Minutes(1));
  assert.ok(!(await isIn()));
  clock.advance(Hours(1));
});

test("a page that nobody touches keeps no session open, however often it fetches what has changed", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("frontDesk");
  const isIn = async (): Promise<boolean> =>
    (await it.ask("/api/v1/session", { headers: { "x-person": "away" } })).json.user !== undefined;
  for (let passed = 0; passed < 30; passed += 10) {
    assert.ok(await isIn(), `${passed} minutes`);
    clock.advance(Minutes(10));
  }
  clock.advance(Minutes(1));
  assert.ok(!(await isIn()));
});

test("the interface's documentation names every route, and every route of it answers with its schema", async () => {
  await using it = await ConsoleBench.start();
  const { json } = await it.ask("/api/v1/openapi.json");
  assert.equal(json.openapi, "3.1.0");
  assert.ok(json.paths["/api/v1/session"].post.requestBody);
});

test("the shell names its modules, they come compressed and for good, and another version's are not there", async () => {
  await using it = await ConsoleBench.start();
  const shell = await it.ask("/");
  assert.equal(shell.status, 200);
  const [, main = ""] = /<script type="module" src="([^"]+)"/.exec(shell.text) ?? [];
  const plain = await it.ask(main);
  assert.match(String(plain.headers["content-type"]), /^text\/javascript/);
  assert.match(String(plain.headers["cache-control"]), /immutable/);
  const br = await it.ask(main, { headers: { "accept-encoding": "gzip, br" } });
  assert.ok(plain.bytes.length < 500 || br.headers["content-encoding"] === "br");
  assert.equal((await it.ask(main.replace(/\/assets\/[^/]+/, "/assets/older"))).status, 404);
  assert.equal((await it.ask("/today")).text, shell.text);
});
