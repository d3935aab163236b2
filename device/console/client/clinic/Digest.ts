import type { VNode } from "preact";
import { SelectField } from "../components/controls.ts";
import { html } from "../html.ts";
import { words } from "../i18n.ts";
import { at, issuesAt, textAt } from "./draft.ts";
import { forEscalation } from "./escalationEdits.ts";
import { type Bound, mayEdit, remove, SomeIn, set, wrongAt } from "./fields.ts";
import { Told } from "./Told.ts";
import { targetsIn, wayChoices } from "./targets.ts";

const says = words({
  en: {
    title: "The text at opening time",
    lead: "When the clinic opens: how many messages there are, and who has the urgent ones. Counts only, no names of patients.",
    notify: "Who gets it",
    nobody: "Nobody",
    by: "How",
    hours: "When that is, is said with the hours.",
  },
  es: {
    title: "El SMS de la apertura",
    lead: "Cuando abre la clínica: cuántos mensajes hay y quién tiene los urgentes. Solo cantidades, sin nombres de pacientes.",
    notify: "Quién lo recibe",
    nobody: "Nadie",
    by: "Cómo",
    hours: "La hora está en el horario.",
  },
});

const HERE = ["escalation", "digest"];

/** One text a day, to whoever begins it. */
export function Digest(bound: Bound): VNode {
  const { edit, shown } = bound;
  const has = at(shown.value, HERE) !== undefined;
  const notify = textAt(shown.value, [...HERE, "notify"]);
  const targets = [{ value: "", text: says().nobody }, ...targetsIn(shown.value)];
  const choose = (value: string): unknown => {
    if (value === "") return edit(remove(HERE));
    return has
      ? edit(set([...HERE, "notify"], value))
      : edit(...forEscalation(shown.value, set(HERE, { notify: value, by: ["sms"] })));
  };
  return html`<section><h2>${says().title}</h2><p class="help">${says().lead} <a href="/clinic/hours">${says().hours}</a></p>
    <${SelectField} label=${says().notify} wrong=${wrongAt(bound, [...HERE, "notify"])} value=${notify} disabled=${!mayEdit(bound)}
      choices=${targets.some(({ value }) => value === notify) ? targets : [...targets, { value: notify, text: notify }]} onValue=${choose} />
    ${has && html`<${SomeIn} ...${bound} path=${[...HERE, "by"]} label=${says().by} usual=${["sms"]} choices=${wayChoices().filter(({ value }) => value !== "call")} />`}
    <${Told} issues=${issuesAt(shown.issues, HERE)} /></section>`;
}
