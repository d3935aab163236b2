import assert from "node:assert/strict";
import { test } from "node:test";
import { nextShownAt, type ShownEvent, type ShownFaults, stepShown } from "./ShownFaults.ts";

const raised = (seconds: number, code: string, where = "mobile"): ShownEvent => ({
  kind: "raised",
  code,
  where,
  atMs: seconds * 1_000,
});
const cleared = (seconds: number, code: string, where = "mobile"): ShownEvent => ({
  kind: "cleared",
  code,
  where,
  atMs: seconds * 1_000,
});

/** What is told, with its second; time passes between the events as the board's timer lets it. */
function told(events: readonly ShownEvent[], until: number): string[] {
  let faults: ShownFaults = new Map();
  const lines: string[] = [];
  const take = (event: ShownEvent): void => {
    const [next, effects] = stepShown(faults, event);
    faults = next;
    for (const { kind, key } of effects) lines.push(`${event.atMs / 1_000} ${kind} ${key}`);
  };
  const passUntil = (atMs: number): void => {
    for (let due = nextShownAt(faults); due !== undefined && due <= atMs; due = nextShownAt(faults))
      take({ kind: "timePassed", atMs: due });
  };
  for (const event of events) {
    passUntil(event.atMs - 1);
    take(event);
  }
  passUntil(until * 1_000);
  return lines;
}

test("a message store that is full for a moment calls for nobody", () => {
  assert.deepEqual(told([raised(0, "SMS_STORAGE_FULL"), cleared(19, "SMS_STORAGE_FULL")], 60), []);
});

test("what lasts is shown once, and once that it is over", () => {
  const events = [raised(0, "SMS_STORAGE_FULL"), raised(5, "SMS_STORAGE_FULL"), cleared(90, "SMS_STORAGE_FULL")];
  assert.deepEqual(told(events, 120), ["20 show SMS_STORAGE_FULL mobile", "90 over SMS_STORAGE_FULL mobile"]);
});

test("a full disk is shown at once", () => {
  assert.deepEqual(told([raised(3, "STORE_FULL", "store")], 3), ["3 show STORE_FULL store"]);
});

test("without a modem nobody is told what it cannot do", () => {
  assert.deepEqual(told([raised(0, "SMS_MODEM_GONE"), raised(1, "SMS_STORAGE_FULL")], 600), [
    "10 show SMS_MODEM_GONE mobile",
  ]);
});

test("the other modem's trouble explains nothing here", () => {
  assert.deepEqual(told([raised(0, "SMS_MODEM_GONE", "spare"), raised(0, "SMS_STORAGE_FULL")], 30), [
    "10 show SMS_MODEM_GONE spare",
    "20 show SMS_STORAGE_FULL mobile",
  ]);
});

test("a modem that is back gets its time to put itself right, although something was wrong before", () => {
  const events = [raised(0, "SMS_MODEM_GONE"), raised(1, "SMS_STORAGE_FULL"), cleared(100, "SMS_MODEM_GONE")];
  assert.deepEqual(told([...events, cleared(119, "SMS_STORAGE_FULL")], 300), [
    "10 show SMS_MODEM_GONE mobile",
    "100 over SMS_MODEM_GONE mobile",
  ]);
  assert.equal(told(events, 300).at(-1), "120 show SMS_STORAGE_FULL mobile");
});

test("what was told is told to be over, even when it was explained later", () => {
  const events = [raised(0, "SMS_STORAGE_FULL"), raised(30, "SMS_MODEM_GONE"), cleared(50, "SMS_STORAGE_FULL")];
  assert.deepEqual(told(events, 60), [
    "20 show SMS_STORAGE_FULL mobile",
    "40 show SMS_MODEM_GONE mobile",
    "50 over SMS_STORAGE_FULL mobile",
  ]);
});
