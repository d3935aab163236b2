import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { testClinic } from "../../test/clinic/testClinic.ts";
import type { DispatchOutcome } from "../channel/AlertChannel.ts";
import type { Clinic } from "../config/Clinic.ts";
import type { Alert, Dispatch } from "../message/MessageStore.ts";
import {
  alertOf,
  type EscalationEffect,
  type EscalationEvent,
  type EscalationState,
  type EscalationStepResult,
  type Way,
} from "./Escalation.ts";
import { beginEscalation, stepEscalation } from "./EscalationMachine.ts";
import { escalationContext } from "./escalationContext.ts";
import { resumeEscalation } from "./resumeEscalation.ts";

/** Tuesday 02:14 in Chicago: Dr. Patel's week, Dr. Okafor the fallback. */
const NIGHT = Date.parse("2026-12-01T08:14:00Z");
const SECOND = 1_000;
const MINUTE = 60_000;

const CLINIC = testClinic();

interface Page {
  readonly at: number;
  readonly to: string;
  readonly way: Way;
  readonly id: string;
  readonly text: string;
}

interface Means {
  readonly clinic?: Clinic;
  readonly ways?: readonly Way[];
  /** What becomes of a page; `sent` unless said otherwise. */
  readonly outcome?: (dispatch: Dispatch) => DispatchOutcome["kind"] | "never";
}

/** One alert in a world whose time is turned by hand. Keeps a store of what was committed, as the real one would. */
class World {
  now = NIGHT;
  state: EscalationState;
  readonly pages: Page[] = [];
  readonly answers: string[] = [];
  readonly faults = new Set<string>();
  readonly audits: string[] = [];
  readonly cancelled: string[] = [];
  rows = new Map<string, Dispatch>();
  /** The file may be edited while it runs. */
  clinic: Clinic;
  #timers = new Map<string, number>();
  #outcomes: { at: number; event: EscalationEvent }[] = [];
  readonly #means: Means;

  constructor(means: Means = {}, urgency: "urgent" | "routine" = "urgent") {
    this.#means = means;
    this.clinic = means.clinic ?? CLINIC;
    const alert = { ref: "7Q4K", callId: "c0000000000001", urgency, raisedAt: this.now };
    this.state = this.#commit(beginEscalation(this.context, alert));
  }

