import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DecodedDeliver } from "../line/gsm/pdu/Pdu.ts";
import { awaitReport, takeReport } from "./DeliveryReports.ts";
import { expire, INCOMPLETE_AFTER, join, type Unjoined } from "./PartJoiner.ts";

const FROM = "+13125550101";

const deliver = (text: string, part?: number, total = 3, reference = 7): DecodedDeliver => ({
  kind: "deliver",
  from: FROM,
  text,
  alphabet: "gsm7",
  at: undefined,
  ...(part === undefined ? {} : { concat: { reference, part, total, bits: 8 } }),
});

/** Feeds messages in this order; gives the texts that became whole. */
function joinAll(messages: readonly DecodedDeliver[]): { texts: string[]; left: Unjoined<number> } {
  let left: Unjoined<number> = new Map();
  const texts: string[] = [];
  for (const [i, message] of messages.entries()) {
    const [next, joined] = join(left, message, i, 0);
    left = next;
    if (joined) texts.push(joined.text);
  }
  return { texts, left };
}

test("a text of one part is whole at once", () => {
  assert.deepEqual(joinAll([deliver("7Q4K")]).texts, ["7Q4K"]);
});

test("parts in any order, some of them twice, are one text", () => {
  const parts = [deliver("a", 1), deliver("b", 2), deliver("c", 3)];
  const order = fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(order, fc.nat(1), (places, copies) => {
      const sent = places.flatMap((place, i) => Array(i < 2 ? 1 + copies : 1).fill(parts[place]!));
      assert.deepEqual(joinAll(sent).texts, ["abc"]);
    }),
  );
});

test("two long texts at the same time are kept apart", () => {
  const mixed = [deliver("a", 1, 2, 1), deliver("x", 1, 2, 2), deliver("b", 2, 2, 1), deliver("y", 2, 2, 2)];
  assert.deepEqual(joinAll(mixed).texts, ["ab", "xy"]);
});

test("a part that never comes: what is there is shown after a while, and can be deleted from the SIM", () => {
  const { left } = joinAll([deliver("7Q4K ", 1), deliver(" thanks", 3)]);
  assert.deepEqual(expire(left, INCOMPLETE_AFTER - 1)[1], []);
  const [rest, expired] = expire(left, INCOMPLETE_AFTER);
  assert.equal(rest.size, 0);
  assert.deepEqual(expired, [
    { from: FROM, text: "7Q4K [part 2 of 3 is missing] thanks", complete: false, sources: [0, 1] },
  ]);
});

// --- delivery reports ----------------------------------------------------------------------------------------------

const report = (reference: number, outcome: "delivered" | "pending" | "failed" | "gaveUp", to = FROM) => ({
  kind: "statusReport" as const,
  reference,
  to,
  status: 0,
  outcome,
  done: outcome === "delivered",
  sentAt: undefined,
  at: undefined,
});

const one = { dispatchId: "a", to: FROM, parts: 1, reference: 5 };

test("a report finds its page by number and reference, in national form too", () => {
  const awaited = awaitReport([], one, 0);
  assert.equal(takeReport(awaited, report(5, "delivered", "3125550101"), 1)[1]?.dispatchId, "a");
  assert.equal(takeReport(awaited, report(6, "delivered"), 1)[1], undefined);
  assert.equal(takeReport(awaited, report(5, "delivered", "+13125550102"), 1)[1], undefined);
});

test("a text of two parts is delivered once both are, and failed with the first that fails", () => {
  const first = awaitReport([], { ...one, parts: 2 }, 0);
  const [early, none] = takeReport(first, report(5, "delivered"), 1);
  assert.equal(none, undefined);
  const both = awaitReport(early, { ...one, parts: 2, reference: 6 }, 2);
  assert.equal(takeReport(both, report(6, "delivered"), 3)[1]?.outcome, "delivered");
  assert.equal(takeReport(both, report(6, "failed"), 3)[1]?.outcome, "failed");
});

test("the reference wraps: the newest page with it is meant, and one of last week never", () => {
  const awaited = awaitReport(awaitReport([], one, 0), { ...one, dispatchId: "b" }, 1000);
  assert.equal(takeReport(awaited, report(5, "delivered"), 2000)[1]?.dispatchId, "b");
  assert.equal(takeReport(awaited, report(5, "delivered"), 7 * 86_400_000)[1], undefined);
});
