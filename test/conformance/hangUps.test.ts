import assert from "node:assert/strict";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import type { LineRig } from "../harness/LineRig.ts";
import { prompt } from "../harness/sounds.ts";
import { ann, everyLine, finishes, onceAnswered } from "./everyLine.ts";

const nothing = (): void => {};
const says: Parameters<typeof onceAnswered>[1] = (perform) =>
  perform({ kind: "play", playId: 1, audio: prompt(30_000) });
const records: Parameters<typeof onceAnswered>[1] = (perform) => perform({ kind: "startRecording" });

const PHASES = [
  ["while it listens", nothing],
  ["while it records", records],
  ["in the middle of a long prompt", says],
] as const;

async function callerGoes(rig: LineRig, begin: Parameters<typeof onceAnswered>[1]): Promise<number> {
  onceAnswered(rig, begin);
  const report = await rig.call([{ call: ann }, { waits: 2_500 }, { hangsUp: {} }]);
  const told = await rig.until("callerHungUp", Seconds(40));
  await rig.until("released", Seconds(10));
  return told.atMs - report.hungUpAtMs!;
}

for (const [when, begin] of PHASES) {
  everyLine(`a caller who hangs up ${when} is noticed`, async (rig, driver) => {
    const late = await callerGoes(rig, begin);
    assert.ok(late <= driver.noticesHangUpWithin, `${late} ms\n${rig.story()}`);
    if (begin === says) assert.deepEqual(finishes(rig), ["1 interrupted"]);
    if (begin === records) assert.equal(rig.of("recordingStopped").length, 1);
  });

  everyLine(
    `a caller who hangs up ${when} is noticed although nothing tells of it`,
    async (rig, driver) => {
      rig.losesHangUps();
      const late = await callerGoes(rig, begin);
      assert.ok(late <= driver.noticesSilentHangUpWithin, `${late} ms\n${rig.story()}`);
    },
    begin === says ? { needs: "hearsWhilePlaying" } : {},
  );
}

everyLine("told to hang up, it is on-hook in a moment, and the call is over for the caller", async (rig) => {
  const call = rig.rings([{ call: ann }, { waitHangUp: {} }]);
  await rig.until("answered");
  await rig.passes(Seconds(1));
  const toldAtMs = rig.clock.monotonic();
  rig.line.perform({ kind: "hangUp" });
  const report = await rig.finished(call);
  assert.equal(report.endedBy, "appliance");
  assert.ok(report.onHookAtMs! - toldAtMs < 1_000, `${report.onHookAtMs! - toldAtMs} ms`);
  await rig.until("released", Seconds(5));
  assert.deepEqual(rig.of("callerHungUp"), [], "who hangs up is not told of it as if somebody else had");
});

everyLine(
  "no call is longer than the limit, whatever anybody wants",
  async (rig) => {
    rig.onEvent = (event, perform) => {
      if (event.kind === "answered" || event.kind === "promptFinished")
        perform({ kind: "play", playId: 1, audio: prompt(2_000) });
    };
    const report = await rig.call([{ call: ann }, { waits: 120_000 }]);
    assert.deepEqual(
      rig.of("callerHungUp").map(({ sign }) => sign),
      ["time-limit"],
      rig.story(),
    );
    assert.ok(report.onHookAtMs! - report.offHook!.atMs < 16_000);
  },
  { line: { limits: { longestCall: Seconds(15) } } },
);

everyLine(
  "so much silence ends the call; half of it where the modem hears nothing either",
  async (rig) => {
    const report = await rig.call([{ call: ann }, { waits: 60_000 }]);
    assert.deepEqual(
      rig.of("callerHungUp").map(({ sign }) => sign),
      ["silence"],
      rig.story(),
    );
    const lasted = report.onHookAtMs! - report.offHook!.atMs;
    assert.ok(lasted > 9_500 && lasted < 22_000, `${lasted} ms`);
  },
  { line: { longestSilence: Seconds(20) } },
);

everyLine(
  "a caller who listens to a long prompt is not silent meanwhile",
  async (rig) => {
    onceAnswered(rig, (perform) => perform({ kind: "play", playId: 1, audio: prompt(12_000) }));
    const report = await rig.call([{ call: ann }, { waits: 15_500 }, { hangsUp: {} }]);
    assert.equal(report.endedBy, "caller", rig.story());
    assert.deepEqual(finishes(rig), ["1 whole"]);
  },
  { line: { longestSilence: Seconds(10) } },
);

everyLine("what is wanted of a line that is on-hook is ignored", async (rig) => {
  const everything = (): void => {
    rig.line.perform({ kind: "play", playId: 1, audio: prompt(500) });
    rig.line.perform({ kind: "startRecording" });
    rig.line.perform({ kind: "stopPrompt" });
    rig.line.perform({ kind: "stopRecording" });
    rig.line.perform({ kind: "hangUp" });
  };
  everything();
  await rig.passes(Milliseconds(500));
  const report = await rig.call([{ call: ann }, { waits: 800 }, { hangsUp: {} }]);
  assert.equal(report.outcome, "answered", rig.story());
  assert.deepEqual(report.prompts, []);
  await rig.until("released");
  everything();
  await rig.passes(Seconds(2));
  assert.deepEqual([rig.of("promptStarted"), rig.of("recordingStarted")], [[], []]);
  const next = await rig.call([{ call: ann }, { waits: 800 }, { hangsUp: {} }]);
  assert.equal(next.outcome, "answered", rig.story());
});
