import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Sending } from "../form.ts";
import { type Children, html } from "../html.ts";
import { Button } from "./controls.ts";
import { Icon } from "./icons.ts";

interface FormProps {
  readonly sending: Sending;
  readonly onSend: () => void;
  /** What the button does: "Sign in". */
  readonly deed: string;
  readonly children: Children;
  /** Beside the button. */
  readonly beside?: Children;
}

/** A form whose refusal is said above it, and led to. What concerns one field stands at that field. */
export function Form({ beside, children, deed, onSend, sending }: FormProps): VNode {
  const said = useRef<HTMLDivElement>(null);
  const { problem } = sending;
  useEffect(() => {
    if (problem !== undefined) said.current?.focus();
  }, [problem]);
  return html`<form novalidate onSubmit=${(event: Event) => {
    event.preventDefault();
    onSend();
  }}>
    ${
      problem !== undefined &&
      html`<div class="notice wrong" role="alert" tabindex="-1" ref=${said}><${Icon} name="warning" /><div>
      <p><strong>${problem.message}</strong></p>${problem.cure !== undefined && html`<p>${problem.cure}</p>`}</div></div>`
    }
    ${children}
    <div class="acts"><${Button} type="submit" kind="deed" busy=${sending.busy}>${deed}<//>${beside}</div>
  </form>`;
}
