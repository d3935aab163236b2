import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EMPTY_QUEUE, ended, enqueue, next, type QueuedPdu, type SmsPriority, type SmsQueue } from "./SmsQueue.ts";

const URGENT = 0;
const ANSWER = 2;

const filled = (pdus: readonly QueuedPdu[]): SmsQueue => pdus.reduce(enqueue, EMPTY_QUEUE);

/** One modem that takes `eachMs` for every PDU; gives the order in which they went. */
function order(pdus: readonly QueuedPdu[], eachMs = 3_000, startMs = 0): number[] {
  let queue = filled(pdus);
  const went: number[] = [];
  for (let now = startMs; went.length < pdus.length; now += eachMs) {
    const [after, pdu] = next(queue, 1, now);
    assert.ok(pdu, "a free modem is never left waiting");
    went.push(pdu.id);
    queue = ended(after, pdu.id);
  }
  return went;
}

test("urgent pages first, then routine ones, then answers, then the caller; of one kind the oldest text", () => {
  const pdus: QueuedPdu[] = [
    { id: 1, priority: 3, since: 0 },
    { id: 2, priority: 2, since: 0 },
    { id: 3, priority: 1, since: 1 },
    { id: 4, priority: 0, since: 5 },
    { id: 5, priority: 0, since: 4 },
    { id: 6, priority: 1, since: 0 },
  ];
  assert.deepEqual(order(pdus, 1), [5, 4, 6, 3, 2, 1]);
});

test("an urgent page is handed on although a routine one is with the modem; a second routine one is not", () => {
  let [queue, first] = next(filled([{ id: 1, priority: 1, since: 0 }]), 1, 0);
  assert.equal(first?.id, 1);
  queue = enqueue(enqueue(queue, { id: 2, priority: 1, since: 0 }), { id: 3, priority: URGENT, since: 9 });
  let pdu: QueuedPdu | undefined;
  [queue, pdu] = next(queue, 1, 9);
  assert.equal(pdu?.id, 3);
  [queue, pdu] = next(queue, 1, 9);
  assert.equal(pdu, undefined);
});

test("ten pages to ten doctors go before an answer, and the answer before the eleventh page if it has waited long", () => {
  const pages = Array.from({ length: 20 }, (_, i): QueuedPdu => ({ id: i, priority: URGENT, since: 0 }));
  const went = order([...pages, { id: 99, priority: ANSWER, since: 0 }], 3_000, 30_000);
  assert.equal(went.indexOf(99), 10);
  const young = order([...pages.slice(0, 9), { id: 99, priority: ANSWER, since: 0 }], 3_000);
  assert.equal(young.indexOf(99), 9, "nine pages take 27 s");
});

test("two modems work at once", () => {
  let queue = filled([1, 2, 3].map((id) => ({ id, priority: ANSWER, since: 0 })));
  const went: number[] = [];
  for (let pdu: QueuedPdu | undefined; ; ) {
    [queue, pdu] = next(queue, 2, 0);
    if (!pdu) break;
    went.push(pdu.id);
  }
  assert.deepEqual(went, [1, 2]);
});

test("whatever comes when: nothing is lost, no modem has two, and an urgent page is overtaken by at most one late text", () => {
  const arrival = fc.record({
    priority: fc.constantFrom<SmsPriority[]>(0, 1, 2, 3),
    at: fc.integer({ min: 0, max: 120 }),
  });
  fc.assert(
    fc.property(fc.array(arrival, { maxLength: 60 }), (arrivals) => {
      const pdus = arrivals.map(({ priority, at }, id): QueuedPdu => ({ id, priority, since: at * 1_000 }));
      let queue = EMPTY_QUEUE;
      const left = [...pdus].sort((a, b) => a.since - b.since);
      const went: number[] = [];
      const lastAnswerAt = new Map<number, number>();
      for (let now = 0; went.length < pdus.length; now += 1_000) {
        while (left[0] && left[0].since <= now) queue = enqueue(queue, left.shift()!);
        const urgentWaits = queue.waiting.some(({ priority }) => priority === 0);
        const [after, pdu] = next(queue, 1, now);
        assert.ok(pdu !== undefined || queue.waiting.length === 0);
        if (!pdu) continue;
        assert.ok(after.underWay.length <= 1);
        if (urgentWaits && pdu.priority > 0) {
          const before = went.length - (lastAnswerAt.get(0) ?? -10);
          assert.ok(before >= 10, "ten urgent ones lie between two that overtook them");
          lastAnswerAt.set(0, went.length);
        }
        went.push(pdu.id);
        queue = ended(after, pdu.id);
      }
      assert.deepEqual(
        [...went].sort((a, b) => a - b),
        pdus.map(({ id }) => id),
      );
    }),
    { numRuns: 300 },
  );
});
