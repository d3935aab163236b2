import assert from "node:assert/strict";
import { test } from "node:test";
import type { MessageSummary } from "../../message/MessageStore.ts";
import { Days, Hours } from "../../time/Duration.ts";
import type { OpenPage } from "../TalkState.ts";
import { messageEntries, openEntries } from "./lists.ts";

const NOW = Date.UTC(2026, 10, 26, 8, 0);
const named = (id: string) => ({ id, name: `Dr. ${id}` });
const page = (ref: string, more: Partial<OpenPage>): OpenPage => ({
  ref,
  urgency: "urgent",
  state: "open",
  raisedAt: NOW,
  ...more,
});

test("open calls: nobody's before one's own, urgent before routine, the newest first; a colleague's are the colleague's", () => {
  const pages = [
    page("R", { urgency: "routine" }),
    page("OLD", { raisedAt: NOW - 1_000 }),
    page("MINE", { state: "taken", takenBy: "chen" }),
    page("NEW", { raisedAt: NOW - 500 }),
    page("HERS", { state: "taken", takenBy: "patel" }),
  ];
  const entries = openEntries(pages, new Set(["OLD"]), "chen", named);
  assert.deepEqual(
    entries.map(({ ref, heard }) => `${ref}${heard ? " heard" : ""}`),
    ["NEW", "OLD heard", "R", "MINE"],
  );
  assert.deepEqual(entries.at(-1)?.alert, { state: "taken", takenBy: { id: "chen", name: "Dr. chen" } });
});

const message = (ref: string, receivedAt: number): MessageSummary => ({
  message: {
    callId: `c${ref}`,
    ref,
    receivedAt,
    urgency: "routine",
    urgencyBecause: "caller",
    callerKind: "patient",
    language: "en",
    callbackConfirmed: false,
    complete: true,
  },
  call: { id: `c${ref}`, line: "front", rangAt: receivedAt, callerId: { kind: "none" } },
  dispatches: [],
  recordings: [],
});

test("messages: what was not heard first, and of that whoever waits longest; nothing older than a week", () => {
  const messages = [
    message("A", NOW - Hours(1)),
    message("B", NOW - Hours(5)),
    message("C", NOW - Hours(2)),
    message("D", NOW - Days(8)),
    message("E", NOW - Hours(9)),
  ];
  const entries = messageEntries(messages, new Set(["B", "C"]), NOW, named);
  assert.deepEqual(
    entries.map(({ ref }) => ref),
    ["E", "A", "C", "B"],
  );
});
