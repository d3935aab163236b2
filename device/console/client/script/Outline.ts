import type { VNode } from "preact";
import type { ScriptView } from "../../api/clinic.ts";
import { classes, html } from "../html.ts";
import { words } from "../i18n.ts";
import { kindText, saidIn, urgencyText, wayText } from "./wayWords.ts";

const says = words({
  en: {
    label: "The dialogue, step by step",
    own: "the clinic's own",
    to: "leads to",
    unreached: "No caller comes here.",
  },
  es: { label: "El diálogo, paso a paso", own: "propio de la clínica", to: "lleva a", unreached: "Nadie llega aquí." },
});

interface OutlineProps {
  readonly script: ScriptView;
  readonly chosen: string | undefined;
  readonly language: string;
  readonly hrefOf: (step: string) => string;
}

/** The same dialogue as a list: in the order in which a caller comes to each step. */
export const Outline = ({ chosen, hrefOf, language, script }: OutlineProps): VNode =>
  html`<ol class="outline" aria-label=${says().label}>${script.steps.map(
    (step) => html`<li key=${step.id} class=${classes(step.id === chosen && "chosen")}>
      <a href=${hrefOf(step.id)} aria-current=${step.id === chosen ? "true" : undefined}><strong>${kindText(step)}</strong></a>${" "}
      <code class="soft">${step.id}</code>
      ${step.urgency !== undefined && html` <span class=${step.urgency === "urgent" ? "pill urgent" : "pill"}>${urgencyText(step)}</span>`}
      ${step.own && html` <span class="pill going">${says().own}</span>`}
      ${!step.reached && html` <span class="pill warn">${says().unreached}</span>`}
      ${saidIn(step, language) !== "" && html`<p lang=${language}>“${saidIn(step, language)}”</p>`}
      ${step.ways.length > 0 && html`<ul role="list">${step.ways.map((way) => html`<li key=${wayText(way)}>${wayText(way)} <span aria-hidden="true">→</span><span class="unseen"> ${says().to} </span> <a href=${hrefOf(way.to)}>${way.to}</a></li>`)}</ul>`}
    </li>`,
  )}</ol>`;
