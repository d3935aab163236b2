import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { Milliseconds, Seconds } from "../time/Duration.ts";
import type { AnswerPolicy, CallerId } from "./Line.ts";
import {
  learn,
  notRinging,
  type PickupEffect,
  type PickupEvent,
  type PickupRules,
  type PickupTimer,
  step,
} from "./Pickup.ts";

const callerId: CallerId = { kind: "number", number: "3125550101", name: "JANE DOE" };

interface Settings {
  readonly pickup?: "caller-id" | "immediate";
  readonly policy?: ReturnType<AnswerPolicy>;
}

/** What happens on the line, at milliseconds, until `until`; timers fire when they are due. `5600 off-hook +1300`. */
function play(
  script: readonly (readonly [atMs: number, event: Scripted])[],
  settings: Settings = {},
  until = 60_000,
): string[] {
  const rules = { pickup: settings.pickup ?? "caller-id", cap: Milliseconds(3_500), capExtension: Seconds(1) };
  const told: string[] = [];
  const timers = new Map<PickupTimer, number>();
  let state = notRinging;
  const tell = (event: PickupEvent): void => {
    const [next, effects] = step(state, event, rules);
    state = next;
    for (const effect of effects) perform(effect, event.atMs);
  };
  const perform = (effect: PickupEffect, atMs: number): void => {
    if (effect.kind === "startTimer") timers.set(effect.timer, atMs + effect.after);
    else if (effect.kind === "cancelTimer") timers.delete(effect.timer);
    else if (effect.kind !== "newRing") told.push(`${atMs} ${describe(effect)}`);
  };
  const fireUntil = (atMs: number): void => {
    for (;;) {
      const due = [...timers].filter(([, at]) => at <= atMs).sort(([, a], [, b]) => a - b)[0];
      if (due === undefined) return;
      timers.delete(due[0]);
      tell({ kind: "timer", timer: due[0], atMs: due[1] });
    }
  };
  for (const [atMs, event] of script) {
    fireUntil(atMs);
    if (event === "ring") tell({ kind: "ring", atMs, policy: settings.policy ?? { atRing: 1 } });
    else if (event === "group") tell({ kind: "group", atMs, callerId });
    else tell({ kind: event, atMs });
  }
  fireUntil(until);
  return told;
}

type Scripted = "ring" | "groupBegan" | "group" | "offHook" | "offHookFailed" | "released" | "lost";

function describe(effect: PickupEffect): string {
  switch (effect.kind) {
    case "rang":
      return `rang ${effect.ring}`;
    case "answered":
      return `answered ${effect.callerId.kind} rang at ${effect.rangAtMs}`;
    case "ringingStopped":
      return `ringing stopped after ${effect.rings}, ${effect.callerId.kind}`;
    case "callerIdentified":
    case "goOffHook":
    case "stillRinging":
    case "newRing":
    case "startTimer":
    case "cancelTimer":
      return effect.kind;
  }
}

test("caller ID complete: off-hook in the same millisecond", () => {
  const told = play([
    [0, "ring"],
    [1_400, "groupBegan"],
    [1_410, "group"],
    [1_415, "offHook"],
  ]);
  assert.deepEqual(told, ["0 rang 1", "1410 goOffHook", "1410 callerIdentified", "1415 answered number rang at 0"]);
});

test("no caller ID: answered all the same, at the cap", () => {
  assert.deepEqual(
    play([
      [0, "ring"],
      [3_505, "offHook"],
    ]),
    ["0 rang 1", "3500 goOffHook", "3505 answered none rang at 0"],
  );
});

test("a caller ID that has begun to arrive gets up to one second more", () => {
  assert.deepEqual(
    play([
      [0, "ring"],
      [3_400, "groupBegan"],
      [3_900, "group"],
    ]),
    ["0 rang 1", "3900 goOffHook", "3900 callerIdentified"],
  );
  assert.deepEqual(
    play([
      [0, "ring"],
      [3_400, "groupBegan"],
    ]),
    ["0 rang 1", "4500 goOffHook"],
  );
});

test("pickup immediate waits for nothing", () => {
  assert.deepEqual(play([[0, "ring"]], { pickup: "immediate" }), ["0 rang 1", "0 goOffHook"]);
});

