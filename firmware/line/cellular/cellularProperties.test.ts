import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { VirtualClock } from "../../../test/harness/VirtualClock.ts";
import type { Timer } from "../../time/Clock.ts";
import { Milliseconds, Minutes, Seconds } from "../../time/Duration.ts";
import type { CallSign, ListedCall } from "./CallSign.ts";
import { step } from "./CellularCall.ts";
import { type CellularEffect, type CellularEvent, type CellularState, noCellularCall } from "./CellularState.ts";

/** Keeps the books of one line: what was told, and what must never be. */
class Books {
  state: CellularState = noCellularCall;
  answered = 0;
  released = 0;
  /** A call that was answered, by us or by the other side, and not released yet. */
  open = 0;
  readonly timers = new Set<string>();

  feed(event: CellularEvent): readonly CellularEffect[] {
    const before = this.state;
    if (event.kind === "timer") this.timers.delete(event.timer);
    const [state, effects] = step(before, event);
    this.state = state;
    for (const effect of effects) this.#enter(before, effect);
    if (state.kind === "idle") {
      assert.deepEqual([...this.timers], [], "a timer runs on when all is over");
      assert.equal(this.open, 0, "a call was not released");
    }
    if (state.kind === "up") assert.equal(this.open, 1, "up, and nobody was told");
    return effects;
  }

  #enter(before: CellularState, effect: CellularEffect): void {
    switch (effect.kind) {
      case "answered":
      case "farEndAnswered":
        this.answered += 1;
        this.open += 1;
        return assert.equal(this.open, 1, "two calls at once");
      case "released":
        this.released += 1;
        this.open -= 1;
        return assert.equal(this.open, 0, "released what was not answered");
      case "farEndGone":
        return assert.equal(this.open, 1, "the far end of no call is gone");
      case "answer":
      case "rang":
        return assert.ok(!["up", "ending", "dialling"].includes(before.kind), `${effect.kind} while ${before.kind}`);
      case "dial":
        return assert.equal(before.kind, "idle", "dialled in the middle of something");
      case "startTimer":
        return void this.timers.add(effect.timer);
      case "cancelTimer":
        return void this.timers.delete(effect.timer);
    }
  }
}

const listed: fc.Arbitrary<ListedCall> = fc.record({
  index: fc.integer({ min: 1, max: 7 }),
  incoming: fc.boolean(),
  state: fc.constantFrom("active", "held", "dialling", "alerting", "incoming", "waiting", "ended"),
});
const sign: fc.Arbitrary<Exclude<CallSign, { kind: "ring" }>> = fc.oneof(
  fc.constantFrom<Exclude<CallSign, { kind: "ring" }>>(
    { kind: "callerId", callerId: { kind: "withheld" } },
    { kind: "alerting" },
    { kind: "active" },
    { kind: "ended" },
    { kind: "ended", why: "busy" },
    { kind: "waiting" },
    { kind: "key", digit: "5" },
    { kind: "audioFlow", go: false },
  ),
  listed.map((call) => ({ kind: "call" as const, call })),
);
type Untimed<Event> = Event extends unknown ? Omit<Event, "atMs"> : never;
const event: fc.Arbitrary<Untimed<CellularEvent>> = fc.oneof(
  fc
    .constantFrom({ atRing: 1 }, { atRing: 2 }, { never: true as const })
    .map((policy) => ({ kind: "ring" as const, policy })),
  sign.map((one) => ({ kind: "sign" as const, sign: one })),
  fc
    .option(fc.array(listed, { maxLength: 3 }), { nil: undefined })
    .map((calls) => ({ kind: "polled" as const, calls })),
  fc.constantFrom("ok", "noCarrier", "refused", "late").map((how) => ({ kind: "answerEnded" as const, how })),
  fc.constantFrom("ok", "busy", "failed", "late").map((how) => ({ kind: "dialEnded" as const, how })),
  fc.constantFrom("ringingStops", "poll", "pollSoon", "ringingOut").map((timer) => ({ kind: "timer" as const, timer })),
  fc.constant({ kind: "dialWanted" as const, ringFor: Seconds(30) }),
  fc.constantFrom("hangUpWanted", "hangUpEnded", "audioStopped", "audioFlows").map((kind) => ({ kind })),
  fc.constantFrom("lost", "inService").map((kind) => ({ kind })),
);

