import type { VNode } from "preact";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { type Bound, OneIn, TextIn } from "./fields.ts";
import { Rows } from "./Rows.ts";

const says = words({
  en: {
    open: "Open",
    openHelp: "On these hours the front desk answers. Days: mon-fri, sat, mon-wed,fri, daily.",
    days: "Days",
    from: "From",
    to: "To",
    add: "Add hours",
    never: "Never: the box answers at any hour.",
    holidays: "Holidays",
    holidaysHelp: "Closed all day.",
    date: "Date",
    name: "Name",
    addHoliday: "Add a holiday",
    none: "None.",
    answer: "The box answers",
    after: "When the clinic is closed",
    always: "Always",
    overflow: "In open hours: answer at this ring, because nobody else did",
    overflowHelp: "Empty: never.",
  },
  es: {
    open: "Abierto",
    openHelp: "A estas horas contesta la recepción. Días: mon-fri, sat, mon-wed,fri, daily.",
    days: "Días",
    from: "De",
    to: "A",
    add: "Añadir horas",
    never: "Nunca: el equipo contesta a cualquier hora.",
    holidays: "Festivos",
    holidaysHelp: "Cerrado todo el día.",
    date: "Fecha",
    name: "Nombre",
    addHoliday: "Añadir un festivo",
    none: "Ninguno.",
    answer: "El equipo contesta",
    after: "Cuando la clínica está cerrada",
    always: "Siempre",
    overflow: "En horas de apertura: contestar a este timbre, porque nadie más lo hizo",
    overflowHelp: "Vacío: nunca.",
  },
});

/** When the clinic is open, and when the box answers. */
export function Hours(bound: Bound): VNode {
  return html`<section><h2>${says().open}</h2><p class="help">${says().openHelp}</p>
      <${Rows} ...${bound} path=${["hours", "open"]} fields=${{ days: says().days, from: says().from, to: says().to }} none=${says().never}
        add=${says().add} fresh=${{ days: "sat", from: "09:00", to: "12:00" }} />
    </section>
    <section><h2>${says().holidays}</h2><p class="help">${says().holidaysHelp}</p>
      <${Rows} ...${bound} path=${["hours", "holidays"]} fields=${{ date: says().date, name: says().name }} dates=${["date"]} none=${says().none}
        add=${says().addHoliday} fresh=${{ date: `${new Date().getFullYear() + 1}-01-01`, name: says().holidays }} />
    </section>
    <section>
      <${OneIn} ...${bound} path=${["hours", "answer"]} label=${says().answer} usual="after-hours" choices=${[
        { value: "after-hours", text: says().after },
        { value: "always", text: says().always },
      ]} />
      <${TextIn} ...${bound} path=${["hours", "overflowRing"]} label=${says().overflow} help=${says().overflowHelp} optional numeric />
    </section>`;
}
