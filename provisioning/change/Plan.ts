/* @pure */
import type { Issue } from "../../firmware/config/Issue.ts";
import type { ChangeKind } from "./Change.ts";

/** What would be done about one change, in words for the technician. */
export interface PlanStep {
  readonly kind: ChangeKind | "data";
  readonly words: string;
}

/** Why it cannot be done: what is wrong, and what to do. Nothing is changed then. */
export interface Refusal {
  readonly code: string;
  readonly what: string;
  readonly cure: string;
  /** The same in Spanish, where it is made of what a check says; a fixed sentence is found in its book. */
  readonly es?: { readonly what: string; readonly cure: string };
}

/** What an apply would do. It has done nothing yet. */
export interface Plan {
  readonly steps: readonly PlanStep[];
  readonly warnings: readonly string[];
  readonly refusals: readonly Refusal[];
  /** Mistakes and warnings of the clinic file, each with its path (`people[1].phone`), line and column. */
  readonly issues: readonly Issue[];
  /** The answering service is started anew for it, between two calls. */
  readonly restart: boolean;
  /** Somebody at the box allows it: what they showed is used up by it. */
  readonly needsPresence: boolean;
  /** Undone by itself unless it is confirmed within so many seconds: who changes the network may cut themselves off. */
  readonly confirmWithinS?: number;
}

export const canApply = (plan: Plan): boolean => plan.refusals.length === 0;

/** In the order in which they come; those that are not needed are left out. */
export const PHASES = [
  ...["verify", "stage", "wait-for-quiet", "stop", "swap", "start", "health", "confirm", "keep", "roll-back"],
] as const;
export type Phase = (typeof PHASES)[number];

/** One line for a person who waits. */
export interface Progress {
  readonly phase: Phase;
  readonly words: string;
}

/** What came of it. In all but the first the box is as it was. */
export type Outcome =
  | {
      readonly kind: "kept";
      readonly id: string;
      readonly words: string;
      readonly warnings: readonly string[];
      /** What of the warnings is about the clinic file, for whoever says it in another language. */
      readonly issues?: readonly Issue[];
    }
  | { readonly kind: "rolled-back"; readonly id: string; readonly because: string; readonly words: string }
  | { readonly kind: "refused"; readonly refusals: readonly Refusal[]; readonly words: string };

export const refused = (...refusals: readonly Refusal[]): Outcome => ({
  kind: "refused",
  refusals,
  words: `Nothing was changed: ${refusals.map(({ what }) => what).join("; ")}.`,
});
