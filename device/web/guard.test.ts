import assert from "node:assert/strict";
import { test } from "node:test";
import { type Asked, SECURITY_HEADERS, turnAway } from "./guard.ts";

const HOSTS = ["10.55.0.1", "firstring.local"];
const get: Asked = { method: "GET", host: "10.55.0.1", origin: undefined, fetchSite: "none" };
const post: Asked = { method: "POST", host: "10.55.0.1", origin: "https://10.55.0.1", fetchSite: "same-origin" };

const cases: readonly (readonly [what: string, asked: Asked, comesIn: boolean])[] = [
  ["our address", get, true],
  ["our name in capitals", { ...get, host: "FirstRing.local" }, true],
  ["a foreign name that leads to us", { ...get, host: "evil.example" }, false],
  ["our address with another port", { ...get, host: "10.55.0.1:8443" }, false],
  ["no host at all", { ...get, host: undefined }, false],
  ["our own form", post, true],
  ["a form of a foreign page", { ...post, origin: "https://evil.example", fetchSite: "cross-site" }, false],
  ["a form of a page that hides where it is from", { ...post, origin: "null" }, false],
  ["our page over plain http", { ...post, origin: "http://10.55.0.1" }, false],
  ["the other name of ours", { ...post, origin: "https://firstring.local" }, false],
  ["a browser that tells neither", { ...post, origin: undefined, fetchSite: undefined }, false],
  ["a sister site", { ...post, fetchSite: "same-site" }, false],
];

for (const [what, asked, comesIn] of cases)
  test(`${what} ${comesIn ? "comes in" : "is turned away"}`, () =>
    assert.equal(turnAway(asked, HOSTS) === undefined, comesIn));

test("no inline code, nothing from elsewhere", () => {
  const policy = SECURITY_HEADERS["Content-Security-Policy"] ?? "";
  assert.ok(!/unsafe|https?:|\*/.test(policy), policy);
});
