import assert from "node:assert/strict";
import { encodeSamples } from "../../device/audio/formats.ts";
import { Seconds } from "../../firmware/time/Duration.ts";
import { prompt } from "../harness/sounds.ts";
import { ann, everyLine, finishes, onceAnswered } from "./everyLine.ts";

everyLine("the greeting is heard whole, sample for sample, without a gap", async (rig) => {
  const greeting = prompt(2_000);
  onceAnswered(rig, (perform) => perform({ kind: "play", playId: 1, audio: greeting }));
  const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
  const heard = report.prompts[0];
  assert.ok(heard !== undefined, rig.story());
  const { format } = rig.of("answered")[0]!;
  assert.ok(Buffer.from(heard.bytes).equals(Buffer.from(encodeSamples(format, greeting.samples))), "heard ≠ said");
  assert.deepEqual(heard.gaps, []);
  assert.deepEqual(finishes(rig), ["1 whole"]);
  const started = rig.of("promptStarted")[0]!.atMs;
  const finished = rig.of("promptFinished")[0]!.atMs;
  assert.ok(
    finished - heard.endMs > -100 && finished - heard.endMs < 250,
    `finished ${finished - heard.endMs} ms late`,
  );
  assert.ok(heard.startMs - started < 150, `it began ${heard.startMs - started} ms after it was said to`);
  assert.ok(heard.startMs - report.offHook!.atMs < 300, `${heard.startMs - report.offHook!.atMs} ms of silence`);
});

everyLine("prompts that are asked for one after the other follow without a gap, each told by itself", async (rig) => {
  onceAnswered(rig, (perform) => {
    for (const playId of [1, 2, 3]) perform({ kind: "play", playId, audio: prompt(400) });
  });
  const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
  assert.equal(report.prompts.length, 1, "one stretch of sound");
  const { format } = rig.of("answered")[0]!;
  const one = Buffer.from(encodeSamples(format, prompt(400).samples));
  assert.ok(Buffer.from(report.prompts[0]!.bytes).equals(Buffer.concat([one, one, one])), "heard ≠ said");
  assert.deepEqual(report.prompts[0]?.gaps, []);
  assert.deepEqual(finishes(rig), ["1 whole", "2 whole", "3 whole"]);
  assert.deepEqual(
    rig.of("promptStarted").map(({ playId }) => playId),
    [1, 2, 3],
  );
});

everyLine(
  "stopping a prompt is heard within 100 ms, told as interrupted, and takes what is queued with it",
  async (rig) => {
    onceAnswered(rig, (perform) => {
      for (const playId of [1, 2]) perform({ kind: "play", playId, audio: prompt(10_000) });
    });
    const call = rig.rings([{ call: ann }, { waits: 4_000 }, { hangsUp: {} }]);
    await rig.until("promptStarted");
    await rig.passes(Seconds(1));
    const stoppedAtMs = rig.clock.monotonic();
    rig.line.perform({ kind: "stopPrompt" });
    const report = await rig.finished(call);
    assert.ok(report.prompts[0]!.endMs - stoppedAtMs <= 100, `${report.prompts[0]!.endMs - stoppedAtMs} ms`);
    assert.deepEqual(finishes(rig).sort(), ["1 interrupted", "2 interrupted"]);
  },
);

everyLine("a prompt that is asked for as another one is stopped is heard from its beginning", async (rig) => {
  onceAnswered(rig, (perform) => perform({ kind: "play", playId: 1, audio: prompt(10_000) }));
  const call = rig.rings([{ call: ann }, { waits: 6_000 }, { hangsUp: {} }]);
  await rig.until("promptStarted");
  await rig.passes(Seconds(1.3));
  rig.line.perform({ kind: "stopPrompt" });
  rig.line.perform({ kind: "play", playId: 2, audio: prompt(1_500) });
  const report = await rig.finished(call);
  const { format } = rig.of("answered")[0]!;
  const second = Buffer.from(encodeSamples(format, prompt(1_500).samples));
  const heard = Buffer.from(report.prompts.at(-1)!.bytes);
  assert.ok(heard.subarray(-second.length).equals(second), rig.story());
  assert.deepEqual(finishes(rig), ["1 interrupted", "2 whole"]);
});
