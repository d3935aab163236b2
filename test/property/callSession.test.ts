import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { LONGEST_CALL } from "../../firmware/call/CallEffects.ts";
import { isOver } from "../../firmware/call/CallSession.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import type { Script, ScriptStep } from "../../firmware/triage/Script.ts";
import { setup, World, whim, worlds } from "./CallWorld.ts";

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
      count("said goodbye", world.state.step === "goodbye");
      count(
        "stayed",
        world.effects.some(({ kind }) => kind === "expectQuiet"),
      );
      count("not saved", world.state.step === "not-saved");
    }),
    { numRuns: 2_000, seed: 7 },
  );
  for (const [what, times] of seen) assert(times >= 10, `${what}: ${times} of 2000`);
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
      fc.record({ kind: fc.constant("stay" as const), say: fc.constantFrom([], ["stay-offer"]), next: stepName }),
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
