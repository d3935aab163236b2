/* @pure */
// Which PDU is next: of those that are ready to go, the most urgent, then the oldest text. A text that pauses after a refusal
// is not in here, so that no number blocks another; a long text is in here part by part, so that its parts hold up nobody.
import type { Purpose } from "../../firmware/message/MessageStore.ts";
import type { MonotonicMs } from "../../firmware/time/Clock.ts";
import { type Duration, Seconds } from "../../firmware/time/Duration.ts";

/** 0: an urgent page. 1: a routine page. 2: an answer to a doctor, a fault that is told. 3: a word to the caller. */
export type SmsPriority = 0 | 1 | 2 | 3;

export interface QueuedPdu {
  readonly id: number;
  readonly priority: SmsPriority;
  /** When its text was given to us, not this part of it: a text that was begun is finished first. */
  readonly since: MonotonicMs;
}

export interface SmsQueue {
  readonly waiting: readonly QueuedPdu[];
  /** With a modem. */
  readonly underWay: readonly QueuedPdu[];
  /** PDUs in a row that overtook something older. */
  readonly overtakings: number;
}

export const EMPTY_QUEUE: SmsQueue = { waiting: [], underWay: [], overtakings: 0 };

/** So many in a row may overtake a text that has waited long; then it has its turn, once: the answer to a doctor is late, not lost. */
const MOST_OVERTAKINGS = 10;
const LONG_WAIT: Duration = Seconds(30);

export function priorityOf(purpose: Purpose | undefined, urgent: boolean): SmsPriority {
  switch (purpose ?? "page") {
    case "page":
      return urgent ? 0 : 1;
    case "answer":
    case "notice":
      return 2;
    case "patient":
      return 3;
  }
}

export const enqueue = (queue: SmsQueue, pdu: QueuedPdu): SmsQueue => ({ ...queue, waiting: [...queue.waiting, pdu] });

/** Its modem has answered. */
export const ended = (queue: SmsQueue, id: number): SmsQueue => ({
  ...queue,
  underWay: queue.underWay.filter((pdu) => pdu.id !== id),
});

/** What has not been given to a modem is taken back; false when it is too late. */
export function withdraw(queue: SmsQueue, id: number): readonly [SmsQueue, boolean] {
  const waiting = queue.waiting.filter((pdu) => pdu.id !== id);
  return [{ ...queue, waiting }, waiting.length < queue.waiting.length];
}

/**
 * The PDU that may go now, if any. Each lane (a modem) has one at a time; an urgent one is handed on beside it, because the
 * modem's own dialogue lets it overtake whatever has not been given to the network yet.
 */
export function next(queue: SmsQueue, lanes: number, nowMs: MonotonicMs): readonly [SmsQueue, QueuedPdu | undefined] {
  const first = best(queue.waiting);
  if (!first) return [queue, undefined];
  const free = queue.underWay.length < lanes;
  const late = best(
    queue.waiting.filter(({ priority, since }) => priority > first.priority && nowMs - since >= LONG_WAIT),
  );
  if (late && queue.overtakings >= MOST_OVERTAKINGS) return free ? take(queue, late, 0) : [queue, undefined];
  const urgentUnderWay = queue.underWay.filter(({ priority }) => priority === 0).length;
  if (first.priority === 0 ? urgentUnderWay >= lanes : !free) return [queue, undefined];
  return take(queue, first, late ? queue.overtakings + 1 : 0);
}

const take = (queue: SmsQueue, pdu: QueuedPdu, overtakings: number): readonly [SmsQueue, QueuedPdu] => [
  { waiting: queue.waiting.filter((other) => other !== pdu), underWay: [...queue.underWay, pdu], overtakings },
  pdu,
];

const best = (waiting: readonly QueuedPdu[]): QueuedPdu | undefined =>
  waiting.reduce<QueuedPdu | undefined>(
    (first, pdu) => (first === undefined || isBefore(pdu, first) ? pdu : first),
    undefined,
  );

const isBefore = (a: QueuedPdu, b: QueuedPdu): boolean =>
  a.priority !== b.priority ? a.priority < b.priority : a.since !== b.since ? a.since < b.since : a.id < b.id;
