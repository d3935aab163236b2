import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { LadderEffect, LadderEvent, LadderState } from "./Recovery.ts";
import { newLadder, step } from "./RecoveryLadder.ts";
import { type FailedHow, RECOVERY_RULES, RUNGS, type Rung } from "./RecoveryRules.ts";

const ALL: readonly Rung[] = ["reinit", "reopen", "radio", "reset", "usb", "power"];
const EPOCH = Date.UTC(2026, 10, 23, 2, 14);
const HOUR = 3_600_000;

/** A modem that is told what ails it; it answers orders as its supervisor would, on a clock that only the test turns. */
class Ward {
  state: LadderState;
  atMs = 0;
  ail: FailedHow | "well" = "well";
  available: readonly Rung[] = ALL;
  busy = false;
  /** What each rung does to the modem. */
  cures = new Map<Rung, () => void>();
  readonly log: { readonly atMs: number; readonly text: string }[] = [];
  readonly performed: { readonly atMs: number; readonly rung: Rung; readonly busy: boolean }[] = [];
  remembered: readonly number[] = [];
  dueMs: number | undefined;

  constructor(resets: readonly number[] = [], served = true) {
    this.state = newLadder(resets);
    if (served) this.tell({ kind: "inService", atMs: 0 });
  }

  get at() {
    return { atMs: this.atMs, now: EPOCH + this.atMs, available: this.available, busy: this.busy };
  }

  fails(why: FailedHow): void {
    this.ail = why;
    this.tell({ kind: "failed", why, ...this.at });
  }

  runUntil(untilMs: number): void {
    for (let steps = 0; this.dueMs !== undefined && this.dueMs <= untilMs; steps++) {
      assert.ok(steps < 500_000, "it turns on the spot");
      this.atMs = Math.max(this.atMs, this.dueMs);
      this.dueMs = undefined;
      this.tell({ kind: "timer", ...this.at });
    }
    this.atMs = Math.max(this.atMs, untilMs);
  }

  tell(event: LadderEvent): void {
    const [state, effects] = step(this.state, event);
    this.state = state;
    for (const effect of effects) this.#note(effect);
    const order = effects.find((effect) => effect.kind === "perform");
    if (order !== undefined) this.#perform(order.rung);
  }

  #note(effect: LadderEffect): void {
    if (effect.kind === "wait") this.dueMs = this.atMs + effect.for;
    if (effect.kind === "perform") this.performed.push({ atMs: this.atMs, rung: effect.rung, busy: this.busy });
    if (effect.kind === "remember") this.remembered = effect.resets;
    if (effect.kind === "alarm" || effect.kind === "alarmOver")
      this.log.push({ atMs: this.atMs, text: `${effect.kind} ${effect.code}` });
  }

  #perform(rung: Rung): void {
    this.cures.get(rung)?.();
    this.atMs += rung === "power" ? 10_000 : rung === "radio" ? 5_000 : 10;
    const ok = rung !== "reopen" || this.ail !== "gone";
    const why = this.ail === "well" ? {} : { why: this.ail };
    this.tell({ kind: "rungEnded", rung, ok, ...why, ...this.at });
    if (!ok || RUNGS[rung].destructive) return;
    // The supervisor initialises after each opening; a modem that is silent shows it after three seconds.
    this.atMs += this.ail === "silent" ? 3_000 : 200;
    if (this.ail === "well") this.tell({ kind: "inService", atMs: this.atMs });
    else this.tell({ kind: "failed", why: this.ail, ...this.at });
  }

  rungs(): Rung[] {
    return this.performed.map((one) => one.rung);
  }

  /** The hard ones, and the first of each of the others. */
  climb(): Rung[] {
    return this.rungs().filter((rung, i, all) => RUNGS[rung].destructive || all.indexOf(rung) === i);
  }

  resets(): number {
    return this.performed.filter((one) => RUNGS[one.rung].destructive).length;
  }
}

