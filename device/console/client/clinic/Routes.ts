import type { VNode } from "preact";
import type { Choice } from "../components/Choices.ts";
import { Button, SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { at, issuesAt, listAt, type Path } from "./draft.ts";
import { forEscalation } from "./escalationEdits.ts";
import { type Bound, ChooseIn, mayEdit, remove, set, TextIn } from "./fields.ts";
import { Ordered } from "./Ordered.ts";
import { Told } from "./Told.ts";

const says = words({
  en: {
    title: "Which calls go where",
    lead: "From above to below: the first line that fits a call says which policy it gets. What no line fits gets the policy of its urgency.",
    none: "No line: every call gets the policy of its urgency.",
    line: (n: number) => `Line ${n}`,
    lineNamed: (n: number) => `line ${n}`,
    callers: "Who calls",
    anybody: "Anybody",
    patient: "Patients",
    professional: "Hospitals, laboratories, pharmacies",
    urgency: "Urgency",
    any: "Any",
    urgent: "Urgent",
    routine: "Can wait",
    when: "When",
    always: "At any time",
    window: "Only at these hours",
    days: "Days",
    from: "From",
    to: "To",
    policy: "Gets the policy",
    policies: { urgent: "Urgent calls", routine: "Calls that can wait" },
    add: "Add a line",
  },
  es: {
    title: "Qué llamadas van adónde",
    lead: "De arriba abajo: la primera línea que encaja con una llamada dice qué regla recibe. Lo que no encaja en ninguna recibe la de su urgencia.",
    none: "Ninguna línea: cada llamada recibe la regla de su urgencia.",
    line: (n: number) => `Línea ${n}`,
    lineNamed: (n: number) => `la línea ${n}`,
    callers: "Quién llama",
    anybody: "Cualquiera",
    patient: "Pacientes",
    professional: "Hospitales, laboratorios, farmacias",
    urgency: "Urgencia",
    any: "Cualquiera",
    urgent: "Urgente",
    routine: "Puede esperar",
    when: "Cuándo",
    always: "A cualquier hora",
    window: "Solo a estas horas",
    days: "Días",
    from: "De",
    to: "A",
    policy: "Recibe la regla",
    policies: { urgent: "Llamadas urgentes", routine: "Llamadas que pueden esperar" },
    add: "Añadir una línea",
  },
});

const LIST = ["escalation", "routes"];

/** The first that fits decides: the order is part of what they say. */
export function Routes({ policies, ...bound }: Bound & { readonly policies: readonly string[] }): VNode {
  const { edit, shown } = bound;
  const can = mayEdit(bound);
  const routes = listAt(shown.value, LIST);
  // Hospitals at any urgency are what a line is most often for.
  const fresh = { callers: "professional", policy: policies[0] ?? "urgent" };
  const entries = routes.map((_, index) => ({
    key: index,
    name: says().lineNamed(index + 1),
    head: html`<h3>${says().line(index + 1)}</h3>`,
    body: html`<${Route} ...${bound} here=${[...LIST, index]} policies=${policies} />`,
  }));
  return html`<section><h2>${says().title}</h2><p class="help">${says().lead}</p>
    ${routes.length === 0 && html`<p class="soft">${says().none}</p>`}
    <${Ordered} class="cards" entries=${entries} can=${can} onMove=${(from: number, to: number) => edit({ do: "move", path: LIST, from, to })}
      onRemove=${(index: number) => edit(remove(routes.length === 1 ? LIST : [...LIST, index]))} />
    ${can && html`<${Button} icon="plus" onClick=${() => edit(...forEscalation(shown.value, set([...LIST, routes.length], fresh)))}>${says().add}<//>`}
  </section>`;
}

function Route({
  here,
  policies,
  ...bound
}: Bound & { readonly here: Path; readonly policies: readonly string[] }): VNode {
  const { edit, shown } = bound;
  const during = [...here, "during"];
  const has = at(shown.value, during) !== undefined;
  const when: readonly Choice[] = [
    { value: "always", text: says().always },
    { value: "window", text: says().window },
  ];
  const chooseWhen = (value: string): unknown =>
    edit(value === "always" ? remove(during) : set(during, { days: "sat-sun", from: "00:00", to: "24:00" }));
  return html`<div class="beside">
      <${ChooseIn} ...${bound} path=${[...here, "callers"]} label=${says().callers} usual="" choices=${[
        { value: "", text: says().anybody },
        { value: "patient", text: says().patient },
        { value: "professional", text: says().professional },
      ]} />
      <${ChooseIn} ...${bound} path=${[...here, "urgency"]} label=${says().urgency} usual="" choices=${[
        { value: "", text: says().any },
        { value: "urgent", text: says().urgent },
        { value: "routine", text: says().routine },
      ]} />
      <${SelectField} label=${says().when} value=${has ? "window" : "always"} choices=${when} disabled=${!mayEdit(bound)} onValue=${chooseWhen} /></div>
    ${
      has &&
      html`<div class="beside"><${TextIn} ...${bound} path=${[...during, "days"]} label=${says().days} usual="mon-sun" />
      <${TextIn} ...${bound} path=${[...during, "from"]} label=${says().from} /><${TextIn} ...${bound} path=${[...during, "to"]} label=${says().to} /></div>`
    }
    <${ChooseIn} ...${bound} path=${[...here, "policy"]} label=${says().policy} usual="urgent" choices=${[
      ...Object.entries(says().policies).map(([value, text]) => ({ value, text })),
      ...policies.map((value) => ({ value, text: value })),
    ]} />
    <${Told} issues=${[...issuesAt(shown.issues, here), ...issuesAt(shown.issues, during)]} />`;
}
