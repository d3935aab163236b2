import type { EpochMs } from "../time/Clock.ts";

/**
 * What is true, at one moment, of the page about a message, as far as its caller may be told. Nothing but a person's word
 * makes it `taken`: that a network accepted or delivered a page says nothing of a doctor.
 */
export type PageNews =
  /** A page has left, or is on its way to a channel that has not refused it. `again`: somebody had it, and has it no more. */
  | { readonly kind: "notifying"; readonly again?: true }
  /** So far nobody could be told; the escalation goes on. */
  | { readonly kind: "failing"; readonly again?: true }
  /** A routine message that nobody is woken for. */
  | { readonly kind: "waiting" }
  | { readonly kind: "taken"; readonly by: string; readonly at: EpochMs }
  /** The doctor has called back, or says so. */
  | { readonly kind: "closed"; readonly by?: string; readonly at: EpochMs };

/** A message of the last hours from the number that calls now. */
export interface EarlierMessage {
  readonly ref: string;
  readonly receivedAt: EpochMs;
  /** Its caller heard that it is saved; otherwise there is a call, and perhaps not much more. */
  readonly complete: boolean;
  readonly news: PageNews;
}
