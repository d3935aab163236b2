import assert from "node:assert/strict";
import { test } from "node:test";
import { cookieOf, isToken, Sessions, setCookie } from "./Sessions.ts";

test("a session lasts as long as it is used, and not longer", () => {
  let now = 0;
  const sessions = new Sessions<string>({ now: () => now, idleMs: 1_000 });
  const { id } = sessions.begin("chen");
  now = 900;
  assert.equal(sessions.find(id)?.mine, "chen");
  now = 1_800;
  assert.equal(sessions.find(id)?.mine, "chen");
  now = 2_801;
  assert.equal(sessions.find(id), undefined);
});

test("whoever opens one after the other pushes out their own, not the one that is in use", () => {
  const sessions = new Sessions<string>({ now: () => 0, idleMs: 1_000 });
  const { id } = sessions.begin("chen");
  for (let other = 0; other < 500; other++) {
    sessions.begin("stranger");
    assert.ok(sessions.find(id));
  }
});

test("the cookie goes out and comes back, among others; nonsense is no session", () => {
  const [pair = ""] = setCookie("a".repeat(32)).split(";");
  assert.equal(cookieOf(`other=1; ${pair}; third=2`), "a".repeat(32));
  for (const header of [undefined, "", "__Host-firstring=", "__Host-firstring=<script>", `x${pair}`])
    assert.equal(cookieOf(header), undefined);
  assert.ok(isToken("abc", "abc") && !isToken("abd", "abc") && !isToken("ab", "abc") && !isToken(undefined, "abc"));
});
