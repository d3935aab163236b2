import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type ClockEffect, type ClockVerdict, nothingTold, step, type TimeSource } from "./ClockTrust.ts";

const TRUE = Date.UTC(2026, 10, 25, 20, 3, 5);
const SECOND = 1000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 86_400_000;

/** A box whose clock may be wrong, in a world that knows the time. */
class Box {
  state = nothingTold;
  atMs = 0;
  /** Box time minus true time. */
  error: number;
  verdict: ClockVerdict = { level: "untrusted", disagreement: undefined, better: undefined };
  readonly told: string[] = [];

  constructor(error = 0) {
    this.error = error;
  }

  get true(): number {
    return TRUE + this.atMs;
  }

  get now(): number {
    return this.true + this.error;
  }

  looks(synchronised = false): this {
    return this.#take(step(this.state, { kind: "system", atMs: this.atMs, now: this.now, synchronised }));
  }

  /** `off`: how far the source itself is wrong. */
  hears(source: TimeSource, off = 0): this {
    const civil = source === "caller-id" ? callerIdYears(this.true + off) : this.true + off;
    return this.#take(step(this.state, { kind: "told", source, civil, atMs: this.atMs, now: this.now }));
  }

  waits(ms: number): this {
    this.atMs += ms;
    return this;
  }

  #take([state, verdict, effects]: ReturnType<typeof step>): this {
    this.state = state;
    this.verdict = verdict;
    for (const { kind, code } of effects satisfies readonly ClockEffect[]) {
      this.told.push(kind === "fault" ? code : `${code} over`);
    }
    return this;
  }
}

/** To the minute, in whatever year. */
function callerIdYears(time: number): number[] {
  const date = new Date(time - (time % MINUTE));
  return [2025, 2026, 2027, 2028].map((year) => date.setUTCFullYear(year));
}

const cases: [why: string, box: Box, level: ClockVerdict["level"]][] = [
  ["nobody but the box itself", new Box().looks(), "hinted"],
  ["a box without a battery, at 1970", new Box(-TRUE).looks(), "untrusted"],
  ["a box in the year 2060", new Box(35 * 365 * DAY).looks(), "untrusted"],
  ["the kernel follows a time server", new Box().looks(true), "trusted"],
  ["the network agrees", new Box().looks().hears("network", 59 * SECOND), "trusted"],
  ["the network does not", new Box(3 * MINUTE).looks().hears("network"), "hinted"],
  ["an SMS that came at once agrees", new Box(20 * SECOND).hears("sms"), "trusted"],
  ["an SMS that waited for hours refutes nothing", new Box().looks().hears("sms", -5 * HOUR), "hinted"],
  ["caller ID agrees, without its year", new Box().hears("caller-id"), "trusted"],
  ["caller ID is of another hour", new Box(HOUR).looks().hears("caller-id"), "hinted"],
  ["a person says it is right", new Box().looks().hears("person"), "trusted"],
  [
    "what was told yesterday is forgotten",
    new Box()
      .hears("network")
      .waits(25 * HOUR)
      .looks(),
    "hinted",
  ],
  [
    "what a person said is not",
    new Box()
      .hears("person")
      .waits(25 * HOUR)
      .looks(),
    "trusted",
  ],
  ["two others agree against the box", new Box(2 * HOUR).looks().hears("network").hears("sms"), "untrusted"],
  ["a modem's boot date tells nothing", new Box().looks().hears("network", -46 * 365 * DAY), "hinted"],
];

for (const [why, box, level] of cases) {
  test(`the box's clock: ${why}`, () => assert.equal(box.verdict.level, level));
}

test("a box at 1970 with a SIM: the network's time is offered, and the fault is told at once", () => {
  const box = new Box(-TRUE).looks().hears("network");
  assert.equal(box.verdict.better, TRUE);
  assert.deepEqual(box.told, ["CLOCK_WRONG"]);
});

test("a clock that two others refute is offered their time", () => {
  const box = new Box(2 * HOUR).hears("network").hears("caller-id");
  assert.equal(box.verdict.better, -2 * HOUR);
  assert.equal(box.verdict.disagreement, -2 * HOUR);
});

test("box and network disagree: told from the second reading on, over when the clock is set", () => {
  const box = new Box(HOUR).looks().hears("network");
  assert.deepEqual(box.told, [], "one wrong reading is no fault");
  box.waits(MINUTE).hears("network");
  assert.deepEqual(box.told, ["CLOCK_WRONG"]);
  assert.equal(box.verdict.disagreement, -HOUR);
  box.error = 0;
  box.waits(MINUTE).looks();
  assert.deepEqual(box.told, ["CLOCK_WRONG", "CLOCK_WRONG over"]);
  assert.equal(box.verdict.level, "trusted", "the clock jumped to where the network is");
});

