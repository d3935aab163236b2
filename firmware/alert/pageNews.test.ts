import assert from "node:assert/strict";
import { test } from "node:test";
import type { Attempt } from "./Escalation.ts";
import { pageNewsOf, type ToldAlert } from "./pageNews.ts";

const at = Date.UTC(2026, 10, 26, 8, 16);
const attempt = (fate: Attempt["fate"], change: Partial<Attempt["dispatch"]> = {}): Attempt => ({
  dispatch: {
    id: "7Q4K.0.0.chen.sms",
    ref: "7Q4K",
    person: "chen",
    way: "sms",
    address: "+13125550101",
    text: "",
    state: "queued",
    attempts: 1,
    createdAt: at,
    updatedAt: at,
    ...change,
  },
  group: "0.0",
  fate,
});
const alert = (change: Partial<ToldAlert> = {}): ToldAlert => ({
  ref: "7Q4K",
  phase: "open",
  urgency: "urgent",
  raisedAt: at,
  attempts: [attempt("trying")],
  ...change,
});

const cases: readonly (readonly [string, ToldAlert, string])[] = [
  ["the page is with its channel", alert(), "notifying"],
  ["the network took it", alert({ attempts: [attempt("sent")] }), "notifying"],
  ["it was refused for now", alert({ attempts: [attempt("resting")] }), "failing"],
  ["it is tried again after a refusal", alert({ attempts: [attempt("trying", { attempts: 2 })] }), "failing"],
  ["nobody was paged at all", alert({ attempts: [] }), "failing"],
  ["everything failed", alert({ attempts: [attempt("failed"), attempt("failed", { person: "patel" })] }), "failing"],
  [
    "one of two is on the way",
    alert({ attempts: [attempt("failed"), attempt("sent", { person: "patel" })] }),
    "notifying",
  ],
  ["a phone that is for nobody", alert({ attempts: [attempt("sent")], unreachable: ["chen.sms"] }), "failing"],
  [
    "the broker has it and no person's phone has",
    alert({ attempts: [attempt("failed"), attempt("sent", { way: "mqtt" })] }),
    "failing",
  ],
  ["nothing but the broker is asked for", alert({ attempts: [attempt("sent", { way: "mqtt" })] }), "notifying"],
  ["a message for the morning", alert({ urgency: "routine" }), "waiting"],
  ["taken", alert({ phase: "taken", takenBy: "chen", takenAt: at }), "taken"],
  ["handed on after it was taken", alert({ phase: "open", takenBy: "chen", takenAt: at }), "notifying"],
  ["called back", alert({ phase: "closed", closedBy: "chen", closedAt: at }), "closed"],
];

for (const [why, state, kind] of cases)
  test(`what the caller may hear: ${why}`, () => assert.equal(pageNewsOf(state).kind, kind));

test("what was taken and handed on, or not called back in time, was not taken by nobody", () => {
  const reopened = alert({ takenBy: "chen", takenAt: at });
  assert.deepEqual(pageNewsOf(reopened), { kind: "notifying", again: true });
  assert.deepEqual(pageNewsOf({ ...reopened, attempts: [] }), { kind: "failing", again: true });
  assert.deepEqual(pageNewsOf(alert()), { kind: "notifying" });
});

test("a second call is told of by the first one's pages; whoever has the first has not yet the second", () => {
  const second = alert({ ref: "2B3C", attempts: [], linkedTo: "7Q4K" });
  assert.equal(pageNewsOf(second, alert({ attempts: [attempt("sent")] })).kind, "notifying");
  assert.equal(
    pageNewsOf(second, alert({ phase: "taken", takenBy: "chen", takenAt: at, attempts: [attempt("sent")] })).kind,
    "notifying",
  );
  assert.equal(pageNewsOf(second, alert({ attempts: [attempt("failed")] })).kind, "failing");
  assert.equal(pageNewsOf({ ...second, phase: "taken", takenBy: "chen", takenAt: at }, alert()).kind, "taken");
});
