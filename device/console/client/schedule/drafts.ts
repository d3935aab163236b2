import { partOf } from "./ChangeFields.ts";
import type { Dragged } from "./dragging.ts";
import type { Block } from "./layout.ts";
import type { Duty } from "./view.ts";
import type { Wanted } from "./wishes.ts";

// What the form begins with: whatever can be known of what somebody means.

/** Nothing was pressed: the duty of now, or one's own that comes next. `own`: whoever may change nothing else. */
export function firstDraft(duty: Duty, own: string | undefined): Wanted {
  const open = duty.blocks.filter(({ gap, to }) => !gap && to > duty.now);
  const meant = (own === undefined ? undefined : open.find(({ person }) => person.id === own)) ?? open[0];
  return meant === undefined ? { deed: "add" } : { deed: "cover", ...partOf(meant, duty.now) };
}

/** A gap wants somebody on duty; a duty somebody else. A doctor takes over what is another's. */
export function pressedOn(block: Block, duty: Duty, own: string | undefined): Wanted {
  const part = partOf(block, duty.now);
  if (block.gap) return { deed: "add", from: part.from, to: part.to, ...(own !== undefined && { person: own }) };
  const theirs = own !== undefined && own !== block.person.id;
  return { deed: "cover", ...part, mine: part, ...(theirs && { by: own }) };
}

export function droppedOn(what: Dragged, on: Block, duty: Duty): Wanted {
  const part = partOf(on, duty.now);
  if (what.kind === "duty") return { deed: "swap", ...part, mine: partOf(what.block, duty.now), theirs: part };
  return on.gap
    ? { deed: "add", from: part.from, to: part.to, person: what.person.id }
    : { deed: "cover", ...part, mine: part, by: what.person.id };
}
