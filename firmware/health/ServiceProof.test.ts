import assert from "node:assert/strict";
import { test } from "node:test";
import { Minutes, Seconds } from "../time/Duration.ts";
import { judgeService, type Proof, type ServiceFacts } from "./ServiceProof.ts";

const NOW = 10_000_000;
const ago = (kind: Proof["kind"], seconds: number, more: Partial<Proof> = {}): Proof => ({
  kind,
  where: kind === "store" || kind === "engine" ? "" : "front",
  atMs: NOW - seconds * 1000,
  onCall: false,
  ...more,
});
const judged = (proofs: readonly Proof[], more: Partial<ServiceFacts> = {}) =>
  judgeService({ atMs: NOW, proofs, pastHelp: [], ...more });

const rows: readonly [why: string, proofs: readonly Proof[], stuck: string | undefined][] = [
  ["everything has shown itself", [ago("store", 50), ago("engine", 55), ago("modem", 5), ago("line", 10)], undefined],
  ["a card stalls for a minute and a half", [ago("store", 90)], undefined],
  ["the store's thread is wedged", [ago("store", 181)], "the message store has not answered for 3 minutes"],
  ["the same, and a call is up: what it says is held in memory", [ago("store", 181, { onCall: true })], undefined],
  ["no call lasts so long", [ago("store", 721, { onCall: true })], "the message store has not answered for 12 minutes"],
  ["the escalation stands", [ago("engine", 200)], "the alerts have not been looked at for 3 minutes"],
  [
    "a dialogue is stuck, and no recovery is under way",
    [ago("modem", 100)],
    "the modem of line front has said nothing, and nothing was done about it for 1 minute",
  ],
  ["a long prompt: the modem says nothing while it plays", [ago("line", 100, { onCall: true })], undefined],
  [
    "one line of two",
    [ago("line", 5, { where: "back" }), ago("line", 91)],
    "line front has heard nothing from its modem, and nothing was done about it for 1 minute",
  ],
];

for (const [why, proofs, stuck] of rows)
  test(`the watchdog is ${stuck === undefined ? "fed" : "not fed"}: ${why}`, () => {
    const verdict = judged(proofs);
    assert.equal(verdict.feed, stuck === undefined);
    assert.equal(verdict.stuck?.why, stuck);
  });

test("a timer that should have fired long ago: the main loop does not turn as it should", () => {
  assert.equal(judged([], { lateTimer: { name: "lamps", by: Seconds(3) } }).feed, true);
  const verdict = judged([], { lateTimer: { name: "lamps", by: Minutes(1) } });
  assert.deepEqual(verdict.stuck, { part: "timers", why: "the timer 'lamps' is overdue by 1 minute" });
});

test("three restarts did not help this part: the box goes on without it, and says so; another stuck part still restarts it", () => {
  const one = judged([ago("modem", 100)], { pastHelp: ["modem front"] });
  assert.equal(one.feed, true);
  assert.deepEqual(
    one.hopeless.map(({ part }) => part),
    ["modem front"],
  );
  const two = judged([ago("modem", 100), ago("store", 999)], { pastHelp: ["modem front"] });
  assert.equal(two.feed, false);
  assert.equal(two.stuck?.part, "store");
});