const climbs: [why: string, ail: FailedHow, available: readonly Rung[], expected: readonly Rung[]][] = [
  ["a sick modem gets everything, the mildest first", "sick", ALL, ALL],
  ["a silent one cannot be asked to switch its radio", "silent", ALL, ["reinit", "reopen", "reset", "usb", "power"]],
  ["a port that is gone hears no command", "gone", ALL, ["reopen", "usb", "power"]],
  ["what is not to be had is left out", "sick", ["reinit", "reopen", "radio"], ["reinit", "reopen", "radio"]],
  ["unplugged and no power switch: it is only looked for", "gone", ["reinit", "reopen", "reset"], ["reopen"]],
];

for (const [why, ail, available, expected] of climbs) {
  test(`the order of the rungs: ${why}`, () => {
    const ward = new Ward();
    ward.available = available;
    ward.fails(ail);
    ward.runUntil(280_000);
    assert.deepEqual(ward.climb(), expected);
    assert.deepEqual(
      ward.log.map((one) => one.text),
      ["alarm MODEM_NOT_RECOVERED"],
    );
  });
}

test("a modem that only lost its settings is back at once, and nothing was reset", () => {
  const ward = new Ward();
  ward.cures.set("reinit", () => (ward.ail = "well"));
  ward.fails("sick");
  ward.runUntil(HOUR);
  assert.deepEqual(ward.rungs(), ["reinit"]);
  assert.equal(ward.state.trouble, undefined);
});

test("a silent modem is sent its reset command within ten seconds of falling silent", () => {
  const ward = new Ward();
  ward.fails("silent");
  ward.runUntil(60_000);
  const reset = ward.performed.find((one) => one.rung === "reset");
  assert.ok(reset !== undefined && reset.atMs <= 10_000, `${reset?.atMs}`);
});

test("a reset modem has 40 s to start before anything harder is done to it", () => {
  const ward = new Ward();
  ward.cures.set("reset", () => (ward.ail = "gone"));
  ward.fails("silent");
  ward.runUntil(10_000);
  const resetAt = ward.performed.find((one) => one.rung === "reset")?.atMs ?? Number.NaN;
  ward.runUntil(resetAt + 38_000);
  ward.ail = "well";
  ward.runUntil(resetAt + 42_000);
  assert.equal(ward.resets(), 1);
  assert.notEqual(ward.state.trouble?.inServiceSinceMs, undefined);
});

for (const seconds of [1, 5, 20, 45, 59, 600, 36_000]) {
  test(`unplugged for ${seconds} s: nothing is reset, and it is back within 2.5 s of the plug`, () => {
    const ward = new Ward();
    ward.available = ["reinit", "reopen", "radio", "reset"]; // its USB device is not there either
    ward.fails("gone");
    ward.runUntil(seconds * 1000);
    ward.ail = "well";
    ward.runUntil(seconds * 1000 + 2_500);
    assert.notEqual(ward.state.trouble?.inServiceSinceMs, undefined, "not back in service");
    assert.equal(ward.resets(), 0);
  });
}

test("unplugged for 50 s with a power switch: no reset is burnt on a plug in somebody's hand", () => {
  const ward = new Ward();
  ward.fails("gone");
  ward.runUntil(50_000);
  assert.equal(ward.resets(), 0);
});

test("plugged in again, but still starting: it is given its time, not reset", () => {
  const ward = new Ward();
  ward.fails("gone");
  ward.runUntil(20_000);
  ward.ail = "silent";
  ward.runUntil(45_000);
  ward.ail = "well";
  ward.runUntil(48_000);
  assert.equal(ward.resets(), 0);
  assert.notEqual(ward.state.trouble?.inServiceSinceMs, undefined);
});

test("box and modem get their power together: the modem's starting is no failure to reset away", () => {
  const ward = new Ward([], false);
  ward.fails("silent");
  ward.runUntil(28_000);
  assert.equal(ward.resets(), 0);
  ward.runUntil(60_000);
  assert.notEqual(ward.resets(), 0);
});

test("a call is up: nothing that would cut it is done, not even closing a live port; afterwards at once", () => {
  const ward = new Ward();
  ward.busy = true;
  ward.fails("silent");
  ward.runUntil(300_000);
  assert.deepEqual([...new Set(ward.rungs())], ["reinit"]);
  ward.busy = false;
  ward.runUntil(325_000);
  assert.ok(ward.rungs().includes("reset"));
});