test("whatever a modem says in whatever order: one call at a time, each answered one released once, no timer left", () => {
  const story = fc.array(fc.tuple(fc.integer({ min: 0, max: 3_000 }), event), { maxLength: 60 });
  fc.assert(
    fc.property(story, (events) => {
      const books = new Books();
      let atMs = 0;
      for (const [later, one] of events) {
        atMs += later;
        books.feed({ ...one, atMs } as CellularEvent);
      }
      books.feed({ kind: "lost", atMs: atMs + 1 });
      assert.equal(books.state.kind, "idle");
      assert.equal(books.answered, books.released);
    }),
    { numRuns: 3_000 },
  );
});

// --- in a network that has one truth, told badly ---------------------------------------------------------------------

interface Luck {
  /** Of what the modem says unasked: 0 is lost, 1 comes, 2 comes twice. */
  readonly copies: readonly number[];
  /** Of +CLCC: whether it is answered. */
  readonly answers: readonly boolean[];
  readonly ata: readonly ("ok" | "okLost" | "lost" | "refused")[];
  readonly falseEnds: readonly number[];
}

/** A network with a caller, a modem that loses and doubles what it says of him, and our line at it. */
class BadModem {
  readonly clock = new VirtualClock();
  readonly books = new Books();
  readonly told: string[] = [];
  #truth: ListedCall["state"] | undefined;
  #polling = false;
  #asked = { signs: 0, lists: 0, ata: 0 };
  readonly #luck: Luck;
  readonly #timers = new Map<string, Timer>();

  constructor(luck: Luck) {
    this.#luck = luck;
    for (const at of luck.falseEnds)
      this.#after(at, () => this.#feed({ kind: "sign", sign: { kind: "ended" }, atMs: 0 }));
  }

  get there(): boolean {
    return this.#truth !== undefined;
  }

  /** Rings every five seconds until answered or gone. */
  callerRings(): void {
    if (this.#truth === "active") return;
    this.#truth = "incoming";
    this.#say({ kind: "ring", policy: { atRing: 1 }, atMs: 0 });
    this.#after(5_000, () => {
      if (this.#truth === "incoming") this.callerRings();
    });
  }

  callerGoes(): void {
    if (this.#truth === undefined) return;
    this.#truth = undefined;
    this.#say({ kind: "sign", sign: { kind: "ended" }, atMs: 0 });
  }

  weHangUp(): void {
    this.#feed({ kind: "hangUpWanted", atMs: 0 });
  }

  #say(one: CellularEvent): void {
    for (let copies = draw(this.#luck.copies, this.#asked.signs++); copies > 0; copies -= 1)
      this.#after(copies * 7, () => this.#feed(one));
  }

  #feed(one: CellularEvent): void {
    for (const effect of this.books.feed({ ...one, atMs: this.clock.monotonic() })) this.#perform(effect);
  }

  #perform(effect: CellularEffect): void {
    this.told.push(effect.kind);
    switch (effect.kind) {
      case "startTimer":
        this.#timers.get(effect.timer)?.cancel();
        this.#timers.set(
          effect.timer,
          this.#after(effect.after, () => this.#feed({ kind: "timer", timer: effect.timer, atMs: 0 })),
        );
        return;
      case "cancelTimer":
        return this.#timers.get(effect.timer)?.cancel();
      case "poll":
        return this.#poll();
      case "answer":
        return this.#answer(draw(this.#luck.ata, this.#asked.ata++));
      case "hangUp":
        this.#after(200, () => {
          this.#truth = undefined;
          this.#feed({ kind: "hangUpEnded", atMs: 0 });
        });
    }
  }

  #poll(): void {
    if (this.#polling) return;
    this.#polling = true;
    const answers = draw(this.#luck.answers, this.#asked.lists++);
    this.#after(answers ? 60 : 2_000, () => {
      this.#polling = false;
      const calls = this.#truth === undefined ? [] : [{ index: 1, incoming: true, state: this.#truth }];
      this.#feed({ kind: "polled", calls: answers ? calls : undefined, atMs: 0 });
    });
  }

  #answer(fate: Luck["ata"][number]): void {
    this.#after(400, () => {
      if (this.#truth !== "incoming") return this.#feed({ kind: "answerEnded", how: "noCarrier", atMs: 0 });
      if (fate === "refused") return this.#feed({ kind: "answerEnded", how: "refused", atMs: 0 });
      if (fate !== "lost") this.#truth = "active";
      if (fate === "ok") return this.#feed({ kind: "answerEnded", how: "ok", atMs: 0 });
      this.#after(8_000, () => this.#feed({ kind: "answerEnded", how: "late", atMs: 0 }));
    });
  }

  #after(ms: number, job: () => void): Timer {
    return this.clock.after("network", Milliseconds(ms), job);
  }
}

