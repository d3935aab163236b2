import type { VNode } from "preact";
import type { DiffLine } from "../../api/clinic.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";

const says = words({
  en: {
    same: "They are the same.",
    gone: "gone",
    fresh: "new",
    left: (n: number) => `${n} unchanged lines`,
    title: "What changes",
  },
  es: {
    same: "Son iguales.",
    gone: "se va",
    fresh: "nuevo",
    left: (n: number) => `${n} líneas sin cambios`,
    title: "Lo que cambia",
  },
});

/** Lines around a change that say where one is. */
const AROUND = 2;

type Piece = { readonly line: DiffLine } | { readonly left: number };

export const counted = (rows: readonly DiffLine[], sign: DiffLine["sign"]): number =>
  rows.filter((row) => row.sign === sign).length;

/** Two texts line by line; what is the same is left out. */
export function Diff({ rows }: { readonly rows: readonly DiffLine[] }): VNode {
  if (rows.every(({ sign }) => sign === " ")) return html`<p class="soft">${says().same}</p>`;
  return html`<div class="diff code" role="group" tabindex="0" aria-label=${says().title}>${piecesOf(rows).map(
    (piece, at) =>
      "left" in piece
        ? html`<div key=${at} class="left">${says().left(piece.left)}</div>`
        : html`<div key=${at} class=${piece.line.sign === "+" ? "fresh" : piece.line.sign === "-" ? "gone" : undefined}><span class="sign" aria-hidden="true">${piece.line.sign}</span>${piece.line.sign !== " " && html`<span class="unseen">${piece.line.sign === "+" ? says().fresh : says().gone}: </span>`}<span>${piece.line.text || " "}</span></div>`,
  )}</div>`;
}

function piecesOf(rows: readonly DiffLine[]): readonly Piece[] {
  const near = (index: number): boolean =>
    rows.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ sign }) => sign !== " ");
  const pieces: Piece[] = [];
  for (const [index, line] of rows.entries()) {
    const before = pieces.at(-1);
    if (near(index)) pieces.push({ line });
    else if (before !== undefined && "left" in before) pieces[pieces.length - 1] = { left: before.left + 1 };
    else pieces.push({ left: 1 });
  }
  return pieces;
}
