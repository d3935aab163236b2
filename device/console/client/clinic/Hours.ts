import type { VNode } from "preact";
import { Button } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { may } from "../session.ts";
import { issuesIn, issueText, listAt, type Path, textAt } from "./draft.ts";
import { type Bound, ChooseIn, Line, remove, set, TextIn } from "./fields.ts";

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
    take: "Remove",
    takeOf: (what: string) => `Remove ${what}`,
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
    take: "Quitar",
    takeOf: (what: string) => `Quitar ${what}`,
    answer: "El equipo contesta",
    after: "Cuando la consulta está cerrada",
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
      <${Rows} ...${bound} path=${["hours", "holidays"]} fields=${{ date: says().date, name: says().name }} none=${says().none}
        add=${says().addHoliday} fresh=${{ date: `${new Date().getFullYear() + 1}-01-01`, name: says().holidays }} />
    </section>
    <section>
      <${ChooseIn} ...${bound} path=${["hours", "answer"]} label=${says().answer} usual="after-hours" choices=${[
        { value: "after-hours", text: says().after },
        { value: "always", text: says().always },
      ]} />
      <${TextIn} ...${bound} path=${["hours", "overflowRing"]} label=${says().overflow} help=${says().overflowHelp} optional numeric />
    </section>`;
}

interface RowsProps extends Bound {
  readonly path: Path;
  readonly fields: Readonly<Record<string, string>>;
  readonly none: string;
  readonly add: string;
  readonly fresh: Readonly<Record<string, string>>;
}

/** A list whose entries are one line of fields each. */
function Rows({ add, edit, fields, fresh, none, path, shown }: RowsProps): VNode {
  const rows = listAt(shown.value, path);
  const names = Object.entries(fields);
  return html`${rows.length === 0 && html`<p class="soft">${none}</p>`}
    <ul role="list" class="entry-rows">${rows.map((row, index) => {
      const here = [...path, index];
      const of = names.map(([name]) => textAt(row, [name])).join(" ");
      const wrong = issuesIn(shown.issues, here);
      return html`<li key=${index}>
        <div class="line">${names.map(
          ([name, label]) =>
            html`<${Line} key=${name} label=${label} value=${textAt(row, [name])} onKept=${(text: string) => edit(set([...here, name], text))} />`,
        )}
        ${may("clinic.change") && html`<${Button} kind="quiet" icon="close" label=${says().takeOf(of)} onClick=${() => edit(remove(here))} />`}</div>
        ${wrong.map((issue) => html`<p class=${issue.severity === "error" ? "wrong" : "help"} key=${issue.what}>${issueText(issue)}</p>`)}</li>`;
    })}</ul>
    ${may("clinic.change") && html`<${Button} icon="plus" onClick=${() => edit(set([...path, rows.length], fresh))}>${add}<//>`}`;
}
