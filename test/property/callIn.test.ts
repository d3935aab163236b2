import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { CallInBench, DUTY, MESSAGES, OPEN } from "../../firmware/doctor/callin/CallInBench.fixture.ts";
import type { TalkEffect, TalkTimer } from "../../firmware/doctor/TalkEffects.ts";
import type { Digit } from "../../firmware/line/Line.ts";

// Any keys, in any order, with prompts that end or are cut short, a line and a box that answer or do not.

type Whim =
  | { readonly kind: "key"; readonly digit: Digit }
  | { readonly kind: "listens" }
  | { readonly kind: "waits" }
  | { readonly kind: "timer"; readonly timer: TalkTimer }
  | { readonly kind: "recordingStarted" }
  | { readonly kind: "recordingStopped"; readonly speechMs: number }
  | { readonly kind: "silence" }
  | { readonly kind: "store"; readonly answers: boolean };

const key = (...digits: Digit[]) => fc.constantFrom(...digits).map((digit): Whim => ({ kind: "key", digit }));
const timers: readonly TalkTimer[] = ["prompt", "answer", "nextDigit", "store", "limit"];

const whim: fc.Arbitrary<Whim> = fc.oneof(
  { weight: 40, arbitrary: key("1", "2", "3", "4", "5", "6", "0") },
  { weight: 6, arbitrary: key("7", "8", "9", "*", "#", "A") },
  { weight: 20, arbitrary: fc.constant<Whim>({ kind: "listens" }) },
  { weight: 10, arbitrary: fc.constant<Whim>({ kind: "waits" }) },
  { weight: 2, arbitrary: fc.constantFrom(...timers).map((timer): Whim => ({ kind: "timer", timer })) },
  { weight: 8, arbitrary: fc.constant<Whim>({ kind: "recordingStarted" }) },
  {
    weight: 8,
    arbitrary: fc.constantFrom(0, 2_000).map((speechMs): Whim => ({ kind: "recordingStopped", speechMs })),
  },
  { weight: 2, arbitrary: fc.constant<Whim>({ kind: "silence" }) },
  { weight: 1, arbitrary: fc.boolean().map((answers): Whim => ({ kind: "store", answers })) },
);

const lives = fc.record({
  pin: fc.constantFrom("2468#", "2468", "1111#", ""),
  open: fc.constantFrom([], OPEN),
  messages: fc.constantFrom([], MESSAGES),
  duty: fc.constantFrom(
    DUTY,
    { ...DUTY, undoable: true },
    { ...DUTY, people: [{ id: "chen", name: "Dr. Chen" }], undoable: true },
    { ...DUTY, fallback: true },
  ),
  result: fc.constantFrom(
    { kind: "done" } as const,
    { kind: "closed" } as const,
    { kind: "other", by: { id: "patel", name: "Dr. Patel" } } as const,
  ),
  whims: fc.array(whim, { maxLength: 60 }),
});

function live(given: typeof lives extends fc.Arbitrary<infer T> ? T : never): CallInBench {
  const bench = new CallInBench();
  bench.lists = { open: given.open, messages: given.messages };
  bench.duty = given.duty;
  bench.result = given.result;
  bench.keys(given.pin);
  for (const each of given.whims) act(bench, each);
  return bench;
}

/** The timer that fires first when nobody does anything: they are started in the order of their lengths here. */
const nearest = (bench: CallInBench): TalkTimer | undefined =>
  (["nextDigit", "answer", "store", "prompt", "limit"] as const).find((timer) => bench.state.timers.includes(timer));

function act(bench: CallInBench, each: Whim): void {
  switch (each.kind) {
    case "key":
      bench.keys(each.digit);
      return;
    case "listens":
      bench.listens();
      return;
    case "waits": {
      const timer = nearest(bench);
      if (timer !== undefined) bench.fires(timer);
      return;
    }
    case "timer":
      bench.fires(each.timer);
      return;
    case "recordingStarted":
      return bench.tell({ kind: "recordingStarted" });
    case "recordingStopped":
      return bench.tell({ kind: "recordingStopped", speechMs: each.speechMs });
    case "silence":
      return bench.tell({ kind: "silenceAfterSpeech" });
    case "store":
      bench.store = each.answers ? "answers" : "silent";
  }
}

