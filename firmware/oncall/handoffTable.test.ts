import assert from "node:assert/strict";
import { test } from "node:test";
import { Temporal } from "temporal-polyfill";
import { HANDOFFS, type HandoffRow } from "../../test/vectors/onCallHandoffs.ts";
import type { Rotation } from "../config/Clinic.ts";
import { zoneClock } from "../time/ZoneClock.ts";
import { ShiftCalculator } from "./shifts.ts";

const ms = (text: string): number =>
  Temporal.Instant.from(text.replace(/T(\d\d:\d\d)(?=[Z+-])/, "T$1:00")).epochMilliseconds;
const iso = (at: number): string => Temporal.Instant.fromEpochMilliseconds(at).toString();

const rotationOf = ({ every, length, handoff, starts }: HandoffRow): Rotation => ({
  ...{ id: "row", every, length, handoff, starts, during: [], layer: 1 },
  people: [["a"], ["b"], ["c"]],
});

for (const row of HANDOFFS) {
  const { every, length, starts, zone, source, handoffs } = row;
  test(`every ${length} ${every} from ${starts} ${row.handoff.time} in ${zone}: handed over when it must be (${source})`, () => {
    const shifts = ShiftCalculator.of(rotationOf(row), [], zoneClock(zone))!;
    let at = ms(handoffs[0]!);
    const found = [iso(at)];
    const first = shifts.at(at)!;
    assert("people" in first && first.start === at, "the first of the row is a handoff");
    let turn = first.turn;
    while (found.length < handoffs.length) {
      // Nobody is passed over, and the moment of the handoff belongs to the incoming.
      const before = shifts.at(at)!;
      assert("people" in before);
      at = before.end;
      assert.deepEqual(shifts.at(at - 1), before);
      const now = shifts.at(at)!;
      assert("people" in now && now.start === at);
      assert.equal(now.turn, (turn + 1) % 3);
      assert.equal(shifts.nextChange(before.start), at);
      turn = now.turn;
      found.push(iso(at));
    }
    assert.deepEqual(
      found,
      handoffs.map((text) => iso(ms(text))),
    );
  });
}
