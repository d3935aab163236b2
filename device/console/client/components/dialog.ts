import type { VNode } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { type Children, html } from "../html.ts";
import { words } from "../i18n.ts";
import { Button } from "./controls.ts";
import { Told, tellInDialog } from "./toasts.ts";

const says = words({ en: { cancel: "Cancel", close: "Close" }, es: { cancel: "Cancelar", close: "Cerrar" } });

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: Children;
  /** The button that does it; without one the dialog only shows something. */
  readonly deed?: string;
  readonly danger?: boolean;
  readonly busy?: boolean;
  readonly onDeed?: () => void;
}

/** A question above the page. The browser keeps the focus inside, gives it back afterwards, and closes it by Escape. */
export function Dialog(props: DialogProps): VNode {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    element.current?.showModal();
    return tellInDialog();
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    if (props.busy !== true) props.onDeed?.();
  };
  return html`<dialog ref=${element} aria-labelledby=${id} onCancel=${(event: Event) => {
    event.preventDefault();
    props.onClose();
  }}>
    <form onSubmit=${submit}>
      <h2 id=${id}>${props.title}</h2>
      ${props.children}
      <div class="acts end">
        <${Button} onClick=${props.onClose}>${props.deed === undefined ? says().close : says().cancel}<//>
        ${props.deed !== undefined && html`<${Button} type="submit" kind=${props.danger === true ? "danger" : "deed"} busy=${props.busy}>${props.deed}<//>`}
      </div>
    </form><${Told} />
  </dialog>`;
}
