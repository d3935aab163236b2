import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds, Minutes, Seconds } from "../../../firmware/time/Duration.ts";
import type { GsmRig } from "../../../test/harness/GsmRig.ts";
import { onGsmRig } from "../../../test/harness/onGsmRig.ts";
import { prompt } from "../../../test/harness/sounds.ts";

const ann = { number: "3125550142" };
const bob = { number: "3125550143" };

const greet = (rig: GsmRig, ms = 2_000): void => {
  rig.onEvent = (event, perform) => {
    if (event.kind === "answered") perform({ kind: "play", playId: 1, audio: prompt(ms) });
  };
};
const signs = (rig: GsmRig): string[] => rig.of("callerHungUp").map(({ sign }) => sign);

// --- ringing and answering ---------------------------------------------------------------------------------------------

test("a number that stands only in +CLCC is told a moment after the answer", () =>
  onGsmRig(
    async (rig) => {
      await rig.call([{ call: ann }, { waits: 2_000 }, { hangsUp: {} }]);
      const [answered] = rig.of("answered");
      assert.deepEqual(answered?.callerId, { kind: "none" });
      const [identified] = rig.of("callerIdentified");
      assert.deepEqual(identified?.callerId, { kind: "number", ...ann });
      assert.ok(identified.atMs - answered.atMs < 500, rig.story());
    },
    { model: "huawei", voice: { noClip: true } },
  ));

