import type { VNode } from "preact";
import { Button, LinkButton, SelectField } from "../components/controls.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { useKeys } from "../keys.ts";
import { go, withQuery } from "../router.ts";
import { session } from "../session.ts";
import { civilDate, dateRange, monthName } from "../time.ts";
import type { Day } from "./layout.ts";
import { stepOf, VIEWS, type View } from "./view.ts";

const says = words({
  en: {
    which: "How to show it",
    month: "Month",
    week: "Week",
    list: "List",
    today: "Today",
    before: { month: "Month before", week: "Week before", list: "Month before" } satisfies Record<View, string>,
    after: { month: "Next month", week: "Next week", list: "Next month" } satisfies Record<View, string>,
    print: "Print",
    rotation: "Of which rotation",
    paged: "Whoever is paged",
  },
  es: {
    which: "Cómo mostrarlo",
    month: "Mes",
    week: "Semana",
    list: "Lista",
    today: "Hoy",
    before: { month: "Mes anterior", week: "Semana anterior", list: "Mes anterior" },
    after: { month: "Mes siguiente", week: "Semana siguiente", list: "Mes siguiente" },
    print: "Imprimir",
    rotation: "De qué turno",
    paged: "A quien se avisa",
  },
});

interface ToolbarProps {
  readonly view: View;
  readonly day: string;
  readonly rows: readonly (readonly Day[])[];
  readonly rotations: readonly string[];
  readonly rotation: string | undefined;
  readonly now: number;
}

/** Which time is shown, how, and of whom; everything stands in the address. */
export function Toolbar({ day, now, rotation, rotations, rows, view }: ToolbarProps): VNode {
  const to = (by: 1 | -1): string => withQuery({ day: stepOf(view, day, by) });
  const today = withQuery({ day: civilDate(now) });
  useKeys({ ArrowLeft: () => go(to(-1)), ArrowRight: () => go(to(1)), t: () => go(today) });
  const days = rows.flat();
  const middle = days[Math.floor(days.length / 2)]!.from;
  const title = view === "week" ? dateRange(days[0]!.from, days.at(-1)!.from) : monthName(middle);
  return html`<div class="duty-tools">
    <h2><span class="printed-only">${session.value?.clinic.name}: </span>${title}</h2>
    <div class="acts unprinted">
      <${LinkButton} kind="quiet" icon="back" href=${to(-1)}><span class="unseen">${says().before[view]}</span><//>
      <${LinkButton} href=${today}>${says().today}<//>
      <${LinkButton} kind="quiet" icon="forward" href=${to(1)}><span class="unseen">${says().after[view]}</span><//>
    </div>
    <nav class="tabrow unprinted" aria-label=${says().which}>${VIEWS.map(
      (one) =>
        html`<a key=${one} class=${classes("button quiet", one === view && "chosen")} aria-current=${one === view ? "true" : undefined} href=${withQuery({ view: one, day })}><span>${says()[one]}</span></a>`,
    )}</nav>
    ${rotations.length > 1 && html`<div class="unprinted"><${SelectField} label=${says().rotation} value=${rotation ?? ""} choices=${[{ value: "", text: says().paged }, ...rotations.map((id) => ({ value: id, text: id }))]} onValue=${(id: string) => go(withQuery({ rotation: id }))} /></div>`}
    <${Button} kind="quiet" icon="print" class="unprinted" onClick=${() => print()}>${says().print}<//>
  </div>`;
}
