import type { VNode } from "preact";
import type { DutyAtAnswer } from "../../api/duty.ts";
import { Loaded, Notice } from "../components/states.ts";
import { html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { dayAndTime, isoTime } from "../time.ts";
import { useEach } from "./useEach.ts";

const says = words({
  en: {
    now: "Now",
    next: "Next",
    until: (when: string) => `until ${when}`,
    from: (when: string) => `from ${when}`,
    open: "with no end in sight",
    gap: "The schedule has nobody now: the fallback person is paged.",
    gapNext: "nobody; the fallback person is paged",
    untrusted: "The box does not believe its clock, so it cannot ask the schedule: everyone is paged.",
    why: "How this comes about",
    none: "nobody",
  },
  es: {
    now: "Ahora",
    next: "Después",
    until: (when: string) => `hasta ${when}`,
    from: (when: string) => `desde ${when}`,
    open: "sin final a la vista",
    gap: "El plan de guardias no tiene a nadie ahora: se avisa al sustituto.",
    gapNext: "nadie; se avisa al sustituto",
    untrusted: "El equipo no se fía de su reloj y no puede mirar el plan de guardias: se avisa a todos.",
    why: "De dónde sale",
    none: "nadie",
  },
});

const EACH_MS = 60_000;
const namesOf = (people: readonly { readonly name: string }[]): string => people.map(({ name }) => name).join(", ");

/** Who would be paged at this moment, and who after them. */
export function OnCall(): VNode {
  const duty = useRemote<DutyAtAnswer>(`/duty/at?language=${language.value}`, ["clinic", "duty", "status"]);
  useEach(EACH_MS, duty.again);
  return html`<${Loaded} of=${duty} lines=${2}>${({
    clockTrusted,
    explained,
    gap,
    next,
    people,
    until,
  }: DutyAtAnswer) => html`
    ${!clockTrusted && html`<${Notice} kind="wrong" icon="warning">${says().untrusted}<//>`}
    ${clockTrusted && gap && html`<${Notice} kind="wrong" icon="warning">${says().gap}<//>`}
    <dl class="turns"><div><dt>${says().now}</dt><dd><strong>${namesOf(people) || says().none}</strong> <span class="soft">${until === undefined ? says().open : html`<time dateTime=${isoTime(until)}>${says().until(dayAndTime(until))}</time>`}</span></dd></div>
    ${
      next !== undefined &&
      until !== undefined &&
      html`<div><dt>${says().next}</dt><dd><strong>${next.gap ? says().gapNext : namesOf(next.people)}</strong> <span class="soft"><time dateTime=${isoTime(until)}>${says().from(dayAndTime(until))}</time></span></dd></div>`
    }</dl>
    <details><summary>${says().why}</summary><ul class="why">${explained.map((line, at) => html`<li key=${at}>${line}</li>`)}</ul></details>`}<//>`;
}
