/* @pure */
import type { DutyChangeRow, DutyChangeWish } from "../../api/duty.ts";

export const DEEDS = ["cover", "swap", "away", "add"] as const;
export type Deed = (typeof DEEDS)[number];

interface Part {
  readonly person: string;
  readonly from: number;
  readonly to: number;
}

/** What somebody has filled in so far; what is empty is undefined. */
export interface Wanted {
  readonly deed: Deed;
  readonly person?: string;
  readonly by?: string;
  readonly from?: number;
  readonly to?: number;
  /** Of a swap: the duty that is given, and the one that is got for it. */
  readonly mine?: Part;
  readonly theirs?: Part;
  /** Only within this rotation. */
  readonly rotation?: string;
}

/** Why it cannot be asked for yet. */
export type Lack = "incomplete" | "order" | "samePerson" | "sameTime";

/** What the box is asked for; or what is still missing. */
export function wishesOf(wanted: Wanted): readonly DutyChangeWish[] | Lack {
  const within = wanted.rotation === undefined ? {} : { rotation: wanted.rotation };
  const { by, from, mine, person, theirs, to } = wanted;
  if (wanted.deed === "swap") {
    if (mine === undefined || theirs === undefined) return "incomplete";
    if (mine.person === theirs.person) return "samePerson";
    // Both on duty at the same time have nothing to swap; and the second change would meet what the first made.
    if (mine.from < theirs.to && theirs.from < mine.to) return "sameTime";
    return [
      { kind: "replace", ...mine, by: theirs.person, ...within },
      { kind: "replace", ...theirs, by: mine.person, ...within },
    ];
  }
  if (person === undefined || from === undefined || to === undefined) return "incomplete";
  if (!(from < to)) return "order";
  const span = { person, from, to, ...within };
  if (wanted.deed === "add") return [{ kind: "add", ...span }];
  if (by === undefined) return wanted.deed === "away" ? [{ kind: "remove", ...span }] : "incomplete";
  return by === person ? "samePerson" : [{ kind: "replace", ...span, by }];
}

/** The box gives changes that were asked for together successive moments. */
const APART_MS = 1;

/** Changes that were made together, a swap for one: they are taken back together. In the order of the list. */
export function togetherOf(changes: readonly DutyChangeRow[]): readonly (readonly DutyChangeRow[])[] {
  const groups: DutyChangeRow[][] = [];
  for (const change of changes) {
    const last = groups.at(-1);
    const before = last?.at(-1);
    const isNext =
      before !== undefined &&
      before.madeBy.id === change.madeBy.id &&
      Math.abs(before.madeAt - change.madeAt) <= APART_MS;
    if (isNext) last?.push(change);
    else groups.push([change]);
  }
  return groups;
}

/** The same again, for what was taken back by mistake. */
export const wishAgain = ({ by, from, kind, person, rotation, to }: DutyChangeRow): DutyChangeWish => ({
  ...{ kind, from, to, person: person.id },
  ...(by === undefined ? {} : { by: by.id }),
  ...(rotation === undefined ? {} : { rotation }),
});