test("a modem that says it is busy for ever is reset all the same", () => {
  const ward = new Ward();
  ward.busy = true;
  ward.fails("silent");
  ward.runUntil(RECOVERY_RULES.longestBusy + 60_000);
  assert.notEqual(ward.resets(), 0);
});

test("a port that vanished in mid-call is looked for at once: there is nothing left to cut", () => {
  const ward = new Ward();
  ward.busy = true;
  ward.fails("gone");
  ward.runUntil(3_000);
  assert.ok(ward.rungs().includes("reopen"));
});

test("what nothing mends is told once, tried again for ever, and never more than a day's resets in a day", () => {
  const ward = new Ward();
  ward.fails("sick");
  const days = 3;
  ward.runUntil(days * 24 * HOUR);
  const told = ward.log.filter((one) => one.text === "alarm MODEM_NOT_RECOVERED");
  assert.equal(told.length, 1);
  const last = ward.performed.findLast((one) => RUNGS[one.rung].destructive);
  assert.ok(last !== undefined && ward.atMs - last.atMs < 8 * HOUR, "it goes on trying on the third day");
  const firstHour = ward.performed.filter((one) => RUNGS[one.rung].destructive && one.atMs < HOUR).length;
  assert.ok(firstHour <= 8, `${firstHour} of the day's resets went in the first hour`);
  ward.ail = "well";
  ward.runUntil(days * 24 * HOUR + 120_000);
  assert.ok(ward.log.some((one) => one.text === "alarmOver MODEM_NOT_RECOVERED"));
  assert.equal(ward.state.trouble, undefined);
});

test("the day's resets are used up: said once, cheap means go on, and a restart of the box does not give new ones", () => {
  const used = Array.from({ length: RECOVERY_RULES.resetsADay }, (_, i) => EPOCH - i * 60_000);
  const ward = new Ward(used);
  ward.fails("silent");
  ward.runUntil(4 * HOUR);
  assert.equal(ward.resets(), 0);
  assert.deepEqual(
    ward.log.map((one) => one.text),
    ["alarm MODEM_RESET_LIMIT", "alarm MODEM_NOT_RECOVERED"],
  );
  ward.runUntil(30 * HOUR);
  assert.notEqual(ward.resets(), 0, "yesterday's no longer count");
  assert.ok(ward.log.some((one) => one.text === "alarmOver MODEM_RESET_LIMIT"));
  assert.ok(ward.remembered.length > 0);
});

test("resets in a future that was a wrong clock do not block for years, and 1970 does not free them", () => {
  const wrong = Array.from({ length: 20 }, () => EPOCH + 400 * 24 * HOUR);
  const ward = new Ward(wrong);
  ward.fails("silent");
  ward.runUntil(60_000);
  assert.notEqual(ward.resets(), 0);
  const setBack = new Ward(Array.from({ length: 20 }, () => EPOCH + HOUR));
  setBack.fails("silent");
  setBack.runUntil(60_000);
  assert.equal(setBack.resets(), 0);
});

test("a modem that works for moments climbs all the same; one that worked for a minute starts at the foot", () => {
  const moments = new Ward();
  for (let i = 0; i < 3; i++) {
    moments.cures.set(moments.climb().length === 0 ? "reinit" : "reopen", () => (moments.ail = "well"));
    moments.fails("silent");
    moments.runUntil(moments.atMs + 20_000);
  }
  assert.ok(moments.rungs().includes("reset"), moments.rungs().join(" "));

  const steady = new Ward();
  steady.cures.set("reinit", () => (steady.ail = "well"));
  for (let i = 0; i < 5; i++) {
    steady.fails("silent");
    steady.runUntil(steady.atMs + 90_000);
  }
  assert.deepEqual(steady.rungs(), ["reinit", "reinit", "reinit", "reinit", "reinit"]);
});

test("a modem whose calls have lost their sound is restarted once, two minutes after the call, and not in the next one", () => {
  const ward = new Ward();
  ward.tell({ kind: "failed", why: "worn", ...ward.at });
  ward.runUntil(115_000);
  ward.busy = true;
  ward.runUntil(200_000);
  assert.deepEqual(ward.rungs(), [], "it works: it is left alone until then");
  ward.busy = false;
  ward.cures.set("reset", () => (ward.ail = "gone"));
  ward.runUntil(205_000);
  assert.deepEqual([...new Set(ward.rungs())].slice(0, 1), ["reset"]);
  ward.runUntil(225_000);
  ward.ail = "well";
  ward.runUntil(HOUR);
  assert.equal(ward.resets(), 1);
  assert.equal(ward.state.trouble, undefined);
});

