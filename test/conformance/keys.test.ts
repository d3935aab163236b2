import assert from "node:assert/strict";
import type { KeyWay } from "../harness/LineRig.ts";
import { prompt } from "../harness/sounds.ts";
import { ann, digitsOf, everyLine, finishes, onceAnswered } from "./everyLine.ts";

const IN_WORDS = { reported: "by report only", audio: "as tones only", both: "by report and as tones" } as const;

for (const way of ["reported", "audio", "both"] satisfies KeyWay[]) {
  const come = IN_WORDS[way];
  const needs = `keys ${way}` as const;
  const needsOver = `keys ${way} over a prompt` as const;

  /** What is keyed into a line that only listens. */
  const keyed = (title: string, expected: string, presses: { toneMs: number; gapMs?: number }): void =>
    everyLine(
      `${title}, ${come}`,
      async (rig) => {
        rig.keysCome(way);
        await rig.call([
          { call: ann },
          { waits: 700 },
          { presses: expected, ...presses },
          { waits: 400 },
          { hangsUp: {} },
        ]);
        assert.equal(digitsOf(rig), expected, rig.story());
      },
      { needs },
    );

  keyed("a number keyed in is taken down once, digit for digit", "3125550199*0#", { toneMs: 90, gapMs: 110 });
  keyed("fast fingers, 40 ms on and 40 ms off: every key is told", "1234567890*#", { toneMs: 40, gapMs: 40 });
  keyed("the same key twice in a hurry is two", "1155009", { toneMs: 70, gapMs: 80 });
  keyed("a key held for two seconds is one press", "17", { toneMs: 2_000 });

  everyLine(
    `keys over a prompt are told once and stop nothing by themselves, ${come}`,
    async (rig) => {
      rig.keysCome(way);
      onceAnswered(rig, (perform) => perform({ kind: "play", playId: 1, audio: prompt(4_000) }));
      const report = await rig.call([
        { call: ann },
        { waits: 1_500 },
        { presses: "559", toneMs: 100, gapMs: 100 },
        { waitPrompt: {} },
        { waits: 300 },
        { hangsUp: {} },
      ]);
      assert.equal(digitsOf(rig), "559", rig.story());
      assert.deepEqual(finishes(rig), ["1 whole"]);
      const samples = report.prompts[0]!.bytes.length / (rig.of("answered")[0]!.format === "s16le" ? 2 : 1);
      assert.equal(samples, 32_000);
    },
    { needs: needsOver },
  );

  everyLine(
    `a key stops the prompt within 150 ms, and is one key however long it is held, ${come}`,
    async (rig) => {
      rig.keysCome(way);
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: prompt(10_000) });
        if (event.kind === "digitReceived") perform({ kind: "stopPrompt" });
      };
      const report = await rig.call([
        { call: ann },
        { waits: 1_500 },
        { presses: "2", toneMs: 600 },
        { waits: 1_000 },
        { hangsUp: {} },
      ]);
      const late = report.prompts[0]!.endMs - report.keys[0]!.atMs;
      assert.ok(late <= 150, `${late} ms after the key went down`);
      assert.equal(digitsOf(rig), "2", rig.story());
      assert.deepEqual(finishes(rig), ["1 interrupted"]);
    },
    { needs: needsOver },
  );

  everyLine(
    `a key ends a recording, and is one key however long it is held, ${come}`,
    async (rig) => {
      rig.keysCome(way);
      rig.onEvent = (event, perform) => {
        if (event.kind === "answered") perform({ kind: "startRecording" });
        if (event.kind === "digitReceived") perform({ kind: "stopRecording" });
      };
      await rig.call([{ call: ann }, { waits: 2_000 }, { presses: "#", toneMs: 900 }, { waits: 800 }, { hangsUp: {} }]);
      assert.equal(digitsOf(rig), "#", rig.story());
      assert.deepEqual(
        rig.of("recordingStopped").map(({ speechMs }) => speechMs),
        [0],
        "a key is no speech",
      );
    },
    { needs },
  );
}