test("a network that tells nonsense, each time another, is no fault of the clock", () => {
  const box = new Box().looks();
  for (const off of [HOUR, -2 * HOUR, 5 * HOUR, -9 * HOUR]) box.waits(MINUTE).hears("network", off);
  assert.deepEqual(box.told, []);
});

test("a time server, or a second source, outweighs a network that is wrong", () => {
  const served = new Box().looks(true);
  const called = new Box().hears("caller-id");
  for (let i = 0; i < 5; i++) {
    served.waits(MINUTE).hears("network", HOUR);
    called.waits(MINUTE).hears("network", HOUR);
  }
  assert.deepEqual([...served.told, ...called.told], []);
  assert.equal(served.verdict.level, "trusted");
  assert.equal(served.verdict.disagreement, HOUR, "it can be seen all the same");
});

test("a person who set the clock twelve hours wrong hears of it", () => {
  const box = new Box(12 * HOUR).hears("person", 12 * HOUR);
  assert.equal(box.verdict.level, "trusted");
  for (let i = 0; i < 2; i++) box.waits(MINUTE).hears("network");
  assert.deepEqual(box.told, ["CLOCK_WRONG"]);
});

test("the clock jumps by an hour: a hint again, until somebody confirms it", () => {
  const box = new Box().hears("person").looks();
  box.error = HOUR;
  box.waits(MINUTE).looks();
  assert.equal(box.verdict.level, "hinted");
  box.hears("person", HOUR);
  assert.equal(box.verdict.level, "trusted");
});

test("a second that a time server corrects is no jump", () => {
  const box = new Box().hears("sms").looks();
  box.error = 2 * SECOND;
  box.waits(MINUTE).looks();
  assert.equal(box.verdict.level, "trusted");
});

test("nobody confirms the clock: told after five minutes, over with the first who does", () => {
  const box = new Box();
  for (let minute = 0; minute <= 4; minute++) box.looks().waits(MINUTE);
  assert.deepEqual(box.told, []);
  box.looks().waits(MINUTE).looks();
  assert.deepEqual(box.told, ["CLOCK_UNTRUSTED"]);
  box.hears("network");
  assert.deepEqual(box.told, ["CLOCK_UNTRUSTED", "CLOCK_UNTRUSTED over"]);
});

test("how wrong it is, in words", () => {
  const told: string[] = [];
  for (const error of [2 * MINUTE, -2 * HOUR, 40 * DAY]) {
    const event = { kind: "told", source: "network", civil: TRUE, now: TRUE + error } as const;
    const [state] = step(nothingTold, { ...event, atMs: 0 });
    const [, , effects] = step(state, { ...event, atMs: 0 });
    for (const effect of effects) if (effect.kind === "fault") told.push(effect.detail);
  }
  assert.deepEqual(told, [
    "the box's clock is 2 minutes ahead of the network's",
    "the box's clock is 2 hours behind the network's",
    "the box's clock is 40 days ahead of the network's",
  ]);
});

test("whatever is told: trusted only with a witness, each fault raised and cleared in turn", () => {
  const happening = fc.record({
    source: fc.constantFrom<TimeSource | "looks" | "synchronised">(
      "network",
      "sms",
      "caller-id",
      "person",
      "looks",
      "synchronised",
    ),
    off: fc.oneof(fc.constant(0), fc.integer({ min: -DAY, max: DAY }), fc.integer({ min: -TRUE, max: 40 * 365 * DAY })),
    error: fc.option(fc.integer({ min: -TRUE, max: DAY }), { nil: undefined, freq: 5 }),
    waits: fc.integer({ min: 0, max: 2 * DAY }),
  });
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const box = new Box();
      for (const { source, off, error, waits } of happenings) {
        if (error !== undefined) box.error = error;
        box.waits(waits);
        if (source === "looks" || source === "synchronised") box.looks(source === "synchronised");
        else box.hears(source, off);
        const witnesses = Object.keys(box.state.told).length + (box.state.synchronised ? 1 : 0);
        if (box.verdict.level === "trusted") assert.ok(witnesses > 0 && box.now > Date.UTC(2025, 0, 1));
      }
      for (const code of ["CLOCK_WRONG", "CLOCK_UNTRUSTED"]) {
        const mine = box.told.filter((text) => text.startsWith(code)).map((text) => text.endsWith("over"));
        assert.deepEqual(
          mine,
          mine.map((_, i) => i % 2 === 1),
        );
      }
    }),
  );
});