  get context() {
    const ways = new Set<Way>(this.#means.ways ?? ["sms"]);
    return escalationContext(this.clinic, { ways, policy: "urgent", callback: "3125550142" });
  }

  get timers(): ReadonlyMap<string, number> {
    return this.#timers;
  }

  handle(event: EscalationEvent): void {
    this.state = this.#commit(stepEscalation(this.context, this.state, event));
  }

  taken = (person: string, answer = true) => this.handle({ kind: "taken", person, at: this.now, answer });
  /** What the network says of the newest page to somebody. */
  reported(person: string, outcome: "delivered" | "failed" | "gaveUp"): void {
    const page = this.pages.findLast(({ to }) => to === person);
    if (page === undefined) return;
    const { id, way } = page;
    this.handle({ kind: "reported", id, person, way, outcome, detail: "TP-ST", at: this.now });
  }
  passed = (person: string) => this.handle({ kind: "passed", person, at: this.now, answer: true });
  closed = (person: string) => this.handle({ kind: "closed", person, at: this.now, answer: true });

  /** Everything that is due within the next while, in its order. */
  passes(ms: number): void {
    const end = this.now + ms;
    for (let i = 0; i < 10_000; i += 1) {
      const timer = [...this.#timers].sort((a, b) => a[1] - b[1])[0];
      const outcome = this.#outcomes.sort((a, b) => a.at - b.at)[0];
      const next = Math.min(timer?.[1] ?? Number.POSITIVE_INFINITY, outcome?.at ?? Number.POSITIVE_INFINITY);
      if (next > end) break;
      this.now = Math.max(this.now, next);
      if (outcome !== undefined && outcome.at === next) {
        this.#outcomes.shift();
        this.handle(outcome.event);
      } else {
        this.#timers.delete(timer![0]);
        this.handle({ kind: "timerFired", name: timer![0], at: this.now });
      }
    }
    this.now = end;
  }

  /** The process dies; what was committed is all that is left. */
  crashes(downFor: number, clockSlips = 0): void {
    this.#timers = new Map();
    this.#outcomes = [];
    this.now += downFor + clockSlips;
    const alert: Alert = alertOf(this.state);
    this.state = this.#commit(resumeEscalation(this.context, alert, [...this.rows.values()], this.now));
  }

  #commit([state, effects]: EscalationStepResult): EscalationState {
    const stored = JSON.parse(JSON.stringify(state)) as EscalationState;
    assert.deepEqual(stored, state, "the state survives JSON");
    for (const effect of effects) this.#perform(effect);
    return stored;
  }

  #perform(effect: EscalationEffect): void {
    switch (effect.kind) {
      case "dispatch":
        return this.#send(effect.dispatch);
      case "cancelDispatch":
        this.cancelled.push(effect.id);
        this.#outcomes = this.#outcomes.filter(({ event }) => !("id" in event) || event.id !== effect.id);
        this.rows.set(effect.id, { ...effect.dispatch, state: "failedPermanently" });
        return;
      case "startTimer":
        assert(effect.after >= 0 && Number.isFinite(effect.after), "a timer lies ahead");
        this.#timers.set(effect.name, this.now + effect.after);
        return;
      case "stopTimer":
        this.#timers.delete(effect.name);
        return;
      case "fault":
        if (effect.cleared) this.faults.delete(effect.code);
        else this.faults.add(effect.code);
        return;
      case "audit":
        this.audits.push(effect.what);
        return;
      case "answerSms":
        this.answers.push(`${effect.person}: ${effect.text}`);
        return;
      case "publish":
        return;
    }
  }

  #send(dispatch: Dispatch): void {
    this.rows.set(dispatch.id, dispatch);
    this.pages.push({
      at: this.now - NIGHT,
      to: dispatch.person,
      way: dispatch.way,
      id: dispatch.id,
      text: dispatch.text,
    });
    const outcome = this.#means.outcome?.(dispatch) ?? "sent";
    if (outcome === "never") return;
    const event: EscalationEvent = {
      kind: "dispatchEnded",
      id: dispatch.id,
      outcome,
      detail: "",
      at: this.now + SECOND,
    };
    this.rows.set(dispatch.id, { ...dispatch, state: outcome === "sent" ? "sent" : outcome });
    this.#outcomes.push({ at: this.now + SECOND, event });
  }
}

const told = (world: World) => world.pages.map(({ at, to, way }) => `${Math.round(at / SECOND)}s ${to} ${way}`);

test("an urgent call pages who is on call at once, again after a minute, then everyone (the call step has no channel), until somebody takes it", () => {
  const world = new World();
  world.passes(16 * MINUTE);
  assert.deepEqual(told(world), [
    "0s patel sms",
    "60s patel sms",
    "120s chen sms",
    "120s patel sms",
    "120s okafor sms",
    "300s chen sms",
    "300s patel sms",
    "300s okafor sms",
    "480s chen sms",
    "480s patel sms",
    "480s okafor sms",
    "660s chen sms",
    "660s patel sms",
    "660s okafor sms",
    "840s chen sms",
    "840s patel sms",
    "840s okafor sms",
  ]);
  assert(world.faults.has("ALERT_UNTAKEN"));
  assert.equal(world.pages[0]?.text, "Rosewood: URGENT call 02:14, ref 7Q4K. Reply 7Q4K to take it.");
});

