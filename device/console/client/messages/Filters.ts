import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { LIST_STATES } from "../../api/messages.ts";
import { Button, TextField } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { counts } from "../counts.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { useKeys } from "../keys.ts";
import { go, place, withQuery } from "../router.ts";

const says = words({
  en: {
    which: "Which messages",
    open: "To do",
    unheard: "Unheard",
    mine: "Mine",
    calledBack: "Called back",
    closed: "Closed",
    all: "All",
    urgent: "Urgent only",
    search: "Number, reference or name",
    searchHelp: "Also a part of a number, its last four digits for example.",
    from: "From",
    until: "Until, that day included",
    backwards: "This is before the first day, so no message fits.",
    dates: "Dates",
    clear: "Clear",
  },
  es: {
    which: "Qué mensajes",
    open: "Por hacer",
    unheard: "Sin escuchar",
    mine: "Míos",
    calledBack: "Devueltas",
    closed: "Cerrados",
    all: "Todos",
    urgent: "Solo urgentes",
    search: "Número, referencia o nombre",
    searchHelp: "También una parte del número, por ejemplo las cuatro últimas cifras.",
    from: "Desde",
    until: "Hasta, ese día incluido",
    backwards: "Es anterior al primer día, así que no encaja ningún mensaje.",
    dates: "Fechas",
    clear: "Borrar",
  },
});

/** What the address says of the list; everything can be bookmarked, and Back goes to the filter before. */
export const VIEWS = ["open", "unheard", "mine", "calledBack", "closed", "all"] as const;
export type ListView = (typeof VIEWS)[number];

export const viewOf = (query: URLSearchParams): ListView => VIEWS.find((view) => view === query.get("view")) ?? "open";

type State = (typeof LIST_STATES)[number];

/** The view as the box is asked for it. */
export const VIEW_QUERY: Readonly<Record<ListView, { state: State; unheard?: "1"; assigned?: "me" }>> = {
  open: { state: "open" },
  unheard: { state: "open", unheard: "1" },
  mine: { state: "open", assigned: "me" },
  calledBack: { state: "calledBack" },
  closed: { state: "closed" },
  all: { state: "all" },
};

/** Letters come faster than answers: the box is asked when nobody has typed for so long. */
const TYPING_MS = 250;

export function Filters(): VNode {
  const { query } = place.value;
  const view = viewOf(query);
  const known = counts.value;
  const badge: Partial<Record<ListView, number | undefined>> = { unheard: known?.unheard, mine: known?.mine };
  const urgent = query.get("urgency") === "urgent";
  const dated = query.has("from") || query.has("until");
  const [dates, setDates] = useState(dated);
  const [from, until] = [query.get("from") ?? "", query.get("until") ?? ""];
  const backwards = from !== "" && until !== "" && until < from;
  return html`<div class="filters unprinted">
    <nav class="tabrow" aria-label=${says().which}>
      ${VIEWS.map(
        (
          one,
        ) => html`<a key=${one} class=${classes("button quiet", one === view && "chosen")} aria-current=${one === view ? "true" : undefined}
          href=${withQuery({ view: one === "open" ? undefined : one, after: undefined })}><span>${says()[one]}${(badge[one] ?? 0) > 0 && html` <span class="counted">${badge[one]}</span>`}</span></a>`,
      )}
    </nav>
    <${Search} />
    <div class="acts">
      <${Button} kind="quiet" icon="warning" pressed=${urgent} onClick=${() => go(withQuery({ urgency: urgent ? undefined : "urgent", after: undefined }))}>${says().urgent}<//>
      <${Button} kind="quiet" icon="calendar" expanded=${dates} onClick=${() => setDates(!dates)}>${says().dates}<//>
    </div>
    ${
      dates &&
      html`<div class="dates">
      <${TextField} type="date" label=${says().from} value=${from} onValue=${(from: string) => go(withQuery({ from, after: undefined }), { replace: true })} />
      <${TextField} type="date" label=${says().until} value=${until} wrong=${backwards ? says().backwards : undefined} onValue=${(until: string) => go(withQuery({ until, after: undefined }), { replace: true })} />
      <${Button} kind="quiet" onClick=${() => go(withQuery({ from: undefined, until: undefined, after: undefined }), { replace: true })}>${says().clear}<//>
    </div>`
    }
  </div>`;
}

function Search(): VNode {
  const asked = place.value.query.get("q") ?? "";
  const [text, setText] = useState(asked);
  const typed = useRef(asked);
  const field = useRef<HTMLInputElement>(null);
  useKeys({ "/": () => field.current?.focus() });
  // Back, or another link: the field shows what the list is of.
  useEffect(() => {
    if (asked !== typed.current) setText(asked);
    typed.current = asked;
  }, [asked]);
  useEffect(() => {
    if (text === typed.current) return;
    const waits = setTimeout(() => {
      typed.current = text;
      go(withQuery({ q: text.trim(), after: undefined }), { replace: true });
    }, TYPING_MS);
    return () => clearTimeout(waits);
  }, [text]);
  return html`<form role="search" class="search" onSubmit=${(event: Event) => event.preventDefault()}>
    <${Icon} name="search" />
    <input ref=${field} type="search" value=${text} maxLength="80" placeholder=${says().search} aria-label=${says().search} title=${says().searchHelp} aria-keyshortcuts="/"
      autocomplete="off" spellcheck=${false} onInput=${(event: Event) => setText((event.target as HTMLInputElement).value)} />
  </form>`;
}
