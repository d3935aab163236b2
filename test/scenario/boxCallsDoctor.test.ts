import assert from "node:assert/strict";
import type { CallerAction } from "../../device/emulator/caller/Caller.ts";
import type { DoctorPhone } from "../../device/emulator/gsm/Phone.ts";
import type { Answering } from "../../device/emulator/gsm/voice/Answering.ts";
import { Minutes, Seconds } from "../../firmware/time/Duration.ts";
import type { Clinic, ScenarioOptions } from "../harness/Clinic.ts";
import { scenario } from "../harness/Clinic.ts";
import { GsmRig } from "../harness/GsmRig.ts";
import { voice } from "../harness/sounds.ts";
import { confirmsNumber, isUrgent, saysAndKeeps } from "./ways.ts";

// The box calls the doctor over the line that the patient has called on: real driver, emulated modem, real sound. Patel is on
// call (Chen next week); the page by call is the third step, two minutes after the alert, the fourth goes to everyone.

const PATEL = "+13125550102";
const CHEN = "+13125550101";
const PINS = { patel: "2468", chen: "1357" };

let rig: GsmRig;

const calls = (pins: Readonly<Record<string, string>> = PINS): ScenarioOptions => ({
  pins,
  rig: () => {
    rig = new GsmRig();
    return rig;
  },
});

const phone = (number: string): DoctorPhone => rig.emulator.doctorPhone(number);

/** Picks up, says a name, and does the rest over whatever is being said, or after it. */
const answers = (...rest: readonly CallerAction[]): Answering => ({
  kind: "answers",
  afterMs: 4_000,
  script: [{ says: voice(600) }, ...rest],
});

const hears: CallerAction = { waitPrompt: { timeoutMs: 60_000 } };
const hangsUp: CallerAction = { hangsUp: {} };
const key = (digits: string): CallerAction => ({ presses: digits });

/** An urgent call with name and reason, to its end. */
async function urgentCall(clinic: Clinic): Promise<string> {
  const caller = await clinic.phone("+13125550142").calls();
  await isUrgent(caller);
  await confirmsNumber(caller);
  await caller.hears("ask-birth-mdy");
  await caller.presses("#");
  await saysAndKeeps(caller, "ask-name", Seconds(2));
  await saysAndKeeps(caller, "ask-reason", Seconds(6));
  await caller.hears("saved-urgent");
  await caller.hangsUp();
  return clinic.pages.at(-1)!.ref;
}

async function callsMade(clinic: Clinic, to: DoctorPhone, count: number): Promise<void> {
  await clinic.until(`${to.number} was called ${count} times`, () => to.calls.length >= count);
  // The line rests before the next one.
  await clinic.passes(Seconds(4));
}

const told = (clinic: Clinic): string =>
  clinic.happenings
    .filter(({ kind }) => kind === "doctor-hears")
    .map(({ text }) => text)
    .join(" ");

scenario(
  "the first doctor's telephone rings out, the second takes the call by telephone, having heard the caller's own voice",
  async (clinic) => {
    phone(PATEL).answersWith({ kind: "noAnswer", givesUpMs: "never" });
    phone(CHEN).answersWith(answers(hears, key("1357#"), { waits: 40_000 }, key("4"), { waits: 8_000 }, hangsUp));
    const ref = await urgentCall(clinic);
    await callsMade(clinic, phone(CHEN), 1);
    const { alert, dispatches } = await clinic.message();
    assert.deepEqual([alert?.state, alert?.takenBy], ["taken", "chen"], clinic.story());
    const byCall = dispatches
      .filter(({ way }) => way === "call")
      .map(({ person, state, detail }) => [person, state, detail]);
    assert.deepEqual(byCall[0], ["patel", "failedPermanently", "rang out after 25 s"]);
    assert.deepEqual(
      byCall.find(([person]) => person === "chen"),
      ["chen", "sent", "taken"],
    );
    const heard = Buffer.concat(phone(CHEN).calls[0]!.prompts.map(({ bytes }) => Buffer.from(bytes)));
    for (const part of ["name", "reason"] as const) {
      const stored = await clinic.watched.store.recording(ref, part);
      assert.ok(heard.includes(Buffer.from(stored!.bytes)), `the ${part}, sample for sample`);
    }
    assert.match(told(clinic), /received at eight fourteen P M The number to call back is 3125550142/);
    const before = phone(PATEL).calls.length;
    await clinic.passes(Minutes(10));
    assert.equal(phone(PATEL).calls.length, before, "nobody is called for what is taken");
  },
  calls(),
);

