import assert from "node:assert/strict";
import { test } from "node:test";
import { notReachedOutcome } from "./callOutcome.ts";
import { nextToCall, type WaitingPage } from "./pageQueue.ts";

for (const [why, rangMs, lineLost, kind, detail] of [
  ["busy", undefined, false, "failedPermanently", "busy"],
  ["noAnswer", 25_012, false, "failedPermanently", "rang out after 25 s"],
  ["rejected", 3_000, false, "failedPermanently", "refused"],
  ["unreachable", undefined, false, "failedPermanently", "switched off, or out of reach"],
  ["failed", undefined, false, "failedPermanently", "not put through"],
  ["failed", 2_000, true, "failedTemporarily", "the modem went away"],
  ["noService", undefined, false, "failedTemporarily", "no network"],
] as const)
  test(`${why}${lineLost ? ", and our modem is gone" : ""}: ${kind}, ${detail}`, () =>
    assert.deepEqual(notReachedOutcome(why, rangMs, lineLost), { kind, detail }));

test("urgent pages are telephoned first, then the oldest; nobody twice at a time", () => {
  const page = (id: string, number: string, urgent: boolean, sinceMs: number): WaitingPage => ({
    id,
    number,
    urgent,
    sinceMs,
  });
  const waiting = [page("a", "1", false, 0), page("b", "1", true, 5), page("c", "2", true, 7), page("d", "2", true, 6)];
  const order: string[] = [];
  for (const engaged of [[], ["1"], ["1", "2"]]) order.push(nextToCall(waiting, new Set(engaged))?.id ?? "nobody");
  assert.deepEqual(order, ["b", "d", "nobody"]);
});