test("once it is taken nobody else is woken, and the fault is over", () => {
  const world = new World();
  world.passes(9 * MINUTE);
  const before = world.pages.length;
  world.taken("patel");
  world.passes(29 * MINUTE);
  assert.equal(world.pages.length, before);
  assert.equal(world.faults.size, 0);
  assert.deepEqual(world.answers, [
    "patel: You have 7Q4K (call 02:14). Reply 7Q4K done when the patient is helped, 7Q4K pass to hand it on.",
  ]);
});

test("a second taker does not take it from the first", () => {
  const world = new World();
  world.taken("patel");
  world.taken("chen");
  assert.equal(world.state.takenBy, "patel");
  assert(world.audits.includes("second-take"));
});

test("a page that could not leave before the take does not leave after it", () => {
  const world = new World({ outcome: () => "failedTemporarily" });
  world.passes(2 * SECOND);
  world.taken("patel");
  const before = world.pages.length;
  world.passes(10 * MINUTE);
  assert.equal(world.pages.length, before);
  assert(world.cancelled.length > 0);
});

test("taken but not closed: the taker and who is on call are paged again, and it climbs anew", () => {
  const world = new World();
  world.passes(10 * SECOND);
  world.taken("chen");
  const before = world.pages.length;
  world.passes(30 * MINUTE);
  const again = world.pages.slice(before);
  assert.deepEqual(
    again.map(({ to }) => to),
    ["chen", "patel"],
  );
  assert.match(again[0]!.text, /taken by Dr\. Chen 02:14, NOT CLOSED/);
  assert.equal(world.state.phase, "open");
  assert.equal(alertOf(world.state).takenBy, "chen", "the store knows by the old take that this reopening is meant");
  world.passes(MINUTE);
  assert.equal(world.pages.at(-1)?.to, "patel");
});

test("taken but not closed: the taker reads of it by SMS, even if the first step only tells the broker", () => {
  const urgent = CLINIC.escalation.urgent.map((step, index) =>
    index === 0 ? { ...step, by: ["mqtt"] as const } : step,
  );
  const clinic = { ...CLINIC, escalation: { ...CLINIC.escalation, urgent } };
  const world = new World({ clinic, ways: ["sms", "mqtt"] });
  world.taken("okafor");
  const before = world.pages.length;
  world.passes(CLINIC.escalation.ackExpires);
  const again = world.pages.slice(before).filter(({ way }) => way === "sms");
  assert.deepEqual(again.map(({ to }) => to).sort(), ["okafor", "patel"]);
});

test("a holder who writes the code again gets their time anew, also across a restart, and it is still the same take", () => {
  const world = new World();
  world.taken("patel");
  const { takenAt } = world.state;
  const before = world.pages.length;
  world.passes(20 * MINUTE);
  world.taken("patel");
  assert.equal(world.state.takenAt, takenAt, "the store reopens only for the take that it knows");
  world.crashes(SECOND);
  world.passes(20 * MINUTE);
  assert.equal(world.pages.length, before);
  world.passes(10.5 * MINUTE);
  assert.equal(world.pages.length, before + 1);
});

test("pass hands on to the next doctor at once, who reads from whom; the one who passed is left in peace", () => {
  const world = new World();
  world.passes(10 * SECOND);
  world.passed("patel");
  assert.deepEqual(told(world).slice(1), ["10s chen sms"]);
  assert.match(world.pages[1]!.text, /passed on by Dr\. Patel/);
  assert.deepEqual(world.answers, ["patel: 7Q4K handed to Dr. Chen, who is paged now. It is not yours any more."]);
  world.passes(8 * MINUTE);
  assert(!world.pages.slice(1).some(({ to }) => to === "patel"));
});

test("pass works from taken, and the escalation runs again from there", () => {
  const world = new World();
  world.taken("patel");
  world.passes(5 * MINUTE);
  world.passed("patel");
  assert.equal(world.state.phase, "open");
  world.passes(61 * SECOND);
  assert.deepEqual(told(world).slice(1), ["300s chen sms", "360s chen sms"]);
});