for (const [answering, detail] of [
  [{ kind: "busy" }, "busy"],
  [{ kind: "voicemail", afterMs: 3_000 }, "voicemail, or nobody who pressed a key"],
  [answers(hears, hangsUp), "nobody entered a PIN"],
  [
    answers(hears, key("1111#"), hears, key("2222#"), hears, key("3333#"), { waitHangUp: { timeoutMs: 60_000 } }),
    "wrong PIN",
  ],
  [answers(hears, key("2468#"), { waits: 1_500 }, hangsUp), "hung up before the call was told"],
] as const satisfies readonly (readonly [Answering, string])[])
  scenario(
    `no page: ${detail}. The escalation goes on at once, and a machine hears nothing of the patient`,
    async (clinic) => {
      phone(PATEL).answersWith(answering);
      phone(CHEN).answersWith({ kind: "noAnswer", givesUpMs: 20_000 });
      const ref = await urgentCall(clinic);
      await callsMade(clinic, phone(PATEL), 1);
      await clinic.pager("Dr. Chen").gets(/URGENT/, Seconds(20));
      const { dispatches } = await clinic.message();
      const byCall = dispatches.find(({ way }) => way === "call");
      assert.deepEqual([byCall?.person, byCall?.state, byCall?.detail], ["patel", "failedPermanently", detail]);
      if (!detail.startsWith("hung up")) assert.doesNotMatch(told(clinic), /3125550142|own recording/);
      await clinic.pager("Dr. Patel").replies(ref);
      await clinic.passes(Seconds(60));
    },
    calls(),
  );

scenario(
  "somebody takes it by SMS while the telephone rings: it stops ringing at once",
  async (clinic) => {
    phone(PATEL).answersWith({ kind: "noAnswer", givesUpMs: "never" });
    const ref = await urgentCall(clinic);
    await clinic.until("it rings", () => clinic.happenings.some(({ kind }) => kind === "doctor-rings"));
    const atMs = clinic.clock.monotonic();
    await clinic.pager("Dr. Patel").replies(ref);
    await callsMade(clinic, phone(PATEL), 1);
    const report = phone(PATEL).calls[0]!;
    assert.equal(report.end, "us");
    assert.ok(report.onHookAtMs! - atMs < 1_000, clinic.story());
  },
  calls(),
);

scenario(
  "a guesser's wrong PINs lock the telephone menu, survive, are told, and stop no page: the call says its reference only",
  async (clinic) => {
    const guesses = [
      hears,
      key("1111#"),
      hears,
      key("2222#"),
      hears,
      key("3333#"),
      { waitHangUp: { timeoutMs: 60_000 } },
    ];
    phone(PATEL).answersWith(answers(...guesses));
    phone(CHEN).answersWith({ kind: "busy" });
    const ref = await urgentCall(clinic);
    await callsMade(clinic, phone(PATEL), 2);
    assert.ok(clinic.faults.includes("PIN_LOCKED"), clinic.story());
    phone(PATEL).answersWith(answers(hears, key("2468#4"), { waitHangUp: { timeoutMs: 60_000 } }));
    await callsMade(clinic, phone(PATEL), 3);
    assert.match(told(clinic).slice(-400), /locked for now.*reference is/s);
    assert.equal((await clinic.message()).alert?.state, "open", "a locked PIN takes nothing");
    assert.equal((await clinic.watched.store.pinLocks())[0]?.person, "patel");
    await clinic.pager("Dr. Patel").replies(ref);
    assert.equal((await clinic.message()).alert?.takenBy, "patel", "by SMS as always");
    await clinic.passes(Minutes(31));
    assert.ok(clinic.faults.includes("-PIN_LOCKED"));
  },
  calls(),
);

scenario(
  "a person without a PIN hears the reference, takes it with a key pressed twice, and hears nothing of the patient",
  async (clinic) => {
    phone(PATEL).answersWith(answers(hears, key("4"), hears, key("4"), { waits: 12_000 }, hangsUp));
    await urgentCall(clinic);
    await callsMade(clinic, phone(PATEL), 1);
    const { alert } = await clinic.message();
    assert.deepEqual([alert?.state, alert?.takenBy], ["taken", "patel"], clinic.story());
    assert.doesNotMatch(told(clinic), /3125550142|own recording/);
  },
  calls({ chen: "1357" }),
);