const draw = <T>(from: readonly T[], nth: number): T => from[nth % from.length]!;

const luck: fc.Arbitrary<Luck> = fc.record({
  copies: fc.array(fc.constantFrom(0, 1, 1, 1, 2), { minLength: 1, maxLength: 12 }),
  // Never two unanswered ones in a row: how long nothing can be known has no bound otherwise.
  answers: fc
    .array(fc.constantFrom([true], [true], [false, true]), { minLength: 1, maxLength: 12 })
    .map((all) => all.flat()),
  ata: fc.array(fc.constantFrom<Luck["ata"][number]>("ok", "ok", "ok", "okLost", "lost", "refused"), { minLength: 1 }),
  falseEnds: fc.array(fc.integer({ min: 0, max: 90_000 }), { maxLength: 4 }),
});

test("a caller behind a modem that loses, doubles and invents words: the line is free soon after he is gone, never before", () => {
  const stay = fc.integer({ min: 1_000, max: 90_000 });
  fc.assert(
    fc.property(luck, stay, (mood, stayMs) => {
      const modem = new BadModem(mood);
      modem.callerRings();
      for (let atMs = 0; atMs < stayMs; atMs += 500) {
        modem.clock.advance(Milliseconds(500));
        assert.ok(!modem.told.includes("released"), "released while the caller was there");
      }
      modem.callerGoes();
      // A list that is not answered takes two seconds, a lost OK eight more.
      modem.clock.advance(Seconds(40));
      assert.equal(modem.books.state.kind, "idle", modem.told.join(" "));
      assert.equal(modem.books.answered, modem.books.released);
    }),
    { numRuns: 500 },
  );
});

test("a caller who stays a minute is answered, whatever becomes of ATA and its OK", () => {
  const willing = luck.map((mood) => ({
    ...mood,
    ata: mood.ata.map((fate, nth): Luck["ata"][number] => (nth % 2 === 0 ? fate : "ok")).concat("ok"),
    copies: [...mood.copies.slice(0, 3), 1],
  }));
  fc.assert(
    fc.property(willing, (mood) => {
      const modem = new BadModem({ ...mood, falseEnds: [] });
      modem.callerRings();
      modem.clock.advance(Minutes(1));
      assert.equal(modem.books.answered, 1, modem.told.join(" "));
      assert.equal(modem.books.state.kind, "up");
    }),
    { numRuns: 500 },
  );
});

test("after a call that we hang up behind such a modem, the next caller is answered", () => {
  const always = luck.map((mood) => ({ ...mood, copies: [1], ata: ["ok" as const], falseEnds: [] }));
  fc.assert(
    fc.property(always, fc.integer({ min: 0, max: 4_000 }), (mood, pauseMs) => {
      const modem = new BadModem(mood);
      modem.callerRings();
      modem.clock.advance(Seconds(20));
      modem.weHangUp();
      modem.clock.advance(Milliseconds(400 + pauseMs));
      modem.callerRings();
      modem.clock.advance(Minutes(1));
      assert.equal(modem.books.answered, 2, modem.told.join(" "));
      assert.ok(modem.there);
    }),
    { numRuns: 300 },
  );
});