test("a worn modem that falls silent is not spared for its quiet moment", () => {
  const ward = new Ward();
  ward.tell({ kind: "failed", why: "worn", ...ward.at });
  ward.runUntil(5_000);
  ward.fails("silent");
  ward.runUntil(20_000);
  assert.equal(ward.resets(), 1);
});

test("a restart that is not to be had is no alarm of a modem that works", () => {
  for (const available of [["reinit", "reopen"], ALL] as const) {
    const used = available === ALL ? Array.from({ length: 20 }, () => EPOCH) : [];
    const ward = new Ward(used);
    ward.available = available;
    ward.tell({ kind: "failed", why: "worn", ...ward.at });
    ward.runUntil(HOUR);
    assert.deepEqual([ward.log, ward.rungs(), ward.state.trouble], [[], [], undefined]);
  }
});

test("a performer that never says how it ended does not stop the ladder", () => {
  let state = newLadder();
  let atMs = 0;
  const seen: Rung[] = [];
  const tell = (event: LadderEvent): void => {
    const [next, effects] = step(state, event);
    state = next;
    for (const effect of effects) if (effect.kind === "perform") seen.push(effect.rung);
    const wait = effects.find((effect) => effect.kind === "wait");
    if (wait !== undefined) atMs += wait.for;
  };
  const at = () => ({ atMs, now: EPOCH + atMs, available: ALL, busy: false });
  tell({ kind: "inService", atMs });
  tell({ kind: "failed", why: "sick", ...at() });
  for (let i = 0; i < 200; i++) tell({ kind: "timer", ...at() });
  for (const rung of ALL) assert.ok(seen.includes(rung), rung);
  const before = state;
  tell({ kind: "rungEnded", rung: "power", ok: true, ...at(), atMs: atMs - 1 });
  assert.equal(state.trouble?.done.length, before.trouble?.done.length, "an end that comes too late changes nothing");
});

/** Whatever happens to a modem, and whenever. */
const happenings = fc.array(
  fc.record({
    after: fc.integer({ min: 0, max: 2 * HOUR }),
    ail: fc.constantFrom<FailedHow | "well">("gone", "silent", "sick", "worn", "well"),
    busy: fc.boolean(),
    usb: fc.boolean(),
    power: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);

test("whatever happens: never too many resets in a day, none that cuts a call, always something due", () => {
  fc.assert(
    fc.property(happenings, (list) => {
      const ward = new Ward();
      for (const { after, ail, busy, usb, power } of list) {
        ward.available = ALL.filter((rung) => (rung !== "usb" || usb) && (rung !== "power" || power));
        ward.busy = busy;
        if (ail === "well") ward.ail = ail;
        else if (ail === "worn") ward.tell({ kind: "failed", why: "worn", ...ward.at });
        else ward.fails(ail);
        ward.runUntil(ward.atMs + after);
        if (ward.state.trouble !== undefined) {
          assert.ok(ward.dueMs !== undefined, "in trouble, and nothing is due");
          const { why, inServiceSinceMs } = ward.state.trouble;
          if (why === "gone" && inServiceSinceMs === undefined) assert.ok(ward.dueMs - ward.atMs <= 2_000);
        }
        const hard = ward.performed.filter((one) => RUNGS[one.rung].destructive);
        for (const [i, one] of hard.entries()) {
          const first = hard[i - RECOVERY_RULES.resetsADay];
          assert.ok(first === undefined || one.atMs - first.atMs >= 24 * HOUR);
        }
      }
      const cut = ward.performed.filter((one) => one.busy && RUNGS[one.rung].destructive);
      for (const one of cut) assert.ok(one.atMs >= RECOVERY_RULES.longestBusy);
      const looks = ward.performed.map((one) => one.atMs);
      assert.ok(looks.every((atMs, i) => i === 0 || atMs >= (looks[i - 1] ?? 0)));
    }),
    { numRuns: 60 },
  );
});