const everywhere = (check: (bench: CallInBench) => void): void =>
  fc.assert(
    fc.property(lives, (given) => check(live(given))),
    { seed: 2_026, numRuns: 600 },
  );

const proofAt = ({ effects }: CallInBench): number =>
  effects.findIndex((effect) => effect.kind === "pinTried" && effect.right);

const OF_PATIENTS: ReadonlySet<TalkEffect["kind"]> = new Set([
  ...(["playRecording", "look", "listEntries", "markHeard", "act", "askDuty", "changeDuty", "undoDuty"] as const),
  ...(["startRecording", "keepTake", "undoClip"] as const),
]);

test("before the right PIN nothing of a patient is said, looked for or taken, and nothing is changed", () => {
  everywhere((bench) => {
    const proved = proofAt(bench);
    const before = proved === -1 ? bench.effects : bench.effects.slice(0, proved);
    assert(!before.some(({ kind }) => OF_PATIENTS.has(kind)));
    const digits = before.flatMap((effect) => (effect.kind === "play" ? effect.clips : []));
    assert(!digits.some(({ clip }) => clip.startsWith("digit-") || clip.startsWith("letter-")));
  });
});

test("left alone it comes to an end, bounded, with no timer left and the line on-hook or a patient's", () => {
  everywhere((bench) => {
    for (let rest = 0; !bench.isOver; rest += 1) {
      assert(rest < 200, "it does not end");
      const timer = nearest(bench);
      assert(timer !== undefined || bench.state.playing !== undefined, "nothing would ever happen again");
      if (timer === undefined) bench.listens();
      else bench.fires(timer);
    }
    assert.deepEqual(bench.state.timers, []);
    const last = bench.effects.at(-1)?.kind;
    assert(last === "hangUp" || last === "toPatient");
  });
});

test("after the PIN nobody becomes a patient, and before it nobody is hung up on", () => {
  everywhere((bench) => {
    const proved = proofAt(bench);
    const left = bench.effects.findIndex(({ kind }) => kind === "toPatient");
    if (proved !== -1) assert.equal(left, -1);
    else assert(!bench.effects.some(({ kind }) => kind === "hangUp"));
  });
});

test("a duty changes only by a 1 that follows what it means, said or begun", () => {
  everywhere(({ effects }) => {
    effects.forEach((effect, at) => {
      if (effect.kind !== "changeDuty") return;
      const said = effects.slice(0, at).findLast((each) => each.kind === "play");
      assert(said?.kind === "play");
      assert(said.clips.some(({ clip }) => clip === "duty-confirm" || clip === "wrong-key"));
      assert(effect.until > DUTY.at);
    });
  });
});

test("never two recordings at a time, none is left running, and nothing is kept that was not recorded", () => {
  everywhere((bench) => {
    bench.tell({ kind: "farEndHungUp" });
    let open = 0;
    let takes = 0;
    for (const { kind } of bench.effects) {
      if (kind === "startRecording") {
        open += 1;
        takes += 1;
      }
      if (kind === "stopRecording") open -= 1;
      assert(open === 0 || open === 1);
      if (kind === "keepTake" || kind === "playTake") assert(takes > 0);
    }
    assert.equal(open, 0);
  });
});

test("what plays is stopped before something else plays", () => {
  everywhere(({ effects }) => {
    let playing = 0;
    for (const effect of effects) {
      if (effect.kind !== "play" && effect.kind !== "playRecording" && effect.kind !== "playTake") continue;
      assert(effect.playId > playing);
      playing = effect.playId;
    }
  });
});
