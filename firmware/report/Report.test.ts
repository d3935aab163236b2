import assert from "node:assert/strict";
import { test } from "node:test";
import { reportOf } from "./Report.ts";
import type { AlertFacts, CallFacts, EventFacts, MessageFacts, PageFacts } from "./ReportFacts.ts";
import { secondsSpread, spreadOf } from "./spread.ts";

const AT = Date.UTC(2026, 10, 3, 8);
const SECOND = 1_000;
const MINUTE = 60_000;

const page = (person: string, change: Partial<PageFacts> = {}): PageFacts => ({
  person,
  way: "sms",
  state: "delivered",
  createdAt: AT + 20 * SECOND,
  sentAt: AT + 22 * SECOND,
  deliveredAt: AT + 25 * SECOND,
  group: "0.0",
  ...change,
});
const event = (kind: EventFacts["kind"], minutes: number, person?: string): EventFacts => ({
  kind,
  at: AT + minutes * MINUTE,
  ...(person === undefined ? {} : { person }),
});
const alert = (change: Partial<AlertFacts> = {}): AlertFacts => ({
  raisedAt: AT + 20 * SECOND,
  state: "open",
  pages: [page("chen")],
  events: [],
  ...change,
});
const message = (change: Partial<MessageFacts> = {}): MessageFacts => ({
  urgency: "urgent",
  because: "caller",
  callerKind: "patient",
  complete: true,
  urgentAt: AT + 20 * SECOND,
  savedAt: AT + 92 * SECOND,
  ...change,
});
const call = (change: Partial<CallFacts> = {}): CallFacts => ({
  rangAt: AT,
  answeredAt: AT + 2 * SECOND,
  ending: "completed",
  keys: 3,
  messages: [],
  ...change,
});

test("an urgent call from ring to call-back, in the figures of a practice", () => {
  const taken = alert({
    state: "closed",
    takenAt: AT + 40 * MINUTE,
    closedAt: AT + 50 * MINUTE,
    pages: [page("chen"), page("chen", { group: "1.0" }), page("patel", { group: "3.0", sentAt: AT + 5 * MINUTE })],
    events: [
      event("alert-taken", 6, "patel"),
      event("take-expired", 36),
      event("alert-taken", 40, "chen"),
      event("alert-closed", 50, "chen"),
    ],
  });
  const report = reportOf([call({ messages: [message({ alert: taken })] })]);
  assert.deepEqual(report.calls.ringToAnswer, { n: 1, median: 2, p90: 2, max: 2 });
  assert.equal(report.times.answerToRecorded?.median, 90);
  assert.equal(report.times.urgentToRaised?.median, 0);
  assert.equal(report.times.raisedToSent?.median, 2);
  assert.equal(report.times.raisedToDelivered?.median, 5);
  assert.equal(report.times.urgentToTaken?.median, 6 * 60 - 20, "the first take counts, though it expired");
  assert.equal(report.times.takenToCalledBack?.median, 44 * 60);
  assert.equal(report.times.urgentToCalledBack?.median, 50 * 60 - 20);
  assert.deepEqual(report.pages, { all: 3, sent: 3, delivered: 3, failed: 0, undelivered: 0 });
  assert.deepEqual(report.escalation.steps, { n: 1, median: 3, p90: 3, max: 3 });
  assert.equal(report.escalation.takesExpired, 1);
  assert.deepEqual(report.people, [
    { id: "chen", paged: 1, taken: 1, passed: 0, calledBack: 1 },
    { id: "patel", paged: 1, taken: 1, passed: 0, calledBack: 0 },
  ]);
});

