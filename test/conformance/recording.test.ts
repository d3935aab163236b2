import assert from "node:assert/strict";
import { Seconds } from "../../firmware/time/Duration.ts";
import { prompt, voice } from "../harness/sounds.ts";
import { ann, deliveredIn, everyLine, onceAnswered, recordedBy } from "./everyLine.ts";

everyLine(
  "a recording begins when everything has been said, and is sample for sample what the modem delivered",
  async (rig) => {
    onceAnswered(rig, (perform) => {
      perform({ kind: "play", playId: 1, audio: prompt(600) });
      perform({ kind: "play", playId: 2, audio: prompt(600) });
      perform({ kind: "startRecording" });
    });
    const call = rig.rings([
      { call: ann },
      { waitPrompt: {} },
      { says: voice(3_000) },
      { waits: 3_000 },
      { hangsUp: {} },
    ]);
    await rig.until("recordingStarted");
    await rig.passes(Seconds(4));
    rig.line.perform({ kind: "stopRecording" });
    const { speechMs } = await rig.until("recordingStopped");
    const report = await rig.finished(call);
    const order = rig.events.map(({ kind }) => kind).filter((kind) => /^(prompt|recording)/.test(kind));
    assert.deepEqual(order, [
      ...["promptStarted", "promptFinished", "promptStarted", "promptFinished"],
      ...["recordingStarted", "recordingStopped"],
    ]);
    const recorded = recordedBy(rig);
    const { format } = rig.of("answered")[0]!;
    assert.ok(
      deliveredIn(report).some((delivered) => delivered.includes(recorded)),
      "recorded ≠ delivered",
    );
    const milliseconds = recorded.length / (format === "s16le" ? 16 : 8);
    assert.ok(milliseconds > 3_700 && milliseconds < 4_300, `${milliseconds} ms recorded`);
    assert.ok(speechMs > 1_500 && speechMs < 3_000, `${speechMs} ms of speech`);
  },
);

everyLine("a recording ends when something is to be said, and what is said is heard whole", async (rig) => {
  onceAnswered(rig, (perform) => perform({ kind: "startRecording" }));
  const call = rig.rings([{ call: ann }, { waits: 1_000 }, { waitPrompt: {} }, { waits: 300 }, { hangsUp: {} }]);
  await rig.until("recordingStarted");
  await rig.passes(Seconds(1));
  rig.line.perform({ kind: "play", playId: 7, audio: prompt(1_500) });
  const report = await rig.finished(call);
  const samples = report.prompts[0]!.bytes.length / (rig.of("answered")[0]!.format === "s16le" ? 2 : 1);
  assert.equal(samples, 12_000);
  const order = rig.events.map(({ kind }) => kind);
  assert.ok(order.indexOf("recordingStopped") < order.indexOf("promptStarted"), rig.story());
  assert.equal(rig.of("recordingStarted").length, 1);
});

everyLine("silence after speech is told once for each stretch of it, and silence alone never", async (rig) => {
  onceAnswered(rig, (perform) => perform({ kind: "startRecording" }));
  await rig.call([
    { call: ann },
    { waits: 6_000 },
    { says: voice(2_000) },
    { waits: 6_500 },
    { says: voice(2_000) },
    { waits: 6_500 },
    { hangsUp: {} },
  ]);
  assert.equal(rig.of("silenceAfterSpeech").length, 2, rig.story());
});

everyLine("a second recording knows nothing of the first", async (rig) => {
  onceAnswered(rig, (perform) => perform({ kind: "startRecording" }));
  const call = rig.rings([{ call: ann }, { waits: 800 }, { says: voice(2_000) }, { waits: 6_000 }, { hangsUp: {} }]);
  await rig.until("recordingStarted");
  await rig.passes(Seconds(4));
  rig.line.perform({ kind: "stopRecording" });
  await rig.until("recordingStopped");
  rig.line.perform({ kind: "startRecording" });
  await rig.passes(Seconds(2));
  rig.line.perform({ kind: "stopRecording" });
  await rig.finished(call);
  assert.deepEqual(
    rig.of("recordingStopped").map(({ speechMs }) => speechMs > 0),
    [true, false],
    rig.story(),
  );
});
