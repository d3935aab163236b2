import type { VNode } from "preact";
import type { Choice } from "../../components/Choices.ts";
import { Button } from "../../components/controls.ts";
import { html } from "../../html.ts";
import { words } from "../../i18n.ts";
import { addDays } from "../../schedule/days.ts";
import { civilDate } from "../../time.ts";
import { issuesAt, listAt, textAt } from "../draft.ts";
import { type Bound, ChooseIn, mayEdit, remove, set, TextIn } from "../fields.ts";
import { Told } from "../Told.ts";

const says = words({
  en: {
    title: "Who is away",
    lead: "What is known long before, such as leave. For a few hours, or at short notice:",
    schedule: "the schedule",
    none: "Nobody.",
    person: "Who",
    from: "First day",
    to: "Last day",
    cover: "Who stands in",
    next: "The next of the rotation",
    add: "Add an absence",
    take: (who: string, from: string) => `Remove the absence of ${who} from ${from}`,
    holidays: "Days on which the clinic is closed are with the",
    hours: "hours",
  },
  es: {
    title: "Quién está ausente",
    lead: "Lo que se sabe con tiempo, como las vacaciones. Por unas horas, o a última hora:",
    schedule: "las guardias",
    none: "Nadie.",
    person: "Quién",
    from: "Primer día",
    to: "Último día",
    cover: "Quién sustituye",
    next: "El siguiente del turno",
    add: "Añadir una ausencia",
    take: (who: string, from: string) => `Quitar la ausencia de ${who} desde ${from}`,
    holidays: "Los días en que la clínica cierra están en el",
    hours: "horario",
  },
});

const LIST = ["onCall", "absences"];

export function Absences({ people, ...bound }: Bound & { readonly people: readonly Choice[] }): VNode {
  const { edit, shown } = bound;
  const absences = listAt(shown.value, LIST);
  const add = (): unknown => {
    const soon = addDays(civilDate(Date.now()), 7);
    return edit(set([...LIST, absences.length], { person: people[0]?.value ?? "", from: soon, to: addDays(soon, 6) }));
  };
  return html`<section><h2>${says().title}</h2>
    <p class="help">${says().lead} <a href="/schedule">${says().schedule}</a>. ${says().holidays} <a href="/clinic/hours">${says().hours}</a>.</p>
    ${absences.length === 0 && html`<p class="soft">${says().none}</p>`}
    <ul role="list" class="entry-rows">${absences.map((absence, index) => {
      const here = [...LIST, index];
      const id = textAt(absence, ["person"]);
      const who = people.find(({ value }) => value === id)?.text ?? id;
      return html`<li key=${index}><div class="line">
        <${ChooseIn} ...${bound} path=${[...here, "person"]} label=${says().person} usual="" choices=${people} />
        <${TextIn} ...${bound} path=${[...here, "from"]} label=${says().from} date />
        <${TextIn} ...${bound} path=${[...here, "to"]} label=${says().to} date />
        <${ChooseIn} ...${bound} path=${[...here, "cover"]} label=${says().cover} usual="" choices=${[{ value: "", text: says().next }, ...people.filter(({ value }) => value !== id)]} />
        ${mayEdit(bound) && html`<${Button} kind="quiet" icon="close" label=${says().take(who, textAt(absence, ["from"]))} onClick=${() => edit(remove(here))} />`}</div>
        <${Told} issues=${issuesAt(shown.issues, here)} /></li>`;
    })}</ul>
    ${mayEdit(bound) && people.length > 0 && html`<${Button} icon="plus" onClick=${add}>${says().add}<//>`}
  </section>`;
}
