import type { Clock } from "../../firmware/time/Clock.ts";
import type { EncodedPart } from "../line/gsm/pdu/Pdu.ts";
import type { SmsCarrier, SubmitResult } from "../line/gsm/SmsCarrier.ts";
import { EMPTY_QUEUE, ended, enqueue, next, type QueuedPdu, type SmsQueue, withdraw } from "./SmsQueue.ts";

export interface SchedulerOptions {
  readonly carrier: Pick<SmsCarrier, "submit">;
  readonly clock: Clock;
  /** PDUs that may be under way at once: one for each modem. */
  readonly lanes: number;
}

export type Submitted = SubmitResult | { readonly kind: "withdrawn" };

export interface Submission extends Pick<QueuedPdu, "priority" | "since"> {
  readonly part: EncodedPart;
  /** Told exactly once, before anything else is chosen: the next part of an urgent text may be given in it. */
  readonly done: (result: Submitted) => void;
}

/** All that goes out over one carrier. With nothing in the way a PDU leaves in the very turn in which it is given. */
export class SmsScheduler {
  readonly #options: SchedulerOptions;
  readonly #submissions = new Map<number, Submission>();
  #queue: SmsQueue = EMPTY_QUEUE;
  #lastId = 0;

  constructor(options: SchedulerOptions) {
    this.#options = options;
  }

  /** Returns how to take it back; that has no effect once a modem has it. */
  submit(submission: Submission): () => void {
    const id = ++this.#lastId;
    this.#submissions.set(id, submission);
    this.#queue = enqueue(this.#queue, { id, priority: submission.priority, since: submission.since });
    this.#work();
    return () => this.#withdraw(id);
  }

  #work(): void {
    for (;;) {
      const [queue, pdu] = next(this.#queue, this.#options.lanes, this.#options.clock.monotonic());
      this.#queue = queue;
      if (!pdu) return;
      void this.#handOver(pdu);
    }
  }

  async #handOver({ id, priority }: QueuedPdu): Promise<void> {
    const { part } = this.#submissions.get(id)!;
    const result = await this.#options.carrier.submit(part, { urgent: priority === 0 });
    this.#queue = ended(this.#queue, id);
    this.#end(id, result);
    this.#work();
  }

  #withdraw(id: number): void {
    const [queue, done] = withdraw(this.#queue, id);
    this.#queue = queue;
    if (done) this.#end(id, { kind: "withdrawn" });
  }

  #end(id: number, result: Submitted): void {
    const submission = this.#submissions.get(id);
    this.#submissions.delete(id);
    submission?.done(result);
  }
}
