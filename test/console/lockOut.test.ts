import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../harness/VirtualClock.ts";
import { ConsoleBench, PASSWORD } from "./ConsoleBench.ts";

const wrong = "not the words of anybody";

test("whoever guesses has to wait, and cannot make the person wait whose browser is known", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.signIn("frontDesk", { id: "maria" });
  await it.ask("/api/v1/session", { method: "DELETE" });
  const marias = it.otherBrowser();
  const guesses = [];
  for (let n = 0; n < 12; n += 1) guesses.push((await it.enter("maria", wrong)).status);
  assert.deepEqual(guesses, [...Array(10).fill(401), 429, 429]);
  const waits = await it.enter("maria", PASSWORD);
  assert.equal(waits.status, 429, "a right password is not looked at while one has to wait");
  assert.equal(waits.headers["retry-after"], "5");
  assert.match(waits.json.error.message, /wait 5 seconds/);
  it.otherBrowser(marias);
  assert.equal((await it.enter("maria")).status, 200);
  it.otherBrowser();
  clock.advance(Seconds(6));
  assert.equal((await it.enter("maria")).status, 200, "a new telephone comes in after the wait");
});

test("an address that tries one name after the other is held up, a name that nobody has costs as much as one that somebody has", async () => {
  const clock = new VirtualClock();
  await using it = await ConsoleBench.start({ clock });
  await it.user("maria", "frontDesk");
  const answers = [];
  for (let n = 0; n < 12; n += 1) answers.push(await it.enter(n % 2 === 0 ? `nobody${n}` : "maria", wrong));
  assert.deepEqual([...new Set(answers.slice(0, 10).map(({ text }) => text))].length, 1, "one answer for all");
  assert.equal(answers[11]?.status, 429);
  clock.advance(Minutes(61));
  assert.equal((await it.enter("maria", wrong)).status, 401);
  const rows = it.console.box.audit.list({ limit: 50 });
  assert.ok(rows.some(({ kind, person }) => kind === "sign-in-refused" && person === "unknown"));
  assert.doesNotMatch(JSON.stringify(rows), /nobody\d|not the words/, "what was typed is not written down");
});
