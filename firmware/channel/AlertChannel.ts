import type { Dispatch, SentPart } from "../message/MessageStore.ts";
import { type Duration, Seconds } from "../time/Duration.ts";

/** So long a doctor's telephone rings before a call counts as not answered: five or six rings; most mailboxes take it after 25 to 30 s. */
export const CALL_RINGS_FOR: Duration = Seconds(25);

/** How far one attempt got. `modemMs`: the time the modem and its network took, from the last byte of ours to `+CMGS`. */
export type DispatchOutcome =
  | {
      readonly kind: "sent";
      readonly detail: string;
      readonly submittedAtMs: number;
      readonly modemMs: number;
      /** For the record: what its delivery reports will be matched by. */
      readonly parts?: readonly SentPart[];
    }
  | { readonly kind: "failedTemporarily"; readonly detail: string }
  | { readonly kind: "failedPermanently"; readonly detail: string }
  /** It may have gone: send it again, with the same code. */
  | { readonly kind: "unknown"; readonly detail: string };

/** A way to a person. It retries by itself within reason; the escalation's own clock never waits for it. */
export interface AlertChannel {
  readonly way: Dispatch["way"];
  send(dispatch: Dispatch, options: { readonly urgent: boolean }): Promise<DispatchOutcome>;
  /** Nobody wants it any more: what has not left does not leave; its `send` then ends as failed. */
  withdraw?(dispatchId: string): void;
  /** After a start: what an earlier run sent, and may still be reported on. */
  resume?(dispatches: readonly Dispatch[]): void;
}

/** A short message that came in from a phone; already in the store. */
export interface ReceivedReply {
  readonly from: string;
  readonly text: string;
  readonly atMs: number;
}
