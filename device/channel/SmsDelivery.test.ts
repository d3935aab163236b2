import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Seconds } from "../../firmware/time/Duration.ts";
import { VirtualClock } from "../../test/harness/VirtualClock.ts";
import { type DeliveryEffect, type DeliveryEvent, type DeliveryState, startDelivery, step } from "./SmsDelivery.ts";

/** What the modem and its network do at each attempt; after the last of them everything is accepted. */
type Attempt = Extract<DeliveryEvent, { kind: "refused" | "noResult" | "modemGone" | "submitted" }>;

const refused = (code?: number): Attempt => (code === undefined ? { kind: "refused" } : { kind: "refused", code });
const silent = (sent: boolean): Attempt => ({ kind: "noResult", sent, why: "no result" });
const gone = (sent: boolean): Attempt => ({ kind: "modemGone", sent });

interface Run {
  readonly attempts: number[];
  readonly repairs: string[];
  readonly finishes: { readonly outcome: string; readonly detail: string }[];
}

function run(parts: number, plan: readonly Attempt[], modemAway = false): Run {
  const clock = new VirtualClock();
  const left = [...plan];
  const result: Run = { attempts: [], repairs: [], finishes: [] };
  let state: DeliveryState;
  const perform = (effects: readonly DeliveryEffect[]): void => effects.forEach(performOne);
  const handle = (event: DeliveryEvent): void => {
    const [next, effects] = step(state, event);
    state = next;
    perform(effects);
  };
  const performOne = (effect: DeliveryEffect): void => {
    if (effect.kind === "awaitModem") {
      const ready: DeliveryEvent = { kind: modemAway ? "modemStillAway" : "modemReady" };
      clock.after("modem", modemAway ? effect.patience : Seconds(0), () => handle(ready));
    } else if (effect.kind === "submit") {
      result.attempts.push(clock.monotonic() / 1000);
      const event = left.shift() ?? { kind: "submitted" as const, reference: result.attempts.length };
      clock.after("network", Seconds(0), () => handle(event));
    } else if (effect.kind === "pause") clock.after("pause", effect.for, () => handle({ kind: "pauseOver" }));
    else if (effect.kind === "repair") {
      result.repairs.push(effect.what);
      clock.after("repair", Seconds(0), () => handle({ kind: "repairEnded" }));
    } else if (effect.kind === "finish") result.finishes.push({ outcome: effect.outcome, detail: effect.detail });
  };
  const [first, effects] = startDelivery(parts);
  state = first;
  perform(effects);
  clock.advance(Seconds(10_000));
  return result;
}

const ROWS: readonly (readonly [
  why: string,
  parts: number,
  plan: readonly Attempt[],
  attemptsAt: number[],
  outcome: string,
  detail: string,
])[] = [
  ["accepted at once", 1, [], [0], "sent", "+CMGS 1"],
  ["three parts", 3, [], [0, 0, 0], "sent", "+CMGS 1 2 3"],
  ["no network twice: again after 2 and 5 s", 1, [refused(331), refused(331)], [0, 2, 7], "sent", "+CMGS 3"],
  [
    "no network for good: 2, 5, 15 s, then told",
    1,
    Array(9).fill(refused(331)),
    [0, 2, 7, 22],
    "failedTemporarily",
    "+CMS ERROR 331",
  ],
  ["a vendor's code is passing", 1, [refused(515)], [0, 2], "sent", "+CMGS 2"],
  ["unassigned number: the next contact at once", 1, [refused(1)], [0], "failedPermanently", "+CMS ERROR 1"],
  ["unknown code: once more", 1, Array(9).fill(refused(223)), [0, 2], "failedTemporarily", "+CMS ERROR 223"],
  ["a bare ERROR: once more", 1, [refused()], [0, 2], "sent", "+CMGS 2"],
  ["no result: unknown, and again", 1, [silent(true)], [0, 2], "sent", "+CMGS 2"],
  ["never a result: unknown in the end", 1, Array(9).fill(silent(true)), [0, 2, 7, 22], "unknown", "no result"],
  [
    "no prompt ever: certainly not gone",
    1,
    Array(9).fill(silent(false)),
    [0, 2, 7, 22],
    "failedTemporarily",
    "no result",
  ],
  ["a maybe, then refused for good: still a maybe", 1, [silent(true), refused(28)], [0, 2], "unknown", "+CMS ERROR 28"],
  ["unplugged under way: again when it is back", 1, [gone(true)], [0, 0], "sent", "+CMGS 2"],
  [
    "each part has its own attempts",
    2,
    [refused(42), { kind: "submitted", reference: 9 }, refused(42)],
    [0, 2, 2, 4],
    "sent",
    "+CMGS 9 4",
  ],
  [
    "the second part is refused for good",
    2,
    [{ kind: "submitted", reference: 9 }, refused(30)],
    [0, 0],
    "failedPermanently",
    "+CMS ERROR 30; 1 of 2 parts went",
  ],
];