test("when everybody passes it on, everybody is paged: it ends at a person", () => {
  const world = new World();
  for (const person of ["patel", "chen", "okafor"]) world.passed(person);
  assert.deepEqual(
    world.pages.slice(-3).map(({ to }) => to),
    ["chen", "patel", "okafor"],
  );
  assert(world.faults.has("ALERT_UNTAKEN"));
});

test("a refused SMS moves the escalation on at once, not when the step's time comes", () => {
  const world = new World({ outcome: ({ person }) => (person === "patel" ? "failedPermanently" : "sent") });
  world.passes(5 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "1s patel sms", "2s chen sms", "2s patel sms", "2s okafor sms"]);
});

test("a page that the network took and cannot deliver moves on at once, past the step that would page the same dead phone", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.reported("patel", "failed");
  assert.deepEqual(told(world).slice(1), ["5s patel sms", "5s chen sms", "5s okafor sms"]);
  assert(world.audits.includes("page-not-delivered"));
});

test("a phone that the centre gave up on is passed over now, and counted on again later", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.reported("patel", "gaveUp");
  assert.deepEqual(told(world).slice(1), ["5s patel sms", "5s chen sms", "5s okafor sms"]);
  assert.deepEqual(world.state.unreachable, []);
});

test("a report that the page is on the phone stops nothing, and takes back that the phone is dead", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.reported("patel", "delivered");
  world.passes(56 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "60s patel sms"]);
  world.reported("patel", "failed");
  assert.deepEqual(world.state.unreachable, ["patel.sms"]);
  world.reported("patel", "delivered");
  assert.deepEqual(world.state.unreachable, []);
});

test("one of several whose phone is dead: the others have it, nobody is woken for that", () => {
  const world = new World();
  world.passes(2 * MINUTE + 5 * SECOND);
  const before = world.pages.length;
  world.reported("chen", "failed");
  assert.equal(world.pages.length, before);
});

test("the last step's only phone is dead: the person who must exist, at once and once", () => {
  const clinic = testClinic();
  const urgent = clinic.escalation.urgent.slice(0, 1);
  const world = new World({ clinic: { ...clinic, escalation: { ...clinic.escalation, urgent } } });
  world.passes(5 * SECOND);
  world.reported("patel", "failed");
  assert.deepEqual(told(world).slice(1), ["5s okafor sms"]);
  world.passes(2 * SECOND);
  world.reported("okafor", "failed");
  assert.equal(world.pages.length, 2, "what repeats keeps its gap");
});

test("what is reported after somebody has taken it wakes nobody", () => {
  const world = new World();
  world.passes(5 * SECOND);
  world.taken("patel");
  world.reported("patel", "failed");
  assert.equal(world.pages.length, 1);
  assert.equal(world.state.phase, "taken");
});

test("a page whose fate is unknown goes out again with the same id and code", () => {
  let first = true;
  const world = new World({
    outcome: () => {
      const outcome = first ? "unknown" : "sent";
      first = false;
      return outcome;
    },
  });
  world.passes(5 * SECOND);
  assert.equal(world.pages.length, 2);
  assert.equal(world.pages[0]!.id, world.pages[1]!.id);
});

test("a modem that fails for now is tried again beside the escalation, and gives up after a few tries", () => {
  const world = new World({ outcome: () => "failedTemporarily" });
  world.passes(60 * MINUTE);
  const tries = new Map<string, number>();
  for (const { id } of world.pages) tries.set(id, (tries.get(id) ?? 0) + 1);
  assert(Math.max(...tries.values()) <= 5);
  assert(world.pages.length < 400, `no burst of pages: ${world.pages.length}`);
  assert(world.timers.size > 0, "it goes on");
});

test("a page that the modem still has is not doubled: it would only queue behind itself", () => {
  const world = new World({ outcome: () => "never" });
  world.passes(4 * MINUTE);
  assert.deepEqual(told(world), ["0s patel sms", "120s chen sms", "120s okafor sms"]);
});

