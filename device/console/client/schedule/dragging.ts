import { signal } from "@preact/signals";
import type { NamedPerson } from "../../api/duty.ts";
import type { Block } from "./layout.ts";

/**
 * What is under the mouse while it is dragged: somebody who shall stand in, or a duty that shall be swapped. Dropping it fills in
 * the form that a click opens as well (WCAG 2.5.7), and changes nothing by itself.
 */
export type Dragged =
  | { readonly kind: "person"; readonly person: NamedPerson }
  | { readonly kind: "duty"; readonly block: Block };

export const dragged = signal<Dragged | undefined>(undefined);

/** For what can be dragged. */
export const dragProps = (what: Dragged, name: string): Record<string, unknown> => ({
  draggable: true,
  onDragStart: (event: DragEvent) => {
    dragged.value = what;
    event.dataTransfer?.setData("text/plain", name);
    if (event.dataTransfer !== null) event.dataTransfer.effectAllowed = "copyMove";
  },
  onDragEnd: () => {
    dragged.value = undefined;
  },
});

/** Whether it makes sense to drop it there. */
export const fits = (what: Dragged | undefined, on: Block): boolean => {
  if (what === undefined) return false;
  if (what.kind === "person") return on.gap || what.person.id !== on.person.id;
  return !on.gap && what.block.person.id !== on.person.id;
};

/** For what it can be dropped on. */
export const dropProps = (on: Block, onDrop: (what: Dragged) => void): Record<string, unknown> => ({
  onDragOver: (event: DragEvent) => {
    if (fits(dragged.peek(), on)) event.preventDefault();
  },
  onDrop: (event: DragEvent) => {
    const what = dragged.peek();
    if (what === undefined || !fits(what, on)) return;
    event.preventDefault();
    dragged.value = undefined;
    onDrop(what);
  },
});
