import assert from "node:assert/strict";
import { test } from "node:test";
import { keysOffered, promptLanguages, wordingOf } from "../../triage/PromptCatalogue.ts";
import { TalkBench } from "../TalkBench.fixture.ts";
import type { TalkEffect } from "../TalkEffects.ts";
import type { RecordingOrder } from "./Studio.ts";

const CODE = "481516";
const ORDER: RecordingOrder = {
  maker: { id: "lopez", name: "Maria Lopez" },
  language: "en",
  number: 12,
  clip: "goodbye-only",
  now: { clip: "goodbye-only", language: "en" },
};

/** Somebody who has pressed star while there is a code, with a box that answers at once. */
class StudioBench extends TalkBench {
  // Set before the first event by the constructor of the base.
  declare order: RecordingOrder | undefined;
  declare fit: boolean | undefined;
  declare kept: boolean | undefined;
  declare shut: boolean | undefined;

  constructor(order: RecordingOrder = ORDER) {
    super({
      person: { id: "", name: "somebody" },
      why: { kind: "records" },
      variables: { clinic: "Rosewood Family Practice", emergencyNumber: "911" },
    });
    this.order = order;
  }

  protected override answer(effect: TalkEffect): void {
    super.answer(effect);
    if (this.store === "silent") return;
    if (effect.kind === "tryCode")
      this.tell({
        kind: "codeTried",
        result: this.shut ? "shut" : effect.digits === CODE ? (this.order ?? ORDER) : "wrong",
      });
    if (effect.kind === "judgeTake") this.tell({ kind: "takeJudged", fit: this.fit ?? true });
    if (effect.kind === "keepSentence") this.tell({ kind: "sentenceKept", done: this.kept ?? true });
  }

  of<K extends TalkEffect["kind"]>(kind: K): readonly Extract<TalkEffect, { readonly kind: K }>[] {
    return this.effects.filter((effect): effect is Extract<TalkEffect, { readonly kind: K }> => effect.kind === kind);
  }

  /** The code was right, and the tone was heard. */
  static atTheTone(change: (bench: StudioBench) => void = () => {}): StudioBench {
    const bench = new StudioBench();
    change(bench);
    bench.keys(CODE).listens();
    bench.tell({ kind: "recordingStarted" });
    return bench;
  }

  speaks(speechMs = 2_000): this {
    this.keys("#");
    this.tell({ kind: "recordingStopped", speechMs });
    return this;
  }
}

const words = (talk: StudioBench): string => talk.listens().heard;

test("whoever has no code is a patient: silence, star, pound, three wrong codes, slow fingers, a lock, a box that does not answer", () => {
  const cases: readonly (readonly [string, (talk: StudioBench) => unknown])[] = [
    ["silence", (talk) => talk.listens().fires("answer")],
    ["star", (talk) => talk.keys("*")],
    ["star", (talk) => talk.keys("#")],
    ["wrong-code", (talk) => talk.keys("111111222222333333")],
    ["silence", (talk) => talk.keys("11").fires("limit")],
    ["hung-up", (talk) => talk.keys("11").tell({ kind: "farEndHungUp" })],
    [
      "locked",
      (talk) => {
        talk.shut = true;
        talk.keys(CODE);
      },
    ],
    [
      "silence",
      (talk) => {
        talk.store = "silent";
        talk.keys(CODE).fires("store");
      },
    ],
  ];
  for (const [because, happens] of cases) {
    const talk = new StudioBench();
    happens(talk);
    assert.deepEqual(talk.effects.at(-1), { kind: "toPatient", because });
    assert.deepEqual(talk.of("hangUp"), [], "the call goes on");
    assert.deepEqual(talk.of("proved"), []);
    assert.deepEqual(talk.state.timers, []);
  }
});

