import type { EpochMs } from "../time/Clock.ts";

// What people of the clinic do with a message beyond the page about it: an append-only list for each message, and what it
// comes to. Nothing is ever changed or deleted in it; taking something back is an entry of its own.

/** Somebody of the clinic: `chen` of the clinic file, `user:…` of the console, `front-desk`. The name as it was then. */
export interface Hand {
  readonly id: string;
  readonly name: string;
}

export type DeskDeed =
  | { readonly kind: "taken" }
  /** The caller was called back. `endsPage`: somebody was being paged, and is so no more. */
  | { readonly kind: "calledBack"; readonly endsPage?: true }
  /** There is nothing more to be done. */
  | { readonly kind: "closed"; readonly endsPage?: true }
  | { readonly kind: "reopened" }
  /** `to` absent: to nobody. */
  | { readonly kind: "assigned"; readonly to?: Hand; readonly handedOver?: true }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "undone"; readonly act: string };

export interface DeskAct {
  /** Unique for ever, drawn by whoever asks, so that asking twice is harmless. */
  readonly id: string;
  readonly ref: string;
  readonly at: EpochMs;
  readonly by: Hand;
  /** Grows with each act on a message, whatever the clock does; else its time. */
  readonly order: number;
  readonly deed: DeskDeed;
}

/** What somebody wants; `was`: whom they saw it assigned to. */
export interface DeskWish extends Pick<DeskAct, "id" | "ref" | "at" | "by" | "deed"> {
  readonly was?: string | null;
}

const STANDING = ["taken", "calledBack", "closed", "reopened"] as const;
export type StandingKind = (typeof STANDING)[number];
type StandingAct = DeskAct & { readonly deed: { readonly kind: StandingKind } };
type AssignedAct = DeskAct & { readonly deed: Extract<DeskDeed, { kind: "assigned" }> };

const isStanding = (act: DeskAct): act is StandingAct => STANDING.some((kind) => kind === act.deed.kind);
const isAssigned = (act: DeskAct): act is AssignedAct => act.deed.kind === "assigned";

/** Two writers that did not see each other (an emergency database) may have drawn one number: then the ids decide, everywhere alike. */
export const inOrder = (acts: readonly DeskAct[]): readonly DeskAct[] =>
  [...acts].sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));

/** Without what was taken back. Taking back is not itself taken back: what was undone is done anew. */
export function actsInForce(acts: readonly DeskAct[]): readonly DeskAct[] {
  const undone = new Set(acts.map(({ deed }) => (deed.kind === "undone" ? deed.act : "")));
  return acts.filter(({ id, deed }) => deed.kind !== "undone" && !undone.has(id));
}

/**
 * The last word on where the message stands. A page that was ended with it does not begin again when that is taken back: the
 * message is then open, whatever the page says.
 */
export function standingAct(acts: readonly DeskAct[]): StandingAct | undefined {
  const byId = new Map(acts.map((act) => [act.id, act]));
  const words = actsInForce(acts).filter(isStanding);
  const reopenings = acts.flatMap((act): StandingAct[] => {
    const undone = act.deed.kind === "undone" ? byId.get(act.deed.act)?.deed : undefined;
    const endedPage = (undone?.kind === "calledBack" || undone?.kind === "closed") && undone.endsPage === true;
    return endedPage ? [{ ...act, deed: { kind: "reopened" } }] : [];
  });
  return inOrder([...words, ...reopenings]).at(-1) as StandingAct | undefined;
}

export const assignedAct = (acts: readonly DeskAct[]): AssignedAct | undefined =>
  actsInForce(acts).filter(isAssigned).at(-1);

export const notesOf = (
  acts: readonly DeskAct[],
): readonly (DeskAct & { readonly deed: { readonly text: string } })[] =>
  actsInForce(acts).filter(
    (act): act is DeskAct & { readonly deed: { readonly kind: "note"; readonly text: string } } =>
      act.deed.kind === "note",
  );

/** What may be taken back now, newest first: the last word of each kind. A note is corrected by another note. */
export function undoableActs(acts: readonly DeskAct[]): readonly (StandingAct | AssignedAct)[] {
  const last = standingAct(acts);
  // Not a taking back that counts as a reopening.
  const standing = actsInForce(acts).some(({ id }) => id === last?.id) ? last : undefined;
  return [standing, assignedAct(acts)].filter((act) => act !== undefined).sort((a, b) => b.order - a.order);
}
