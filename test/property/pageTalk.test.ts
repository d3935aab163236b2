import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { PAGE, SETUP, TalkBench } from "../../firmware/doctor/TalkBench.fixture.ts";
import type { TalkTimer } from "../../firmware/doctor/TalkEffects.ts";
import type { ActResult, PageDetails } from "../../firmware/doctor/TalkState.ts";

// The box has called a doctor; whatever is pressed, missed, heard, stalled or hung up, the talk ends, and nothing of a patient
// leaves the box before the PIN.

const NUMBER = ["digit-3", "digit-1", "digit-2", "pause", "digit-5", "digit-5", "digit-5"].join();

type Happening =
  | { readonly kind: "key"; readonly digit: string }
  | { readonly kind: "pin" }
  | { readonly kind: "listens" }
  | { readonly kind: "timer"; readonly timer: TalkTimer }
  | { readonly kind: "machine" }
  | { readonly kind: "lost"; readonly result: Exclude<ActResult, { kind: "done" }> }
  | { readonly kind: "store"; readonly store: "answers" | "silent" }
  | { readonly kind: "result"; readonly result: ActResult }
  | { readonly kind: "hangsUp" };

const other: ActResult = { kind: "other", by: { id: "patel", name: "Dr. Patel" } };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(..."0123456789*#ABCD").map((digit) => ({ kind: "key", digit }) as const) },
  { weight: 3, arbitrary: fc.constant({ kind: "pin" } as const) },
  { weight: 6, arbitrary: fc.constant({ kind: "listens" } as const) },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom<TalkTimer>("prompt", "answer", "nextDigit", "store", "limit")
      .map((timer) => ({ kind: "timer", timer }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "machine" } as const) },
  {
    weight: 1,
    arbitrary: fc
      .constantFrom<Exclude<ActResult, { kind: "done" }>>(other, { kind: "closed" })
      .map((result) => ({ kind: "lost", result }) as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<"answers" | "silent">("answers", "silent")
      .map((store) => ({ kind: "store", store }) as const),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom<ActResult>({ kind: "done" }, other, { kind: "closed" }, { kind: "gone" })
      .map((result) => ({ kind: "result", result }) as const),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "hangsUp" } as const) },
);

const details: fc.Arbitrary<PageDetails> = fc.record(
  {
    callback: fc.constant("3125550142"),
    recorded: fc.subarray<"name" | "reason">(["name", "reason"]),
    callGoesOn: fc.boolean(),
  },
  { requiredKeys: ["recorded", "callGoesOn"] },
);

/** What must be so after every single happening. */
function checkPrivate(talk: TalkBench): void {
  const { proved, setup } = talk.state;
  const acts = talk.effects.filter(({ kind }) => kind === "act").length;
  if (setup.person.pin !== undefined && !proved) assert.equal(acts, 0, "nothing is done without a PIN");
  if (proved) return;
  for (const effect of talk.effects) {
    assert.notEqual(effect.kind, "playRecording", "the caller's voice");
    if (effect.kind !== "play") continue;
    assert.ok(
      !effect.clips
        .map(({ clip }) => clip)
        .join()
        .includes(NUMBER),
      "the caller's number",
    );
    assert.ok(!effect.clips.some(({ clip }) => clip.startsWith("person.")), "a colleague's name");
  }
}

function does(talk: TalkBench, happening: Happening): void {
  switch (happening.kind) {
    case "key":
      talk.keys(happening.digit);
      break;
    case "pin":
      talk.keys(talk.state.setup.person.pin ?? "2468");
      break;
    case "listens":
      talk.listens();
      break;
    case "timer":
      if (talk.state.timers.includes(happening.timer)) talk.fires(happening.timer);
      break;
    case "machine":
      talk.tell({ kind: "machineHeard" });
      break;
    case "lost":
      talk.tell({ kind: "notWanted", result: happening.result });
      break;
    case "store":
      talk.store = happening.store;
      break;
    case "result":
      talk.result = happening.result;
      break;
    case "hangsUp":
      talk.tell({ kind: "farEndHungUp" });
      break;
  }
}

/** Nobody does anything any more: prompts end, timers fire. */
function runsOut(talk: TalkBench): void {
  for (let i = 0; i < 40 && !talk.isOver; i += 1) {
    talk.listens();
    const timer = (["store", "nextDigit", "answer", "prompt", "limit"] as const).find((each) =>
      talk.state.timers.includes(each),
    );
    assert.ok(talk.isOver || timer !== undefined, `something is awaited for ever in ${talk.state.room.kind}`);
    if (!talk.isOver && timer !== undefined) talk.fires(timer);
  }
}

test("any talk: private until the PIN, told once how it went, and over", () => {
  fc.assert(
    fc.property(
      fc.array(happening, { maxLength: 40 }),
      details,
      fc.boolean(),
      fc.boolean(),
      fc.nat(3),
      (happenings, known, hasPin, locked, open) => {
        const { pin, ...person } = SETUP.person;
        const talk = new TalkBench({ person: hasPin ? { ...person, pin: pin! } : person, locked: hasPin && locked });
        talk.details = known;
        talk.open = Array.from({ length: open }, (_, i) => ({ ...PAGE, ref: `8R${i + 2}M` }));
        for (const each of happenings) {
          does(talk, each);
          checkPrivate(talk);
          if (!talk.isOver) assert.ok(talk.state.timers.includes("limit") || talk.state.room.kind === "ending");
        }
        runsOut(talk);
        checkPrivate(talk);
        assert.ok(talk.isOver, `over, and not in ${talk.state.room.kind}`);
        const ends = talk.effects.filter(({ kind }) => kind === "over" || kind === "hangUp").map(({ kind }) => kind);
        assert.deepEqual(ends, ["over", "hangUp"]);
        assert.deepEqual(talk.state.timers, []);
        const { heard } = talk.over!;
        if (heard) assert.ok(talk.state.proved || (!hasPin && talk.state.anyKey), "heard by a person who is known");
        if (hasPin && locked) assert.equal(heard, false);
        const wrong = talk.effects.filter((effect) => effect.kind === "pinTried" && !effect.right).length;
        assert.ok(wrong <= 3);
      },
    ),
    { numRuns: 2_000 },
  );
});
