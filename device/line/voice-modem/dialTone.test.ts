import assert from "node:assert/strict";
import { test } from "node:test";
import { Seconds } from "../../../firmware/time/Duration.ts";
import { caller, faultCodes, greet, onRig } from "../../../test/harness/voiceLineTest.ts";

test("a line with a dial tone is told so, is on-hook again, and answers the next call", () =>
  onRig(async (rig) => {
    greet(rig);
    assert.deepEqual(await rig.finished(rig.line.checkLine()), { kind: "dialTone" });
    const report = await rig.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
    assert.equal(report.outcome, "answered", rig.story());
    assert.deepEqual(rig.of("answered")[0]?.callerId, { kind: "number", ...caller });
    assert.deepEqual(faultCodes(rig), []);
  }));

test("a socket with nothing in it is told so, in bounded time", () =>
  onRig(
    async (rig) => {
      const began = rig.clock.monotonic();
      assert.deepEqual(await rig.finished(rig.line.checkLine()), { kind: "silence" });
      assert.ok(rig.clock.monotonic() - began < Seconds(8));
    },
    { faults: { noDialTone: true } },
  ));

test("a dial tone is heard in the sound, too, when the modem reports nothing", () =>
  onRig(async (rig) => assert.deepEqual(await rig.finished(rig.line.checkLine()), { kind: "dialTone" }), {
    faults: { noHangUpEvents: true },
  }));

test("a line that rings or is spoken on is not touched", () =>
  onRig(async (rig) => {
    greet(rig);
    const call = rig.rings([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
    await rig.until("rang");
    assert.equal(await rig.finished(rig.line.checkLine()), undefined);
    await rig.until("answered");
    assert.equal(await rig.finished(rig.line.checkLine()), undefined);
    assert.equal((await rig.finished(call)).outcome, "answered");
  }));

test("a modem that refuses to listen leaves the line on-hook, with the reason", () =>
  onRig(
    async (rig) => {
      const finding = await rig.finished(rig.line.checkLine());
      assert.equal(finding?.kind, "failed");
      rig.modem.setFaults({ errorTo: undefined });
      greet(rig);
      const report = await rig.call([{ call: caller }, { waitPrompt: {} }, { hangsUp: {} }]);
      assert.equal(report.outcome, "answered", rig.story());
    },
    { faults: { errorTo: "+VRX" } },
  ));