test("too few digits are no try, wrong ones are asked for again, and nothing else can be done before the right one", () => {
  const talk = new StudioBench();
  assert.match(words(talk), /enter your code\. To leave a message, press star, or wait/);
  talk.keys("12").fires("nextDigit");
  talk.keys("345#");
  assert.deepEqual(talk.of("tryCode"), []);
  talk.keys("123456");
  assert.match(words(talk), /That is not a valid code/);
  assert.deepEqual(
    talk.effects.filter(({ kind }) =>
      ["act", "look", "listOpen", "listEntries", "askDuty", "startRecording", "playRecording"].includes(kind),
    ),
    [],
  );
  talk.keys(CODE);
  assert.equal(talk.of("proved").length, 1);
});

test("which sentence, and what it says now; spoken after the tone, judged, heard, kept, and goodbye", () => {
  const talk = new StudioBench();
  talk.keys(`${CODE}#`);
  assert.match(
    words(talk),
    /Sentence twelve It says now: Goodbye\. After the tone, say the sentence\. Then press pound/i,
  );
  talk.tell({ kind: "recordingStarted" });
  talk.speaks();
  assert.equal(talk.of("judgeTake").length, 1);
  assert.equal(talk.of("playTake").length, 1);
  assert.match(words(talk), /To keep it, press 1/);
  talk.keys("31");
  assert.equal(talk.of("keepSentence").length, 1);
  assert.match(words(talk), /Callers hear it once it is put into force on the page\. Goodbye/);
  assert.equal(talk.over?.detail, "a sentence was recorded");
  assert.equal(talk.isOver, true);
  assert.deepEqual(
    talk.of("audit").map(({ what }) => what),
    ["recording-code-right"],
  );
});

test("a sentence without a sound says so; a place beyond ninety-nine is read digit by digit", () => {
  const { now: _, ...silent } = ORDER;
  const talk = new StudioBench({ ...silent, number: 123 });
  talk.keys(CODE);
  assert.match(words(talk), /Sentence 123 There is no sound for it yet/);
});

test("a hang-up keeps what was confirmed and nothing else", () => {
  for (const [keys, kept] of [
    ["", 0],
    ["1", 1],
  ] as const) {
    const talk = StudioBench.atTheTone();
    talk.speaks().keys(keys);
    talk.tell({ kind: "farEndHungUp" });
    assert.equal(talk.of("keepSentence").length, kept);
    assert.equal(talk.isOver, true);
  }
  const cut = StudioBench.atTheTone();
  cut.tell({ kind: "farEndHungUp" });
  assert.equal(cut.of("stopRecording").length, 1);
  assert.deepEqual(cut.of("keepSentence"), []);
});

test("what callers could not understand is recorded again, and nobody's silence ends the call at the third", () => {
  const talk = StudioBench.atTheTone((bench) => {
    bench.fit = false;
  });
  talk.speaks();
  assert.match(words(talk), /too soft, too noisy, or too short\. Please say it once more/);
  assert.deepEqual(talk.of("playTake"), []);
  for (let silent = 0; silent < 3; silent += 1) {
    talk.tell({ kind: "recordingStarted" });
    talk.fires("store");
    talk.tell({ kind: "recordingStopped", speechMs: 0 });
    talk.listens();
  }
  assert.equal(talk.isOver, true);
});

test("again, left, not kept: nothing has changed", () => {
  const again = StudioBench.atTheTone();
  again.speaks().keys("2");
  assert.match(words(again), /After the tone/);
  for (const key of ["9", "0", "#"]) {
    const talk = StudioBench.atTheTone();
    talk.speaks().keys(key);
    assert.match(words(talk), /Nothing has changed\. Goodbye/);
    assert.deepEqual(talk.of("keepSentence"), []);
    assert.equal(talk.isOver, true);
  }
  const failed = StudioBench.atTheTone((bench) => {
    bench.kept = false;
  });
  failed.speaks().keys("1");
  assert.match(words(failed), /could not be kept/);
  const late = StudioBench.atTheTone();
  late.speaks();
  late.store = "silent";
  late.keys("1").fires("store");
  assert.match(words(late), /could not be kept/);
});

test("the keys that are offered are those that do something, in every language", () => {
  for (const language of promptLanguages)
    assert.deepEqual(
      keysOffered(wordingOf("studio-review", language, { clinic: "", emergencyNumber: "" }) ?? assert.fail(language)),
      ["1", "2", "3", "9"],
    );
});