scenario(
  "while a patient speaks on the only line nobody is called over it; when they have hung up, the doctor is",
  async (clinic) => {
    phone(PATEL).answersWith(answers(key("2468"), { waits: 3_000 }, key("4"), { waits: 6_000 }, hangsUp));
    const first = await clinic.phone("+13125550142").calls();
    await isUrgent(first);
    await confirmsNumber(first);
    await first.hears("ask-birth-mdy");
    await first.hangsUp();
    await clinic.passes(Seconds(70));
    const second = await clinic.phone("+13125550143").calls();
    await second.waits(Seconds(60));
    assert.equal(phone(PATEL).calls.length, 0);
    assert.ok(clinic.line.offHook, "the second patient is not cut off");
    await second.hangsUp();
    await clinic.until("the doctor has taken it", () => clinic.happenings.some(({ kind }) => kind === "taken"));
    await callsMade(clinic, phone(PATEL), 1);
    await clinic.pager("Dr. Patel").replies(clinic.pages[0]!.ref);
    clinic.pages.length = 1;
  },
  calls(),
);

scenario(
  "the modem is away when the doctor is to be called: told as our own trouble, and called once it is back",
  async (clinic) => {
    phone(PATEL).answersWith(answers(key("2468"), { waits: 3_000 }, key("4"), { waits: 8_000 }, hangsUp));
    await urgentCall(clinic);
    await rig.unplug();
    const failed = () => clinic.happenings.find(({ kind, text }) => kind === "page-failed" && /^CALL/.test(text));
    await clinic.until("no line", () => failed() !== undefined);
    assert.match(failed()?.text ?? "", /failedTemporarily \(no cellular line is in service\)/);
    await rig.plugIn();
    await clinic.until("the doctor has taken it", () => clinic.happenings.some(({ kind }) => kind === "taken"));
    await callsMade(clinic, phone(PATEL), 1);
    clinic.faults.length = 0;
  },
  calls(),
);

scenario(
  "the modem dies while the doctor is being told: our own trouble, and the same doctor is called again once it is back",
  async (clinic) => {
    phone(PATEL).answersWith(answers(hears, key("2468"), { waits: 60_000 }, hangsUp));
    await urgentCall(clinic);
    await clinic.until("the doctor hears it", () => /number to call back/.test(told(clinic)));
    await rig.unplug();
    const failed = () => clinic.happenings.find(({ kind, text }) => kind === "page-failed" && /^CALL/.test(text));
    await clinic.until("the call is over", () => failed() !== undefined);
    assert.match(failed()?.text ?? "", /Dr\. Patel: failedTemporarily \(the modem went away\)/);
    phone(PATEL).answersWith(answers(key("2468"), { waits: 3_000 }, key("4"), { waits: 8_000 }, hangsUp));
    await rig.plugIn();
    await clinic.until("the doctor has taken it", () => clinic.happenings.some(({ kind }) => kind === "taken"));
    await callsMade(clinic, phone(PATEL), 2);
    clinic.faults.length = 0;
  },
  calls(),
);

scenario(
  "two doctors are to be called over one line: one after the other, and the line rests in between",
  async (clinic) => {
    phone(PATEL).answersWith({ kind: "busy" });
    const ref = await urgentCall(clinic);
    await callsMade(clinic, phone(PATEL), 1);
    phone(PATEL).answersWith({ kind: "noAnswer", givesUpMs: "never" });
    phone(CHEN).answersWith({ kind: "noAnswer", givesUpMs: "never" });
    await callsMade(clinic, phone(CHEN), 1);
    await callsMade(clinic, phone(PATEL), 2);
    const dials = clinic.happenings.filter(({ kind }) => kind === "dials" || kind === "page-call-over");
    assert.deepEqual(
      dials.map(({ kind }) => kind),
      dials.map((_, i) => (i % 2 === 0 ? "dials" : "page-call-over")),
      "never two at a time",
    );
    for (let i = 2; i < dials.length; i += 2)
      assert.ok(dials[i]!.atMs - dials[i - 1]!.atMs >= 3_000, "a patient gets through in between");
    await clinic.pager("Dr. Chen").replies(ref);
    await clinic.passes(Seconds(10));
  },
  calls(),
);
