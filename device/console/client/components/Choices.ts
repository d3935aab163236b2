import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../html.ts";

export interface Choice {
  readonly value: string;
  readonly text: string;
}

interface ChoicesProps {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onValue: (value: string) => void;
  readonly disabled?: boolean | undefined;
}

/** What a browser draws beside the words, and its own margins. */
const ARROW_PX = 20;

/** A list to choose from. Browsers cut off what is chosen where it is longer than the field: then it stands below in full. */
export function Choices({ choices, describedBy, disabled, id, onValue, value }: ChoicesProps): VNode {
  const select = useRef<HTMLSelectElement>(null);
  const [cut, setCut] = useState(false);
  const text = choices.find((choice) => choice.value === value)?.text ?? "";
  useEffect(() => {
    const field = select.current;
    if (field === null) return;
    const seen = new ResizeObserver(() => setCut(isCut(field, text)));
    seen.observe(field);
    return () => seen.disconnect();
  }, [text]);
  return html`<select id=${id} ref=${select} aria-describedby=${describedBy} disabled=${disabled} value=${value}
        onChange=${(event: Event) => onValue((event.target as HTMLSelectElement).value)}>
        ${choices.map((choice) => html`<option key=${choice.value} value=${choice.value} selected=${choice.value === value}>${choice.text}</option>`)}
      </select>${cut && html`<p class="whole" aria-hidden="true">${text}</p>`}`;
}

let pen: CanvasRenderingContext2D | null | undefined;

function isCut(field: HTMLSelectElement, text: string): boolean {
  pen ??= document.createElement("canvas").getContext("2d");
  if (pen === null || field.clientWidth === 0) return false;
  const { font, paddingLeft, paddingRight } = getComputedStyle(field);
  pen.font = font;
  return (
    pen.measureText(text).width >
    field.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - ARROW_PX
  );
}