test("who hangs up early is counted by what became of the call, and none is counted twice or not at all", () => {
  const { calls, messages } = reportOf([
    call({ ending: "abandoned", keys: 0 }),
    call({ ending: "abandoned", keys: 2 }),
    call({ ending: "abandoned", keys: 0, messages: [message({ complete: false })] }),
    call({ ending: "line-lost", messages: [message({ complete: false })] }),
    call({ ending: "interrupted", messages: [message({ complete: false })] }),
    call({ ending: "completed", messages: [message({ urgency: "routine", callerKind: "unknown" })] }),
    { rangAt: AT, ending: "not-answered", keys: 0, messages: [] },
  ]);
  assert.deepEqual(calls.early, { nothingPressed: 1, nothingToCallBack: 1, kept: 3 });
  assert.deepEqual([calls.rang, calls.answered, calls.notAnswered], [7, 6, 1]);
  assert.deepEqual([messages.all, messages.urgent, messages.routine, messages.incomplete], [4, 3, 1, 3]);
  assert.deepEqual(messages.byCaller, { patient: 3, professional: 0, unknown: 1 });
});

test("a second call of the same caller is no step: it was paged for with the first one", () => {
  const first = alert({ state: "taken", pages: [page("chen"), page("chen", { group: "call2.0" })] });
  const second = alert({ state: "taken", pages: [], events: [event("linked", 1)] });
  const { escalation } = reportOf([first, second].map((each) => call({ messages: [message({ alert: each })] })));
  assert.deepEqual(escalation.steps, { n: 1, median: 1, p90: 1, max: 1 });
  assert.deepEqual([escalation.alerts, escalation.beyondFirstStep, escalation.secondCalls], [2, 0, 1]);
});

test("what went wrong on the way to a doctor", () => {
  const events = [
    event("page-failed", 1, "chen"),
    event("page-failed", 2, "chen"),
    event("page-not-delivered", 2, "patel"),
    event("nobody-was-notified", 3),
    event("fallback-paged", 3, "okafor"),
    event("on-call-gap", 3),
    event("passed", 4, "chen"),
    event("linked", 4),
  ];
  const broken = alert({ events, pages: [page("chen", { state: "failedPermanently", sentAt: undefined as never })] });
  const { pages, escalation, people, times } = reportOf([call({ messages: [message({ alert: broken })] })]);
  assert.deepEqual([pages.failed, pages.undelivered], [2, 1]);
  const { reachedNobody, fallback, gaps, secondCalls, stillOpen } = escalation;
  assert.deepEqual([reachedNobody, fallback, gaps, secondCalls, stillOpen], [1, 1, 1, 1, 1]);
  assert.deepEqual(people, [{ id: "chen", paged: 1, taken: 0, passed: 1, calledBack: 0 }]);
  assert.equal(times.urgentToTaken, undefined, "what did not occur has no figure");
});

test("pages to the broker are nobody's in person", () => {
  const { people } = reportOf([
    call({ messages: [message({ alert: alert({ pages: [page("chen+patel", { way: "mqtt" })] }) })] }),
  ]);
  assert.deepEqual(people, []);
});

test("a clock that was set back during a call makes no negative time", () => {
  const { calls } = reportOf([call({ answeredAt: AT - 3_600_000 }), call()]);
  assert.deepEqual(calls.ringToAnswer, { n: 1, median: 2, p90: 2, max: 2 });
});

test("nothing at all is a report, too", () => {
  const report = reportOf([]);
  assert.equal(report.calls.rang, 0);
  assert.equal(report.calls.ringToAnswer, undefined);
  assert.deepEqual(report.people, []);
});

const spreads: readonly (readonly [readonly number[], readonly [number, number, number] | undefined])[] = [
  [[], undefined],
  [[7], [7, 7, 7]],
  [
    [2, 1],
    [1, 2, 2],
  ],
  [
    [5, 4, 3, 2, 1],
    [3, 5, 5],
  ],
  [
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    [5, 9, 10],
  ],
  [
    [10, 9, 100],
    [10, 100, 100],
  ],
];

for (const [values, expected] of spreads)
  test(`median, 90 % and most of ${values.join(" ") || "nothing"}`, () => {
    const spread = spreadOf(values);
    assert.deepEqual(spread && [spread.median, spread.p90, spread.max], expected);
  });

test("durations are told to a tenth of a second", () => {
  assert.deepEqual(secondsSpread([1_249, undefined, -1]), { n: 1, median: 1.2, p90: 1.2, max: 1.2 });
});
