import type { EpochMs } from "../time/Clock.ts";
import type { Alert, CallRecord, Dispatch, SpokenPart, VoiceMessage } from "./MessageStore.ts";
import type { MessageFacts, MessageState } from "./messageState.ts";

// What the inbox is asked for, and what it knows of a message.

/** All that is given must hold. */
export interface InboxQuery {
  readonly states?: readonly MessageState[];
  /** Neither called back nor closed. */
  readonly open?: boolean;
  readonly urgent?: boolean;
  /** Open, and nobody has listened to it. */
  readonly unheard?: boolean;
  /** Whose it is: one of these ids; null: nobody's. */
  readonly holders?: readonly string[] | null;
  /** As somebody typed it (numberSearch.ts). */
  readonly search?: string;
  /** Received from then on, and before then. */
  readonly from?: EpochMs;
  readonly to?: EpochMs;
  /** The last one of the page before. */
  readonly after?: InboxPlace;
  readonly limit: number;
}

/** Where a message is in the inbox: newest first, and by reference where two came in one millisecond. */
export interface InboxPlace {
  readonly receivedAt: EpochMs;
  readonly ref: string;
}

/** All of a message that its place in the inbox is made of; its pages and its sound are looked up apart. */
export interface InboxFacts extends MessageFacts {
  readonly message: VoiceMessage;
  readonly call: CallRecord;
  readonly alert?: Alert;
  readonly heard: boolean;
}

export interface SpokenLength {
  readonly part: SpokenPart;
  /** Milliseconds of the take that counts. */
  readonly ms: number;
  readonly takes: number;
}

/** A message as a row of the inbox shows it. */
export interface InboxMessage extends InboxFacts {
  readonly spoken: readonly SpokenLength[];
}

/** Somebody has listened to it; the first time. */
export interface HeardOnce {
  readonly person: string;
  readonly at: EpochMs;
}

/** What the audit says of a message: its life, step by step. */
export interface AuditOfMessage {
  readonly at: EpochMs;
  readonly kind: string;
  readonly person: string | null;
  readonly detail: string | null;
}

/** And as its own page shows it. */
export interface InboxDetail extends InboxMessage {
  /** Pages alone. */
  readonly dispatches: readonly Dispatch[];
  readonly heardBy: readonly HeardOnce[];
  readonly audit: readonly AuditOfMessage[];
  /** Of the same number, newest first. */
  readonly sameCaller: readonly string[];
}