test("a step by a way that does not exist is passed over at once", () => {
  const clinic = testClinic();
  const [first, ...others] = clinic.escalation.urgent;
  const urgent = [{ ...first!, by: ["call" as const] }, ...others];
  const world = new World({ clinic: { ...clinic, escalation: { ...clinic.escalation, urgent } } });
  assert.deepEqual(told(world), ["0s patel sms"]);
  assert(world.audits.includes("way-passed-over"));
});

test("with a call channel the call step rings the doctor", () => {
  const world = new World({ ways: ["sms", "call"] });
  world.passes(3 * MINUTE);
  assert.deepEqual(told(world), ["0s patel sms", "60s patel sms", "120s patel call"]);
});

test("a ladder that does not repeat ends at the fallback, again and again", () => {
  const clinic = testClinic();
  const urgent = clinic.escalation.urgent.slice(0, 2);
  const world = new World({ clinic: { ...clinic, escalation: { ...clinic.escalation, urgent } } });
  world.passes(4 * MINUTE);
  assert.deepEqual(told(world), [
    "0s patel sms",
    "60s patel sms",
    "120s okafor sms",
    "180s okafor sms",
    "240s okafor sms",
  ]);
  assert.equal(world.audits.filter((what) => what === "fallback-paged").length, 3, "for the report");
});

test("a schedule gap pages the fallback and is itself told", () => {
  const clinic = testClinic();
  const rotations = [{ ...clinic.onCall.rotations[0]!, starts: "2030-01-07" }];
  const world = new World({ clinic: { ...clinic, onCall: { ...clinic.onCall, rotations } } });
  assert.deepEqual(told(world), ["0s okafor sms"]);
  assert(world.faults.has("ONCALL_GAP"));
  assert(world.audits.includes("on-call-gap"));
});

test("a routine call without a ladder pages nobody", () => {
  const clinic = testClinic();
  const context = escalationContext(clinic, { ways: new Set(["sms"]), policy: "routine" });
  const [, effects] = beginEscalation(context, { ref: "7Q4K", callId: "c1", urgency: "routine", raisedAt: NIGHT });
  assert(!effects.some(({ kind }) => kind === "dispatch" || kind === "startTimer"));
});

test("a routine call without a ladder that somebody escalates is told to who is on call, and a person has it again", () => {
  const context = escalationContext(testClinic(), { ways: new Set(["sms"]), policy: "routine" });
  const routine = { ref: "7Q4K", callId: "c1", urgency: "routine", raisedAt: NIGHT } as const;
  const [begun] = beginEscalation(context, routine);
  const [taken] = stepEscalation(context, begun, { kind: "taken", person: "chen", at: NIGHT, answer: true });
  for (const state of [begun, taken]) {
    const wanted = { kind: "escalated", person: "front-desk", at: NIGHT + MINUTE, answer: false } as const;
    const [after, effects] = stepEscalation(context, state, wanted);
    assert.equal(after.phase, "open");
    const to = effects.flatMap((effect) => (effect.kind === "dispatch" ? [effect.dispatch.person] : []));
    assert.deepEqual(to, ["patel"]);
  }
});

test("a closed alert does nothing any more", () => {
  const world = new World();
  world.closed("patel");
  const before = world.pages.length;
  world.taken("chen");
  world.passed("chen");
  world.passes(120 * MINUTE);
  assert.equal(world.pages.length, before);
  assert.equal(world.timers.size, 0);
  assert.deepEqual(world.answers, ["patel: 7Q4K is closed. Thank you."]);
});

test("after a crash a page that is not proved sent goes out again, with the same id and code", () => {
  let sent = 0;
  const world = new World({
    outcome: () => {
      sent += 1;
      return sent === 1 ? "never" : "sent";
    },
  });
  world.crashes(2 * SECOND);
  assert.equal(world.pages.length, 2);
  assert.equal(world.pages[1]!.id, world.pages[0]!.id);
  assert.equal(world.pages[1]!.text, world.pages[0]!.text);
  world.passes(60 * SECOND);
  assert.deepEqual(told(world).slice(2), ["60s patel sms"], "the ladder goes on where it was");
});

