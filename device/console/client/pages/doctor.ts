import type { VNode } from "preact";
import type { MessageDetail, MessageRow, MessagesAnswer } from "../../api/messages.ts";
import { Button } from "../components/controls.ts";
import { Empty, Loaded } from "../components/states.ts";
import { BigButton } from "../doctor/BigButton.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { MessageList } from "../messages/MessageList.ts";
import { Notes } from "../messages/Notes.ts";
import { Numbers } from "../messages/Numbers.ts";
import { Player } from "../messages/Player.ts";
import { type Performing, performing } from "../messages/performing.ts";
import { StatePill, UrgencyPill } from "../messages/pills.ts";
import type { PageProps } from "../pages.ts";
import { useRemote } from "../remote.ts";
import { leave, me, session } from "../session.ts";
import { dayAndTime, isoTime } from "../time.ts";

const says = words({
  en: {
    title: (when: string) => `Call of ${when}`,
    calls: "My calls",
    others: "Other open calls",
    none: "No call is open",
    noneHelp: "When one comes, it is here by itself.",
    all: "Whole console",
    leave: "Sign out",
    nothingSaid: "The caller said nothing.",
  },
  es: {
    title: (when: string) => `Llamada de ${when}`,
    calls: "Mis llamadas",
    others: "Otras llamadas abiertas",
    none: "No hay ninguna llamada abierta",
    noneHelp: "Cuando llegue una, aparecerá aquí por sí sola.",
    all: "Consola completa",
    leave: "Salir",
    nothingSaid: "El llamante no dijo nada.",
  },
});

/** For a doctor with a telephone in the hand at night: one call, and one big button that is always the next step. */
export default function Doctor({ params }: PageProps): VNode {
  const open = useRemote<MessagesAnswer>("/messages?state=open&limit=20", ["message"]);
  return html`<div class="doctor"><h1 class="unseen">${says().calls}</h1>
    <header class="doctor-head unprinted"><p><strong>${session.value?.clinic.name}</strong><span class="soft">${me()?.name}</span></p>
      <a class="button quiet" href="/">${says().all}</a><${Button} kind="quiet" icon="leave" label=${says().leave} onClick=${() => void leave()} /></header>
    <${Loaded} of=${open} lines=${4}>${({ messages }: MessagesAnswer) => {
      const shown = params["ref"] ?? firstOf(messages)?.ref;
      const others = messages.filter(({ ref }) => ref !== shown);
      return html`
        ${shown === undefined ? html`<${Empty} icon="check" title=${says().none}><p>${says().noneHelp}</p><//>` : html`<${OneCall} key=${shown} reference=${shown} />`}
        ${others.length > 0 && html`<section><h2>${says().others}</h2><div class="list"><${MessageList} rows=${others} label=${says().others} hrefOf=${(ref: string) => `/doctor/${ref}`} /></div></section>`}`;
    }}<//>
  </div>`;
}

/** What is mine comes first, then what nobody has; the newest urgent one of each, because somebody has just been paged for it. */
function firstOf(rows: readonly MessageRow[]): MessageRow | undefined {
  const mine = rows.filter((row) => row.state === "taken" && row.takenBy?.id === me()?.person);
  const urgent = (row: MessageRow): boolean => row.urgency === "urgent";
  return mine.find(urgent) ?? rows.find((row) => urgent(row) && row.state !== "taken") ?? mine[0] ?? rows[0];
}

function OneCall({ reference }: { readonly reference: string }): VNode {
  const remote = useRemote<MessageDetail>(`/messages/${encodeURIComponent(reference)}`, ["message"]);
  return html`<${Loaded} of=${remote} lines=${4}>${(message: MessageDetail) => {
    const perform: Performing = performing(message, remote.show);
    return html`<article class="pane">
      <header class="pane-head"><div><h2 class="title"><time dateTime=${isoTime(message.receivedAt)}>${says().title(dayAndTime(message.receivedAt))}</time></h2><p class="code soft">${message.ref}</p></div>
        <div class="acts"><${UrgencyPill} row=${message} /><${StatePill} row=${message} /></div></header>
      <${BigButton} message=${message} perform=${perform} />
      <${Numbers} message=${message} />
      ${message.recordings.length > 0 ? html`<${Player} message=${message} onHeard=${perform.heard} />` : html`<p class="card soft">${says().nothingSaid}</p>`}
      <${Notes} message=${message} perform=${perform} />
    </article>`;
  }}<//>`;
}