test("UK: caller ID before the first ring belongs to that ring", () => {
  const told = play([
    [0, "groupBegan"],
    [10, "group"],
    [800, "ring"],
  ]);
  assert.deepEqual(told, ["800 rang 1", "800 callerIdentified", "800 goOffHook"]);
});

test("a caller ID without a ring is forgotten, not given to the next caller", () => {
  assert.deepEqual(
    play(
      [
        [0, "group"],
        [20_000, "ring"],
      ],
      {},
      24_000,
    ),
    ["20000 rang 1", "23500 goOffHook"],
  );
});

test("the clinic answers itself: rings are told, and that they stopped", () => {
  const told = play(
    [
      [0, "ring"],
      [2_000, "group"],
      [6_000, "ring"],
      [12_000, "ring"],
    ],
    { policy: { never: true } },
  );
  assert.deepEqual(told, [
    "0 rang 1",
    "2000 callerIdentified",
    "6000 rang 2",
    "12000 rang 3",
    "19000 ringing stopped after 3, number",
  ]);
});

test("answering at the third ring", () => {
  const told = play(
    [
      [0, "ring"],
      [2_000, "group"],
      [6_000, "ring"],
      [12_000, "ring"],
    ],
    { policy: { atRing: 3 } },
  );
  assert.deepEqual(told.at(-1), "12000 goOffHook");
});

test("the caller gave up before we answered", () => {
  assert.deepEqual(play([[0, "ring"]], { policy: { atRing: 2 } }), ["0 rang 1", "7000 ringing stopped after 1, none"]);
});

test("a late caller ID in office hours teaches how long may be waited on this line; nothing else does", () => {
  const ringing = {
    kind: "ringing",
    rangAtMs: 1_000,
    lastRingAtMs: 1_000,
    rings: 1,
    answering: false,
    groupBegan: false,
  } as const;
  const proved = Milliseconds(3_400);
  assert.equal(learn(proved, ringing, 5_900), 5_000);
  assert.equal(learn(proved, ringing, 2_400), 3_400);
  assert.equal(learn(proved, ringing, 6_800), 3_400);
  assert.equal(learn(proved, { ...ringing, rings: 2 }, 5_900), 3_400);
  assert.equal(learn(proved, notRinging, 5_900), 3_400);
});

test("a second RING before the cap (short cadence) is answered at once", () => {
  assert.deepEqual(
    play([
      [0, "ring"],
      [3_000, "ring"],
    ]),
    ["0 rang 1", "3000 rang 2", "3000 goOffHook"],
  );
});

test("distinctive and British double rings are one ring, and do not cut the caller ID short", () => {
  const told = play([
    [0, "ring"],
    [600, "ring"],
    [1_200, "ring"],
    [3_000, "group"],
  ]);
  assert.deepEqual(told, ["0 rang 1", "3000 goOffHook", "3000 callerIdentified"]);
});

test("off-hook failed: the next ring is another chance", () => {
  const told = play([
    [0, "ring"],
    [1_000, "group"],
    [1_010, "offHookFailed"],
    [6_000, "ring"],
    [6_010, "offHook"],
  ]);
  assert.deepEqual(told, [
    "0 rang 1",
    "1000 goOffHook",
    "1000 callerIdentified",
    "6000 rang 2",
    "6000 goOffHook",
    "6010 answered number rang at 0",
  ]);
});

test("off-hook failed and the caller gave up: the call is told as missed", () => {
  assert.equal(
    play([
      [0, "ring"],
      [1_000, "group"],
      [1_010, "offHookFailed"],
    ]).at(-1),
    "8010 ringing stopped after 1, number",
  );
});

test("caller ID that comes while the off-hook command is on its way is this caller's", () => {
  const told = play([
    [0, "ring"],
    [3_510, "group"],
    [3_600, "offHook"],
  ]);
  assert.deepEqual(told, ["0 rang 1", "3500 goOffHook", "3510 callerIdentified", "3600 answered number rang at 0"]);
});

test("a waiting call's ring and caller ID during a call change nothing", () => {
  const told = play([
    [0, "ring"],
    [1_000, "group"],
    [1_010, "offHook"],
    [40_000, "ring"],
    [41_000, "group"],
    [50_000, "released"],
  ]);
  assert.equal(told.filter((line) => /rang|callerIdentified|stillRinging/.test(line)).length, 3);
});

