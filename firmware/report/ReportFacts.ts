import type { CallerKind, CallRecord, Dispatch, Urgency } from "../message/MessageStore.ts";
import type { EpochMs } from "../time/Clock.ts";

// What a report is made of: of each call the times, states and staff, and nothing that tells of a patient. Whoever reads the
// store drops numbers, names, dates of birth and sound before it comes here.

/** Kinds of audit rows that a report counts; see docs of the audit for what they mean. */
export const REPORTED_EVENTS = [
  "alert-taken",
  "alert-closed",
  "passed",
  "take-expired",
  "page-failed",
  "page-not-delivered",
  "nobody-was-notified",
  "fallback-paged",
  "on-call-gap",
  "linked",
] as const;
export type ReportedEvent = (typeof REPORTED_EVENTS)[number];

export interface EventFacts {
  readonly kind: ReportedEvent;
  readonly at: EpochMs;
  readonly person?: string;
}

export interface PageFacts extends Pick<Dispatch, "person" | "way" | "state" | "createdAt" | "sentAt" | "deliveredAt"> {
  /** The step or hand-over that it belonged to, with its round. */
  readonly group: string;
}

export interface AlertFacts {
  readonly raisedAt: EpochMs;
  readonly state: "open" | "taken" | "closed";
  readonly takenAt?: EpochMs;
  readonly closedAt?: EpochMs;
  readonly pages: readonly PageFacts[];
  readonly events: readonly EventFacts[];
}

export interface MessageFacts {
  readonly urgency: Urgency;
  readonly because: string;
  readonly callerKind: CallerKind;
  readonly complete: boolean;
  readonly urgentAt?: EpochMs;
  readonly savedAt?: EpochMs;
  readonly alert?: AlertFacts;
}

export interface CallFacts extends Pick<CallRecord, "rangAt" | "answeredAt" | "ending"> {
  readonly keys: number;
  readonly messages: readonly MessageFacts[];
}