test("a modem that does not say RING but only who calls (some EG25): answered all the same", () =>
  onGsmRig(
    async (rig) => {
      const report = await rig.call([{ call: ann }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(report.offHook?.rings, 1, rig.story());
    },
    { model: "ec25", voice: { noRing: true } },
  ));

test("a modem that refuses to answer has another chance at the next ring", () =>
  onGsmRig(async (rig) => {
    rig.emulator.inject({ kind: "refuse", on: "ATA" });
    const report = await rig.call([{ call: ann }, { waits: 500 }, { hangsUp: {} }]);
    assert.equal(report.offHook?.rings, 2, rig.story());
    assert.equal(rig.of("answered").length, 1);
  }));

test("a weak cell: the network takes five seconds to connect, and the greeting is heard whole then", () =>
  onGsmRig(
    async (rig) => {
      greet(rig);
      const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(report.prompts[0]?.bytes.length, 32_000, rig.story());
    },
    { voice: { connectMs: 5_000, okMs: 5_000 } },
  ));

test("a modem that answers the call and not the command: the list of calls tells", () =>
  onGsmRig(async (rig) => {
    greet(rig);
    rig.emulator.inject({ kind: "loseOk", on: "ATA" });
    const report = await rig.call([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
    assert.equal(report.prompts[0]?.bytes.length, 32_000, rig.story());
    assert.ok(rig.of("answered")[0]!.atMs - report.offHook!.atMs < 20_000);
  }));

test("a caller who gives up while the call is being connected rang in vain, and the next one is answered", () =>
  onGsmRig(
    async (rig) => {
      const call = rig.rings([{ call: ann }, { hangsUp: {} }]);
      await rig.until("rang");
      await rig.passes(Seconds(1));
      rig.callerHangsUp();
      await rig.finished(call);
      const stopped = await rig.until("ringingStopped");
      assert.deepEqual([stopped.rings, stopped.callerId], [1, { kind: "number", ...ann }]);
      assert.deepEqual(rig.of("answered"), []);
      const next = await rig.call([{ call: bob }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(next.outcome, "answered", rig.story());
    },
    { voice: { connectMs: 3_000, okMs: 3_000 } },
  ));

test("a late RING of the call that has just ended is no new call, and a real one at the same moment is", () =>
  onGsmRig(async (rig) => {
    await rig.call([{ call: ann }, { waits: 500 }, { hangsUp: {} }]);
    await rig.until("released");
    await rig.passes(Milliseconds(200));
    rig.emulator.say("+CRING: VOICE");
    await rig.passes(Seconds(5));
    assert.equal(rig.of("rang").length, 1, rig.story());
    const before = rig.events.length;
    await rig.call([{ call: ann }, { waits: 500 }, { hangsUp: {} }]);
    await rig.until("released", Seconds(5), before);
    await rig.passes(Milliseconds(200));
    const next = await rig.call([{ call: bob }, { waits: 1_500 }, { hangsUp: {} }]);
    assert.equal(next.offHook?.rings, 1, rig.story());
  }));

test("a data call rings, and nobody answers it", () =>
  onGsmRig(async (rig) => {
    rig.emulator.say("+CRING: REL ASYNC");
    await rig.passes(Seconds(10));
    assert.deepEqual(rig.of("rang"), []);
  }));

test("a modem without a voice of its own says that it is for messages only, and is in service as that", () =>
  onGsmRig(
    async (rig) => {
      await rig.untilSo("in service", () => rig.modem.ready);
      assert.deepEqual(rig.faults, ["LINE_SMS_ONLY"]);
      assert.deepEqual(rig.of("ready"), []);
      await rig.call([{ call: { ...ann, rings: 2 } }]);
      assert.deepEqual([rig.of("rang"), rig.of("answered")], [[], []]);
    },
    { model: "generic" },
  ));

// --- the end of a call -------------------------------------------------------------------------------------------------

test("the modem says that the call is over, and it is not: the caller goes on", () =>
  onGsmRig(async (rig) => {
    greet(rig, 6_000);
    const call = rig.rings([{ call: ann }, { waitPrompt: {} }, { waits: 1_000 }, { hangsUp: {} }]);
    await rig.until("promptStarted");
    await rig.passes(Seconds(2));
    rig.emulator.sayFalseEnd();
    const report = await rig.finished(call);
    assert.equal(report.prompts[0]?.bytes.length, 96_000, rig.story());
    assert.equal(report.endedBy, "caller");
  }));

test("a call that stays in the list after its end, as with stale lists of some sticks, ends by its two other signs", () =>
  onGsmRig(
    async (rig) => {
      const report = await rig.call([{ call: ann }, { waits: 3_000 }, { hangsUp: {} }]);
      const gone = await rig.until("callerHungUp", Seconds(10));
      assert.ok(gone.atMs - report.hungUpAtMs! < 5_000, rig.story());
      await rig.until("released", Seconds(10));
      const next = await rig.call([{ call: bob }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(next.outcome, "answered", rig.story());
    },
    { voice: { keepsListed: true } },
  ));

test("a call that stays in the list, and whose end was not told: a minute without sound is a minute of silence", () =>
  onGsmRig(
    async (rig) => {
      const report = await rig.call([{ call: ann }, { waits: 3_000 }, { hangsUp: {} }]);
      const gone = await rig.until("callerHungUp", Minutes(3));
      assert.ok(gone.atMs - report.hungUpAtMs! < 65_000, rig.story());
      await rig.until("released", Seconds(10));
    },
    { voice: { keepsListed: true, losesEnd: true } },
  ));

test("the modem answers no commands for a while in a call: the sentence is heard whole, the call goes on", () =>
  onGsmRig(async (rig) => {
    greet(rig, 20_000);
    const call = rig.rings([{ call: ann }, { waitPrompt: {} }, { waits: 3_000 }, { hangsUp: {} }]);
    await rig.until("promptStarted");
    await rig.passes(Seconds(2));
    rig.emulator.fallSilent("escape");
    const report = await rig.finished(call);
    assert.equal(report.prompts[0]?.bytes.length, 320_000, rig.story());
    assert.equal(report.endedBy, "caller");
    await rig.until("released", Seconds(30));
    assert.deepEqual(signs(rig), ["no-carrier"]);
  }));

test("the modem falls silent for good in a call: the call ends in bounded time, and the next one is answered", () =>
  onGsmRig(async (rig) => {
    greet(rig, 5_000);
    const call = rig.rings([{ call: ann }, { waits: 100_000 }]);
    await rig.until("promptStarted");
    rig.emulator.fallSilent("reset");
    await rig.until("released", Minutes(2));
    assert.deepEqual(signs(rig), ["port-gone"], rig.story());
    const before = rig.events.length;
    await rig.until("ready", Minutes(5), before);
    await rig.finished(call);
    const next = await rig.call([{ call: bob }, { waits: 500 }, { hangsUp: {} }]);
    assert.equal(next.outcome, "answered", rig.story());
  }));

for (const seconds of [3, 9, 30]) {
  test(`the modem is stuck for ${seconds} s in a call and then answers everything at once: no late answer is taken for another's`, () =>
    onGsmRig(async (rig) => {
      const call = rig.rings([{ call: ann }, { waits: 60_000 }, { hangsUp: {} }]);
      await rig.until("answered");
      await rig.passes(Seconds(1));
      rig.emulator.splitBytes({ bytes: 0, gapMs: 1 });
      await rig.passes(Seconds(seconds));
      rig.emulator.splitBytes(undefined);
      await rig.finished(call);
      await rig.passes(Seconds(30));
      await rig.untilSo("in service", () => rig.modem.ready);
      assert.deepEqual(
        rig.faults.filter((code) => !/SMS_MODEM_SILENT/.test(code)),
        [],
        "it is known for what it is",
      );
      greet(rig);
      const next = await rig.call([{ call: bob }, { waitPrompt: {} }, { waits: 5_000 }, { hangsUp: {} }]);
      assert.equal(next.prompts[0]?.bytes.length, 32_000, rig.story());
      assert.equal(next.endedBy, "caller");
    }));
}

test("the modem restarts in the middle of a call: the call is over, and the line is back within ten seconds of the modem", () =>
  onGsmRig(async (rig) => {
    greet(rig, 30_000);
    const call = rig.rings([{ call: ann }, { waits: 60_000 }]);
    await rig.until("promptStarted");
    await rig.passes(Seconds(2));
    const before = rig.events.length;
    const resetAtMs = rig.clock.monotonic();
    rig.emulator.reset({ awayMs: 12_000 });
    assert.equal((await rig.finished(call)).end, "lost");
    assert.deepEqual(signs(rig), ["port-gone"]);
    const ready = await rig.until("ready", Minutes(1), before);
    assert.ok(ready.atMs - resetAtMs < 22_000, rig.story());
    const next = await rig.call([{ call: bob }, { waits: 500 }, { hangsUp: {} }]);
    assert.equal(next.outcome, "answered", rig.story());
  }));

for (const model of ["sim7600", "ec25"] as const) {
  test(`${model}: a second caller hears that the line is engaged, and the first one nothing of it`, () =>
    onGsmRig(
      async (rig) => {
        greet(rig, 6_000);
        const first = rig.rings([{ call: ann }, { waitPrompt: {} }, { waits: 500 }, { hangsUp: {} }]);
        await rig.until("promptStarted");
        await rig.passes(Seconds(1));
        const second = await rig.call([{ call: bob }]);
        assert.equal(second.outcome, "unanswered");
        assert.ok(second.onHookAtMs! - second.firstRingAtMs! < 3_000, rig.story());
        const report = await rig.finished(first);
        assert.equal(report.prompts[0]?.bytes.length, 96_000);
        assert.equal(report.endedBy, "caller");
        assert.equal(rig.of("rang").length, 1);
        assert.ok(
          rig
            .of("callerIdentified")
            .every(({ callerId }) => callerId.kind === "number" && callerId.number === ann.number),
        );
      },
      { model, voice: { secondCallWaiting: true } },
    ));
}

test("hanging up that is refused is tried again in another way", () =>
  onGsmRig(async (rig) => {
    const call = rig.rings([{ call: ann }, { waits: 30_000 }]);
    await rig.until("answered");
    await rig.passes(Seconds(1));
    rig.emulator.inject({ kind: "refuse", on: "CHUP", times: Number.POSITIVE_INFINITY });
    rig.line.perform({ kind: "hangUp" });
    const report = await rig.finished(call);
    assert.equal(report.endedBy, "appliance");
    await rig.until("released");
    assert.deepEqual(rig.of("fault"), []);
  }));

test("stopped while the network connects a caller: he is let go, not left on a dead line", () =>
  onGsmRig(
    async (rig) => {
      let over = false;
      void rig.rings([{ call: {} }, { waits: 600_000 }, { hangsUp: {} }]).then(() => {
        over = true;
      });
      await rig.until("rang");
      await rig.passes(Milliseconds(100));
      await rig.finished(rig.line.stop());
      await rig.untilSo("over at the network", () => over, Seconds(5));
    },
    { voice: { okMs: 5_000, connectMs: 5_000 } },
  ));

test("a modem that does not hang up at all is told as stuck", () =>
  onGsmRig(async (rig) => {
    const call = rig.rings([{ call: ann }, { waits: 30_000 }, { hangsUp: {} }]);
    await rig.until("answered");
    rig.emulator.inject({ kind: "refuse", on: "CHUP", times: Number.POSITIVE_INFINITY });
    rig.emulator.inject({ kind: "refuse", on: "ATH", times: Number.POSITIVE_INFINITY });
    rig.line.perform({ kind: "hangUp" });
    await rig.until("released", Seconds(30));
    assert.deepEqual(
      rig.of("fault").map(({ code }) => code),
      ["LINE_STUCK_OFF_HOOK"],
      rig.story(),
    );
    await rig.finished(call);
  }));
