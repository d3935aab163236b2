import assert from "node:assert/strict";
import { test } from "node:test";
import type { Dispatch } from "../../firmware/message/MessageStore.ts";
import type { DecodedStatusReport } from "../line/gsm/pdu/Pdu.ts";
import { type AwaitedReports, awaitAgain, awaitReport, centreTimeOf, partsOf, takeReport } from "./DeliveryReports.ts";

const FROM = "+13125550101";
const DAY = 86_400_000;
const STATUS = { delivered: 0x00, pending: 0x21, failed: 0x41, gaveUp: 0x61 } as const;

const report = (reference: number, outcome: keyof typeof STATUS, to = FROM): DecodedStatusReport => ({
  kind: "statusReport",
  reference,
  to,
  status: STATUS[outcome],
  outcome,
  done: outcome === "delivered",
  sentAt: undefined,
  at: undefined,
});

const page = (id: string): Dispatch => ({
  id,
  ref: "7Q4K",
  person: "chen",
  way: "sms",
  address: FROM,
  text: "ref 7Q4K",
  state: "queued",
  attempts: 1,
  createdAt: 0,
  updatedAt: 0,
});

/** One part after the other was taken, a second apart. */
const taken = (awaited: AwaitedReports, dispatch: Dispatch, references: readonly number[], total = references.length) =>
  references.reduce(
    (before, reference, index) =>
      awaitReport(before, { dispatch, total, index, part: { reference, at: index * 1_000 } }, index * 1_000),
    awaited,
  );

const told = (awaited: AwaitedReports, about: DecodedStatusReport, nowMs = 5_000) =>
  takeReport(awaited, about, nowMs, nowMs)[1];

test("a report finds its page by number and reference, in national form too", () => {
  const awaited = taken([], page("a"), [5]);
  assert.equal(told(awaited, report(5, "delivered", "3125550101")).report?.dispatchId, "a");
  assert.deepEqual(told(awaited, report(6, "delivered")), {});
  assert.deepEqual(told(awaited, report(5, "delivered", "+13125550102")), {});
});

test("the row says what the report said, part by part", () => {
  const { row } = told(taken([], page("a"), [5]), report(5, "delivered"));
  assert.deepEqual(
    [row?.state, row?.detail, row?.parts],
    ["delivered", "TP-ST 0x00", [{ reference: 5, at: 0, status: 0 }]],
  );
  assert.equal(told(taken([], page("a"), [5]), report(5, "gaveUp")).row?.state, "failedTemporarily");
  assert.deepEqual(told(taken([], page("a"), [5]), report(5, "pending")).row, undefined);
});

test("a text of two parts is delivered once both are, and failed with the first that fails", () => {
  const both = taken([], page("a"), [5, 6]);
  const [after, first] = takeReport(both, report(5, "delivered"), 1, 1);
  assert.equal(first.report, undefined);
  assert.deepEqual([first.row?.state, first.row?.parts?.[0]?.status], ["sent", 0]);
  assert.equal(told(after, report(6, "delivered")).report?.outcome, "delivered");
  assert.equal(told(after, report(6, "failed")).report?.outcome, "failed");
});

test("a report that overtakes the other parts of its text is no word on the whole, and is not forgotten", () => {
  const first = taken([], page("a"), [5], 2);
  const [after, early] = takeReport(first, report(5, "delivered"), 1, 1);
  assert.deepEqual(early, {}, "the second part has not been taken: nothing is called sent");
  const second = awaitReport(after, { dispatch: page("a"), total: 2, index: 1, part: { reference: 6, at: 9 } }, 9);
  assert.deepEqual(
    partsOf(second, "a").map(({ status }) => status),
    [0, undefined],
  );
  assert.equal(told(second, report(6, "delivered")).row?.state, "delivered");
});

test("the reference wraps: the newest page with it is meant, and one of last week never", () => {
  const awaited = taken(taken([], page("a"), [5]), page("b"), [5]);
  assert.equal(told(awaited, report(5, "delivered")).report?.dispatchId, "b");
  assert.deepEqual(told(awaited, report(5, "delivered"), 7 * DAY), {});
});

test("a page that was sent twice has not failed because its first copy has", () => {
  const awaited = taken(taken([], page("a"), [5]), page("a"), [6]);
  const [left, about] = takeReport(awaited, report(5, "failed"), 1, 1);
  assert.deepEqual(about, {});
  assert.equal(told(left, report(6, "failed")).report?.outcome, "failed");
  assert.equal(told(awaited, report(5, "delivered")).row?.state, "delivered", "one copy on the phone is enough");
});

test("after a restart a report still finds its page, but not three days later, nor when the clock was set back", () => {
  const row = { ...page("a"), state: "sent" as const, parts: [{ reference: 5, at: 10 * DAY }] };
  const restored = (now: number) => awaitAgain([row], now, 0);
  assert.equal(told(restored(10.5 * DAY), report(5, "delivered")).row?.state, "delivered");
  assert.deepEqual(told(restored(13.1 * DAY), report(5, "delivered")), {});
  assert.equal(told(restored(1 * DAY), report(5, "delivered")).row?.state, "delivered");
});

test("when the centre took a text of this run is told by its report, however late; never by one of an earlier run, or of a later part", () => {
  const at = { year: 2026, month: 7, day: 15, hour: 12, minute: 0, second: 3, zoneQuarterHours: 0 };
  const stamped = (reference: number) => ({ ...report(reference, "delivered"), sentAt: at });
  const awaited = taken([], page("a"), [5, 6]);
  assert.deepEqual(centreTimeOf(awaited, stamped(5)), { civil: Date.UTC(2026, 6, 15, 12, 0, 3), atMs: 0 });
  assert.equal(centreTimeOf(awaited, stamped(6)), undefined, "the first part's moment is not its own");
  assert.equal(centreTimeOf(awaited, stamped(7)), undefined);
  assert.equal(centreTimeOf(awaited, report(5, "delivered")), undefined, "a stamp of noughts");
  const before = awaitAgain([{ ...page("a"), state: "sent", parts: [{ reference: 5, at: 0 }] }], 60_000, 1_000);
  assert.equal(
    centreTimeOf(before, stamped(5)),
    undefined,
    "its moment is the box's own clock, which it would confirm",
  );
});
