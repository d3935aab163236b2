import type { DutyChange } from "./Duty.ts";

/**
 * Changes of duty as people mean them who make them one after the other by telephone: the last word counts. Chen's duty goes to
 * Patel until Monday, then Patel hands on to Okafor until six: until six Okafor stands in for Chen, afterwards Patel does again.
 * The result neither chains nor contradicts itself, so that overrides, which do not chain, can follow it; what the store keeps stays as
 * it was made, so that taking one back brings back what was before it.
 */
export function settledDuties(changes: readonly DutyChange[]): readonly DutyChange[] {
  const inOrder = changes
    .filter(({ from, to, withdrawnAt }) => withdrawnAt === undefined && from < to)
    .toSorted((a, b) => a.madeAt - b.madeAt || (a.id < b.id ? -1 : 1));
  return inOrder.reduce<readonly DutyChange[]>(
    (settled, change) => [...settled.flatMap((before) => under(before, change)), change],
    [],
  );
}

/** What is left of an earlier change under a later one: before it, during it, after it. */
function under(before: DutyChange, later: DutyChange): readonly DutyChange[] {
  const from = Math.max(before.from, later.from);
  const to = Math.min(before.to, later.to);
  if (from >= to || !sameRotation(before, later)) return [before];
  const during = meanwhile({ ...before, from, to }, later);
  if (during !== undefined && during.person === before.person && during.by === before.by && during.kind === before.kind)
    return [before];
  return [
    ...(before.from < from ? [{ ...before, to: from }] : []),
    ...(during === undefined ? [] : [{ ...during, id: `${before.id}~${later.id}` }]),
    ...(to < before.to ? [{ ...before, id: `${before.id}~`, from: to }] : []),
  ];
}

/** Only a change of every rotation, or of the very same one, speaks of the same duty. */
const sameRotation = (before: DutyChange, later: DutyChange): boolean =>
  later.rotation === undefined || later.rotation === before.rotation;

/** The earlier change for the time in which both count; undefined: it does not count any more. */
function meanwhile(before: DutyChange, later: DutyChange): DutyChange | undefined {
  switch (before.kind) {
    case "add":
      return before.person === later.person ? addedUnder(before, later) : before;
    case "remove":
      // Whoever was taken off and is put on, or replaced by name, is spoken of anew.
      return before.person === later.person ? undefined : before;
    case "replace":
      return replacedUnder(before, later);
  }
}

function addedUnder(before: DutyChange, later: DutyChange): DutyChange | undefined {
  if (later.kind !== "replace" || later.by === undefined) return undefined;
  return { ...before, person: later.by };
}

function replacedUnder(before: DutyChange, later: DutyChange): DutyChange | undefined {
  // The one who was replaced: a replacement or a removal of the same person says who it is now.
  if (before.person === later.person) return later.kind === "add" ? before : undefined;
  if (before.by !== later.person) return before;
  // The stand-in: replaced in turn, or taken off.
  if (later.kind === "add") return before;
  if (later.kind === "remove" || later.by === undefined) return undefined;
  return later.by === before.person ? undefined : { ...before, by: later.by };
}
