import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { personOfNumber } from "../../firmware/oncall/personOfNumber.ts";
import type { DecodedDeliver } from "../line/gsm/pdu/Pdu.ts";
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

test("what was begun by a clock that was years ahead is shown when the clock is right again", () => {
  const [begun] = join<number>(new Map(), deliver("a", 1), 0, 4e11);
  const [left, shown] = expire(begun, 0);
  assert.equal(left.size, 0);
  assert.equal(shown.length, 1);
});

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

test("a text that takes the number of one that never became whole is a text of its own; the older one is shown", () => {
  const { texts, left } = joinAll([deliver("old", 1, 2), deliver("new", 1, 2), deliver("er", 2, 2)]);
  assert.deepEqual([texts, left.size], [["old[part 2 of 2 is missing]", "newer"], 0]);
});

test("all copies of a part can be deleted from the SIM once the text is safe", () => {
  const [unjoined] = join<string>(new Map(), deliver("a", 1, 2), "slot 1", 0);
  const [again] = join(unjoined, deliver("a", 1, 2), "slot 2", 0);
  const [, joined] = join(again, deliver("b", 2, 2), "slot 3", 0);
  assert.deepEqual(joined?.sources, ["slot 1", "slot 2", "slot 3"]);
});

test("a sender's name that spells a doctor's number is not taken for the doctor's telephone", () => {
  const people = [{ id: "chen", name: "Dr. Chen", phone: FROM, notify: ["sms" as const] }];
  const from = (pdu: DecodedDeliver): string => join(new Map(), pdu, "source", 0)[1]?.from ?? "";
  const text: DecodedDeliver = { ...deliver("7Q4K"), from: "13125550101" };
  assert.equal(personOfNumber(people, from(text))?.id, "chen");
  assert.equal(personOfNumber(people, from({ ...text, fromName: true })), undefined);
});
