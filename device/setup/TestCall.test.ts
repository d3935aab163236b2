import assert from "node:assert/strict";
import { test } from "node:test";
import type { LineEvent } from "../../firmware/line/Line.ts";
import { encodeSamples } from "../audio/formats.ts";
import { sinePeak } from "../audio/level.ts";
import { SILENT_DBM0, soundLevel } from "./soundLevel.ts";
import { startTestCall, step, type TestCallNews } from "./TestCall.ts";

/** A second of a 1000 Hz tone at so many dBm0. */
const tone = (dBm0: number): Int16Array =>
  Int16Array.from({ length: 8000 }, (_, at) => Math.round(sinePeak(dBm0) * Math.sin((2 * Math.PI * at) / 8)));

function told(from: string, ...events: readonly LineEvent[]): readonly TestCallNews[] {
  let state = startTestCall(from);
  return events.flatMap((event) => {
    const [next, news] = step(state, "front", event);
    state = next;
    return news;
  });
}

const number = (text: string) => ({ kind: "number", number: text }) as const;
const rang: LineEvent = { kind: "rang", atMs: 0, ring: 1 };
const answered = (callerId: Extract<LineEvent, { kind: "answered" }>["callerId"]): LineEvent => ({
  ...{ kind: "answered", atMs: 2_100, callerId, rangAtMs: 0, commandAtMs: 2_000, format: "ulaw" },
});
const rest: readonly LineEvent[] = [
  { kind: "promptStarted", atMs: 2_200, playId: 1 },
  { kind: "promptStarted", atMs: 2_300, playId: 2 },
  { kind: "digitReceived", atMs: 9_000, digit: "2", source: "modem" },
  { kind: "recordingStarted", atMs: 9_100 },
  { kind: "audioReceived", atMs: 9_200, bytes: encodeSamples("ulaw", tone(-20)) },
  { kind: "recordingStopped", atMs: 10_200, speechMs: 900 },
  { kind: "released", atMs: 11_000 },
];

test("the technician's own call is told step by step, with how loud they were", () => {
  const callerId = number("3125550177");
  const news = told(
    "+1 312 555 0177",
    rang,
    { kind: "callerIdentified", atMs: 1_000, callerId },
    answered(callerId),
    ...rest,
  );
  assert.deepEqual(
    news.map(({ kind }) => kind),
    ["rings", "caller", "answered", "greeting", "key", "heard", "over"],
  );
  const heard = news.find(({ kind }) => kind === "heard") as Extract<TestCallNews, { kind: "heard" }>;
  assert.equal(heard.ms, 1000);
  assert.ok(Math.abs(heard.level + 20) < 0.5, String(heard.level));
});

test("of a patient who calls meanwhile nothing is told but that it is somebody else", () => {
  const callerId = number("3125550142");
  const news = told(
    "3125550177",
    rang,
    { kind: "callerIdentified", atMs: 1_000, callerId },
    answered(callerId),
    ...rest,
  );
  assert.deepEqual(news, [
    { kind: "rings", line: "front" },
    { kind: "caller", line: "front", mine: false },
  ]);
  assert.ok(!JSON.stringify(news).includes("0142"));
});

test("a call whose number did not come is taken for the technician's, and it is told that the number is missing", () => {
  const news = told("3125550177", rang, answered({ kind: "none" }), ...rest);
  assert.deepEqual(
    news.map(({ kind }) => kind),
    ["rings", "noNumber", "answered", "greeting", "key", "heard", "over"],
  );
});

test("with no number to compare, no caller is taken for the technician by accident", () => {
  const callerId = number("3125550142");
  assert.ok(told("", rang, answered(callerId), ...rest).every((news) => news.kind !== "answered"));
});

test("silence has a level that JSON can say", () => {
  assert.deepEqual(soundLevel("ulaw", [encodeSamples("ulaw", new Int16Array(4000))]), { ms: 500, level: SILENT_DBM0 });
});
