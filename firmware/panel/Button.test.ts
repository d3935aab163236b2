import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ButtonEvent, buttonSign, nextButtonTime, noButton, STUCK_AFTER, stepButton } from "./Button.ts";

/**
 * `found@5 down@10 up@10.4`: seconds since power-on. What happened, and when; between events time passes at the moments
 * that the machine itself asks for, as in the panel.
 */
function play(script: string, until = 300): string[] {
  let state = noButton;
  const happened: string[] = [];
  const step = (event: ButtonEvent): void => {
    const [next, effects] = stepButton(state, event);
    state = next;
    for (const effect of effects) {
      const what = effect.kind === "stuck" ? (effect.cleared ? "freed" : "stuck") : effect.kind;
      happened.push(`${what}@${event.atMs / 1_000}`);
    }
  };
  let now = 0;
  const pass = (toMs: number): void => {
    for (let next = nextButtonTime(state, now); next !== undefined && next <= toMs; next = nextButtonTime(state, now)) {
      now = next;
      step({ kind: "timePassed", atMs: now });
    }
    now = toMs;
  };
  for (const word of script.split(" ")) {
    const [kind, seconds] = word.split("@");
    const atMs = Math.round(Number(seconds) * 1_000);
    pass(atMs);
    step({ kind: kind as ButtonEvent["kind"], atMs } as ButtonEvent);
  }
  pass(until * 1_000);
  return happened;
}

const table: readonly (readonly [string, string, readonly string[]])[] = [
  ["a press", "found@5 down@200 up@200.3", ["silence@200.35"]],
  ["a touch is none", "found@5 down@200 up@200.03", []],
  [
    "a bouncing press is one",
    "found@5 down@200 up@200.01 down@200.02 up@200.3 down@200.31 up@200.32",
    ["silence@200.37"],
  ],
  ["two presses are two", "found@5 down@200 up@200.2 down@201 up@201.2", ["silence@200.25", "silence@201.25"]],
  ["held for three seconds", "found@5 down@200 up@203", ["openSetup@203.05"]],
  ["held for not quite three", "found@5 down@200 up@202.99", ["silence@203.04"]],
  ["a bounce in the middle of holding", "found@5 down@200 up@201.5 down@201.52 up@204", ["openSetup@204.05"]],
  ["held for too long", "found@5 down@200 up@210", []],
  ["held and never let go", "found@5 down@200", ["stuck@230"]],
  [
    "stuck, then free, then used",
    "found@5 down@200 up@250 down@251 up@254",
    ["stuck@230", "freed@250", "openSetup@254.05"],
  ],
  [
    "power-up: held, let go when lit, pressed again",
    "found@15 down@15.01 up@27 down@30 up@30.3",
    ["factoryReset@30.35"],
  ],
  ["power-up: not pressed again", "found@15 down@15.01 up@27", []],
  ["power-up: pressed again too late", "found@15 down@15.01 up@27 down@38 up@38.3", ["silence@38.35"]],
  ["power-up: held again instead of pressed", "found@15 down@15.01 up@27 down@30 up@33.5", []],
  ["power-up: let go in the countdown", "found@15 down@15.01 up@24.9 down@26 up@26.3", ["silence@26.35"]],
  ["power-up: let go after a moment opens nothing", "found@15 down@15.01 up@19", []],
  ["power-up: never let go", "found@15 down@15.01", ["stuck@45.01"]],
  ["power-up: let go after the lamps went out", "found@15 down@15.01 up@36 down@37 up@37.3", ["silence@37.35"]],
  ["not at power-up: the panel was started anew", "found@150 down@150.01 up@162 down@164 up@164.3", ["silence@164.35"]],
  ["not held as it was found", "found@15 down@17 up@29 down@30 up@30.3", ["silence@30.35"]],
  ["gone while it is held", "found@5 down@200 gone@202 found@203 up@204", []],
  ["gone while it is stuck", "found@5 down@200 gone@240", ["stuck@230", "freed@240"]],
  ["events were lost", "found@5 down@200 unsure@202 up@204", []],
  ["without a button", "down@200 up@204", []],
];

for (const [name, script, expected] of table) test(name, () => assert.deepEqual(play(script), expected));

test("the lamps tell the person when to let go", () => {
  const sign = (script: string, seconds: number) => {
    let state = noButton;
    for (const word of script.split(" ")) {
      const [kind, at] = word.split("@");
      [state] = stepButton(state, { kind, atMs: Number(at) * 1_000 } as ButtonEvent);
    }
    [state] = stepButton(state, { kind: "timePassed", atMs: seconds * 1_000 });
    return buttonSign(state, seconds * 1_000);
  };
  assert.equal(sign("found@5 down@200", 202.9), undefined);
  assert.equal(sign("found@5 down@200", 203), "letGo");
  assert.equal(sign("found@5 down@200", 210), undefined);
  assert.equal(sign("found@5 down@5", 6), "countdown");
  assert.equal(sign("found@5 down@5", 15), "letGo");
  assert.equal(sign("found@5 down@5", 25), undefined);
  assert.equal(sign("found@5 down@5 up@16", 17), "confirm");
  assert.equal(sign("found@5 down@5 up@16", 27), undefined);
});

const touches = fc.array(
  fc.record({
    wait: fc.integer({ min: 0, max: 15_000 }),
    kind: fc.constantFrom("down", "up", "down", "up", "gone", "found", "unsure", "timePassed"),
  }),
  { maxLength: 60 },
);

test("whatever the contact does: nothing is erased that was not held at power-up, let go and pressed again", () => {
  fc.assert(
    fc.property(touches, (events) => {
      let state = noButton;
      let atMs = 121_000;
      for (const { wait, kind } of events) {
        atMs += wait;
        const [next, effects] = stepButton(state, { kind, atMs } as ButtonEvent);
        state = next;
        assert.ok(effects.every((effect) => effect.kind !== "factoryReset"));
      }
    }),
  );
});

test("a contact that closes once and stays, at any moment from power-up on, opens and erases nothing", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 600 }), (found, down) => {
      const happened = play(`found@${found} down@${found + down / 100}`, found + 1_000);
      assert.deepEqual(
        happened.map((what) => what.split("@")[0]),
        ["stuck"],
      );
    }),
  );
});

test("time is never asked for in the past, and always ends", () => {
  fc.assert(
    fc.property(touches, (events) => {
      let state = noButton;
      let atMs = 0;
      for (const { wait, kind } of events) {
        atMs += wait;
        [state] = stepButton(state, { kind, atMs } as ButtonEvent);
        const next = nextButtonTime(state, atMs);
        assert.ok(next === undefined || next >= atMs - STUCK_AFTER);
      }
    }),
  );
});
