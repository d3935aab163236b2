import { LOUD_DBM0, SILENT_DBM0, SOFT_DBM0 } from "../../setup/soundLevel.ts";
import type { TestCallNews } from "../../setup/TestCall.ts";
import type { TestPageNews } from "../../setup/TestPages.ts";
import type { BoxTest } from "../api/box.ts";

// A page or a call that is only tried, as its news comes in, and who may try what how often.

export type TestNews =
  | { readonly kind: "page"; readonly news: TestPageNews }
  | { readonly kind: "call"; readonly news: TestCallNews | { readonly kind: "waiting" } }
  /** Nobody answered in time. */
  | { readonly kind: "timeOver" }
  /** Somebody has ended it. */
  | { readonly kind: "stopped" }
  /** The answering program is gone, and with it what it waited for. */
  | { readonly kind: "lost" };

type Leg = BoxTest["legs"][number];

export function stepTest(test: BoxTest, told: TestNews, at: number): BoxTest {
  if (test.outcome !== undefined) return test;
  switch (told.kind) {
    case "page":
      return ofPage(test, told.news, at);
    case "call":
      return ofCall(test, told.news, at);
    case "timeOver":
      return { ...test, endedAt: at, outcome: "noAnswer" };
    case "stopped":
    case "lost":
      return { ...test, endedAt: at, outcome: told.kind };
  }
}

function ofPage(test: BoxTest, news: TestPageNews, at: number): BoxTest {
  switch (news.kind) {
    case "sending":
      return withLeg({ ...test, ref: news.ref, person: news.person }, { at, step: "sending" });
    case "sent":
      return withLeg(test, { at, step: "sent", tookMs: Math.round(news.afterMs) });
    case "notSent":
      return withLeg({ ...test, endedAt: at, outcome: "notSent" }, { at, step: "notSent" });
    case "delivered":
    case "notDelivered":
      // Who does not get it may still answer: a phone that is switched on later, a report that was wrong.
      return withLeg(test, { at, step: news.kind, tookMs: sinceSent(test, news.afterMs) });
    case "replied": {
      const ended = { ...test, endedAt: at, outcome: "answered" as const };
      return withLeg(ended, { at, step: "replied", tookMs: sinceSent(test, news.afterMs) });
    }
  }
}

/** Its time counts from the sending: that of the leg alone is what a person wants to know. */
function sinceSent({ legs }: BoxTest, afterMs: number): number {
  const sent = legs.find(({ step }) => step === "sent")?.tookMs ?? 0;
  return Math.max(0, Math.round(afterMs) - sent);
}

function ofCall(test: BoxTest, news: TestCallNews | { readonly kind: "waiting" }, at: number): BoxTest {
  switch (news.kind) {
    case "waiting":
      return withLeg(test, { at, step: "waiting" });
    case "rings":
    case "noNumber":
    case "greeting":
    case "key":
      return withLeg(test, { at, step: news.kind, line: news.line });
    case "caller":
      return withLeg(test, { at, step: "caller", line: news.line, mine: news.mine });
    case "answered":
      return withLeg(test, { at, step: "answered", line: news.line, tookMs: news.afterMs });
    case "heard":
      return withLeg(test, { at, step: "heard", line: news.line, heard: loudness(news.level), dbm0: news.level });
    case "over":
      return withLeg({ ...test, endedAt: at, outcome: "over" }, { at, step: "over", line: news.line });
  }
}

/** A caller who presses all the time fills no memory. */
const MOST_LEGS = 60;

const withLeg = (test: BoxTest, leg: Leg): BoxTest =>
  test.legs.length >= MOST_LEGS && test.outcome === undefined ? test : { ...test, legs: [...test.legs, leg] };

function loudness(level: number): NonNullable<Leg["heard"]> {
  if (level <= SILENT_DBM0) return "silent";
  return level < SOFT_DBM0 ? "soft" : level > LOUD_DBM0 ? "loud" : "good";
}

const HOUR_MS = 3_600_000;
/** A doctor who is woken by tests answers none in earnest. */
const SAME_PERSON_MS = 2 * 60_000;
const PAGES_PER_HOUR = 10;

export type TestWish = { readonly kind: "page"; readonly person: string } | { readonly kind: "call" };

/** Why it may not be begun now, and when it may; undefined: it may. */
export function whyNotTest(
  tests: readonly (BoxTest & { readonly personId?: string })[],
  wish: TestWish,
  now: number,
): { readonly code: "TEST_UNDER_WAY" | "TEST_TOO_SOON" | "TOO_MANY_TESTS"; readonly waitMs: number } | undefined {
  const open = tests.filter(({ outcome }) => outcome === undefined);
  if (wish.kind === "call") {
    const call = open.find(({ kind }) => kind === "call");
    return call === undefined ? undefined : { code: "TEST_UNDER_WAY", waitMs: Math.max(0, call.until - now) };
  }
  const pages = tests.filter(({ kind, startedAt }) => kind === "page" && startedAt > now - HOUR_MS);
  const theirs = pages.filter(({ personId }) => personId === wish.person);
  const last = Math.max(...theirs.map(({ startedAt }) => startedAt));
  if (theirs.length > 0 && last > now - SAME_PERSON_MS)
    return { code: "TEST_TOO_SOON", waitMs: last + SAME_PERSON_MS - now };
  if (pages.length < PAGES_PER_HOUR) return undefined;
  const first = Math.min(...pages.map(({ startedAt }) => startedAt));
  return { code: "TOO_MANY_TESTS", waitMs: first + HOUR_MS - now };
}
