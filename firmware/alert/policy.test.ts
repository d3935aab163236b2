import assert from "node:assert/strict";
import { test } from "node:test";
import { inZone, testClinic } from "../../test/clinic/testClinic.ts";
import type { Clinic } from "../config/Clinic.ts";
import type { Dispatch } from "../message/MessageStore.ts";
import { Minutes, Seconds } from "../time/Duration.ts";
import type { Way } from "./Escalation.ts";
import { escalationContext } from "./escalationContext.ts";
import { ladderOf, policyFor } from "./policy.ts";
import { type AssumedOutcome, simulate } from "./simulate.ts";

const base = testClinic();
const withRoutes = (...routes: Clinic["escalation"]["routes"]): Clinic => ({
  ...base,
  escalation: { ...base.escalation, routes, policies: new Map([["own", base.escalation.urgent.slice(0, 1)]]) },
});
/** Wall-clock times in Chicago. */
const SUN_0210 = Date.parse("2026-11-29T08:10:00Z");
const SAT_2359 = Date.parse("2026-11-29T05:59:00Z");
const MON_0559 = Date.parse("2026-11-30T11:59:00Z");
const weekend = { days: [6, 7], from: "22:00", to: "06:00" } as const;

const cases: readonly (readonly [string, Clinic, Partial<Parameters<typeof policyFor>[1]>, string])[] = [
  ["without routes by urgency", base, {}, "urgent"],
  ["a routine call", base, { urgency: "routine" }, "routine"],
  ["a route without conditions", withRoutes({ policy: "own" }), {}, "own"],
  ["the first that fits", withRoutes({ policy: "own" }, { policy: "urgent" }), {}, "own"],
  ["another urgency", withRoutes({ urgency: "routine", policy: "own" }), {}, "urgent"],
  ["a professional", withRoutes({ callers: "professional", policy: "own" }), { callerKind: "professional" }, "own"],
  ["a patient where professionals are meant", withRoutes({ callers: "professional", policy: "own" }), {}, "urgent"],
  [
    "who has not said is a patient",
    withRoutes({ callers: "patient", policy: "own" }),
    { callerKind: "unknown" },
    "own",
  ],
  ["in the window, after midnight", withRoutes({ during: weekend, policy: "own" }), { raisedAt: SUN_0210 }, "own"],
  ["in the window, before midnight", withRoutes({ during: weekend, policy: "own" }), { raisedAt: SAT_2359 }, "own"],
  ["its last night runs into Monday", withRoutes({ during: weekend, policy: "own" }), { raisedAt: MON_0559 }, "own"],
  ["its end", withRoutes({ during: weekend, policy: "own" }), { raisedAt: MON_0559 + 60_000 }, "urgent"],
  [
    "a clock that nobody believes says nothing of windows",
    withRoutes({ during: weekend, policy: "own" }),
    { raisedAt: SUN_0210, clockTrusted: false },
    "urgent",
  ],
];

for (const [why, clinic, facts, expected] of cases)
  test(`policy: ${why}`, () => {
    const usual = { urgency: "urgent", callerKind: "patient", raisedAt: SUN_0210 } as const;
    assert.equal(policyFor(clinic, { ...usual, ...facts }), expected);
  });

test("the window is read on the clinic's wall", () => {
  const elsewhere = { ...withRoutes({ during: weekend, policy: "own" }), clinic: inZone("Asia/Tokyo").clinic };
  assert.equal(
    policyFor(elsewhere, { urgency: "urgent", callerKind: "patient", raisedAt: SUN_0210 }),
    "urgent",
    "it is Sunday afternoon there",
  );
});

test("a policy that the file has no more is that for urgent calls", () => {
  assert.deepEqual(ladderOf(base, "gone"), { steps: base.escalation.urgent, vanished: true });
  assert.equal(ladderOf(base, "routine").vanished, false);
});

