import assert from "node:assert/strict";
import { test } from "node:test";
import { EMPTY_VIEW, type RoomEvent, type RoomState, step } from "./roomView.ts";

const CHEN = { name: "Dr. Chen", phone: "+13125550101", pin: "7391", texts: [], call: "none" as const };
const START: RoomState = { view: { ...EMPTY_VIEW, state: "ready", people: [CHEN] }, rangAtMs: undefined };

const after = (...events: readonly RoomEvent[]): RoomState => events.reduce(step, START);
const line = (event: string, atMs: number, more: object = {}): RoomEvent => ({
  kind: "line",
  news: { event, atMs, ...more },
});
const network = (event: string, atMs: number, more: object = {}): RoomEvent => ({
  kind: "network",
  handset: 1,
  news: { event, atMs, ...more },
});
const box = (kind: string, atMs: number, text = "", more: object = {}): RoomEvent => ({
  kind: "box",
  event: { kind, atMs, text, ...more },
});

const PLACED: RoomEvent = { kind: "placed", line: "front" };
const PAGE = "Rosewood: URGENT call 21:13, ref 3NVF. Reply 3NVF to take it.";

test("a call from the first ring to its end: what the caller hears now, and whether it is being recorded", () => {
  const ringing = after(PLACED, line("ring", 1_000), line("ring", 7_000));
  assert.equal(ringing.view.call.state, "rings");
  const up = step(ringing, box("off-hook", 8_000, "off-hook after 900 ms", { line: "front", ref: "3NVF" }));
  assert.deepEqual(up.view.call, { state: "up", line: "front", ref: "3NVF", recording: false });
  const about = step(up, box("prompt", 8_001, "“Say your name.”", { line: "front" }));
  assert.equal(about.view.call.hears, undefined, "not before its first sound");
  const asked = step(about, box("prompt-started", 8_200, "", { line: "front" }));
  assert.equal(asked.view.call.hears, "“Say your name.”");
  const recorded = step(asked, box("recording", 9_000, "recording", { line: "front" }));
  assert.deepEqual([recorded.view.call.hears, recorded.view.call.recording], [undefined, true]);
  const over = step(recorded, line("callEnded", 12_000, { outcome: "answered" }));
  assert.deepEqual(over.view.call, { state: "over", line: "front", ref: "3NVF", recording: false });
  assert.deepEqual(
    over.view.timeline.map(({ atMs, kind }) => [atMs, kind]),
    [
      [7_000, "off-hook"],
      [7_001, "prompt"],
      [8_000, "recording"],
    ],
  );
});

test("nobody answers, or the line is busy: it says so", () => {
  const rings = [PLACED, line("ring", 1_000)];
  assert.equal(after(...rings, line("callEnded", 61_000, { outcome: "unanswered" })).view.call.why, "nobody answered");
  assert.equal(after(PLACED, line("callReport", 5, { outcome: "lineBusy" })).view.call.why, "busy");
  assert.equal(after(...rings, line("callEnded", 5, { why: "us" })).view.call.state, "rings", "the report is to come");
});

test("what came from another process late stands where its own time is", () => {
  const { view } = after(
    PLACED,
    line("ring", 1_000),
    box("urgent", 5_000, "urgent"),
    box("saved", 9_000, "saved"),
    network("textShown", 6_000, { phone: CHEN.phone, text: PAGE }),
  );
  assert.deepEqual(
    view.timeline.map(({ kind }) => kind),
    ["urgent", "sms-shown", "saved"],
  );
});

test("the doctor's telephone: a page with its code, the reply, a call that rings, is answered and ends", () => {
  const paged = after(
    network("textShown", 1, { phone: "3125550101", text: PAGE }),
    network("textSent", 2, { phone: CHEN.phone, text: "3NVF" }),
  );
  assert.deepEqual(paged.view.people[0]?.texts, [
    { text: PAGE, atMs: 1, from: "clinic", code: "3NVF" },
    { text: "3NVF", atMs: 2, from: "doctor" },
  ]);
  assert.deepEqual(paged.view.timeline, [], "before a call there is no time line");
  const rings = step(paged, network("dialled", 3, { to: CHEN.phone }));
  assert.deepEqual([rings.view.people[0]?.call, rings.view.people[0]?.handset], ["rings", 1]);
  const up = step(rings, network("callAnswered", 4, { from: CHEN.phone }));
  const hears = step(up, box("doctor-hears", 5, "“Please enter your PIN.”"));
  assert.deepEqual([hears.view.people[0]?.call, hears.view.people[0]?.hears], ["up", "“Please enter your PIN.”"]);
  const over = step(hears, network("callEnded", 6, { from: CHEN.phone, why: "us" }));
  assert.deepEqual(over.view.people[0], { ...CHEN, texts: paged.view.people[0]?.texts });
});

test("a doctor who calls in hears the menu on the caller's telephone, and no other one rings", () => {
  const { view } = after(
    PLACED,
    network("callAnswered", 4, { from: CHEN.phone }),
    box("doctor-hears", 5, "“One open call.”"),
    network("callEnded", 6, { from: CHEN.phone, why: "us" }),
  );
  assert.equal(view.call.hears, "“One open call.”");
  assert.equal(view.people[0]?.call, "none");
});

test("another call begins a new page; a rehearsal that ends ends the call", () => {
  const told = after(PLACED, line("ring", 1_000), box("urgent", 5_000, "urgent"));
  const fresh = step(told, { kind: "placed", line: "mobile", example: "urgent" });
  assert.deepEqual(fresh.view.call, { state: "dialling", line: "mobile", example: "urgent", recording: false });
  assert.deepEqual([fresh.view.timeline, fresh.rangAtMs], [[], undefined]);
  const { view } = step(told, { kind: "ended", says: "Nobody looked on." });
  assert.deepEqual([view.state, view.says, view.call.state], ["ended", "Nobody looked on.", "over"]);
});
