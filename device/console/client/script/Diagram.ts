import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { ScriptStepView, ScriptView } from "../../api/clinic.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { doesText, kindText, saidIn, urgencyText, wayShort } from "./wayWords.ts";

const says = words({
  en: { label: "The dialogue as a diagram; arrow keys lead along it" },
  es: { label: "El diálogo como diagrama; las flechas llevan por él" },
});

interface DiagramProps {
  readonly script: ScriptView;
  readonly chosen: string | undefined;
  readonly language: string;
  readonly hrefOf: (step: string) => string;
}

/** Boxes grow with the letters in them. */
const rem = (px: number): string => `${px / 16}rem`;

type Point = { readonly x: number; readonly y: number };

/** From top to bottom: each step with what is said, and lines with the keys that lead on. */
export function Diagram({ chosen, hrefOf, language, script }: DiagramProps): VNode {
  const { boxHeight, boxes, boxWidth, height, lines, width } = script.drawing;
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const box = boxes[chosen ?? script.start];
    const frame = sheet.current;
    if (box === undefined || frame === null) return;
    const drawn = (frame.firstElementChild as HTMLElement).offsetWidth / width;
    // On a telephone the first step is beside what is seen, else; by itself, so that the page stays where it is.
    frame.scrollLeft = (box.x + boxWidth / 2) * drawn - frame.clientWidth / 2;
    if (chosen !== undefined) frame.scrollTop = (box.y + boxHeight / 2) * drawn - frame.clientHeight / 2;
  }, [chosen]);
  const step = (id: string): ScriptStepView | undefined => script.steps.find((one) => one.id === id);
  const lead = (event: KeyboardEvent): void => {
    const id = (event.target as HTMLElement).dataset["step"];
    const to = id === undefined ? undefined : nextBox(script, id, event.key);
    if (to === undefined) return;
    event.preventDefault();
    sheet.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(to)}"]`)?.focus();
  };
  // A browser leaves a box where it is that is seen in part; under a mouse nothing moves.
  const reveal = ({ target }: FocusEvent): void => {
    const box = target as HTMLElement;
    if (box.matches("[data-step]:focus-visible")) box.scrollIntoView({ block: "nearest", inline: "nearest" });
  };
  return html`<div class="diagram" role="group" aria-label=${says().label} tabindex="0" ref=${sheet} onKeyDown=${lead} onFocusIn=${reveal}>
    <div class="sheet" style=${{ width: rem(width), height: rem(height) }}>
      <svg viewBox=${`0 0 ${width} ${height}`} aria-hidden="true" focusable="false">
        ${lines.map(({ from, points, to }) => {
          const ways = step(from)?.ways.filter((way) => way.to === to) ?? [];
          const leaves = lines.filter((line) => line.from === from).sort((a, b) => a.points[1]!.x - b.points[1]!.x);
          const port = leaves.findIndex((line) => line.to === to) - (leaves.length - 1) / 2;
          const drawn = [
            { x: points[0]!.x + port * Math.min(44, boxWidth / (leaves.length + 1)), y: points[0]!.y },
            ...points.slice(1),
          ];
          const label = [...new Set(ways.map(wayShort))].filter(Boolean).join(" · ");
          const fails = ways.length > 0 && ways.every(({ how }) => how === "noAnswer" || how === "notSaved");
          const lit = chosen !== undefined && (from === chosen || to === chosen);
          return html`<g key=${`${from} ${to}`} class=${classes(fails && "fails", lit && "lit")}>
            <path d=${curve(drawn)} /><path class="head" d=${head(drawn.at(-1)!)} />
            ${label !== "" && html`<text x=${drawn[0]!.x} y=${drawn[0]!.y + 14} text-anchor=${port < 0 ? "end" : port > 0 ? "start" : "middle"} dx=${port < 0 ? -4 : port > 0 ? 4 : 0}>${label}</text>`}</g>`;
        })}
      </svg>
      <ol role="list">${script.steps.map((one) => {
        const place = boxes[one.id];
        return (
          place !== undefined &&
          html`<li key=${one.id} style=${{ left: rem(place.x), top: rem(place.y), width: rem(boxWidth), height: rem(boxHeight) }}>
          <a href=${hrefOf(one.id)} data-step=${one.id} aria-current=${one.id === chosen ? "true" : undefined} class=${classes("box", one.urgency, one.own && "own", !one.reached && "unreached")}>
            <strong>${kindText(one)}</strong>${one.urgency !== undefined && html`<span class="unseen">, ${urgencyText(one)}</span>`}
            <span class="said">${saidIn(one, language) || doesText(one)}</span></a></li>`
        );
      })}</ol>
    </div>
  </div>`;
}

/** Up and down along the lines, left and right along the row. */
function nextBox(script: ScriptView, from: string, key: string): string | undefined {
  const { boxes } = script.drawing;
  const here = boxes[from];
  if (here === undefined) return undefined;
  if (key === "ArrowDown") return script.steps.find(({ id }) => id === from)?.ways[0]?.to;
  if (key === "ArrowUp") return script.steps.find(({ ways }) => ways.some(({ to }) => to === from))?.id;
  if (key !== "ArrowLeft" && key !== "ArrowRight") return undefined;
  const row = Object.entries(boxes)
    .filter(([, box]) => box.y === here.y)
    .sort(([, a], [, b]) => a.x - b.x)
    .map(([id]) => id);
  return row[row.indexOf(from) + (key === "ArrowRight" ? 1 : -1)];
}

/** Leaves and arrives straight down. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  let from = first!;
  return rest.reduce((path, to) => {
    const middle = (from.y + to.y) / 2;
    const piece = `C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
    from = to;
    return `${path}${piece}`;
  }, `M${from.x} ${from.y}`);
}

const head = ({ x, y }: Point): string => `M${x - 5} ${y - 7}L${x} ${y}L${x + 5} ${y - 7}`;
