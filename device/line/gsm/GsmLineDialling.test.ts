import assert from "node:assert/strict";
import { test } from "node:test";
import { type Duration, Seconds } from "../../../firmware/time/Duration.ts";
import type { GsmRig } from "../../../test/harness/GsmRig.ts";
import { type OnGsmRig, onGsmRig } from "../../../test/harness/onGsmRig.ts";
import { prompt, voice } from "../../../test/harness/sounds.ts";
import type { GsmModel } from "../../emulator/gsm/families/registry.ts";
import type { Answering } from "../../emulator/gsm/voice/Answering.ts";
import type { OutgoingCall, OutgoingEvent } from "./OutgoingCall.ts";

const CHEN = "+13125550101";

class DoctorCalled {
  readonly events: OutgoingEvent[] = [];
  readonly rig: GsmRig;
  readonly call: OutgoingCall;

  constructor(rig: GsmRig, ringFor: Duration, told: (event: OutgoingEvent, call: OutgoingCall) => void) {
    this.rig = rig;
    const call = rig.line.dial({
      number: CHEN,
      ringFor,
      onEvent: (event) => {
        this.events.push(event);
        told(event, this.call);
      },
    });
    assert.ok(call !== undefined, "the line is free");
    this.call = call;
  }

  /** The story in words, without prompts and keys. */
  get story(): string[] {
    return this.events.flatMap((event) => {
      if (event.kind === "line") return [];
      if (event.kind === "answeredBy") return [event.who];
      return [event.kind === "notReached" ? event.why : event.kind];
    });
  }

  get keys(): string {
    return this.events
      .flatMap((event) => (event.kind === "line" && event.event.kind === "digitReceived" ? [event.event.digit] : []))
      .join("");
  }

  at(kind: "answered" | "answeredBy"): number {
    const found = this.events.find((event) => event.kind === kind);
    return found !== undefined && "atMs" in found ? found.atMs : Number.NaN;
  }

  async over(): Promise<void> {
    await this.rig.untilSo("the call is over", () =>
      this.events.some(({ kind }) => kind === "released" || kind === "notReached"),
    );
    await this.rig.passes(Seconds(3));
  }
}

interface Asked extends OnGsmRig {
  readonly ringFor?: Duration;
  readonly onEvent?: (event: OutgoingEvent, call: OutgoingCall) => void;
}

/** The doctor's phone is called, and does what it does. */
async function doctorIsCalled(
  answering: Answering,
  check: (called: DoctorCalled, rig: GsmRig) => Promise<void>,
  { ringFor = Seconds(30), onEvent = () => {}, ...parts }: Asked = {},
): Promise<void> {
  await onGsmRig(async (rig) => {
    rig.emulator.doctorPhone(CHEN).answersWith(answering);
    await rig.until("ready");
    const called = new DoctorCalled(rig, ringFor, onEvent);
    await check(called, rig);
    assert.deepEqual(rig.of("answered"), [], "nobody called us");
  }, parts);
}

const VOICES: readonly GsmModel[] = ["sim7600", "ec25", "huawei", "huawei-ddtmf"];

for (const model of VOICES) {
  test(`${model}: a doctor picks up, hears the page, and takes it with a key`, () =>
    doctorIsCalled(
      {
        kind: "answers",
        afterMs: 4_000,
        script: [{ says: voice(700) }, { waitPrompt: {} }, { presses: "1" }, { waits: 400 }, { hangsUp: {} }],
      },
      async (called, rig) => {
        await called.over();
        assert.deepEqual(called.story, ["rings", "answered", "person", "farEndHungUp", "released"], rig.story());
        assert.equal(called.keys, "1");
        const report = rig.emulator.doctorPhone(CHEN).calls[0]!;
        assert.equal(report.prompts[0]?.bytes.length, 48_000);
        assert.deepEqual(report.prompts[0].gaps, []);
      },
      {
        model,
        onEvent: (event, call) => {
          if (event.kind === "answered") call.perform({ kind: "play", playId: 1, audio: prompt(3_000) });
        },
      },
    ));

  test(`${model}: a mailbox greets and beeps: no person, and told before its tape is full`, () =>
    doctorIsCalled(
      { kind: "voicemail", afterMs: 3_000 },
      async (called, rig) => {
        await called.over();
        assert.deepEqual(called.story, ["rings", "answered", "machine", "released"], rig.story());
        assert.ok(called.at("answeredBy") - called.at("answered") < 8_000, rig.story());
      },
      {
        model,
        onEvent: (event, call) => {
          if (event.kind === "answeredBy" && event.who === "machine") call.perform({ kind: "hangUp" });
        },
      },
    ));
}

