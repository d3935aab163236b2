import type { VNode } from "preact";
import { Icon } from "../components/icons.ts";
import { classes, html } from "../html.ts";
import { type Dragged, dragged, dragProps, dropProps, fits } from "./dragging.ts";
import { dutyWords, spanText } from "./dutyWords.ts";
import type { Block, Piece } from "./layout.ts";
import { colourOf, type Duty, shortName } from "./view.ts";

/** What a part of the page may ask for. */
export interface Hands {
  /** Whoever looks may change duty. */
  readonly may: boolean;
  readonly open: (block: Block) => void;
  readonly drop: (what: Dragged, on: Block) => void;
}

const percent = (fraction: number): string => `${(fraction * 100).toFixed(3)}%`;

/** One duty in one row: a button that says all of it, and can be dragged where that makes sense. */
export function Bar({
  duty,
  hands,
  piece,
}: {
  readonly duty: Duty;
  readonly hands: Hands;
  readonly piece: Piece;
}): VNode {
  const { endsHere, lane, left, of: block, startsHere, width } = piece;
  const { from, gap, person, to } = block;
  const name = gap ? dutyWords().nobody : person.name;
  const live = hands.may && to > duty.now;
  const look = classes(
    "duty-bar",
    gap ? "gap" : colourOf(duty.answer, person),
    to <= duty.now && "over",
    !startsHere && "from-before",
    !endsHere && "goes-on",
    live && fits(dragged.value, block) && "waits",
  );
  return html`<li style=${{ gridRow: lane + 1, marginLeft: percent(left), width: percent(width) }}>
    <button type="button" class=${look} title=${`${name}, ${spanText(from, to, duty.now)}`} onClick=${() => hands.open(block)}
      ...${live && !gap ? dragProps({ kind: "duty", block }, person.name) : {}} ...${live ? dropProps(block, (what) => hands.drop(what, block)) : {}}>
      ${gap && html`<${Icon} name="warning" />`}<span class="full" aria-hidden="true">${name}</span><span class="short" aria-hidden="true">${gap ? dutyWords().nobodyShort : shortName(name)}</span>
      <span class="unseen">${name}, ${spanText(from, to, duty.now)}${gap && `, ${dutyWords().instead(person.name)}`}</span>
    </button></li>`;
}
