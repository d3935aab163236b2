import assert from "node:assert/strict";
import { test } from "node:test";
import type { Digit } from "../line/Line.ts";
import { type GateVerdict, gateEntered, gateKey, shutGate } from "./PinGate.ts";

/** What the gate says of each key; `.` is a pause that is too long. */
function verdicts(pin: string, keys: string): readonly GateVerdict[] {
  let gate = shutGate;
  return [...keys].map((key) => {
    const [next, verdict] = key === "." ? gateEntered(gate, pin) : gateKey(gate, pin, key as Digit);
    gate = next;
    return verdict;
  });
}

const last = (pin: string, keys: string): GateVerdict | undefined => verdicts(pin, keys).at(-1);

for (const [keys, verdict, why] of [
  ["2468", "right", "opens with its last digit"],
  ["2468#", "typing", "the # that closes it comes too late to be a try"],
  ["2467", "typing", "a wrong one of the same length is not known as wrong before it is complete"],
  ["2467#", "wrong", "complete by #"],
  ["2467.", "wrong", "complete by a pause"],
  ["24670000", "wrong", "complete by eight digits"],
  ["24#", "short", "too short for a PIN: nothing was guessed"],
  ["24#24#24#", "shut", "but it is not asked for without end"],
  ["24*2468", "right", "* begins anew and costs nothing"],
  ["2467*", "wrong", "what may have been a PIN is a try, also when * takes it back"],
  ["1111*2222*3333*", "shut", "or * would try as many as a finger can press"],
  ["246*246*246*2468", "right", "fewer digits than a PIN has are none"],
  ["#", "typing", "# alone is no try"],
  [".", "typing", "a pause before the first digit is none"],
  ["1111#2222#2468", "right", "the third try may be right"],
  ["1111#2222#3333#", "shut", "three wrong ones, and it stays shut"],
  ["2A4B6C8", "right", "keys that no telephone has are no digits"],
] as const)
  test(`${keys}: ${verdict}: ${why}`, () => assert.equal(last("2468", keys), verdict));

test("what is said of a PIN that is wrong does not depend on how much of it was right", () => {
  const told = ["0000#", "2000#", "2400#", "2460#"].map((keys) => verdicts("2468", keys).join());
  assert.equal(new Set(told).size, 1);
});
