import assert from "node:assert/strict";
import { Milliseconds, Seconds } from "../../firmware/time/Duration.ts";
import type { LineRig } from "../harness/LineRig.ts";
import { prompt } from "../harness/sounds.ts";
import { ann, everyLine } from "./everyLine.ts";

/** What the line is doing when it happens; a call that is up has greeted first. */
const MOMENTS: readonly (readonly [string, boolean, (rig: LineRig) => Promise<unknown>])[] = [
  ["idle", false, async () => {}],
  ["ringing", true, (rig) => rig.until("rang")],
  ["in a prompt", true, (rig) => rig.until("promptStarted")],
  [
    "recording",
    true,
    async (rig) => {
      await rig.until("promptFinished");
      rig.line.perform({ kind: "startRecording" });
      await rig.until("recordingStarted");
      await rig.passes(Seconds(1));
    },
  ],
  [
    "listening",
    true,
    async (rig) => {
      await rig.until("promptFinished");
      await rig.passes(Seconds(1));
    },
  ],
  [
    "hanging up",
    true,
    async (rig) => {
      await rig.until("promptFinished");
      rig.line.perform({ kind: "hangUp" });
      await rig.passes(Milliseconds(1));
    },
  ],
];

function begins(rig: LineRig, isCalled: boolean): void {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: prompt(1_500) });
  };
  if (isCalled) void rig.rings([{ call: { ...ann, rings: 2 } }, { waits: 30_000 }]);
}

for (const [moment, isCalled, comes] of MOMENTS) {
  everyLine(
    `unplugged for 20 s while ${moment}: told, the call ended once, and back by itself`,
    async (rig, driver) => {
      begins(rig, isCalled);
      await comes(rig);
      const from = rig.events.length;
      const wasUp = rig.of("answered").length > rig.of("released").length;
      await rig.unplug();
      await rig.passes(Seconds(5));
      if (wasUp) {
        assert.equal(rig.events.slice(from).filter(({ kind }) => kind === "released").length, 1, rig.story());
        const signs = rig.of("callerHungUp").map(({ sign }) => sign);
        if (moment !== "hanging up") assert.deepEqual(signs, ["port-gone"], rig.story());
      }
      assert.deepEqual(rig.faultsTold(), [driver.goneFault], rig.story());
      await rig.passes(Seconds(15));
      rig.callerHangsUp();
      const before = rig.events.length;
      const pluggedAtMs = rig.clock.monotonic();
      await rig.plugIn();
      const ready = await rig.until("ready", Seconds(60), before);
      assert.ok(ready.atMs - pluggedAtMs <= 10_000, `back after ${ready.atMs - pluggedAtMs} ms`);
      assert.deepEqual(rig.faultsTold(), [driver.goneFault, `-${driver.goneFault}`], rig.story());
      const report = await rig.call([{ call: ann }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(report.outcome, "answered", rig.story());
    },
  );

  everyLine(`stopped while ${moment}: on-hook, and no timer left`, async (rig) => {
    begins(rig, isCalled);
    await comes(rig);
    await rig.stop();
    assert.equal(rig.of("answered").length, rig.of("released").length, rig.story());
    assert.deepEqual(
      rig.clock.running().filter((name) => !name.startsWith("line:") && name !== "caller"),
      [],
    );
  });
}
