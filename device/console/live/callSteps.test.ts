import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveEvent } from "../../control/LiveFeed.ts";
import { callsToShow, endedUnseen, NO_CALLS, stepCalls } from "./callSteps.ts";

const event = (kind: string, more: Partial<LiveEvent> = {}): LiveEvent => ({
  ...{ atMs: 0, kind, text: "CANARY QUILLFEATHER 3125550142", line: "front" },
  ...more,
});
const of = (...events: readonly LiveEvent[]) =>
  events.reduce((state, one, at) => stepCalls(state, one, at * 1_000), NO_CALLS);
const stepsOf = (state: ReturnType<typeof of>, line = "front") =>
  state.calls[line]?.steps.map(({ step, times }) => (times > 1 ? `${step}*${times}` : step));

const URGENT = [
  ...[
    event("ring"),
    event("caller-id"),
    event("ring"),
    event("off-hook", { ref: "7Q4K" }),
    event("prompt"),
    event("prompt-started"),
  ],
  ...[event("key"), event("key"), event("urgent", { ref: "7Q4K" }), event("message-changed", { ref: "7Q4K" })],
];

test("a call is followed step by step from its first ring to the free line, the page about it among them", () => {
  const { line: _, ...page } = event("submitted", { ref: "7Q4K" });
  const state = of(...URGENT, page, event("recording"), event("recorded"), event("saved"), event("on-hook"));
  assert.deepEqual(stepsOf(state), [
    ...["rings", "callerId", "rings", "answered", "boxSpeaks", "key*2", "urgent", "pageAccepted"],
    ...["recording", "recorded", "saved", "over"],
  ]);
  assert.equal(state.calls["front"]?.ref, "7Q4K");
  assert.equal(state.calls["front"]?.endedAt, 14_000);
});

test("never a word of the caller or of the box, and no key by its name", () => {
  assert.ok(!/QUILLFEATHER|0142/.test(JSON.stringify(of(...URGENT))));
});

test("what happens with the page after the call is still told of it; the next ring is another call", () => {
  const { line: _, ...taken } = event("taken", { ref: "7Q4K" });
  const over = of(...URGENT, event("on-hook"), taken);
  assert.equal(stepsOf(over)?.at(-1), "taken");
  assert.ok(over.calls["front"]?.endedAt !== undefined);
  assert.deepEqual(stepsOf(stepCalls(over, event("ring"), 99_000)), ["rings"]);
});

test("a call to a doctor is one of its line, and the page stays with the caller's", () => {
  const { line: _, ...told } = event("told-by-telephone", { ref: "7Q4K" });
  const onMobile = { line: "mobile", ref: "7Q4K" };
  const state = of(
    ...URGENT,
    event("on-hook"),
    event("dials", onMobile),
    event("doctor-rings", onMobile),
    told,
    event("page-call-over", onMobile),
  );
  assert.equal(state.calls["mobile"]?.with, "doctor");
  assert.deepEqual(stepsOf(state, "mobile"), ["dials", "doctorRings", "over"]);
  assert.equal(stepsOf(state)?.at(-1), "toldByTelephone");
});

test("who begins to listen in the middle of a call says so; the end of one that was never seen is nothing", () => {
  assert.equal(of(event("key")).calls["front"]?.joinedLate, true);
  assert.deepEqual(of(event("on-hook")), NO_CALLS);
});

test("a daemon that goes away leaves calls of which nobody knows the end; a quarter of an hour later they are not shown", () => {
  const state = endedUnseen(of(...URGENT), 20_000);
  assert.equal(state.calls["front"]?.lost, true);
  assert.equal(callsToShow(state, 20_000 + 14 * 60_000).length, 1);
  assert.equal(callsToShow(state, 20_000 + 16 * 60_000).length, 0);
});

test("a caller who presses and speaks for an hour fills no memory, and the first step stays", () => {
  const many = Array.from({ length: 1_000 }, (_, at) => event(at % 2 === 0 ? "key" : "prompt-started"));
  const steps = of(event("ring"), ...many).calls["front"]?.steps ?? [];
  assert.equal(steps.length, 150);
  assert.equal(steps[0]?.step, "rings");
});
