import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MessagesAnswer } from "../../api/messages.ts";
import { API, queryText } from "../api.ts";
import { LinkButton } from "../components/controls.ts";
import { Empty, Loaded } from "../components/states.ts";
import { counts } from "../counts.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { Filters, type ListView, VIEW_QUERY, viewOf } from "../messages/Filters.ts";
import { MessageList } from "../messages/MessageList.ts";
import { MessagePane } from "../messages/MessagePane.ts";
import type { PageProps } from "../pages.ts";
import { useRemote } from "../remote.ts";
import { place, withQuery } from "../router.ts";
import { may } from "../session.ts";
import { startOfDay } from "../time.ts";

const says = words({
  en: {
    title: "Messages",
    older: "Older messages",
    newest: "Back to the newest",
    csv: "Export this list (CSV)",
    print: "Print",
    none: {
      open: "Nothing is waiting",
      unheard: "Everything has been heard",
      mine: "Nothing is assigned to you",
      calledBack: "Nobody has been called back yet",
      closed: "Nothing is closed yet",
      all: "There are no messages yet",
    } satisfies Record<ListView, string>,
    noneHelp: "What callers leave appears here by itself, within a second.",
    noneFound: "No message fits",
    noneFoundHelp:
      "Look under All, or search for less: the last four digits of the number are enough. What callers said is not written down anywhere, so it cannot be searched.",
    all: "Show all messages",
  },
  es: {
    title: "Mensajes",
    older: "Mensajes anteriores",
    newest: "Volver a los más recientes",
    csv: "Exportar esta lista (CSV)",
    print: "Imprimir",
    none: {
      open: "No hay nada pendiente",
      unheard: "Todo está escuchado",
      mine: "No tiene nada asignado",
      calledBack: "Todavía no se ha devuelto ninguna llamada",
      closed: "Todavía no hay nada cerrado",
      all: "Todavía no hay mensajes",
    },
    noneHelp: "Lo que dejan los llamantes aparece aquí por sí solo, en un segundo.",
    noneFound: "Ningún mensaje coincide",
    noneFoundHelp:
      "Mire en Todos o busque menos: bastan las cuatro últimas cifras del número. Lo que dijeron los llamantes no está escrito en ninguna parte, así que no se puede buscar.",
    all: "Ver todos los mensajes",
  },
});

/** The inbox: the list, and beside it (instead of it, on a telephone) the message that is open. */
export default function Messages({ params }: PageProps): VNode {
  const { query } = place.value;
  const view = viewOf(query);
  const asked = questionOf(query);
  const list = useRemote<MessagesAnswer>(`/messages${queryText(asked)}`, ["message"]);
  const chosen = params["ref"];
  const heading = useRef<HTMLHeadingElement>(null);
  const after = query.get("after");
  const cursor = useRef(after);
  // Older ones are read from their top on; whoever pressed the link stands at the end of the list before.
  useEffect(() => {
    if (cursor.current === after) return;
    cursor.current = after;
    scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [after]);
  useEffect(() => {
    if (list.data !== undefined) counts.value = list.data.counts;
  }, [list.data]);
  const hrefOf = (ref: string): string => `/messages/${ref}${withQuery({}).slice(location.pathname.length)}`;
  const filtered = query.has("q") || query.has("from") || query.has("until") || query.has("urgency");
  return html`<div class=${classes("inbox", chosen !== undefined && "with-pane")}>
    <section class="list" aria-label=${says().title}>
      <div class="head"><h1 tabindex="-1" ref=${heading}>${says().title}</h1></div>
      <${Filters} />
      <${Loaded} of=${list} lines=${8}>${({ messages, next }: MessagesAnswer) =>
        messages.length === 0
          ? html`<${Empty} icon="inbox" title=${filtered ? says().noneFound : says().none[view]}><p>${filtered ? says().noneFoundHelp : says().noneHelp}</p>
              ${(filtered || view !== "all") && html`<p><a href="/messages?view=all">${says().all}</a></p>`}<//>`
          : html`<${MessageList} rows=${messages} label=${says().title} chosen=${chosen} hrefOf=${hrefOf} />
            <div class="acts unprinted">
              ${query.has("after") && html`<${LinkButton} href=${withQuery({ after: undefined })} icon="back">${says().newest}<//>`}
              ${next !== undefined && html`<${LinkButton} href=${withQuery({ after: next })} icon="forward">${says().older}<//>`}
              <button type="button" class="button quiet" onClick=${() => print()}>${says().print}</button>
              ${may("messages.export") && html`<${LinkButton} kind="quiet" icon="download" download="" href=${`${API}/messages.csv${queryText({ ...asked, after: undefined, limit: undefined })}`}>${says().csv}<//>`}
            </div>`}<//>
    </section>
    ${chosen !== undefined && html`<${MessagePane} key=${chosen} reference=${chosen} back=${`/messages${location.search}`} />`}
  </div>`;
}

function questionOf(query: URLSearchParams): Record<string, string | number | undefined> {
  return {
    ...VIEW_QUERY[viewOf(query)],
    urgency: query.get("urgency") ?? undefined,
    q: query.get("q") ?? undefined,
    from: startOfDay(query.get("from") ?? ""),
    to: startOfDay(query.get("until") ?? "", 1),
    after: query.get("after") ?? undefined,
    limit: 50,
  };
}
