import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { type HealthState, isRegistered, judge, type Readings } from "./ModemHealth.ts";

const GOOD: Readings = { kind: "readings", signal: 18, creg: 1, cereg: 1 };
const look = (more: Partial<Readings>): Readings => ({ ...GOOD, ...more });

/** The faults that stand after one and the same look, for so many seconds. */
function faults(readings: Readings, seconds: number, wantsVoice = true): string[] {
  let state: HealthState = {};
  let standing: string[] = [];
  for (let atMs = 0; atMs <= seconds * 1_000; atMs += 5_000) {
    const [next, findings] = judge(state, { readings, atMs, wantsVoice });
    state = next;
    standing = findings.filter(({ detail }) => detail !== undefined).map(({ code }) => code);
  }
  return standing;
}

const cases: readonly [complaint: string, readings: Partial<Readings>, seconds: number, expected: readonly string[]][] =
  [
    ["all is well", {}, 3_600, []],
    ["no network, for a moment", { creg: 0, cereg: 0 }, 15, []],
    ["no network, and it lasts", { creg: 0, cereg: 0 }, 20, ["SMS_NOT_REGISTERED"]],
    ["it searches, and searches", { creg: 2, cereg: 2 }, 30, ["SMS_NOT_REGISTERED"]],
    ["the network does not say", { creg: 4, cereg: undefined }, 30, ["SMS_NOT_REGISTERED"]],
    ["the network refuses the card", { creg: 3, cereg: 0 }, 20, ["SMS_BARRED"]],
    ["LTE refuses the card", { creg: 0, cereg: 3 }, 20, ["SMS_BARRED"]],
    ["LTE refuses it, the old network takes it", { creg: 1, cereg: 3 }, 600, []],
    ["abroad", { creg: 5, cereg: 5 }, 0, ["SMS_ROAMING"]],
    ["messages only", { creg: 6, cereg: 6 }, 30, ["LINE_NO_VOICE_SERVICE"]],
    ["messages only, abroad", { creg: 7, cereg: 7 }, 30, ["SMS_ROAMING", "LINE_NO_VOICE_SERVICE"]],
    ["messages only, for a moment", { creg: 6, cereg: 6 }, 10, []],
    ["emergency calls only", { creg: 8, cereg: 8 }, 30, ["SMS_NOT_REGISTERED"]],
    ["a network where calls are not preferred carries calls", { creg: 9, cereg: 9 }, 600, []],
    ["the same abroad", { creg: 10, cereg: 10 }, 600, ["SMS_ROAMING"]],
    ["no circuits, but LTE: messages go, calls do not come", { creg: 0, cereg: 1 }, 30, ["LINE_NO_VOICE_SERVICE"]],
    ["an LTE-only modem that knows no +CREG", { creg: undefined, cereg: 1 }, 600, []],
    ["a GSM modem that knows no +CEREG", { cereg: undefined }, 600, []],
    ["weak, for minutes", { signal: 3 }, 300, ["SMS_WEAK_SIGNAL"]],
    ["weak, for one minute", { signal: 3 }, 60, []],
    ["just strong enough", { signal: 5 }, 600, []],
    ["a signal that the modem does not know, for minutes", { signal: undefined }, 300, ["SMS_WEAK_SIGNAL"]],
    ["no network: nobody asks for its signal", { creg: 0, cereg: 0, signal: undefined }, 600, ["SMS_NOT_REGISTERED"]],
  ];

for (const [complaint, readings, seconds, expected] of cases)
  test(`${complaint} (${seconds} s): ${expected.join(", ") || "nobody is told"}`, () =>
    assert.deepEqual([...faults(look(readings), seconds)].sort(), [...expected].sort()));

test("a modem that only pages is not blamed for a network without calls", () =>
  assert.deepEqual(faults(look({ creg: 6, cereg: 6 }), 60, false), []));

test("one good look begins the patience anew", () => {
  const lost = look({ creg: 2, cereg: 2 });
  let [state] = judge({}, { readings: lost, atMs: 0, wantsVoice: true });
  [state] = judge(state, { readings: GOOD, atMs: 15_000, wantsVoice: true });
  const [, findings] = judge(state, { readings: lost, atMs: 30_000, wantsVoice: true });
  assert.ok(findings.every(({ detail }) => detail === undefined));
});

test("what is told says what is the matter, in words", () => {
  const detail = (readings: Partial<Readings>, code: string): string | undefined => {
    const [state] = judge({}, { readings: look(readings), atMs: 0, wantsVoice: true });
    const [, findings] = judge(state, { readings: look(readings), atMs: 600_000, wantsVoice: true });
    return findings.find((one) => one.code === code)?.detail;
  };
  assert.match(detail({ creg: 2, cereg: 2 }, "SMS_NOT_REGISTERED") ?? "", /searching/);
  assert.match(detail({ creg: 8, cereg: 8 }, "SMS_NOT_REGISTERED") ?? "", /emergency/);
  assert.match(detail({ signal: 2 }, "SMS_WEAK_SIGNAL") ?? "", /2 of 31/);
  assert.match(detail({ creg: 6, cereg: 6 }, "LINE_NO_VOICE_SERVICE") ?? "", /no calls/);
});

test("whatever the network says: refused and not registered are never told together, and neither of a registered modem", () => {
  const stat = fc.option(fc.integer({ min: 0, max: 11 }), { nil: undefined });
  const any = fc.record({ creg: stat, cereg: stat, signal: fc.option(fc.nat(31), { nil: undefined }) });
  fc.assert(
    fc.property(any, fc.boolean(), (more, wantsVoice) => {
      const readings = look(more);
      const rules = { unregisteredIsFault: Seconds(0), weakIsFault: Seconds(0) };
      const [, findings] = judge({}, { readings, atMs: 0, wantsVoice }, rules);
      const told = new Set<string>(findings.filter(({ detail }) => detail !== undefined).map(({ code }) => code));
      const without = Number(told.has("SMS_NOT_REGISTERED")) + Number(told.has("SMS_BARRED"));
      assert.equal(without, isRegistered(readings) ? 0 : 1);
      if (without === 1) assert.equal(told.size, 1, "the deeper trouble hides the others");
    }),
  );
});
