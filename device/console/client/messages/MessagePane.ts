import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MessageDetail } from "../../api/messages.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { Loaded } from "../components/states.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { may } from "../session.ts";
import { dayAndTime, isoTime, longDate } from "../time.ts";
import { Acts } from "./Acts.ts";
import { Facts } from "./Facts.ts";
import { Notes } from "./Notes.ts";
import { Numbers } from "./Numbers.ts";
import { Player } from "./Player.ts";
import { performing } from "./performing.ts";
import { StatePill, UrgencyPill } from "./pills.ts";
import { Timeline } from "./Timeline.ts";

const says = words({
  en: {
    message: (ref: string) => `Message ${ref}`,
    back: "All messages",
    print: "Print",
    silent: "The caller said nothing: there is no recording.",
    erased: "There is no recording of this message; recordings are erased after the days that the clinic file says.",
  },
  es: {
    message: (ref: string) => `Mensaje ${ref}`,
    back: "Todos los mensajes",
    print: "Imprimir",
    silent: "El llamante no dijo nada: no hay grabación.",
    erased: "No hay grabación de este mensaje; se borran a los días que dice el archivo de la clínica.",
  },
});

interface PaneProps {
  readonly reference: string;
  /** Where the list is. */
  readonly back: string;
}

/** One message: whom to call, what they said, what was done about it, and what can be done now. */
export function MessagePane({ back, reference }: PaneProps): VNode {
  const path = `/messages/${encodeURIComponent(reference)}`;
  const remote = useRemote<MessageDetail>(path, ["message"]);
  const heading = useRef<HTMLHeadingElement>(null);
  const there = remote.data !== undefined;
  useEffect(() => {
    if (there) heading.current?.focus({ preventScroll: true });
  }, [there]);
  return html`<article class="pane" aria-label=${says().message(reference)}>
    <p class="unprinted back"><a href=${back} class="button quiet"><${Icon} name="back" />${says().back}</a></p>
    <${Loaded} of=${remote} lines=${6}>${(message: MessageDetail) => {
      const perform = performing(message, remote.show);
      return html`
        <header class="pane-head">
          <div>
            <h2 class="title" tabindex="-1" ref=${heading}>${says().message(message.ref)}</h2>
            <p class="soft"><time class="cap" dateTime=${isoTime(message.receivedAt)} title=${longDate(message.receivedAt)}>${dayAndTime(message.receivedAt)}</time></p>
          </div>
          <${Button} kind="quiet" icon="print" label=${says().print} class="unprinted" onClick=${() => print()} />
          <div class="acts"><${UrgencyPill} row=${message} /><${StatePill} row=${message} /></div>
        </header>
        <${Numbers} message=${message} />
        ${may("messages.act") && html`<${Acts} message=${message} perform=${perform} />`}
        ${message.recordings.length > 0 ? html`<${Player} message=${message} onHeard=${perform.heard} />` : html`<p class="card soft">${message.complete ? says().erased : says().silent}</p>`}
        <${Notes} message=${message} perform=${perform} />
        <${Facts} message=${message} />
        <${Timeline} message=${message} />`;
    }}<//>
  </article>`;
}