/** What each make tells of the network's reason. */
const UNREACHED: readonly (readonly [GsmModel, Answering, string])[] = [
  ["sim7600", { kind: "busy" }, "busy"],
  ["ec25", { kind: "busy" }, "busy"],
  ["huawei", { kind: "busy" }, "busy"],
  ["sim7600", { kind: "noAnswer", givesUpMs: 15_000 }, "noAnswer"],
  ["ec25", { kind: "noAnswer", givesUpMs: 15_000 }, "noAnswer"],
  ["huawei", { kind: "noAnswer", givesUpMs: 15_000 }, "noAnswer"],
  ["huawei", { kind: "rejects", afterMs: 2_000 }, "rejected"],
  // Their result codes do not tell who said no.
  ["sim7600", { kind: "rejects", afterMs: 2_000 }, "failed"],
  ["ec25", { kind: "rejects", afterMs: 2_000 }, "failed"],
  ["huawei", { kind: "unreachable" }, "unreachable"],
  ["sim7600", { kind: "unreachable" }, "failed"],
  ["ec25", { kind: "unreachable" }, "failed"],
];

for (const [model, answering, why] of UNREACHED) {
  test(`${model}, the doctor's phone (${answering.kind}): told as ${why}, and the line is free again`, () =>
    doctorIsCalled(
      answering,
      async (called, rig) => {
        await called.over();
        assert.equal(called.story.at(-1), why, rig.story());
        assert.equal(called.events.filter(({ kind }) => kind === "notReached").length, 1);
        const report = await rig.call([{ call: { number: "3125550142" } }, { waits: 500 }, { hangsUp: {} }]);
        assert.equal(report.outcome, "answered", rig.story());
        await rig.until("released");
        rig.events.length = 0;
      },
      { model },
    ));
}

test("nobody picks up within the time that is given: we hang up, and no mailbox gets a page", () =>
  doctorIsCalled(
    { kind: "noAnswer", givesUpMs: "never" },
    async (called, rig) => {
      await called.over();
      assert.deepEqual(called.story, ["rings", "noAnswer"], rig.story());
      assert.equal(rig.emulator.doctorPhone(CHEN).calls[0]?.end, "us");
    },
    { ringFor: Seconds(20) },
  ));

test("somebody else has taken the page while it rings: hanging up stops the ringing at once", () =>
  doctorIsCalled({ kind: "noAnswer", givesUpMs: "never" }, async (called, rig) => {
    await rig.untilSo("it rings", () => called.story.includes("rings"));
    const toldAtMs = rig.clock.monotonic();
    called.call.perform({ kind: "hangUp" });
    await called.over();
    const report = rig.emulator.doctorPhone(CHEN).calls[0]!;
    assert.equal(report.end, "us");
    assert.ok(report.onHookAtMs! - toldAtMs < 500, rig.story());
  }));

test("a person who says a word and waits is none for certain: only a key tells, and without one nobody waits for ever", () =>
  doctorIsCalled(
    { kind: "answers", script: [{ says: voice(800) }, { waits: 60_000 }] },
    async (called, rig) => {
      await called.over();
      assert.deepEqual(called.story, ["rings", "answered", "machine", "released"], rig.story());
      const verdict = called.at("answeredBy") - called.at("answered");
      assert.ok(verdict > 20_000 && verdict < 30_000, rig.story());
    },
    {
      onEvent: (event, call) => {
        if (event.kind === "answeredBy") call.perform({ kind: "hangUp" });
      },
    },
  ));