test("one RING that crossed our answer is a race, not a fault", () => {
  const told = play([
    [0, "ring"],
    [5_000, "group"],
    [5_010, "offHook"],
    [6_000, "ring"],
  ]);
  assert.ok(!told.some((line) => line.includes("stillRinging")), told.join("\n"));
});

test("the modem said off-hook and the line rings on: told at the second ring", () => {
  const told = play([
    [0, "ring"],
    [3_000, "group"],
    [3_010, "offHook"],
    [6_000, "ring"],
    [12_000, "ring"],
  ]);
  assert.equal(told.at(-1), "12000 stillRinging");
});

test("a late RING just after hanging up is not a new call", () => {
  const told = play([
    [0, "ring"],
    [1_000, "group"],
    [1_010, "offHook"],
    [20_000, "released"],
    [20_300, "ring"],
  ]);
  assert.equal(told.filter((line) => line.includes("rang 1")).length, 1);
});

test("… but a real call there is known by its caller ID, and answered before its second ring", () => {
  const told = play([
    [0, "ring"],
    [1_000, "group"],
    [1_010, "offHook"],
    [20_000, "released"],
    [20_300, "ring"],
    [23_000, "group"],
  ]);
  assert.deepEqual(told.slice(-3), ["23000 rang 1", "23000 callerIdentified", "23000 goOffHook"]);
});

test("… nor when its caller ID came before the ring (UK): then the first RING is answered", () => {
  const told = play([
    [0, "ring"],
    [1_000, "group"],
    [1_010, "offHook"],
    [20_000, "released"],
    [20_300, "group"],
    [20_800, "ring"],
  ]);
  assert.deepEqual(told.slice(-3), ["20800 rang 1", "20800 callerIdentified", "20800 goOffHook"]);
});

test("the modem vanishes while it rings: told as missed, once", () => {
  assert.deepEqual(
    play([
      [0, "ring"],
      [1_000, "lost"],
    ]),
    ["0 rang 1", "1000 ringing stopped after 1, none"],
  );
});

test("whatever happens: no off-hook without a call, one end for every call, one call at a time", () => {
  const event = fc.tuple(
    fc.integer({ min: 1, max: 8_000 }),
    fc.constantFrom<Scripted[]>("ring", "ring", "groupBegan", "group", "offHook", "offHookFailed", "released", "lost"),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (steps) => {
      let atMs = 0;
      const script = steps.map(([wait, kind]) => {
        atMs += wait;
        return [atMs, kind] as const;
      });
      let open = 0;
      for (const line of play(script, {}, atMs + 60_000)) {
        if (/rang 1$/.test(line)) open += 1;
        if (/goOffHook/.test(line)) assert.equal(open, 1, line);
        if (/answered|ringing stopped/.test(line)) open -= 1;
        assert.ok(open === 0 || open === 1, line);
      }
    }),
  );
});

test("whatever the caller ID does, a ring to be answered is answered within 4.5 s", () => {
  const event = fc.tuple(
    fc.integer({ min: 1, max: 3_000 }),
    fc.constantFrom<Scripted[]>("groupBegan", "group", "ring"),
  );
  fc.assert(
    fc.property(fc.array(event, { maxLength: 10 }), (steps) => {
      let atMs = 0;
      const script = steps.map(([wait, kind]) => {
        atMs += wait;
        return [atMs, kind] as const;
      });
      const offHook = play([[0, "ring"], ...script]).find((line) => line.endsWith("goOffHook"));
      assert.ok(Number(offHook?.split(" ")[0]) <= 4_500, offHook);
    }),
  );
});

test("a call that rings right after another is the front desk's in office hours, like any other", () => {
  const rules: PickupRules = { pickup: "caller-id", cap: Seconds(3.4), capExtension: Seconds(1) };
  const group = { kind: "group", atMs: 3_000, callerId: { kind: "number", number: "3125550142" } } as const;
  const after = (policy: ReturnType<AnswerPolicy>) => {
    const [late] = step({ kind: "idle", releasedAtMs: 0 }, { kind: "ring", atMs: 500, policy }, rules);
    return step(late, group, rules)[1].map((effect) => effect.kind);
  };
  assert.ok(!after({ never: true }).includes("goOffHook"));
  assert.ok(after({ atRing: 1 }).includes("goOffHook"));
});
