import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { DutyAtAnswer } from "../../api/duty.ts";
import { queryText } from "../api.ts";
import { Button } from "../components/controls.ts";
import { Icon } from "../components/icons.ts";
import { Loaded, Notice } from "../components/states.ts";
import { classes, html } from "../html.ts";
import { language, words } from "../i18n.ts";
import { useRemote } from "../remote.ts";
import { dayAndTime, span } from "../time.ts";
import { dutyWords, namesText } from "./dutyWords.ts";
import { MomentField } from "./MomentField.ts";

const says = words({
  en: {
    now: "If somebody calls now",
    other: (when: string) => `If somebody calls ${when}`,
    until: (when: string, who: string) => `until ${when}, then ${who}`,
    always: "and nobody else within a year",
    untrusted: "The box does not know what time it is, so it pages everybody, whatever the schedule says.",
    untrustedCure: "It sets its clock by itself when the network tells the time.",
    ask: "Ask about another time",
    at: "When",
    back: "Back to now",
    steps: "If nobody takes an urgent call",
    atOnce: "at once",
    after: (time: string) => `after ${time}`,
    repeat: "again and again until somebody takes it",
    how: "How this comes about",
  },
  es: {
    now: "Si alguien llama ahora",
    other: (when: string) => `Si alguien llama ${when}`,
    until: (when: string, who: string) => `hasta ${when}, después ${who}`,
    always: "y nadie más en un año",
    untrusted: "El equipo no sabe qué hora es, así que avisa a todos, diga lo que diga el plan de guardias.",
    untrustedCure: "Pone su reloj en hora por sí solo cuando la red le dice la hora.",
    ask: "Preguntar por otro momento",
    at: "Cuándo",
    back: "Volver a ahora",
    steps: "Si nadie toma una llamada urgente",
    atOnce: "enseguida",
    after: (time: string) => `después de ${time}`,
    repeat: "una y otra vez hasta que alguien la tome",
    how: "Cómo se llega a esto",
  },
});

/** Who would be paged at this moment, or at any other: what the front desk wants to know without reading a calendar. */
export function Now({ minute }: { readonly minute: number }): VNode {
  const [at, setAt] = useState<number>();
  const [asking, setAsking] = useState(false);
  const answer = useRemote<DutyAtAnswer>(`/duty/at${queryText({ at, language: language.value })}`, [
    "duty",
    "clinic",
    "status",
  ]);
  useEffect(() => answer.again(), [minute]);
  const back = (): void => {
    setAt(undefined);
    setAsking(false);
  };
  const ask = asking
    ? html`<div class="duty-ask"><${MomentField} label=${says().at} value=${at ?? minute} onValue=${(moment: number | undefined) => moment !== undefined && setAt(moment)} /><${Button} kind="quiet" onClick=${back}>${says().back}<//></div>`
    : html`<${Button} kind="quiet" icon="clock" class="unprinted" onClick=${() => setAsking(true)}>${says().ask}<//>`;
  return html`<section class="card duty-at" aria-live="polite">
    <${Loaded} of=${answer} lines=${2}>${(told: DutyAtAnswer) => html`<${Told} told=${told} isNow=${at === undefined} ask=${ask} />`}<//></section>`;
}

interface ToldProps {
  readonly told: DutyAtAnswer;
  readonly isNow: boolean;
  /** How to ask about another time. */
  readonly ask: VNode;
}

function Told({ ask, isNow, told }: ToldProps): VNode {
  const { clockTrusted, explained, gap, next, people, steps, until } = told;
  const nextNames = next === undefined ? "" : next.gap ? dutyWords().nobody : namesText(next.people);
  return html`<h2>${isNow ? says().now : says().other(dayAndTime(told.at))}</h2>
    <p class=${classes("duty-whom", gap && "gap")}>${gap && html`<${Icon} name="warning" />`}<strong>${gap ? dutyWords().nobody : namesText(people)}</strong>${gap && html`<span>${dutyWords().instead(namesText(people))}</span>`}</p>
    ${
      clockTrusted
        ? html`<p class="soft">${until === undefined ? says().always : says().until(dayAndTime(until), nextNames)}</p>`
        : html`<${Notice} kind="warn" icon="clock">${says().untrusted} ${says().untrustedCure}<//>`
    }
    <div class="duty-more"><details><summary>${says().steps}</summary><ol class="duty-steps">${steps.map(
      ({ afterMs, by, people: whom, repeat }) =>
        html`<li key=${afterMs}><span class="soft">${afterMs === 0 ? says().atOnce : says().after(span(afterMs))}</span> ${namesText(whom)} <span class="soft">(${by.map((way) => dutyWords().ways[way]).join(", ")}${repeat && `; ${says().repeat}`})</span></li>`,
    )}</ol></details>
    <details><summary>${says().how}</summary><ul>${explained.map((line, at) => html`<li key=${at}>${line}</li>`)}</ul></details>${ask}</div>`;
}