for (const model of VOICES) {
  test(`${model}: keys that we send are heard at the other end, one by one`, () =>
    doctorIsCalled(
      { kind: "answers", script: [{ waits: 6_000 }, { hangsUp: {} }] },
      async (called, rig) => {
        await rig.untilSo("it is answered", () => called.story.includes("answered"));
        assert.equal(await rig.finished(called.call.sendKeys("90#*1")), true);
        await called.over();
        const report = rig.emulator.doctorPhone(CHEN).calls[0]!;
        assert.equal(report.toneKeys!.map(({ digit }) => digit).join(""), "90#*1");
        const gaps = report.toneKeys!.slice(1).map(({ atMs }, at) => atMs - report.toneKeys![at]!.atMs);
        assert.ok(gaps.every((gap) => gap >= 150));
      },
      { model },
    ));
}

test("a patient calls while the doctor is being called: engaged, or after it the next ring is answered", () =>
  doctorIsCalled(
    { kind: "answers", afterMs: 3_000, script: [{ waits: 2_000 }, { presses: "1" }, { waits: 500 }, { hangsUp: {} }] },
    async (called, rig) => {
      await rig.untilSo("it rings", () => called.story.includes("rings"));
      const patient = await rig.call([{ call: { number: "3125550142" } }]);
      assert.equal(patient.outcome, "lineBusy");
      await called.over();
      assert.ok(called.story.includes("person"), rig.story());
      const again = await rig.call([{ call: { number: "3125550142" } }, { waits: 500 }, { hangsUp: {} }]);
      assert.equal(again.outcome, "answered", rig.story());
      await rig.until("released");
      rig.events.length = 0;
    },
  ));

test("while somebody rings or speaks nobody is called", () =>
  onGsmRig(async (rig) => {
    const call = rig.rings([{ call: { number: "3125550142" } }, { waits: 2_000 }, { hangsUp: {} }]);
    await rig.until("rang");
    const dial = () => rig.line.dial({ number: CHEN, ringFor: Seconds(20), onEvent: () => {} });
    assert.equal(dial(), undefined);
    await rig.until("answered");
    assert.equal(dial(), undefined);
    await rig.finished(call);
  }));

test("the modem is unplugged while the doctor's phone rings: told, and the line comes back", () =>
  doctorIsCalled({ kind: "noAnswer", givesUpMs: "never" }, async (called, rig) => {
    await rig.untilSo("it rings", () => called.story.includes("rings"));
    const before = rig.events.length;
    await rig.unplug();
    await called.over();
    assert.deepEqual(called.story, ["rings", "failed"]);
    await rig.plugIn();
    await rig.until("ready", Seconds(60), before);
  }));

test("the answer of a modem that loses its own OK to the number is found out from the list of calls", () =>
  doctorIsCalled(
    { kind: "answers", afterMs: 2_000, script: [{ waits: 40_000 }, { presses: "1" }, { waits: 500 }, { hangsUp: {} }] },
    async (called, rig) => {
      await called.over();
      assert.ok(called.story.includes("answered"), rig.story());
      assert.equal(called.keys, "1");
    },
    { before: (rig) => rig.emulator.inject({ kind: "loseOk", on: "ATD" }) },
  ));

for (const [when, answering, told] of [
  ["rings", { kind: "noAnswer", givesUpMs: "never" }, "rings"],
  ["is spoken on", { kind: "answers", script: [{ waits: 60_000 }] }, "answered"],
] as const satisfies readonly (readonly [string, Answering, string])[])
  test(`the box stops while the doctor's phone ${when}: it hangs up, and the call is told as over`, () =>
    doctorIsCalled(answering, async (called, rig) => {
      await rig.untilSo(told, () => called.story.includes(told));
      await rig.finished(rig.line.stop());
      assert.equal(rig.emulator.doctorPhone(CHEN).calls[0]?.end, "us", rig.story());
      assert.ok(["failed", "released"].includes(called.story.at(-1) ?? ""), called.story.join());
    }));