/** Who is told when, as `5s patel sms`, for a ladder and what becomes of its pages. */
function pagesOf(
  urgent: Clinic["escalation"]["urgent"],
  outcome: (dispatch: Dispatch) => AssumedOutcome,
  minutes = 4,
): string[] {
  const clinic = { ...base, escalation: { ...base.escalation, urgent } };
  const ways = new Set<Way>(["sms", "call"]);
  return simulate({
    context: escalationContext(clinic, { ways, policy: "urgent" }),
    alert: { ref: "7Q4K", callId: "c1", urgency: "urgent", raisedAt: SUN_0210 },
    until: SUN_0210 + Minutes(minutes),
    outcome,
  }).flatMap((row) => (row.kind === "page" ? [`${(row.at - SUN_0210) / 1_000}s ${row.to} ${row.way}`] : []));
}

const everyone = { notify: { kind: "everyone" }, repeat: true } as const;
const last = { after: Minutes(3), by: ["sms"], ...everyone } as const;
const rings = { after: Seconds(25), kind: "failedPermanently" } as const;
const accepted = { after: Seconds(1), kind: "sent" } as const;

test("a call that rings out, is busy or meets a voicemail goes on at once when it is the step's last hope", () => {
  const ladder = [{ after: Seconds(0), notify: { kind: "on-call" }, by: ["call"], repeat: false } as const, last];
  const pages = pagesOf(ladder, ({ way }) => (way === "call" ? rings : accepted));
  assert.deepEqual(pages.slice(0, 4), ["0s chen call", "25s chen sms", "25s patel sms", "25s okafor sms"]);
});

test("with a text that the network has in the same step, the step keeps its time", () => {
  const ladder = [
    { after: Seconds(0), notify: { kind: "on-call" }, by: ["sms", "call"], repeat: false } as const,
    last,
  ];
  const pages = pagesOf(ladder, ({ way }) => (way === "call" ? rings : accepted));
  assert.deepEqual(pages.slice(0, 3), ["0s chen sms", "0s chen call", "180s chen sms"]);
});

test("and goes on at once when that text is refused, too: whichever fails last decides", () => {
  const ladder = [
    { after: Seconds(0), notify: { kind: "on-call" }, by: ["sms", "call"], repeat: false } as const,
    last,
  ];
  const refused = { after: Seconds(2), kind: "failedPermanently" } as const;
  const pages = pagesOf(ladder, ({ way, person }) => (way === "call" ? rings : person === "chen" ? refused : accepted));
  assert.equal(pages[2], "25s chen sms");
});

test("a person who heard the page on the telephone and took nothing: the step keeps its time", () => {
  const ladder = [{ after: Seconds(0), notify: { kind: "on-call" }, by: ["call"], repeat: false } as const, last];
  const pages = pagesOf(ladder, ({ way }) => (way === "call" ? { ...rings, kind: "sent" } : accepted));
  assert.deepEqual(pages.slice(0, 2), ["0s chen call", "180s chen sms"]);
});

test("no free line is tried again beside the steps, which do not wait for it", () => {
  const ladder = [{ after: Seconds(0), notify: { kind: "on-call" }, by: ["call"], repeat: false } as const, last];
  const noLine = { after: Seconds(60), kind: "failedTemporarily" } as const;
  const pages = pagesOf(ladder, ({ way }) => (way === "call" ? noLine : accepted));
  assert.deepEqual(pages.slice(0, 3), ["0s chen call", "75s chen call", "165s chen call"]);
  assert.equal(pages[3], "180s chen sms");
});

test("everybody of the last step was only called, and nobody answered: the person who must exist gets a text as well", () => {
  const pages = pagesOf([{ ...last, after: Seconds(0), by: ["call"] }], ({ way }) =>
    way === "call" ? rings : accepted,
  );
  assert.deepEqual(pages.slice(0, 3), ["0s chen call", "0s patel call", "25s okafor sms"]);
});