for (const [why, parts, plan, attemptsAt, outcome, detail] of ROWS) {
  test(`a page: ${why}`, () => {
    const { attempts, finishes } = run(parts, plan);
    assert.deepEqual(attempts, attemptsAt);
    assert.deepEqual(finishes, [{ outcome, detail }]);
  });
}

for (const [code, repair] of [
  [310, "repairSim"],
  [316, "repairSim"],
  [322, "repairStorage"],
  [330, "repairCentre"],
  [304, "repairPdu"],
] as const) {
  test(`+CMS ERROR ${code} is repaired once, and the page goes at once after it`, () => {
    const { repairs, attempts, finishes } = run(1, [refused(code)]);
    assert.deepEqual([repairs, attempts, finishes[0]?.outcome], [[repair], [0, 0], "sent"]);
  });
}

/** After the first attempt (at 0 s) or in the pause after it. */
function runUntilEnough(plan: readonly Attempt[], parts = 1): { readonly outcome: string; readonly detail: string } {
  const left = [...plan];
  let state = startDelivery(parts)[0];
  let effects: readonly DeliveryEffect[] = [];
  const handle = (event: DeliveryEvent): void => {
    [state, effects] = step(state, event);
  };
  handle({ kind: "modemReady" });
  for (let event = left.shift(); event; event = left.shift()) {
    handle(event);
    if (effects.some(({ kind }) => kind === "awaitModem")) handle({ kind: "modemReady" });
  }
  handle({ kind: "enough", why: "too late" });
  if (effects.some(({ kind }) => kind === "withdraw")) handle({ kind: "withdrawn" });
  const [finish] = effects;
  assert.equal(finish?.kind, "finish");
  return finish?.kind === "finish" ? { outcome: finish.outcome, detail: finish.detail } : { outcome: "", detail: "" };
}

test("what nobody wants any more is not tried again; what may have gone is told as such", () => {
  assert.deepEqual(runUntilEnough([]), { outcome: "failedPermanently", detail: "too late" });
  assert.deepEqual(runUntilEnough([refused(331)]), { outcome: "failedPermanently", detail: "too late" });
  assert.deepEqual(runUntilEnough([silent(true)]), { outcome: "unknown", detail: "too late" });
  assert.deepEqual(runUntilEnough([{ kind: "submitted", reference: 9 }], 3), {
    outcome: "failedPermanently",
    detail: "too late; 1 of 3 parts went",
  });
});

test("what a modem has when it becomes too late still counts as sent", () => {
  let [state] = startDelivery(1);
  for (const event of [{ kind: "modemReady" }, { kind: "enough", why: "too late" }] as const)
    [state] = step(state, event);
  const [, effects] = step(state, { kind: "submitted", reference: 4 });
  assert.deepEqual(effects, [{ kind: "finish", outcome: "sent", detail: "+CMGS 4" }]);
});

test("a PDU that the modem refuses twice is our bug, not a reason to go on", () => {
  assert.equal(run(1, [refused(304), refused(304)]).finishes[0]?.outcome, "failedPermanently");
});

test("a modem that is not there for a minute: told, nothing sent", () => {
  const { attempts, finishes } = run(1, [], true);
  assert.deepEqual([attempts, finishes], [[], [{ outcome: "failedTemporarily", detail: "the modem is not there" }]]);
});

test("whatever the network does, a page ends exactly once, and never as sent without a +CMGS for each part", () => {
  const attempt: fc.Arbitrary<Attempt> = fc.oneof(
    fc.integer({ min: 0, max: 600 }).map((code) => refused(code)),
    fc.boolean().map(silent),
    fc.nat(255).map((reference): Attempt => ({ kind: "submitted", reference })),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 4 }), fc.array(attempt, { maxLength: 30 }), (parts, plan) => {
      const { finishes, attempts } = run(parts, plan);
      assert.equal(finishes.length, 1);
      assert.ok(attempts.length <= parts * 9);
      const accepted = plan.slice(0, attempts.length).filter((one) => one.kind === "submitted").length;
      const certain = accepted + Math.max(0, attempts.length - plan.length);
      assert.equal(finishes[0]?.outcome === "sent", certain === parts);
    }),
    { numRuns: 2000 },
  );
});
