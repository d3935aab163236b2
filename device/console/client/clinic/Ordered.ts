import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button } from "../components/controls.ts";
import { type Children, classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { placeAt } from "./placeAt.ts";

const says = words({
  en: {
    up: (what: string) => `Move ${what} up`,
    down: (what: string) => `Move ${what} down`,
    take: (what: string) => `Remove ${what}`,
    moved: (what: string, place: number, of: number) => `Moved: ${what} is number ${place} of ${of} now.`,
    drag: "Drag to another place",
  },
  es: {
    up: (what: string) => `Subir ${what}`,
    down: (what: string) => `Bajar ${what}`,
    take: (what: string) => `Quitar ${what}`,
    moved: (what: string, place: number, of: number) => `Movido: ${what} es ahora el número ${place} de ${of}.`,
    drag: "Arrastrar a otro lugar",
  },
});

export interface Entry {
  readonly key: string | number;
  /** Within a sentence: `step 2`. */
  readonly name: string;
  readonly head: Children;
  readonly body?: Children;
}

interface OrderedProps {
  readonly entries: readonly Entry[];
  /** Whoever looks may change it. */
  readonly can: boolean;
  readonly class?: string;
  /** Resolves when the list is in its new order, or to false: it is not. */
  readonly onMove: (from: number, to: number) => Promise<boolean>;
  readonly onRemove?: (index: number) => unknown;
}

/** A list whose order means something: buttons for keyboard and finger, and a grip for whoever would rather drag (WCAG 2.5.7). */
export function Ordered({ can, class: look, entries, onMove, onRemove }: OrderedProps): VNode {
  const list = useRef<HTMLOListElement>(null);
  const busy = useRef(false);
  const [moved, setMoved] = useState<{ readonly name: string; readonly to: number; readonly up: boolean }>();
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number }>();
  const move = async (from: number, to: number): Promise<void> => {
    // A second press before the answer would mean another entry than the one under the finger.
    if (busy.current || from === to) return;
    busy.current = true;
    const done = await onMove(from, to).finally(() => {
      busy.current = false;
    });
    if (done) setMoved({ name: entries[from]?.name ?? "", to, up: to < from });
  };
  // The focus goes with what was moved, unless somebody is elsewhere by now.
  useEffect(() => {
    const active = document.activeElement;
    if (moved === undefined || !(active === document.body || list.current?.contains(active) === true)) return;
    const [up, down] = ["up", "down"].map((way) =>
      list.current?.children[moved.to]?.querySelector<HTMLElement>(`:scope > .head .move-${way}`),
    );
    (moved.up ? (up ?? down) : (down ?? up))?.focus();
  }, [moved]);
  const hover = (event: PointerEvent): void => {
    if (drag === undefined) return;
    const middles = [...(list.current?.children ?? [])].map((child) => {
      const { bottom, top } = child.getBoundingClientRect();
      return (top + bottom) / 2;
    });
    setDrag({ from: drag.from, to: placeAt(event.clientY, middles, drag.from) });
  };
  const drop = (): void => {
    if (drag !== undefined) void move(drag.from, drag.to);
    setDrag(undefined);
  };
  const grip = (index: number): VNode =>
    html`<span class="grip" title=${says().drag} aria-hidden="true" onPointerDown=${(event: PointerEvent) => {
      if (event.button !== 0) return;
      event.preventDefault();
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      setDrag({ from: index, to: index });
    }} onPointerMove=${hover} onPointerUp=${drop} onPointerCancel=${() => setDrag(undefined)} />`;
  return html`<ol role="list" class=${classes("ordered", look)} ref=${list}>${entries.map(
    ({ body, head, key, name }, index) => html`<li key=${key} class=${classes(
      drag?.from === index && "dragged",
      drag?.to === index && drag.to < drag.from && "drop-above",
      drag?.to === index && drag.to > drag.from && "drop-below",
    )}>
      <div class="head">${can && entries.length > 1 && grip(index)}<div class="what">${head}</div>
        ${
          can &&
          html`<div class="acts">
          ${index > 0 && html`<${Button} kind="quiet" class="small move-up" label=${says().up(name)} onClick=${() => move(index, index - 1)}>↑<//>`}
          ${index < entries.length - 1 && html`<${Button} kind="quiet" class="small move-down" label=${says().down(name)} onClick=${() => move(index, index + 1)}>↓<//>`}
          ${onRemove !== undefined && html`<${Button} kind="quiet" icon="close" label=${says().take(name)} onClick=${() => onRemove(index)} />`}</div>`
        }</div>
      ${body}</li>`,
  )}</ol>
  <p class="unseen" role="status">${moved !== undefined && says().moved(moved.name, moved.to + 1, entries.length)}</p>`;
}
