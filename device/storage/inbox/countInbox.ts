import type { Layer, View } from "../Layer.ts";

export interface InboxCounts {
  /** Nobody has it. */
  readonly new: number;
  readonly urgentOpen: number;
  readonly unheard: number;
  /** Open, and one of the given ids has it. */
  readonly mine: number;
}

/** One walk through an index that holds the open ones alone. */
const COUNT = `SELECT count(*) FILTER (WHERE state IN ('recording', 'new', 'paged')) AS new, count(*) FILTER (WHERE urgent = 1) AS urgentOpen,
  count(*) FILTER (WHERE unheard = 1) AS unheard, count(*) FILTER (WHERE holder IN (SELECT value FROM json_each(?))) AS mine
  FROM inbox INDEXED BY inbox_open WHERE open = 1 AND ref NOT IN (SELECT value FROM json_each(?))`;

const NONE: InboxCounts = { new: 0, urgentOpen: 0, unheard: 0, mine: 0 };

/** Over all layers; what an upper one has is not counted in those below. */
export const countInbox = (view: View, mine: readonly string[]): InboxCounts => {
  const hidden = new Set<string>();
  let sum = NONE;
  for (const [depth, layer] of view.all.entries()) {
    const values = [JSON.stringify(mine), JSON.stringify([...hidden])] as const;
    const found = view.read(layer, (from) => from.get<InboxCounts>(COUNT, ...values), undefined) ?? NONE;
    sum = {
      new: sum.new + found.new,
      urgentOpen: sum.urgentOpen + found.urgentOpen,
      unheard: sum.unheard + found.unheard,
      mine: sum.mine + found.mine,
    };
    if (depth < view.all.length - 1) for (const ref of refsIn(view, layer)) hidden.add(ref);
  }
  return sum;
};

const refsIn = (view: View, layer: Layer): readonly string[] =>
  view.read(layer, (from) => from.all<{ ref: string }>("SELECT ref FROM inbox"), []).map(({ ref }) => ref);