test("after an hour without power everyone is paged once, not once for each step that was missed", () => {
  const world = new World();
  world.passes(2 * SECOND);
  world.crashes(60 * MINUTE);
  assert.deepEqual(
    world.pages
      .slice(1)
      .map(({ to }) => to)
      .sort(),
    ["chen", "okafor", "patel"],
  );
});

test("a page that was not proved sent does not go to somebody who has left the clinic meanwhile: the next are paged at once", () => {
  const world = new World({ outcome: ({ person }) => (person === "patel" ? "never" : "sent") });
  const people = CLINIC.people.filter(({ id }) => id !== "patel");
  const rotations = CLINIC.onCall.rotations.map((rotation) => ({ ...rotation, people: [["chen"]] }));
  world.clinic = { ...CLINIC, people, onCall: { ...CLINIC.onCall, rotations } };
  world.crashes(2 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "2s chen sms"]);
  assert.deepEqual(world.cancelled, [world.pages[0]!.id]);
});

test("a page that was not proved sent goes to the number that the person has now", () => {
  const world = new World({ outcome: ({ attempts }) => (attempts === 1 ? "never" : "sent") });
  const people = CLINIC.people.map((person) => (person.id === "patel" ? { ...person, phone: "+13125550177" } : person));
  world.clinic = { ...CLINIC, people };
  world.crashes(2 * SECOND);
  assert.deepEqual(
    [...world.rows.values()].map(({ address }) => address),
    ["+13125550177"],
  );
});

test("a take that was committed just before the crash still counts after it", () => {
  const world = new World();
  const before = world.pages.length;
  const alert: Alert = { ...alertOf(world.state), state: "taken", takenBy: "patel", takenAt: world.now };
  const [state] = resumeEscalation(world.context, alert, [...world.rows.values()], world.now + SECOND);
  assert.equal(state.phase, "taken");
  assert.equal(state.takenBy, "patel");
  assert.equal(world.pages.length, before);
});

test("an unreadable state begins the ladder anew rather than never", () => {
  const world = new World();
  for (const escalation of ["", "null", "{}", '{"version":2}', "[1"]) {
    const [state, effects] = resumeEscalation(world.context, { ...alertOf(world.state), escalation }, [], world.now);
    assert.equal(state.phase, "open");
    assert(effects.some(({ kind }) => kind === "dispatch"));
  }
});

test("a clock that is set back or forward neither loses nor repeats a step (P16)", () => {
  for (const slip of [-365 * 24 * 60 * MINUTE, -MINUTE, 0, 20 * MINUTE, 365 * 24 * 60 * MINUTE]) {
    const world = new World();
    world.passes(30 * SECOND);
    const timer = world.state.timer!;
    world.handle({ kind: "timerFired", name: timer.name, at: world.now + 30 * SECOND + slip });
    world.handle({ kind: "timerFired", name: timer.name, at: world.now + 30 * SECOND + slip });
    assert.equal(world.pages.length, 2, `slip ${slip}`);
    const due = [...world.timers]
      .filter(([name]) => name !== timer.name)
      .map(([, at]) => Math.round((at - world.now) / SECOND));
    assert.deepEqual(due, [60], `the next step keeps its distance (slip ${slip})`);
  }
});

test("a modem that is away for a moment does not wake everybody: the page is tried again beside the ladder", () => {
  let tries = 0;
  const world = new World({
    outcome: () => {
      tries += 1;
      return tries === 1 ? "failedTemporarily" : "sent";
    },
  });
  world.passes(59 * SECOND);
  assert.deepEqual(told(world), ["0s patel sms", "16s patel sms"]);
});

