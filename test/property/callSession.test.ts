import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CallEffect, type CallTimer, LONGEST_CALL } from "../../firmware/call/CallEffects.ts";
import { beginCall, isOver, step } from "../../firmware/call/CallSession.ts";
import type { CallEvent, CallSetup, CallState } from "../../firmware/call/CallState.ts";
import type { CallerId, Digit, HangUpSign } from "../../firmware/line/Line.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { Script, ScriptStep } from "../../firmware/triage/Script.ts";
import { templates } from "../../firmware/triage/templates/templates.ts";

/** What chance does next; `wait` lets the nearest timer fire, which is what happens when nobody does anything. */
type Whim =
  /** What a willing caller, line or store would do at this point. */
  | { readonly kind: "goesOn"; readonly pick: number }
  | { readonly kind: "key"; readonly digit: Digit }
  | { readonly kind: "promptEnds"; readonly playId?: number }
  | { readonly kind: "recordingStarted" }
  | { readonly kind: "recordingStopped"; readonly speechMs: number }
  | { readonly kind: "silence" }
  | { readonly kind: "saved"; readonly kept: "disk" | "emergency" | "memory" }
  | { readonly kind: "wait" }
  | { readonly kind: "staleTimer"; readonly timer: CallTimer }
  | { readonly kind: "hangUp"; readonly sign: HangUpSign };

const digits: readonly Digit[] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "#", "A"];
const timers: readonly CallTimer[] = [
  "prompt",
  "answer",
  "nextDigit",
  "recording",
  "lineReply",
  "pageAnyway",
  "patience",
  "saving",
  "wrapUp",
  "hangUpNow",
];

