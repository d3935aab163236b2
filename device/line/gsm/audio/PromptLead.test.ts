import assert from "node:assert/strict";
import { test } from "node:test";
import { Milliseconds } from "../../../../firmware/time/Duration.ts";
import { VirtualClock } from "../../../../test/harness/VirtualClock.ts";
import { LEAD_MS } from "./CallAudio.ts";
import { PromptLead } from "./PromptLead.ts";
import { PromptQueue } from "./PromptQueue.ts";

function said() {
  const clock = new VirtualClock();
  const told: string[] = [];
  const tell = (what: string) => told.push(`${clock.monotonic()} ${what}`);
  const lead = new PromptLead(
    clock,
    {
      started: (playId) => tell(`${playId} begins`),
      finished: (playId, interrupted) => tell(`${playId} ${interrupted ? "cut" : "said"}`),
    },
    () => LEAD_MS,
  );
  const queue = new PromptQueue(lead);
  const frame = { samples: new Int16Array(160).fill(1) };
  const pass = (ms: number) => clock.advance(Milliseconds(ms));
  return { clock, told, lead, queue, frame, pass };
}

test("a prompt is told as begun and as said when it is heard so, not when it is written", () => {
  const { told, queue, frame, pass } = said();
  queue.add(1, frame);
  queue.take(160);
  assert.deepEqual(told, []);
  pass(LEAD_MS);
  assert.deepEqual(told, [`${LEAD_MS} 1 begins`, `${LEAD_MS} 1 said`]);
});

test("two that follow each other are told one after the other", () => {
  const { told, queue, frame, pass } = said();
  queue.add(1, frame);
  queue.add(2, frame);
  queue.take(160);
  pass(20);
  queue.take(160);
  pass(200);
  assert.deepEqual(
    told.map((line) => line.replace(/^\d+ /, "")),
    ["1 begins", "1 said", "2 begins", "2 said"],
  );
});

test("one that is dropped before anything of it was heard has not begun, and is told as cut at once", () => {
  const { told, lead, queue, frame, pass } = said();
  queue.add(1, { samples: new Int16Array(1_600).fill(1) });
  queue.add(2, frame);
  queue.take(160);
  pass(20);
  queue.drop();
  assert.deepEqual(told, ["20 1 cut", "20 2 cut"]);
  pass(500);
  assert.equal(told.length, 2);
  assert.equal(lead.sounding, false);
});

test("the call is over while the last words are on their way: they were not heard to their end", () => {
  const { clock, told, lead, queue, frame, pass } = said();
  queue.add(1, frame);
  queue.take(160);
  pass(LEAD_MS - 1);
  lead.cut();
  assert.deepEqual(told, [`${LEAD_MS - 1} 1 cut`]);
  assert.deepEqual(clock.running(), []);
});