const anyEvent = fc.oneof(
  fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 40 * MINUTE }) }),
  fc.record({
    kind: fc.constantFrom("take" as const, "pass" as const, "close" as const),
    person: fc.constantFrom("chen", "patel", "okafor", "stranger"),
  }),
  fc.record({
    kind: fc.constant("crash" as const),
    ms: fc.integer({ min: 0, max: 60 * MINUTE }),
    slip: fc.integer({ min: -60 * MINUTE, max: 60 * MINUTE }),
  }),
);
const anyReport = fc.record({
  kind: fc.constant("report" as const),
  person: fc.constantFrom("chen", "patel", "okafor"),
  outcome: fc.constantFrom("delivered" as const, "failed" as const, "gaveUp" as const),
});
const anyOutcome = fc.array(
  fc.constantFrom<DispatchOutcome["kind"] | "never">(
    "sent",
    "failedTemporarily",
    "failedPermanently",
    "unknown",
    "never",
  ),
  { minLength: 1, maxLength: 8 },
);

test("whatever happens, an alert that is not closed has something to wait for, and it pages on (P1, P17)", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyEvent, anyReport), { maxLength: 12 }), anyOutcome, (events, outcomes) => {
      let n = 0;
      const world = new World({
        outcome: () => {
          n += 1;
          return outcomes[n % outcomes.length]!;
        },
      });
      for (const event of events) {
        if (event.kind === "wait") world.passes(event.ms);
        else if (event.kind === "crash") world.crashes(event.ms, event.slip);
        else if (event.kind === "report") world.reported(event.person, event.outcome);
        else if (event.kind === "take") world.taken(event.person);
        else if (event.kind === "pass") world.passed(event.person);
        else world.closed(event.person);
        if (world.state.phase === "closed") assert.equal(world.timers.size, 0);
        else
          assert(
            [...world.timers.keys()].some((name) => name === world.state.timer?.name),
            `${world.state.phase} waits for nothing`,
          );
        assert(JSON.stringify(world.state).length < 20_000, "the state stays small");
      }
      if (world.state.phase === "closed") return;
      const before = world.pages.length;
      world.passes(45 * MINUTE);
      assert(world.pages.length > before, "nobody was paged in 45 minutes");
    }),
    { numRuns: 150 },
  );
});

test("no dispatch id is ever used for another page (P10)", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyEvent, anyReport), { maxLength: 10 }), (events) => {
      const world = new World();
      const seen = new Map<string, string>();
      for (const event of events) {
        if (event.kind === "wait") world.passes(event.ms);
        else if (event.kind === "take") world.taken(event.person);
        else if (event.kind === "pass") world.passed(event.person);
        else if (event.kind === "report") world.reported(event.person, event.outcome);
      }
      for (const { id, to, way, text } of world.pages) {
        const what = `${to} ${way} ${text}`;
        assert.equal(seen.get(id) ?? what, what);
        assert(!seen.has(id), `${id} was sent twice although it was proved sent`);
        seen.set(id, what);
      }
    }),
    { numRuns: 100 },
  );
});

test("killed at any point, every page that was not proved sent goes out again or gives way to a later one to the same person (P12)", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 15 * MINUTE }),
      anyOutcome,
      fc.integer({ min: 0, max: 30 * MINUTE }),
      (when, outcomes, down) => {
        let n = 0;
        const world = new World({
          outcome: () => {
            n += 1;
            return outcomes[n % outcomes.length]!;
          },
        });
        world.passes(when);
        const unproved = [...world.rows.values()].filter(({ state }) =>
          ["queued", "unknown", "failedTemporarily"].includes(state),
        );
        const before = world.pages.length;
        world.crashes(down);
        const after = world.pages.slice(before);
        for (const row of unproved)
          assert(
            after.some(({ to, way }) => to === row.person && way === row.way),
            `${row.id} was forgotten`,
          );
        const contacts = after.map(({ to, way }) => `${to} ${way}`);
        assert.equal(new Set(contacts).size, contacts.length, "one page per contact after a disruption");
      },
    ),
    { numRuns: 150 },
  );
});