const whim: fc.Arbitrary<Whim> = fc.oneof(
  { weight: 60, arbitrary: fc.nat(5).map((pick) => ({ kind: "goesOn", pick }) as const) },
  {
    weight: 24,
    arbitrary: fc.constantFrom<Digit>("1", "1", "1", "2", "#").map((digit) => ({ kind: "key", digit }) as const),
  },
  { weight: 12, arbitrary: fc.constantFrom(...digits).map((digit) => ({ kind: "key", digit }) as const) },
  { weight: 30, arbitrary: fc.constant({ kind: "promptEnds" } as const) },
  { weight: 1, arbitrary: fc.nat(30).map((playId) => ({ kind: "promptEnds", playId }) as const) },
  { weight: 12, arbitrary: fc.constant({ kind: "recordingStarted" } as const) },
  {
    weight: 12,
    arbitrary: fc.constantFrom(0, 3_000).map((speechMs) => ({ kind: "recordingStopped", speechMs }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "silence" } as const) },
  {
    weight: 9,
    arbitrary: fc.constantFrom("disk", "emergency", "memory").map((kept) => ({ kind: "saved", kept }) as const),
  },
  { weight: 9, arbitrary: fc.constant({ kind: "wait" } as const) },
  { weight: 1, arbitrary: fc.constantFrom(...timers).map((timer) => ({ kind: "staleTimer", timer }) as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<HangUpSign>("busy", "silence", "port-gone")
      .map((sign) => ({ kind: "hangUp", sign }) as const),
  },
);

const callerIds: readonly CallerId[] = [
  { kind: "number", number: "+13125550142" },
  { kind: "number", number: "0" },
  { kind: "number", number: "" },
  { kind: "withheld" },
  { kind: "unavailable" },
  { kind: "none" },
];

const setup = fc.record({
  callerId: fc.constantFrom(...callerIds),
  script: fc
    .constantFrom(...templates.values())
    .chain((script) => fc.constantFrom(script, { ...script, routine: "pages" as const })),
  languages: fc.constantFrom(["en"], ["en", "es"], ["es", "en"]),
  country: fc.constantFrom("US", "DE", "XX"),
});

/** A world that performs effects in virtual time, and lets chance do the rest. */
class World {
  readonly effects: CallEffect[] = [];
  readonly #running = new Map<CallTimer, number>();
  state: CallState;
  atMs = 0;
  mostRecordingsAtOnce = 0;
  #recordings = 0;
  #playId = 0;

  constructor(given: Omit<CallSetup, "callId" | "ref" | "receivedAt" | "variables">) {
    this.state = beginCall({
      ...given,
      callId: "c1",
      ref: "7Q4K",
      receivedAt: Date.UTC(2026, 10, 23),
      variables: { clinic: "Elm", emergencyNumber: "911" },
    });
    this.tell({ kind: "answered", atMs: 0 });
  }

  tell(event: CallEvent): void {
    const [state, effects] = step(this.state, event);
    this.state = state;
    for (const effect of effects) this.#perform(effect);
  }

  #perform(effect: CallEffect): void {
    this.effects.push(effect);
    if (effect.kind === "startTimer") this.#running.set(effect.timer, this.atMs + effect.after);
    if (effect.kind === "stopTimer") this.#running.delete(effect.timer);
    if (effect.kind === "startRecording") this.#recordings += 1;
    if (effect.kind === "stopRecording") this.#recordings = 0;
    this.mostRecordingsAtOnce = Math.max(this.mostRecordingsAtOnce, this.#recordings);
    if (effect.kind === "play" || effect.kind === "playRecording") this.#playId = effect.playId;
  }

  get recordingsOpen(): number {
    return this.#recordings;
  }

  /** False when nothing runs: then the call must be over. */
  wait(): boolean {
    const [next] = [...this.#running].sort(([, a], [, b]) => a - b);
    if (next === undefined) return false;
    this.#running.delete(next[0]);
    this.atMs = next[1];
    this.tell({ kind: "timerFired", timer: next[0] });
    return true;
  }

  live(act: Whim): void {
    switch (act.kind) {
      case "goesOn":
        return this.#goOn(act.pick);
      case "key":
        return this.tell({ kind: "digitReceived", digit: act.digit, atMs: this.atMs });
      case "promptEnds":
        return this.tell({ kind: "promptFinished", playId: act.playId ?? this.#playId });
      case "recordingStarted":
        return this.tell({ kind: "recordingStarted" });
      case "recordingStopped":
        this.#recordings = 0;
        return this.tell({ kind: "recordingStopped", speechMs: act.speechMs });
      case "silence":
        return this.tell({ kind: "silenceAfterSpeech", ms: 4_000 });
      case "saved":
        return this.tell({ kind: "saved", kept: act.kept });
      case "wait":
        this.wait();
        return;
      case "staleTimer":
        if (!this.#running.has(act.timer)) this.tell({ kind: "timerFired", timer: act.timer });
        return;
      case "hangUp":
        return this.tell({ kind: "callerHungUp", sign: act.sign });
    }
  }

  #goOn(pick: number): void {
    const { task } = this.state;
    if (this.state.playing !== undefined && pick > 1)
      return this.tell({ kind: "promptFinished", playId: this.state.playing });
    switch (task.kind) {
      case "choosing":
        return this.#keys(task.keys[pick % Math.max(1, task.keys.length)] ?? "5");
      case "entering":
        return this.#keys(task.field === "birth" ? "03251980" : "3125550142#");
      case "recording":
        if (task.phase === "recording") return this.#keys("#");
        return this.live(
          task.phase === "starting" ? { kind: "recordingStarted" } : { kind: "recordingStopped", speechMs: 3_000 },
        );
      case "saving":
        return this.tell({ kind: "saved", kept: pick === 0 ? "memory" : "disk" });
      case "saying":
      case "listening":
      case "ended":
        return;
    }
  }

  #keys(keys: string): void {
    for (const key of keys) this.tell({ kind: "digitReceived", digit: key as Digit, atMs: this.atMs });
  }

  /** Chance has had its say; from here on nobody does anything. */
  end(): void {
    while (this.wait());
  }

  of<K extends CallEffect["kind"]>(kind: K): Extract<CallEffect, { kind: K }>[] {
    return this.effects.filter((effect): effect is Extract<CallEffect, { kind: K }> => effect.kind === kind);
  }
}

const worlds = fc.tuple(setup, fc.array(whim, { maxLength: 150, size: "max" })).map(([given, whims]) => {
  const world = new World(given);
  for (const act of whims) world.live(act);
  world.end();
  return world;
});

const everywhere = (check: (world: World) => void) => fc.assert(fc.property(worlds, check), { numRuns: 1_000 });

test("chance gets everywhere: these properties are about whole calls", () => {
  const seen = new Map<string, number>();
  const count = (what: string, isSo: boolean) => seen.set(what, (seen.get(what) ?? 0) + (isSo ? 1 : 0));
  fc.assert(
    fc.property(worlds, (world) => {
      count("spanish", world.state.language === "es");
      count("redone", world.state.takes.reason > 1);
      count("routine", world.state.urgency === "routine");
      count("saved", world.state.saved);
      count("number confirmed", world.state.callback !== undefined);
      count("date of birth", world.state.dateOfBirth !== undefined);
      count("recorded", world.state.kept.reason !== undefined);
      count("said goodbye", world.state.step === "what-next");
      count("not saved", world.state.step === "not-saved");
    }),
    { numRuns: 1_000, seed: 7 },
  );
  for (const [what, times] of seen) assert(times >= 10, `${what}: ${times} of 1000`);
});

const stepName = fc.constantFrom("a", "b", "c", "d", "e", "nowhere");
const sets = fc.constantFrom({}, { urgency: "urgent" as const }, { urgency: "routine" as const });
const fallbacks = { tries: fc.constantFrom(0, 1, 3), wait: fc.constant(Seconds(6)), otherwise: stepName };
const anyStep: fc.Arbitrary<ScriptStep> = fc
  .tuple(
    fc.oneof(
      fc.record({ kind: fc.constant("say" as const), say: fc.constantFrom([], ["greeting"]), next: stepName }),
      fc.record({
        kind: fc.constant("language" as const),
        next: stepName,
        tries: fc.constant(1),
        wait: fallbacks.wait,
      }),
      fc.record({
        kind: fc.constant("menu" as const),
        say: fc.constantFrom([], ["ask-urgency"]),
        keys: fc.dictionary(fc.constantFrom("0", "1", "2", "#", "*"), stepName),
        ...fallbacks,
      }),
      fc.record({ kind: fc.constantFrom("callback" as const, "date-of-birth" as const), next: stepName, ...fallbacks }),
      fc.record({
        kind: fc.constant("record" as const),
        part: fc.constantFrom("name" as const, "reason" as const),
        say: fc.constant([]),
        longest: fallbacks.wait,
        review: fc.boolean(),
        next: stepName,
        ...fallbacks,
      }),
      fc.record({ kind: fc.constant("save" as const), urgent: stepName, routine: stepName, failed: stepName }),
      fc.record({ kind: fc.constant("end" as const), say: fc.constantFrom([], ["goodbye"]) }),
    ),
    sets,
  )
  .map(([step, set]) => ({ ...step, ...set }));

const anyScript = fc
  .record({ a: anyStep, b: anyStep, c: anyStep, d: anyStep, e: anyStep })
  .map((steps): Script => ({ template: "own", start: "a", escape: "b", routine: "waits", steps }));

test("even a script that no lint would let pass cannot hold a caller, page twice or lose an urgent call", () => {
  fc.assert(
    fc.property(anyScript, setup, fc.array(whim, { maxLength: 60, size: "max" }), (script, given, whims) => {
      const world = new World({ ...given, script });
      for (const act of whims) world.live(act);
      world.end();
      assert(isOver(world.state));
      assert(world.atMs <= LONGEST_CALL);
      assert.equal(world.effects.at(-1)?.kind, "hangUp");
      assert.equal(world.of("raiseAlert").length, world.state.urgency === "urgent" ? 1 : 0);
      assert(world.mostRecordingsAtOnce <= 1 && world.recordingsOpen === 0);
    }),
    { numRuns: 2_000 },
  );
});

test("every call ends, in time, on-hook, with its record, and nothing runs on", () => {
  everywhere((world) => {
    assert(isOver(world.state));
    assert(world.atMs <= LONGEST_CALL);
    assert.equal(world.of("hangUp").length, 1);
    assert.equal(world.effects.at(-1)?.kind, "hangUp");
    assert.equal(world.of("writeCall").length, 1);
  });
});

test("an urgent call is paged exactly once, and a call that is not is not paged", () => {
  everywhere((world) => {
    assert.equal(world.of("raiseAlert").length, world.state.urgency === "urgent" ? 1 : 0);
    for (const { message } of world.of("raiseAlert")) assert.equal(message.urgency, "urgent");
  });
});

test("nothing makes a call routine but a key, and nothing makes an urgent one routine again", () => {
  everywhere((world) => {
    const notes = world.of("note").map(({ text }) => text);
    const routine = notes.findIndex((text) => text.startsWith("routine"));
    const urgent = notes.findIndex((text) => text.startsWith("urgent"));
    assert(routine === -1 || urgent === -1 || routine < urgent);
    if (world.state.urgency === "routine") assert(world.state.keys.some(([, digit]) => digit === "2"));
  });
});

const CLAIM = /^saved-|^goodbye$/;

test("nobody is told that it is saved before the store has said so", () => {
  everywhere((world) => {
    const claims = world.effects.findIndex(
      (effect) => effect.kind === "play" && effect.clips.some(({ clip }) => CLAIM.test(clip)),
    );
    if (claims === -1) return;
    const saves = world.effects.findIndex((effect) => effect.kind === "note" && effect.text === "message saved");
    assert(saves !== -1 && saves < claims);
  });
});

test("a call that anybody could act on leaves its message as it was known at the end", () => {
  everywhere((world) => {
    const { state } = world;
    const reachable = state.setup.callerId.kind === "number" && state.setup.callerId.number.length > 1;
    if (state.urgency === undefined && !(state.engaged && reachable)) return;
    const last = world.effects.findLast(
      (effect) => effect.kind === "writeMessage" || effect.kind === "raiseAlert" || effect.kind === "save",
    );
    assert(last !== undefined && "message" in last);
    assert.equal(last.message.callback, state.callback);
    assert.equal(last.message.dateOfBirth, state.dateOfBirth);
    assert.equal(last.message.urgency, state.urgency);
  });
});

test("a confirmed number is the one that was read out, digit by digit and to its end", () => {
  everywhere((world) => {
    const confirmed = world.state.callback;
    if (confirmed === undefined) return;
    const readOut = world.of("play").some(({ clips }) => {
      const spoken = clips.flatMap(({ clip }) => (clip.startsWith("digit-") ? [clip.at(-1)] : [])).join("");
      return clips.some(({ clip }) => clip === "callback-is" || clip === "callback-entered") && spoken === confirmed;
    });
    assert(readOut);
  });
});

test("what plays is stopped before something else plays, and no prompt is left without a bound", () => {
  everywhere((world) => {
    let playing = 0;
    for (const [i, effect] of world.effects.entries()) {
      if (effect.kind !== "play" && effect.kind !== "playRecording") continue;
      const next = world.effects[i + 1];
      assert(next?.kind === "startTimer" && next.timer === "prompt");
      assert(effect.playId > playing);
      playing = effect.playId;
    }
  });
});

test("never two recordings at a time, and none is left running", () => {
  everywhere((world) => {
    assert(world.mostRecordingsAtOnce <= 1);
    assert.equal(world.recordingsOpen, 0);
  });
});
